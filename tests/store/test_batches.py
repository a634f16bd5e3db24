"""A staged file and its claims change together: all of them are sent, or nothing is."""

from dataclasses import replace

import pytest

from queue_app.domain.encounter import Status, Unit
from queue_app.domain.people import SYSTEM
from queue_app.services.workflow import a_hold
from queue_app.store.batches import State
from tests.builders import step, submitted
from tests.people import LENA, MARIA

OWN = ("id", "token", "control_number", "submitted_at", "held_at")  # of each encounter


@pytest.fixture
def gathered(store):
    """Two claims, gathered into the first batch."""
    for encounter_id in ("e1", "e2"):
        submitted(store, id=encounter_id)
    return store.batches.get(store.batches.gather(Unit.PROFESSIONAL))


def test_sending_is_the_step_export_as_the_table_has_it(store, gathered):
    first, _ = gathered.members
    assert store.batches.send(gathered.number, [first])
    step(store, "export", store.encounters.get("e2"), SYSTEM)

    sent, by_table = store.encounters.find(("e1", "e2"))
    own = {name: getattr(sent, name) for name in OWN}
    assert sent == replace(by_table, **own)
    events = [store.encounters.history(each)[-1] for each in ("e1", "e2")]
    assert events[0] == replace(events[1], at=events[0].at)


def test_what_was_sent_is_owed_no_more(store, gathered):
    store.batches.send(gathered.number, gathered.members)
    store.batches.delivered(gathered.number)
    assert store.batches.gather(Unit.PROFESSIONAL) is None


def test_a_batch_that_is_sent_says_which_claims_are_in_its_file_in_their_order(store, gathered):
    store.batches.send(gathered.number, reversed(gathered.members))
    sent = store.batches.get(gathered.number)
    assert sent.state is State.STAGED
    assert sent.sent == tuple(member.claim_number for member in reversed(gathered.members))


def void(store, encounter):
    return step(store, "void", encounter, LENA, reason="Courtesy")


def hold(store, encounter):
    return step(store, "block", encounter, SYSTEM, hold=a_hold(encounter, "system", "claim_unwritable"))


def submit_again(store, encounter):
    opened = step(store, "reopen", void(store, encounter), LENA)
    return step(store, "submit", step(store, "claim", opened, MARIA), MARIA)


@pytest.mark.parametrize("meanwhile", [void, hold, submit_again])
def test_a_claim_taken_back_keeps_all_of_them_from_being_sent(store, gathered, meanwhile):
    taken_back = meanwhile(store, store.encounters.get("e2"))
    assert not store.batches.send(gathered.number, gathered.members)

    assert store.encounters.get("e1").status is Status.FINAL_CODED
    assert store.encounters.get("e2").version == taken_back.version
    assert store.batches.get(gathered.number).state is State.GATHERED
