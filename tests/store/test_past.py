"""Steps told as having been taken earlier: everything that is shown says so, and only the audit knows."""

from datetime import UTC, datetime, timedelta

from queue_app.domain.people import SYSTEM
from queue_app.store import codec, keys
from tests.builders import arrived, step, submitted
from tests.people import MARIA

NOW = datetime.now(UTC).replace(microsecond=0)
MORNING = NOW - timedelta(hours=9)


def submissions(store):
    return [
        (encounter, datetime.fromtimestamp(at, UTC), person)
        for at, encounter, person, _ in store.floor.submissions(NOW - timedelta(days=2))
    ]


def test_history_and_encounter_say_when(store):
    submitted(store)
    said = {verb: MORNING + timedelta(hours=n) for n, verb in enumerate(("import", "claim", "submit"))}
    store.past.tell("e1", said)

    assert {event.verb: event.at for event in store.encounters.history("e1")} == said
    told = store.encounters.get("e1")
    assert (told.arrived_at, told.held_at, told.submitted_at) == tuple(said.values())


def test_the_submission_is_listed_at_its_moment_and_at_no_other(store):
    submitted(store, id="e2", account_number="A2")
    submitted(store)
    for _ in range(2):
        store.past.tell("e1", {"import": MORNING, "claim": MORNING, "submit": MORNING})
        first, second = submissions(store)
        assert first == ("e1", MORNING, "maria")
        assert (second[0], second[1] > MORNING) == ("e2", True)


def test_it_stands_where_its_moments_say(store, redis_raw):
    submitted(store)
    store.past.tell("e1", {"import": MORNING, "claim": MORNING, "submit": MORNING})
    assert redis_raw.zscore(keys.OWED % "professional", "e1") == codec.ms(MORNING)

    step(store, "accept", step(store, "export", store.encounters.get("e1"), SYSTEM), SYSTEM)
    later = MORNING + timedelta(hours=1)
    store.past.tell("e1", {"export": MORNING, "accept": later})
    assert redis_raw.zscore(keys.FINISHED, "e1") == codec.ms(later)
    assert not redis_raw.exists(keys.OWED % "professional")


def test_nothing_is_told_to_have_come_before_what_it_follows(store):
    submitted(store)
    store.past.tell("e1", {"import": MORNING, "claim": MORNING - timedelta(hours=3)})
    arrival, claim, submit = (event.at for event in store.encounters.history("e1"))
    assert arrival == claim == MORNING < submit


def test_what_happens_next_is_the_last_line(store):
    claimed = step(store, "claim", arrived(store), MARIA)
    store.past.tell("e1", {"import": MORNING, "claim": MORNING})
    step(store, "release", claimed, MARIA)
    assert [event.verb for event in store.encounters.history("e1")] == ["import", "claim", "release"]


def test_the_audit_keeps_when_it_was_done(store):
    submitted(store)
    before = store.records.audited()
    store.past.tell("e1", {"import": MORNING, "claim": MORNING, "submit": MORNING})
    assert store.records.audited() == before


def test_of_what_has_no_history_here_nothing_is_told(store, redis_raw):
    submitted(store)
    redis_raw.delete(keys.HISTORY % "e1")
    before = store.encounters.get("e1")
    store.past.tell("e1", {"import": MORNING})
    assert store.encounters.get("e1") == before
