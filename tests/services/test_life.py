"""The whole life of an encounter, from the EHR to the payer's answer."""

import pytest

from queue_app.domain.encounter import Status
from queue_app.services import hearing, workflow
from tests.builders import GOOD_CODES, OTHER_CODES
from tests.people import MARIA
from tests.services.bundles import a_note, a_visit, hand_in
from tests.services.replies import a_277ca, a_999, put
from tests.x12 import judge
from tests.x12.builders import SENDER


@pytest.fixture
def life(store, tables, mailbox, take, deliver):
    """What people and workers do, in the words of the tests below."""

    class Life:
        def code(self, codes):
            claimed = workflow.claim_next(store, MARIA)
            return take("submit", take("save", claimed, MARIA, codes=codes), MARIA)

        def bill(self):
            return deliver()[-1]

        def answer(self, text):
            put(mailbox, text)
            hearing.hear_back(store, tables, mailbox, SENDER)

    hand_in(store, tables, a_visit(a_note("Sore throat.")))
    return Life()


def test_from_the_ehr_to_accepted(store, life):
    encounter = life.code(GOOD_CODES)
    assert judge.complaints(life.bill()) == []
    life.answer(a_999(1, "A"))
    number = store.encounters.get(encounter.id).control_number
    life.answer(a_277ca({number: "A2:20"}))

    after = store.encounters.get(encounter.id)
    assert after.status is Status.ACCEPTED
    verbs = [event.verb for event in store.encounters.history(encounter.id)]
    assert verbs == ["import", "claim", "save", "submit", "export", "acknowledge", "accept"]


def test_from_a_rejection_through_rework_to_accepted_under_a_new_claim_number(store, take, life):
    encounter = life.code(GOOD_CODES)
    life.bill()
    first = store.encounters.get(encounter.id)
    life.answer(a_277ca({first.control_number: "A7:562:85"}))

    rejected = store.encounters.get(encounter.id)
    assert (rejected.status, rejected.holder) == (Status.REJECTED, "maria")
    again = take("submit", take("rework", rejected, MARIA), MARIA, codes=OTHER_CODES)
    text = life.bill()
    second = store.encounters.get(again.id)
    assert second.control_number not in ("", first.control_number)
    assert f"CLM*{second.control_number}*" in text
    assert "HI*ABK:J209~" in text

    life.answer(a_277ca({second.control_number: "A2:20"}))
    assert store.encounters.get(encounter.id).status is Status.ACCEPTED
    one, two = store.encounters.submissions([first, second])
    assert (one.codes, two.codes) == (GOOD_CODES, OTHER_CODES)
