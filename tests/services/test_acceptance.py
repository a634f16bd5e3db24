"""What coders make of suggestions: kept where it was decided, undone when they say so, and counted."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from queue_app.domain.codes import Codes, Diagnosis
from queue_app.domain.errors import Malformed, NotAllowed, NotFound
from queue_app.domain.suggestion import Decision, Source, Verdict
from queue_app.services import acceptance, suggesting, workflow
from queue_app.store import keys
from queue_app.store.jobs import connection
from tests.builders import GOOD_CODES, a_document, amended, arrived, step
from tests.people import LENA, MARIA, TOM

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
NOTE = "Assessment:\n1. COPD\n2. Hypertension\n3. Hypothyroidism"


@pytest.fixture
def claimed(store, tables):
    arrived(store, a_document(NOTE))
    suggesting.read_waiting(store, tables, 1)
    return step(store, "claim", store.encounters.get("e1"), MARIA)


def offered(store, tables, reader=MARIA):
    return [one.code for one in suggesting.open_suggestions(store, tables, "e1", reader).suggestions]


def a_decision(code, verdict, reason="", **facts):
    told = {"by": "maria", "at": NOW, "source": Source.LINE, "rank": 1, "ms": 2000}
    return Decision(code=code, verdict=verdict, reason=reason, **told | facts)


def reject(store, code="J449"):
    acceptance.decide(store, "e1", MARIA, a_decision(code, Verdict.REJECTED, "past"))


def submit(store, tables, *codes, encounter="e1"):
    seen = store.encounters.get(encounter)
    told = Codes(tuple(map(Diagnosis, codes)), lines=GOOD_CODES.lines)
    after = step(store, "submit", seen, MARIA, codes=told)
    acceptance.count(store, after, MARIA)


def test_what_was_rejected_is_not_offered_again_until_it_is_taken_back(store, tables, claimed):
    assert offered(store, tables) == ["J449", "I10", "E039"]
    reject(store)
    assert offered(store, tables) == ["I10", "E039"]
    assert offered(store, tables, LENA) == ["I10", "E039"]
    (aside,) = suggesting.open_suggestions(store, tables, "e1", MARIA).aside
    assert (aside.suggestion.code, aside.decision.reason, aside.decision.by) == ("J449", "past", "maria")
    acceptance.take_back(store, "e1", MARIA, "J449")
    assert offered(store, tables) == ["J449", "I10", "E039"]


def test_a_rejection_outlives_newer_documents(store, tables, claimed):
    reject(store)
    amended(store, store.encounters.get("e1"), a_document(NOTE, version=2))
    assert offered(store, tables) == ["I10", "E039"]


def test_what_a_coder_hides_others_still_see(store, tables, claimed):
    acceptance.decide(store, "e1", MARIA, a_decision("I10", Verdict.HIDDEN))
    assert offered(store, tables) == ["J449", "E039"]
    assert offered(store, tables, LENA) == ["J449", "I10", "E039"]


def test_the_last_word_on_a_code_counts(store, tables, claimed):
    reject(store)
    acceptance.decide(store, "e1", MARIA, a_decision("J449", Verdict.HIDDEN))
    assert [one.verdict for one in store.suggestions.of("e1", MARIA).decisions] == [Verdict.HIDDEN]


@pytest.mark.parametrize(
    ("code", "verdict", "reason"),
    [
        ("J449", Verdict.REJECTED, ""),
        ("J449", Verdict.REJECTED, "because"),
        ("J449", Verdict.ACCEPTED, "past"),
        ("A000", Verdict.ACCEPTED, ""),
        ("'; DROP", Verdict.HIDDEN, ""),
    ],
)
def test_a_decision_that_makes_no_sense_is_refused(store, tables, claimed, code, verdict, reason):
    offered(store, tables)
    with pytest.raises(Malformed):
        acceptance.decide(store, "e1", MARIA, a_decision(code, verdict, reason))
    assert store.suggestions.of("e1", MARIA).decisions == ()


def test_only_who_codes_it_decides(store, tables, claimed):
    offered(store, tables)
    with pytest.raises(NotAllowed):
        acceptance.decide(store, "e1", LENA, a_decision("J449", Verdict.ACCEPTED))
    with pytest.raises(NotFound):
        acceptance.take_back(store, "e1", TOM, "J449")


def test_nothing_of_it_can_be_read_in_redis(store, claimed, settings):
    reject(store)
    kept = connection(settings.redis_url).hgetall(keys.SUGGESTIONS % "e1")
    assert len(kept) == 2
    for name, value in kept.items():
        for told in (b"J449", b"COPD", b"past", b"rejected"):
            assert told not in name + value


def test_a_submission_says_what_became_of_each_suggestion(store, tables, claimed):
    offered(store, tables)
    acceptance.decide(store, "e1", MARIA, a_decision("J449", Verdict.ACCEPTED, ms=4000))
    acceptance.decide(store, "e1", MARIA, a_decision("E039", Verdict.REJECTED, "past", ms=2000))
    submit(store, tables, "J449", "I10", "R05")

    told = acceptance.figures(store, tables, datetime.now(UTC))
    (month,) = told.months
    assert (month.source, month.offered, month.accepted, month.typed, month.rejected) == ("line", 3, 1, 1, 1)
    assert (told.codes, told.suggested, told.decided, told.seconds) == (3, 1, 2, 3.0)
    assert told.reasons == {"past": 1}
    assert {(one.code, one.offered, one.accepted) for one in told.tried} == {
        ("J449", 1, 1),
        ("I10", 1, 0),
        ("E039", 1, 0),
    }


def test_accepting_and_then_removing_a_code_counts_as_not_accepted(store, tables, claimed):
    offered(store, tables)
    acceptance.decide(store, "e1", MARIA, a_decision("J449", Verdict.ACCEPTED))
    submit(store, tables, "I10")
    assert acceptance.figures(store, tables, datetime.now(UTC)).suggested == 0


def test_a_step_that_submits_counts_by_itself_and_once(store, tables, claimed):
    offered(store, tables)
    told = {"seen": claimed.version, "token": claimed.token, "read": claimed.version}
    after = workflow.perform(store, tables, "submit", "e1", MARIA, codes=GOOD_CODES, **told)
    assert acceptance.figures(store, tables, datetime.now(UTC)).offered == 3
    acceptance.count(store, replace(after, submission=2), MARIA)
    assert acceptance.figures(store, tables, datetime.now(UTC)).offered == 3


def test_where_nothing_was_read_nothing_is_counted(store, tables):
    step(store, "claim", arrived(store, a_document(NOTE)), MARIA)
    submit(store, tables, "I10")
    assert acceptance.figures(store, tables, datetime.now(UTC)).codes == 0


def test_where_suggestions_were_turned_off_nothing_that_was_read_before_is_counted(
    store, tables, claimed, turned_off
):
    submit(turned_off, tables, "J449")
    assert acceptance.figures(store, tables, datetime.now(UTC)).codes == 0


def test_what_is_always_taken_comes_before_what_never_is(store, tables, claimed):
    taken, refused = (Source.LINE, "E039"), (Source.LINE, "J449")
    for _ in range(20):
        store.suggestions.count("2026-11", {}, [taken, refused], [taken])
    assert offered(store, tables) == ["E039", "I10", "J449"]


def test_twelve_months_end_with_this_one(store, tables):
    for month in ("2025-01", "2025-02", "2026-01"):
        store.suggestions.count(month, {"line/offered": 1}, [], [])
    told = acceptance.figures(store, tables, datetime(2026, 1, 31, tzinfo=UTC))
    assert [one.month for one in told.months] == ["2026-01", "2025-02"]
