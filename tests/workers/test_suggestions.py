"""Documents are read for suggestions by a worker of its own, as soon as they are there."""

from dataclasses import replace

from tests.builders import arrived
from tests.store.test_suggestions import COPD, kept
from tests.workers.test_ticker import jobs, take
from workers import suggestions, tools


def test_what_arrived_is_read_without_anybody_opening_it(store, at_work, work):
    arrived(store, COPD)
    take("suggestions")
    assert jobs(at_work) == [("read", "workers.suggestions.read")]
    work()
    assert kept(store) == ["J449"]
    take("suggestions", 2000)
    assert jobs(at_work) == []


def test_a_job_that_a_crash_took_along_is_offered_again(store, at_work, work, redis_raw, monkeypatch):
    arrived(store, COPD)
    take("suggestions")
    redis_raw.delete(*redis_raw.scan_iter("rq:*"))
    take("suggestions", 2000)
    work()
    assert kept(store) == ["J449"]


def test_where_they_are_turned_off_nothing_is_read(store, at_work, monkeypatch):
    arrived(store, COPD)
    monkeypatch.setattr(suggestions, "settings", lambda: replace(tools.settings(), suggestions=False))
    suggestions.read()
    assert kept(store) is None
    monkeypatch.setenv("CODEDESK_SUGGESTIONS", "0")
    tools.settings.cache_clear()
    take("suggestions")
    assert jobs(at_work) == []
