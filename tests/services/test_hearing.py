"""What billing answers moves encounters on, each answer once, and no answer can lose codes."""

import pytest

from queue_app.domain.encounter import Status
from queue_app.services import hearing
from tests.builders import GOOD_CODES, a_patient, step, submitted
from tests.people import LENA, MARIA
from tests.services.claims import statuses
from tests.services.replies import a_277ca, a_999, put
from tests.x12 import judge
from tests.x12.builders import SENDER


@pytest.fixture
def sent(store, deliver):
    """Claims that are with billing, in one file with control number 1."""

    def send(*ids):
        for encounter_id in ids:
            submitted(store, id=encounter_id)
        deliver()
        return [store.encounters.get(encounter_id) for encounter_id in ids]

    return send


@pytest.fixture
def hear(store, tables, mailbox):
    return lambda: hearing.hear_back(store, tables, mailbox, SENDER)


def reasons(store, mailbox):
    """What is shown of answers set aside; each has its reason in a file beside it."""
    shown = [one.reason for one in store.records.asides()]
    told = sorted(path.read_text().strip() for path in mailbox.aside.glob("*.reason.txt"))
    assert sorted(shown) == told
    return shown


def test_a_999_that_finds_nothing_acknowledges_the_claims(store, mailbox, sent, hear):
    sent("e1", "e2")
    put(mailbox, a_999(1, "A", "E"))

    assert hear() == 2
    assert statuses(store, "e1", "e2") == [Status.SENT, Status.SENT]
    assert store.encounters.history("e1")[-1].history == "acknowledged by billing"
    assert [path.name for path in mailbox.read.iterdir()] == ["answer.999"]
    assert reasons(store, mailbox) == []


def test_the_judges_own_999_is_understood(store, mailbox, sent, hear):
    sent("e1")
    (path,) = mailbox.out.iterdir()
    put(mailbox, judge.answer(path.read_text())[1])
    assert hear() == 1
    assert store.encounters.history("e1")[-1].verb == "acknowledge"


def test_a_999_rejects_the_claims_it_names_and_no_other(store, mailbox, sent, hear):
    sent("e1", "e2", "e3")
    put(mailbox, a_999(1, "A", "R", "A"))
    hear()
    assert statuses(store, "e1", "e2", "e3") == [Status.SENT, Status.REJECTED, Status.SENT]

    rejected = store.encounters.get("e2")
    assert (rejected.holder, rejected.codes) == ("maria", GOOD_CODES)
    assert "rejected" in rejected.answer
    assert [one.id for one in store.floor.desk("maria")] == ["e2"]


def test_the_places_a_999_counts_are_those_of_the_file_not_of_the_batch(store, mailbox, hear, deliver):
    submitted(store, id="e1", patient=a_patient(born_on=None))  # cannot be written
    submitted(store, id="e2")
    deliver()

    put(mailbox, a_999(1, "R"))
    hear()
    assert statuses(store, "e1", "e2") == [Status.FINAL_CODED, Status.REJECTED]


def test_a_277ca_accepts_and_rejects_each_claim_by_its_number(store, mailbox, sent, hear):
    first, second = sent("e1", "e2")
    put(mailbox, a_277ca({first.control_number: "A2:20", second.control_number: "A7:562:85"}))

    assert hear() == 2
    assert statuses(store, "e1", "e2") == [Status.ACCEPTED, Status.REJECTED]
    assert store.encounters.get("e2").answer == (
        "Rejected, information is not valid: NPI (billing provider)."
    )


def test_a_claim_accepted_first_may_be_rejected_later(store, mailbox, sent, hear):
    (one,) = sent("e1")
    put(mailbox, a_277ca({one.control_number: "A2:20"}), "first")
    hear()
    put(mailbox, a_277ca({one.control_number: "A3:21"}), "second")
    hear()
    assert statuses(store, "e1") == [Status.REJECTED]


def test_the_same_answer_twice_changes_nothing_the_second_time(store, mailbox, sent, hear):
    (one,) = sent("e1")
    put(mailbox, a_277ca({one.control_number: "A2:20"}), "monday")
    hear()
    before = store.encounters.get("e1")

    put(mailbox, a_277ca({one.control_number: "A2:20"}), "tuesday")
    assert hear() == 0
    assert store.encounters.get("e1") == before
    assert reasons(store, mailbox) == ["This very answer has been read before; nothing was changed."]


def test_an_answer_that_only_repeats_what_was_said_is_no_trouble(store, mailbox, sent, hear):
    (one,) = sent("e1")
    put(mailbox, a_277ca({one.control_number: "A2:20"}), "accepted")
    hear()
    put(mailbox, a_277ca({one.control_number: "A2:20"}) + "\n", "again")
    put(mailbox, a_999(1, "A"), "late.999")
    assert hear() == 0
    assert statuses(store, "e1") == [Status.ACCEPTED]
    assert reasons(store, mailbox) == []


def test_an_answer_for_another_sender_is_set_aside(store, mailbox, sent, hear):
    (one,) = sent("e1")
    put(mailbox, a_277ca({one.control_number: "A7:562"}, receiver="ELSEWHERE"))
    assert hear() == 0
    assert statuses(store, "e1") == [Status.SENT]
    assert reasons(store, mailbox) == ["The answer is for another sender; nothing was changed."]


@pytest.mark.parametrize("answer", [a_999(77, "R"), a_999(1, "A", "R"), a_277ca({"CD0000009999": "A3:21"})])
def test_an_answer_to_what_was_not_sent_from_here_is_set_aside(store, mailbox, sent, hear, answer):
    sent("e1")
    put(mailbox, answer)
    hear()
    assert statuses(store, "e1") == [Status.SENT]
    assert reasons(store, mailbox) == ["It answers a claim that was not sent from here."]


def test_the_good_part_of_an_answer_counts_though_another_part_is_unknown(store, mailbox, sent, hear):
    (one,) = sent("e1")
    put(mailbox, a_277ca({"CD0000009999": "A3:21", one.control_number: "A2:20"}))
    assert hear() == 1
    assert statuses(store, "e1") == [Status.ACCEPTED]
    assert len(reasons(store, mailbox)) == 1


@pytest.mark.parametrize(
    "content",
    [b"", b"Dear Sirs, all is well.", b"\xff\xfe\x00\x01" * 50, a_999(1, "A").encode()[:-60], b"ISA*00"],
    ids=["empty", "a letter", "binary", "cut off", "only a beginning"],
)
def test_what_is_no_answer_is_set_aside_with_the_reason_and_changes_nothing(
    store, mailbox, sent, hear, content
):
    sent("e1")
    put(mailbox, content)
    put(mailbox, a_999(1, "A"), "good.999")

    assert hear() == 1
    assert statuses(store, "e1") == [Status.SENT]
    (reason,) = reasons(store, mailbox)
    assert reason.endswith(".")
    assert (mailbox.aside / "answer.999").read_bytes() == content


def test_an_answer_to_a_claim_that_was_replaced_is_set_aside(store, mailbox, sent, hear):
    (one,) = sent("e1")
    put(mailbox, a_277ca({one.control_number: "A3:21"}), "first")
    hear()
    reworked = step(store, "rework", store.encounters.get("e1"), MARIA)
    step(store, "submit", reworked, MARIA, codes=GOOD_CODES)

    put(mailbox, a_277ca({one.control_number: "A2:20"}), "second")
    assert hear() == 0
    assert statuses(store, "e1") == [Status.FINAL_CODED]
    assert reasons(store, mailbox) == ["It answers a claim that has been replaced by a newer one."]


def test_an_answer_to_an_encounter_that_has_moved_on_is_set_aside(store, mailbox, sent, hear):
    (one,) = sent("e1")
    put(mailbox, a_277ca({one.control_number: "A3:21"}), "first")
    hear()
    step(store, "void", store.encounters.get("e1"), LENA, reason="Courtesy")
    put(mailbox, a_277ca({one.control_number: "A2:20"}), "second")
    hear()
    assert statuses(store, "e1") == [Status.NO_BILL]
    assert reasons(store, mailbox) == ["It answers a claim whose encounter is no bill now."]


def test_a_file_with_a_hostile_name_is_set_aside_under_it(store, mailbox, sent, hear):
    sent("e1")
    name = "<script>~*‮ " + "x" * 180
    put(mailbox, "nonsense", name)
    hear()
    assert [one.file for one in store.records.asides()] == [name]
