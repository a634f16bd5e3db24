"""Reading TA1 and 999: what became of files and of the claims in them."""

import pytest

from queue_app.x12 import answers, envelope
from queue_app.x12.answers import Answer, Garbled
from tests.x12 import judge
from tests.x12.builders import a_clinic_claim, an_interchange

PARTIES = "ZZ*CLEARHOUSE     *ZZ*CODEDESK       "
ISA = f"ISA*00*          *00*          *{PARTIES}*261121*1300*^*00501*000000201*0*T*:~"
NOTHING_FOUND = "The receiver's syntax check found nothing."


def file(*segments: str) -> str:
    return ISA + "".join(f"{segment}~" for segment in segments) + "IEA*1*000000201~"


def acknowledgement(*segments: str, verdict: str = "AK9*A*1*1*1") -> str:
    opening = ("GS*FA*CLEARHOUSE*CODEDESK*20261121*1300*201*X*005010X231A1", "ST*999*0001*005010X231A1")
    closing = (verdict, f"SE*{len(segments) + 4}*0001", "GE*1*201")
    return file(*opening, "AK1*HC*101*005010X222A1", *segments, *closing)


def told(text: str) -> list[tuple[int | None, str]]:
    return [(answer.position, answer.verdict) for answer in answers.read(text).answers]


def test_the_real_acknowledgement_of_a_good_file_acknowledges_each_claim() -> None:
    claims = [a_clinic_claim(number=f"ENC{place}") for place in (1, 2, 3)]
    accepted, text = judge.answer(envelope.write(an_interchange(*claims)))
    assert accepted
    read = answers.read(text)
    assert (read.kind, read.sender, read.receiver) == ("999", "CLEARHOUSE", "CODEDESK")
    assert read.answers == tuple(
        Answer(interchange_control=101, position=place, verdict="acknowledged", reason=NOTHING_FOUND)
        for place in (1, 2, 3)
    )


def test_the_real_rejection_of_a_bad_claim_says_where_and_why_and_repeats_no_value() -> None:
    claims = [a_clinic_claim(number=f"ENC{place}") for place in (1, 2)]
    text = envelope.write(an_interchange(*claims))
    place = text.rindex("D8*19500131*F")
    accepted, acknowledged = judge.answer(text[:place] + "D8*19501331*Q" + text[place + 13 :])
    assert not accepted
    good, bad = answers.read(acknowledged).answers
    assert (good.position, good.verdict) == (1, "acknowledged")
    assert (bad.interchange_control, bad.position, bad.verdict) == (101, 2, "rejected")
    assert bad.reason.startswith(
        "The receiver's syntax check rejected it: segment DMG at position 17: element"
    )
    assert "is not one of the codes allowed" in bad.reason
    assert "19501331" not in bad.reason


@pytest.mark.parametrize(
    ("code", "verdict"),
    [
        ("A", "acknowledged"),
        ("E", "acknowledged"),
        ("R", "rejected"),
        ("M", "rejected"),
        ("W", "rejected"),
        ("X", "rejected"),
    ],
)
def test_each_code_of_a_transaction_set_has_its_verdict(code: str, verdict: str) -> None:
    text = acknowledgement("AK2*837*0007", f"IK5*{code}", verdict="AK9*P*2*2*1")
    assert told(text) == [(7, verdict)]


def test_a_claim_taken_with_errors_says_which() -> None:
    text = acknowledgement("AK2*837*0001", "IK3*NM1*12*2010BA*8", "IK4*9:2*67*6*1EG4TE5MK73", "IK5*E*5")
    assert answers.read(text).answers[0].reason == (
        "The receiver's syntax check took it with errors: segment NM1 at position 12 in loop 2010BA: "
        "element 9-2 has a character that is not allowed."
    )


def test_each_claim_has_notes_of_its_own() -> None:
    first = ("AK2*837*0001", "IK3*NM1*12*2010BA*8", "IK5*E*5")
    text = acknowledgement(*first, "AK2*837*0002", "IK3*DMG*17*2010BA*3", "IK5*R*5", verdict="AK9*P*2*2*1")
    _, second = answers.read(text).answers
    assert "DMG" in second.reason
    assert "NM1" not in second.reason


def test_a_missing_segment_is_named() -> None:
    text = acknowledgement("AK2*837*0001", "IK3*DMG*17*2010BA*3", "IK5*R*5", verdict="AK9*R*1*1*0")
    assert answers.read(text).answers[0].reason == (
        "The receiver's syntax check rejected it: segment DMG at position 17 in loop 2010BA is missing."
    )


def test_a_rejection_without_notes_says_what_the_codes_say() -> None:
    text = acknowledgement("AK2*837*0001", "IK5*R*4*I6", verdict="AK9*P*2*2*1")
    assert answers.read(text).answers[0].reason == (
        "The receiver's syntax check rejected it: its count of segments is wrong; its guide is not supported."
    )


def test_values_smuggled_into_places_are_not_repeated() -> None:
    text = acknowledgement("AK2*837*0001", "IK3*SAMPLE ANN*x*1 ELM STREET*99", "IK4*SAMPLE*1*99", "IK5*R")
    reason = answers.read(text).answers[0].reason
    assert "SAMPLE" not in reason
    assert "ELM" not in reason


def test_a_group_rejected_without_its_sets_rejects_the_whole_file() -> None:
    assert answers.read(acknowledgement(verdict="AK9*R*3*3*0*4")).answers == (
        Answer(
            interchange_control=101,
            verdict="rejected",
            reason="The receiver's syntax check rejected it: its control numbers differ at both ends.",
        ),
    )


def test_a_group_rejected_takes_the_sets_without_fault_along() -> None:
    text = acknowledgement("AK2*837*0001", "IK5*A", "AK2*837*0002", "IK5*R*5", verdict="AK9*R*2*2*0")
    assert told(text) == [(1, "rejected"), (2, "rejected")]


def test_a_group_called_rejected_in_which_sets_were_accepted_leaves_those_alone() -> None:
    text = acknowledgement("AK2*837*0001", "IK5*A", "AK2*837*0002", "IK5*R*5", verdict="AK9*R*2*2*1")
    assert told(text) == [(1, "acknowledged"), (2, "rejected")]


def test_a_group_rejected_of_which_only_some_sets_are_named_rejects_the_others_too() -> None:
    text = acknowledgement("AK2*837*0002", "IK5*R*5", verdict="AK9*R*3*3*0")
    assert told(text) == [(2, "rejected"), (None, "rejected")]


def test_a_group_accepted_without_its_sets_acknowledges_the_whole_file() -> None:
    assert told(acknowledgement(verdict="AK9*A*3*3*3")) == [(None, "acknowledged")]


def test_an_interchange_answer_is_about_the_whole_file() -> None:
    read = answers.read(file("TA1*000000101*261121*1200*R*025"))
    assert read.kind == "TA1"
    assert read.answers == (
        Answer(
            interchange_control=101,
            verdict="rejected",
            reason="The receiver's syntax check rejected it: its control number was used before.",
        ),
    )
    assert answers.read(file("TA1*000000101*261121*1200*A*000")).answers[0].verdict == "acknowledged"


def test_an_interchange_answer_may_come_with_an_acknowledgement() -> None:
    text = acknowledgement("AK2*837*0001", "IK5*A").replace("GS*FA", "TA1*000000101*261121*1200*A*000~GS*FA")
    assert answers.read(text).kind == "999"
    assert told(text) == [(None, "acknowledged"), (1, "acknowledged")]


GOOD = acknowledgement("AK2*837*0001*005010X222A1", "IK5*A")


@pytest.mark.parametrize(
    "text",
    [
        GOOD.replace("~", "~\r\n"),
        GOOD.replace("~", "\n"),
        GOOD.replace("*", "|").replace("~", "!"),
        GOOD.lower(),
        GOOD[: GOOD.index("GE*")],
        "\ufeff" + GOOD + "\x1a\n-- end of file --",
    ],
    ids=["line breaks", "lines", "other delimiters", "small letters", "no GE and IEA", "BOM and garbage"],
)
def test_an_answer_is_read_however_it_is_dressed(text: str) -> None:
    assert told(text) == [(1, "acknowledged")]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "not X12"),
        ("<html>Service unavailable</html>", "not X12"),
        (file(), "answers nothing"),
        (file("ST*835*0001", "SE*2*0001"), "transaction 835"),
        (file("ST*SAMPLE ANN*0001", "SE*2*0001"), "of another kind"),
        (GOOD[: GOOD.index("IK5")], "breaks off"),
        (GOOD[: GOOD.index("SE*6*")] + "GE*1*201~IEA*1*000000201~", "breaks off"),
        (GOOD[: GOOD.index("SE*6*")] + "GE*1*201~" + GOOD[GOOD.index("GS*") :], "breaks off"),
        (GOOD + GOOD, "more than one interchange"),
        (GOOD.replace("IK5*A~", ""), "no verdict on it"),
        (GOOD.replace("IK5*A~", "IK5*Q~"), "without a verdict"),
        (GOOD.replace("AK2*837*0001", "AK2*837*ABC"), "without naming it"),
        (GOOD.replace("AK1*HC*101", "AK1*HS*101"), "no group of claims"),
        (GOOD.replace("AK1*HC*101", "AK1*HC*1010101010"), "no group of claims"),
        (GOOD.replace("AK9*A", "AK9*Q"), "no verdict on the group"),
        (acknowledgement(verdict="AK9*P*2*2*1"), "does not name them"),
        (file("TA1*X*261121*1200*A*000"), "no control number"),
        (GOOD.replace("*000000201*0*T", "*9999999999*0*T"), "more than nine digits"),
    ],
)
def test_what_is_no_whole_answer_is_refused_with_a_sentence(text: str, says: str) -> None:
    with pytest.raises(Garbled, match=says):
        answers.read(text)


@pytest.mark.parametrize("cut", range(0, len(GOOD) - 40, 5))
def test_an_answer_cut_short_anywhere_never_counts(cut: int) -> None:
    with pytest.raises(Garbled):
        answers.read(GOOD[: min(cut, GOOD.index("SE*6*"))])
