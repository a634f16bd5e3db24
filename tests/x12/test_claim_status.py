"""Reading 277CA: what became of each claim."""

import pytest

from queue_app.x12 import answers
from queue_app.x12.answers import Answer, Garbled

PARTIES = "ZZ*CLEARHOUSE     *ZZ*CODEDESK       "
ISA = f"ISA*00*          *00*          *{PARTIES}*261121*1300*^*00501*000000201*0*T*:~"
SOURCE = ("HL*1**20*1", "NM1*PR*2*MEDICARE*****PI*12345", "TRN*1*BATCH9")
RECEIVER = (
    "HL*2*1*21*1",
    "NM1*41*2*EXAMPLE*****46*CODEDESK",
    "TRN*2*0000001010003",
    "STC*A1:19:PR*20261121*WQ*100",
)
PROVIDER = ("HL*3*2*19*1", "NM1*85*2*EXAMPLE*****XX*1234567893", "TRN*1*0", "STC*A1:19:PR**WQ*100")


def file(*segments: str, version: str = "005010X214", opening: str = "") -> str:
    body = (*SOURCE, *segments)
    start = opening or f"GS*HN*C*C*20261121*1300*201*X*{version}~ST*277*0001*{version}"
    whole = (start, "BHT*0085*08*1*20261121*1300*TH", *body, "SE*1*0001", "GE*1*201", "IEA*1*000000201")
    return ISA + "".join(f"{segment}~" for segment in whole)


def patient(*segments: str) -> tuple[str, ...]:
    return ("HL*4*3*PT", "NM1*QC*1*SAMPLE*ANN****MI*1EG4TE5MK73", *segments)


def about(*segments: str) -> tuple[Answer, ...]:
    return answers.read(file(*RECEIVER, *PROVIDER, *patient(*segments))).answers


@pytest.mark.parametrize(
    ("category", "verdict"),
    [
        ("A0", "acknowledged"),
        ("A1", "acknowledged"),
        ("A2", "accepted"),
        ("A3", "rejected"),
        ("A4", "rejected"),
        ("A5", "accepted"),
        ("A6", "rejected"),
        ("A7", "rejected"),
        ("A8", "rejected"),
    ],
)
def test_each_category_has_its_verdict(category: str, verdict: str) -> None:
    (answer,) = about("TRN*2*ENC1", f"STC*{category}:20*20261121*WQ*100", "REF*1K*2026325001", "REF*D9*777")
    assert (answer.claim_number, answer.verdict) == ("ENC1", verdict)


def test_a_rejection_says_what_is_wrong_with_whose_in_our_words() -> None:
    (answer,) = about("TRN*2*ENC1", "STC*A7:562:85*20261121*U*100")
    assert answer == Answer(
        claim_number="ENC1",
        verdict="rejected",
        reason="Rejected, information is not valid: NPI (billing provider).",
    )


def test_an_acceptance_is_said_plainly() -> None:
    assert about("TRN*2*ENC1", "STC*A2:20:PR*20261121*WQ*100")[0].reason == "Accepted for processing (payer)."


def test_of_several_statuses_the_worst_wins_with_all_its_reasons() -> None:
    (answer,) = about(
        "TRN*2*ENC1",
        "STC*A1:19:PR*20261121*WQ*100",
        "STC*A7:255*20261121*U*100******A7:187*A6:164:IL",
        "STC*A7:255*20261121*U*100",
    )
    assert answer.verdict == "rejected"
    assert answer.reason == (
        "Rejected, information is not valid: diagnosis code. "
        "Rejected, information is not valid: dates of service. "
        "Rejected, information is missing: member id (subscriber)."
    )


def test_a_rejected_service_line_rejects_its_claim() -> None:
    (answer,) = about(
        "TRN*2*ENC1",
        "STC*A3:21*20261121*U*100",
        "SVC*HC:99213*100*****1",
        "STC*A7:453*20261121*U",
    )
    assert answer.reason.endswith("Rejected, information is not valid, on a service line: modifier.")


def test_a_line_belongs_to_its_own_claim() -> None:
    _, second = about(
        "TRN*2*ENC1",
        "STC*A2:20*20261121*WQ*100",
        "SVC*HC:99213*100",
        "TRN*2*ENC2",
        "STC*A7:453*20261121*U*100",
    )
    assert second.reason == "Rejected, information is not valid: modifier."


def test_each_claim_has_an_answer_of_its_own() -> None:
    claims = patient("TRN*2*ENC1", "STC*A2:20*20261121*WQ*60", "TRN*2*ENC2", "STC*A3:54*20261121*U*40")
    other = ("HL*5*3*PT", "TRN*2*ENC3", "STC*A2:20*20261121*WQ*60")
    read = answers.read(file(*RECEIVER, *PROVIDER, *claims, *other))
    assert read.kind == "277CA"
    assert [(answer.claim_number, answer.verdict) for answer in read.answers] == [
        ("ENC1", "accepted"),
        ("ENC2", "rejected"),
        ("ENC3", "accepted"),
    ]


def test_free_text_and_names_are_not_repeated() -> None:
    (answer,) = about("TRN*2*ENC1", "STC*A7:9Z9Z9:SAMPLE*20261121*U*100********ANN SAMPLE IS UNKNOWN")
    assert answer.reason == "Rejected, information is not valid: status code (unreadable)."


def test_a_number_that_cannot_be_ours_names_no_claim() -> None:
    (answer,) = about("TRN*2*ANN SAMPLE", "STC*A7:562*20261121*U*100")
    assert (answer.claim_number, answer.interchange_control, answer.verdict) == (None, None, "rejected")


@pytest.mark.parametrize(
    ("action", "verdict"), [("WQ", "acknowledged"), ("U", "rejected"), ("", "acknowledged")]
)
def test_of_an_unknown_category_the_action_decides(action: str, verdict: str) -> None:
    assert about("TRN*2*ENC1", f"STC*Q7:20*20261121*{action}*100")[0].verdict == verdict


def test_a_batch_refused_at_the_receiver_s_level_is_found_by_its_number() -> None:
    refused = (*RECEIVER[:3], "STC*A8:746:40*20261121*U*100")
    assert answers.read(file(*refused)).answers == (
        Answer(
            interchange_control=101,
            position=3,
            verdict="rejected",
            reason="Rejected, information does not agree: file was sent before (receiver).",
        ),
    )


def test_a_batch_refused_at_the_provider_s_level_is_found_by_the_receiver_s_number() -> None:
    (answer,) = answers.read(file(*RECEIVER, *PROVIDER[:3], "STC*A3:25:85**U*100")).answers
    assert (answer.interchange_control, answer.position, answer.verdict) == (101, 3, "rejected")
    assert answer.reason == "Returned as not processable: not approved (billing provider)."


def test_a_batch_refused_at_the_source_s_level_names_no_file() -> None:
    (answer,) = answers.read(file("STC*A3:24*20261121*U*100")).answers
    assert (answer.interchange_control, answer.position, answer.verdict) == (None, None, "rejected")


def test_a_batch_refused_at_two_levels_is_answered_once() -> None:
    refused = ("STC*A3:24*20261121*U*100", *RECEIVER[:3], "STC*A8:746:40*20261121*U*100", *PROVIDER)
    (answer,) = answers.read(file(*refused)).answers
    assert (answer.interchange_control, answer.position, answer.verdict) == (101, 3, "rejected")
    assert "file was sent before" in answer.reason
    assert "not registered to send claims" in answer.reason


def test_a_batch_with_claims_is_answered_by_them_alone() -> None:
    refused = (*RECEIVER[:3], "STC*A3:21:40*20261121*U*100")
    read = answers.read(file(*refused, *PROVIDER, *patient("TRN*2*ENC1", "STC*A2:20*20261121*WQ*100")))
    assert [(answer.claim_number, answer.verdict) for answer in read.answers] == [("ENC1", "accepted")]


def test_a_provider_refused_beside_another_s_claims_does_not_touch_them() -> None:
    refused = ("HL*9*2*19*1", "NM1*85*2*OTHER", "TRN*1*0", "STC*A3:25:85**U*100")
    claims = patient("TRN*2*ENC1", "STC*A2:20*20261121*WQ*100")
    first, second = answers.read(file(*RECEIVER, *PROVIDER, *claims, *refused)).answers
    assert (first.claim_number, first.verdict) == ("ENC1", "accepted")
    assert (second.claim_number, second.interchange_control, second.verdict) == (None, None, "rejected")


def test_a_277_that_names_no_version_is_known_by_its_purpose() -> None:
    text = file(*RECEIVER, *PROVIDER, *patient("TRN*2*ENC1", "STC*A2:20"), opening="ST*277*0001")
    assert answers.read(text).kind == "277CA"
    with pytest.raises(Garbled):
        answers.read(text.replace("*TH~", "*DG~"))


def test_an_answer_to_a_status_inquiry_is_no_answer_to_a_claim() -> None:
    with pytest.raises(Garbled, match="no answer to claims"):
        answers.read(file(*RECEIVER, version="005010X212"))


def test_a_status_of_a_claim_that_is_not_named_is_refused() -> None:
    with pytest.raises(Garbled, match="does not name"):
        about("STC*A2:20*20261121*WQ*100")
