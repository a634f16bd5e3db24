"""Active time is counted with the step that tells of it: never more than has gone by on the server."""

from datetime import UTC, datetime, timedelta

import pytest

from queue_app.domain.errors import Changed
from queue_app.services.workflow import a_hold
from queue_app.store import codec, keys
from tests.builders import GOOD_CODES, OTHER_CODES, arrived, step
from tests.people import LENA, MARIA, TOM

HASH = keys.ENCOUNTER % "e1"
HOUR = 3600


@pytest.fixture
def desk(store, redis_raw):
    """Maria's encounter, claimed so many seconds ago."""

    def claimed(seconds=HOUR):
        mine = step(store, "claim", arrived(store), MARIA)
        ago(redis_raw, seconds)
        return mine

    return claimed


def held(store, mine, **given):
    return step(store, "hold", mine, MARIA, hold=a_hold(mine, "maria", "provider_query"), **given)


def ago(redis_raw, seconds, field="held_at"):
    redis_raw.hset(HASH, field, codec.ms(datetime.now(UTC) - timedelta(seconds=seconds)))


def test_seconds_that_come_with_steps_are_added_up(store, redis_raw, desk):
    mine = step(store, "save", desk(), MARIA, codes=GOOD_CODES, active=100)
    assert mine.active == {"maria": 100}
    ago(redis_raw, 600, "counted_at")
    mine = held(store, mine, active=50)
    assert mine.active == store.encounters.get("e1").active == {"maria": 150}


def test_no_stretch_is_longer_than_the_clock_says(store, redis_raw, desk):
    mine = step(store, "save", desk(40), MARIA, codes=GOOD_CODES, active=5000)
    assert 40 <= mine.active["maria"] <= 42
    mine = step(store, "save", mine, MARIA, codes=OTHER_CODES, active=5000)
    assert mine.active["maria"] <= 43
    ago(redis_raw, 10, "counted_at")
    mine = step(store, "save", mine, MARIA, codes=GOOD_CODES, active=5000)
    assert 50 <= mine.active["maria"] <= 55


def test_it_outlives_a_hold_which_is_not_counted(store, redis_raw, desk):
    mine = held(store, desk(), active=100)
    mine = step(store, "resume", mine, MARIA)
    ago(redis_raw, 20)
    ago(redis_raw, HOUR, "counted_at")
    mine = step(store, "save", mine, MARIA, codes=GOOD_CODES, active=HOUR)
    assert 120 <= mine.active["maria"] <= 122


def test_each_person_has_their_own(store, redis_raw, desk):
    back = step(store, "release", desk(), MARIA, active=100)
    theirs = step(store, "claim", back, TOM)
    for field in ("held_at", "counted_at"):
        ago(redis_raw, HOUR, field)
    assert step(store, "save", theirs, TOM, codes=GOOD_CODES, active=7).active == {"maria": 100, "tom": 7}


def test_only_of_who_has_it_on_their_desk(store, desk):
    waits = held(store, desk())
    assert held(store, waits, active=9).active == {}
    assert step(store, "assign", store.encounters.get("e1"), LENA, assignee="tom", active=9).active == {}


def test_a_step_that_is_refused_counts_nothing(store, desk):
    stale = desk()
    step(store, "save", stale, MARIA, codes=GOOD_CODES)
    with pytest.raises(Changed):
        step(store, "save", stale, MARIA, codes=OTHER_CODES, active=100)
    assert store.encounters.get("e1").active == {}


def test_a_submission_says_how_long_it_took(store, redis_raw, desk):
    mine = step(store, "save", desk(), MARIA, codes=GOOD_CODES, active=100)
    ago(redis_raw, HOUR, "counted_at")
    step(store, "submit", mine, MARIA, active=20)
    assert store.encounters.history("e1")[-1].active == 120
    assert [row[1:] for row in store.floor.submissions(None)] == [("e1", "maria", 120)]
    store.past.tell("e1", {"submit": datetime.now(UTC) - timedelta(hours=1)})
    assert store.encounters.history("e1")[-1].active == 120
    assert [row[1:] for row in store.floor.submissions(None)] == [("e1", "maria", 120)]


def test_where_nobody_counted_nothing_is_said(store, desk):
    step(store, "submit", desk(), MARIA, codes=GOOD_CODES)
    assert store.encounters.history("e1")[-1].active == 0
    assert [row[1:] for row in store.floor.submissions(None)] == [("e1", "maria", 0)]


def test_submissions_of_before_there_was_such_a_count_are_read(store, redis_raw):
    redis_raw.zadd(keys.SUBMITTED, {"old/3/maria": codec.ms(datetime.now(UTC))})
    assert [row[1:] for row in store.floor.submissions(None)] == [("old", "maria", 0)]


def test_a_lease_of_before_it_was_noted_since_when_counts_nothing(store, redis_raw, desk):
    mine = desk()
    redis_raw.hdel(HASH, "held_at")
    assert step(store, "save", mine, MARIA, codes=GOOD_CODES, active=100).active == {}
