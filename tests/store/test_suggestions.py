"""What documents suggest is kept sealed, is read anew when they change, and goes when they go."""

from dataclasses import replace

import pytest

from queue_app.services import suggesting
from queue_app.store import keys
from tests.builders import NOON, a_document, amended, arrived, step
from tests.people import LENA, MARIA
from tests.store.test_archive import finished, move

COPD = a_document("Assessment:\n1. COPD")
PNEUMONIA = a_document("Assessment:\n1. Pneumonia", version=2)


def kept(store, encounter_id="e1"):
    reading = store.suggestions.of(encounter_id, LENA).reading
    return [one.code for one in reading.suggestions] if reading else None


def test_what_arrived_waits_to_be_read_the_most_urgent_first(store, tables):
    arrived(store, COPD, id="late", account_number="A2")
    arrived(store, COPD, due_at=NOON)
    assert store.suggestions.to_read(5) == ["e1", "late"]
    assert suggesting.read_waiting(store, tables, 1) == 1
    assert store.suggestions.to_read(5) == ["late"]
    assert kept(store) == ["J449"]


def test_a_newer_document_is_read_again(store, tables):
    first = arrived(store, COPD)
    suggesting.read_waiting(store, tables, 5)
    amended(store, store.encounters.get("e1"), PNEUMONIA)
    assert store.suggestions.to_read(5) == ["e1"]
    suggesting.read_waiting(store, tables, 5)
    assert kept(store) == ["J189"]
    assert first.documents_version != store.encounters.get("e1").documents_version


def test_what_was_read_from_older_documents_is_not_kept(store, tables):
    before = arrived(store, COPD)
    amended(store, before, PNEUMONIA)
    reading = suggesting.read(store, tables, before, [COPD])
    assert [one.code for one in reading.suggestions] == ["J449"]
    assert kept(store) is None
    assert store.suggestions.to_read(5) == ["e1"]


def test_what_is_kept_is_shown_and_what_is_stale_is_read_on_the_spot(store, tables, monkeypatch):
    encounter = arrived(store, COPD)
    suggesting.read_waiting(store, tables, 5)
    read = []
    monkeypatch.setattr(suggesting, "read", spied(suggesting.read, read))
    for _ in range(2):
        told = suggesting.open_suggestions(store, tables, "e1", LENA)
        assert [one.code for one in told.suggestions] == ["J449"]
    assert read == []

    amended(store, store.encounters.get(encounter.id), PNEUMONIA)
    for _ in range(2):
        told = suggesting.open_suggestions(store, tables, "e1", LENA)
        assert [one.code for one in told.suggestions] == ["J189"]
    assert read == ["e1"]


def spied(function, calls):
    def call(store, tables, encounter, documents):
        calls.append(encounter.id)
        return function(store, tables, encounter, documents)

    return call


def test_one_that_cannot_be_read_holds_up_no_other(store, tables, redis_raw, capfd):
    arrived(store, COPD, due_at=NOON)
    arrived(store, COPD, id="e2", account_number="A2")
    redis_raw.hset(keys.DOCUMENTS % "e1", "doc-1/1", b"nothing that was ever sealed")
    assert suggesting.read_waiting(store, tables, 5) == 2
    assert (kept(store), kept(store, "e2")) == (None, ["J449"])
    assert store.suggestions.to_read(5) == []
    told = capfd.readouterr().err
    assert "e1" in told and "COPD" not in told


def test_what_an_older_program_kept_in_another_shape_is_read_anew(store, tables):
    encounter = arrived(store, COPD)
    older = replace(suggesting.read(store, tables, encounter, [COPD]), basis=None)
    store.suggestions.keep(encounter, older)
    assert kept(store) is None
    told = suggesting.open_suggestions(store, tables, "e1", LENA)
    assert [one.code for one in told.suggestions] == ["J449"]


def test_what_was_read_by_other_rules_is_read_anew(store, tables, monkeypatch):
    encounter = arrived(store, COPD)
    with monkeypatch.context() as patch:
        patch.setattr(suggesting, "rules", lambda: "those of before")
        patch.setattr(suggesting, "suggestions", lambda *_: ())
        suggesting.read(store, tables, encounter, [COPD])
    assert kept(store) == []
    told = suggesting.open_suggestions(store, tables, "e1", LENA)
    assert [one.code for one in told.suggestions] == ["J449"]


def test_rules_are_others_once_a_line_of_them_is_changed(tmp_path):
    room = tmp_path / "domain" / "reading"
    room.mkdir(parents=True)
    told = set()
    for text in ("POSSIBLE = True", "POSSIBLE = False"):
        (room / "offering.py").write_text(text)
        told.add(suggesting.rules.__wrapped__(tmp_path))
    assert len(told) == 2
    assert suggesting.rules() == suggesting.rules.__wrapped__() not in told


@pytest.mark.parametrize("verb", ["submit", "void"])
def test_what_is_no_open_work_is_not_read(store, tables, verb):
    claimed = step(store, "claim", arrived(store, COPD), MARIA)
    after = step(store, verb, claimed, MARIA if verb == "submit" else LENA, reason="double")
    assert store.suggestions.to_read(5) == []
    suggesting.read(store, tables, after, [COPD])
    assert kept(store) is None


def test_they_leave_memory_together_with_the_documents(store, tables, redis_raw):
    encounter = arrived(store, COPD)
    suggesting.read_waiting(store, tables, 5)
    assert redis_raw.exists(keys.SUGGESTIONS % encounter.id)
    redis_raw.flushall()

    sent = finished(store, redis_raw, COPD)
    redis_raw.hset(keys.SUGGESTIONS % sent.id, "reading", "x")
    move(store)
    assert not redis_raw.exists(keys.SUGGESTIONS % sent.id)
