"""Notes leave memory with the documents, are read from the archive, and may still be changed."""

from base64 import b64decode
from datetime import UTC, datetime

import pytest

from queue_app.domain.errors import Unavailable
from queue_app.domain.note import Note
from queue_app.domain.people import SYSTEM
from queue_app.store import keys
from queue_app.store.connection import connect
from queue_app.store.scripts import Script
from queue_app.store.seal import mark_of
from tests.builders import step
from tests.conftest import KEY
from tests.people import LENA, MARIA, OMAR
from tests.store.test_archive import finished, in_memory, missing, move, untouched


def written(store, text, writer=OMAR, id="a" * 16, digest="", **facts):
    one = Note(id=id, by=writer.id, name=writer.name, at=datetime.now(UTC), text=text, digest=digest, **facts)
    return store.notes.write("e1", writer, one)


def texts(store, reader=OMAR):
    return [one.text for one in store.notes.of("e1", reader)]


def seen_on_the_page(store, reader):
    sight = store.encounters.open(store.encounters.get("e1"), reader, ())
    return [one.text for one in store.notes.opened("e1", reader, sight.notes)]


def test_notes_are_read_from_the_archive_as_they_were(store, redis_raw, settings):
    finished(store, redis_raw)
    written(store, "Xanthippe's graft", team=True)
    written(store, "Mine alone", id="b" * 16)
    before = store.notes.of("e1", OMAR)
    assert move(store) == 1 + 4
    assert redis_raw.hvals(keys.NOTES % "e1") == ["", ""]
    assert store.notes.of("e1", OMAR) == before
    assert seen_on_the_page(store, LENA) == ["Xanthippe's graft"]
    on_disk = b"".join(path.read_bytes() for path in settings.data.glob("archive.sqlite*"))
    assert b"omar aaaa" in on_disk and b"Xanthippe" not in on_disk


def test_what_is_in_the_archive_can_be_changed_deleted_and_archived_again(store, redis_raw):
    finished(store, redis_raw)
    written(store, "First", team=True)
    written(store, "Second", id="b" * 16)
    move(store)
    second, first = store.notes.of("e1", OMAR)
    assert [one.text for one in written(store, "", id=second.id, digest=second.digest)] == ["First"]
    written(store, "Changed", digest=first.digest, team=True)
    assert texts(store) == ["Changed"]

    again = step(store, "reject", store.encounters.get("e1"), SYSTEM, reason="562")
    rework = step(store, "submit", step(store, "rework", again, MARIA), MARIA)
    step(store, "export", rework, SYSTEM)
    untouched(redis_raw, "e1", 8)
    assert move(store)
    assert redis_raw.hvals(keys.NOTES % "e1") == [""]
    assert texts(store, LENA) == ["Changed"]
    assert store.archive.problems() == []


@pytest.mark.parametrize("meanwhile", ["Another", "Changed", ""])
def test_a_note_written_between_reading_and_removing_keeps_it_all_in_memory(
    store, redis_raw, redis_url, meanwhile
):
    sent = finished(store, redis_raw)
    (note,) = written(store, "First")
    redis = connect(redis_url, mark_of(b64decode(KEY)))
    (sealed,) = redis.hvals(keys.NOTES % "e1")
    let_go = Script(redis, "let_go", "encounter", durable=False)
    same = {} if meanwhile == "Another" else {"id": note.id, "digest": note.digest}
    written(store, meanwhile, **{"id": "b" * 16, **same})
    assert let_go("e1", sent.version, f"omar {note.id}", sealed) == 0
    assert in_memory(redis_raw)
    move(store)
    assert not in_memory(redis_raw)
    assert meanwhile in [*texts(store), ""]


def test_a_note_whose_archive_is_gone_says_so(store, redis_raw, settings):
    finished(store, redis_raw)
    written(store, "First")
    move(store)
    missing(settings.data / "archive.sqlite")
    with pytest.raises(Unavailable, match="archive cannot be read"):
        store.notes.of("e1", OMAR)
