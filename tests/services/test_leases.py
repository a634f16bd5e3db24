"""What happens when a coder is silent too long: the encounter goes back, and nothing they typed is lost."""

import pytest

from queue_app.domain.encounter import Status
from queue_app.domain.errors import Changed, OutOfOrder
from queue_app.services import reading, workflow
from tests.builders import GOOD_CODES, OTHER_CODES, an_expired_lease, arrived
from tests.people import LENA, MARIA, OMAR, TOM


def kept(store, person):
    return reading.open_encounter(store, "e1", person).kept


def test_an_encounter_goes_back_when_its_lease_ran_out(store, tables, take, redis_raw):
    take("claim", arrived(store), MARIA)
    assert workflow.return_lapsed(store, tables) == 0

    an_expired_lease(redis_raw)
    assert workflow.return_lapsed(store, tables) == 1
    after = store.encounters.get("e1")
    assert (after.status, after.holder, after.lease_until) == (Status.READY, None, None)
    assert workflow.return_lapsed(store, tables) == 0


def test_a_hold_does_not_lapse(store, tables, take):
    take("hold", take("claim", arrived(store), MARIA), MARIA, hold_reason="unsigned_note")
    assert workflow.return_lapsed(store, tables) == 0
    assert store.floor.lapsed(store.encounters.get("e1").arrived_at.replace(year=2100)) == []


def test_saved_codes_survive_lapse_release_and_reassignment(store, tables, take, redis_raw):
    saved = take("save", take("claim", arrived(store), MARIA), MARIA, codes=GOOD_CODES)
    released = take("release", saved, MARIA)
    assert released.codes == GOOD_CODES

    assigned = take("assign", take("claim", released, TOM), LENA, assignee="maria")
    an_expired_lease(redis_raw)
    workflow.return_lapsed(store, tables)
    assert assigned.codes == store.encounters.get("e1").codes == GOOD_CODES


def test_a_submit_after_the_lease_ran_out_is_refused_and_its_codes_are_kept(store, take, redis_raw):
    claimed = take("claim", arrived(store), MARIA)
    an_expired_lease(redis_raw)

    with pytest.raises(Changed, match="ran out"):
        take("submit", claimed, MARIA, codes=GOOD_CODES)
    assert store.encounters.get("e1").submission == 0
    assert kept(store, MARIA) == GOOD_CODES


def test_a_submit_after_the_encounter_went_back_is_refused_and_shown_when_they_hold_it_again(
    store, tables, take, redis_raw
):
    claimed = take("claim", arrived(store), MARIA)
    an_expired_lease(redis_raw)
    workflow.return_lapsed(store, tables)

    with pytest.raises(OutOfOrder):
        take("submit", claimed, MARIA, codes=GOOD_CODES)
    take("claim", store.encounters.get("e1"), MARIA)
    assert kept(store, MARIA) == GOOD_CODES


def test_a_save_after_somebody_else_took_over_changes_nothing_of_theirs(store, take):
    marias = take("claim", arrived(store), MARIA)
    toms = take("save", take("assign", marias, LENA, assignee="tom"), TOM, codes=OTHER_CODES)

    with pytest.raises(Changed):
        take("save", marias, MARIA, codes=GOOD_CODES)
    assert store.encounters.get("e1") == toms
    assert kept(store, TOM) is None
    take("assign", toms, LENA, assignee="maria")
    assert kept(store, MARIA) == GOOD_CODES


def test_a_save_from_an_old_page_is_refused_and_kept(store, take):
    claimed = take("claim", arrived(store), MARIA)
    take("save", claimed, MARIA, codes=OTHER_CODES)
    with pytest.raises(Changed):
        take("save", claimed, MARIA, codes=GOOD_CODES)
    assert kept(store, MARIA) == GOOD_CODES


def test_a_kept_draft_that_was_restored_is_not_shown_again(store, take):
    claimed = take("claim", arrived(store), MARIA)
    second = take("save", claimed, MARIA, codes=OTHER_CODES)
    with pytest.raises(Changed):
        take("save", claimed, MARIA, codes=GOOD_CODES)

    restored = take("save", second, MARIA, codes=GOOD_CODES)
    assert kept(store, MARIA) is None
    take("save", restored, MARIA, codes=OTHER_CODES)
    assert kept(store, MARIA) is None


def test_a_kept_draft_is_let_go_when_its_coder_submits(store, take):
    claimed = take("claim", arrived(store), MARIA)
    second = take("save", claimed, MARIA, codes=OTHER_CODES)
    with pytest.raises(Changed):
        take("save", claimed, MARIA, codes=GOOD_CODES)
    take("return", take("ask_review", second, MARIA), OMAR, reason="Look again.")
    assert kept(store, MARIA) is None


def test_a_lease_lives_on_with_every_save(store, take, redis_raw):
    claimed = take("claim", arrived(store), MARIA)
    an_expired_lease(redis_raw, in_ms=60_000)
    soon_over = store.encounters.get("e1")
    saved = take("save", soon_over, MARIA, codes=GOOD_CODES)
    assert soon_over.lease_until < claimed.lease_until <= saved.lease_until
