"""Finished encounters leave memory for a file, are read from there unnoticed, and never get lost."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from base64 import b64decode, b64encode
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from redis import Redis

from queue_app.domain import moves
from queue_app.domain.encounter import Encounter, Status
from queue_app.domain.errors import Unavailable
from queue_app.domain.lifecycle import FINISHED
from queue_app.domain.people import SYSTEM
from queue_app.settings import Settings
from queue_app.store import keys
from queue_app.store.codec import heading
from queue_app.store.connection import connect
from queue_app.store.scripts import Script
from queue_app.store.seal import mark_of
from queue_app.store.store import Store
from tests.builders import GOOD_CODES, NOON, a_document, arrived, step
from tests.conftest import KEY
from tests.people import LENA, MARIA
from tests.test_runner import ROOT, until

A_WEEK_AGO = timedelta(days=7)


def finished(store: Store, redis_raw: Redis, *documents: Any, days: int = 8, **facts: Any) -> Encounter:
    """An encounter whose last step, the export, was so many days ago."""
    claimed = step(store, "claim", arrived(store, *(documents or [a_document()]), **facts), MARIA)
    sent = step(store, "export", step(store, "submit", claimed, MARIA, codes=GOOD_CODES), SYSTEM)
    untouched(redis_raw, sent.id, days)
    return sent


def untouched(redis_raw: Redis, encounter_id: str, days: int) -> None:
    """Let the last step have been so many days ago."""
    moment = round((datetime.now(UTC) - timedelta(days=days)).timestamp() * 1000)
    redis_raw.hset(keys.ENCOUNTER % encounter_id, "stepped_at", str(moment))
    redis_raw.zadd(keys.FINISHED, {encounter_id: moment}, xx=True)


def move(store: Store) -> int:
    return store.archive.move(datetime.now(UTC) - A_WEEK_AGO)


def texts(store: Store, encounter: Encounter) -> list[str]:
    now = store.encounters.get(encounter.id)
    documents, *_ = store.encounters.open(now, LENA, now.documents)
    return [document.sections[0].text for document in documents]


def verbs(store: Store) -> list[str]:
    history = store.encounters.open(store.encounters.get("e1"), LENA, ()).history
    return [event.verb for event in history]


def in_memory(redis_raw: Redis, encounter_id: str = "e1") -> bool:
    return bool(redis_raw.exists(keys.DOCUMENTS % encounter_id, keys.HISTORY % encounter_id))


@pytest.fixture
def path(settings: Settings) -> Path:
    return settings.data / "archive.sqlite"


def archived(path: Path) -> int:
    """How many texts the file holds."""
    if not path.exists():
        return 0
    with closing(sqlite3.connect(path)) as file:
        (named,) = file.execute("SELECT count(*) FROM sqlite_master WHERE name = 'texts'").fetchone()
        return int(file.execute("SELECT count(*) FROM texts").fetchone()[0]) if named else 0


def test_documents_and_history_leave_memory_and_are_read_as_before(store, redis_raw):
    long_note = b64encode(os.urandom(300_000)).decode()
    sent = finished(store, redis_raw, a_document("Cough."), a_document(long_note, id="doc-2"))
    before = store.encounters.history("e1")
    heavy = redis_raw.memory_usage(keys.DOCUMENTS % "e1", samples=0)
    assert heavy > 300_000

    assert move(store) == 2 + 4
    assert not in_memory(redis_raw)
    left = sum(redis_raw.memory_usage(key, samples=0) for key in redis_raw.keys("encounter:e1*"))
    assert left < heavy / 10
    assert texts(store, sent) == ["Cough.", long_note]
    assert store.encounters.history("e1") == before


@pytest.mark.parametrize("days", [0, 6])
def test_what_was_touched_lately_stays(store, redis_raw, days):
    finished(store, redis_raw, days=days)
    assert move(store) == 0
    assert in_memory(redis_raw)


def claimed(store: Store, redis_raw: Redis) -> Encounter:
    return step(store, "claim", arrived(store, a_document()), MARIA)


def final_coded(store: Store, redis_raw: Redis) -> Encounter:
    return step(store, "submit", claimed(store, redis_raw), MARIA, codes=GOOD_CODES)


def rejected(store: Store, redis_raw: Redis) -> Encounter:
    return step(store, "reject", finished(store, redis_raw), SYSTEM, reason="562")


def reopened(store: Store, redis_raw: Redis) -> Encounter:
    return step(store, "reopen", step(store, "void", arrived(store), LENA, reason="Courtesy"), LENA)


@pytest.mark.parametrize("so_far", [claimed, final_coded, rejected, reopened])
def test_open_work_stays_however_old_it_is(store, redis_raw, so_far):
    so_far(store, redis_raw)
    untouched(redis_raw, "e1", 1000)
    assert redis_raw.zcard(keys.FINISHED) == 0
    assert move(store) == 0


def test_sent_accepted_and_not_billed_are_finished():
    assert {*FINISHED} == {Status.SENT, Status.ACCEPTED, Status.NO_BILL}


def test_the_archive_holds_nothing_of_a_patient_that_can_be_read(store, redis_raw, settings):
    finished(store, redis_raw, a_document("Ankle sprain of Xanthippe"))
    move(store)
    written = b"".join(path.read_bytes() for path in settings.data.glob("archive.sqlite*"))
    assert b"doc-1/1" in written
    for secret in (b"Ankle", b"Xanthippe", b"Sample", b"Progress note", b"Welby", b"ACCT-1"):
        assert secret not in written


def test_work_taken_up_again_reads_old_texts_from_the_archive_and_new_ones_from_memory(
    store, redis_raw, path
):
    sent = finished(store, redis_raw, a_document("First."), a_document("Second.", id="doc-2"))
    move(store)
    newer = a_document("Second, corrected.", id="doc-2", version=2)
    amend = moves.take("amend", sent, SYSTEM, NOON, documents=(sent.documents[0], heading(newer)))
    again = step(store, "reject", store.encounters.commit(amend, [newer]), SYSTEM, reason="562")
    assert texts(store, again) == ["First.", "Second, corrected."]

    assert verbs(store) == ["import", "claim", "submit", "export", "amend", "reject"]

    rework = step(store, "submit", step(store, "rework", again, MARIA), MARIA)
    step(store, "export", rework, SYSTEM)
    untouched(redis_raw, "e1", 8)
    assert move(store) == 1 + 5
    assert texts(store, rework) == ["First.", "Second, corrected."]
    assert verbs(store)[-5:] == ["amend", "reject", "rework", "submit", "export"]
    assert (archived(path), len(verbs(store))) == (3, 9)


@pytest.mark.parametrize(("verb", "given"), [("reject", {"reason": "562"}), ("amend", {})])
def test_a_step_between_reading_and_removing_keeps_the_texts_in_memory(
    store, redis_raw, redis_url, verb, given
):
    let_go = Script(connect(redis_url, mark_of(b64decode(KEY))), "let_go", "encounter", durable=False)
    sent = finished(store, redis_raw)
    after = step(store, verb, sent, SYSTEM, **given)
    assert let_go("e1", sent.version) == 0
    assert let_go("e1", after.version) == (6 if after.status in FINISHED else 0)
    assert in_memory(redis_raw) is (after.status not in FINISHED)


def test_two_at_once_move_every_text_once(store, redis_raw, path):
    ids = [f"e{number}" for number in range(50)]
    for one in ids:
        finished(store, redis_raw, a_document(f"Text of {one}"), id=one)

    with ThreadPoolExecutor(2) as workers:
        moved = sum(sum(workers.map(lambda _: move(store), range(2))) for _ in range(4))
    assert moved == int(redis_raw.get(keys.ARCHIVED)) == (1 + 4) * len(ids)
    assert archived(path) == len(ids)
    assert not any(in_memory(redis_raw, one) for one in ids)
    assert [texts(store, one) for one in store.encounters.find(ids)] == [[f"Text of {one}"] for one in ids]


def test_killed_between_writing_and_removing_it_loses_nothing_and_goes_on(
    store, redis_raw, settings, path, redis_url
):
    sent = finished(store, redis_raw, a_document("Cough."))
    environ = {
        **os.environ,
        "CODEDESK_DATA": str(settings.data),
        "REDIS_URL": redis_url,
        "CODEDESK_KEY": settings.key,
    }

    def start() -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-m", "workers.ticker"], cwd=ROOT, env=environ)

    redis_raw.execute_command("CLIENT", "PAUSE", 60_000, "WRITE")  # reads go on; no text can be removed
    try:
        ticker = start()
        until(lambda: archived(path) == 1)
        os.kill(ticker.pid, signal.SIGKILL)
        ticker.wait()
    finally:
        redis_raw.execute_command("CLIENT", "UNPAUSE")
    assert in_memory(redis_raw)
    assert texts(store, sent) == ["Cough."]

    ticker = start()
    until(lambda: not in_memory(redis_raw))
    ticker.terminate()
    assert ticker.wait() == 0
    assert texts(store, sent) == ["Cough."]
    assert archived(path) == 1


def missing(path: Path) -> None:
    path.unlink()


def garbled(path: Path) -> None:
    path.write_bytes(b"This is no database. " * 1000)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def without_texts(path: Path) -> None:
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("DELETE FROM texts")


def without_history(path: Path) -> None:
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("DELETE FROM steps")


@pytest.mark.parametrize("spoil", [missing, garbled, empty, without_texts, without_history])
def test_an_archive_that_is_gone_is_told_and_the_doctor_names_it(store, redis_raw, settings, path, spoil):
    sent = finished(store, redis_raw)
    assert store.archive.problems() == []
    move(store)
    assert store.archive.problems() == []
    kept = settings.data / "kept"
    shutil.copy(path, kept)

    spoil(path)
    with pytest.raises(Unavailable, match="archive cannot be read"):
        texts(store, sent)
    (problem,) = store.archive.problems()
    assert str(path) in problem and "ut back the" in problem

    for beside in settings.data.glob("archive.sqlite*"):
        beside.unlink()
    kept.rename(path)
    assert texts(store, sent) == ["Sore throat."]
    assert store.archive.problems() == []


@pytest.mark.parametrize("spoil", [missing, garbled])
def test_where_the_archive_is_gone_no_more_texts_leave_memory(store, redis_raw, path, spoil):
    finished(store, redis_raw)
    move(store)
    spoil(path)
    finished(store, redis_raw, id="e2")

    with pytest.raises(Unavailable):
        move(store)
    assert in_memory(redis_raw, "e2")
    assert path.exists() is (spoil is garbled)
