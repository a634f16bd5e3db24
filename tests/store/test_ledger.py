"""Older lines of the audit leave memory for files: each is kept, once and in order, whatever happens."""

import json
import os
import signal
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from redis import Redis

from queue_app.settings import Settings
from queue_app.store import keys
from queue_app.store.store import Store
from tests.test_runner import ROOT, until

FIRST = datetime(2026, 8, 31, 23, 50, tzinfo=UTC)
MINUTE = 60_000  # ms


def ids(count: int, *, first: int = 0) -> list[str]:
    """One line a minute, from ten minutes before September; three share each minute's moment."""
    start = round(FIRST.timestamp() * 1000)
    return [f"{start + number // 3 * MINUTE}-{number % 3}" for number in range(first, first + count)]


def happened(redis_raw: Redis, count: int, *, first: int = 0) -> list[str]:
    """So many lines of the audit; returns their ids."""
    made = ids(count, first=first)
    for id in made:
        redis_raw.xadd(keys.AUDIT, {"verb": "see", "actor": "maria", "encounter": id}, id=id)
    return made


def kept(folder: Path) -> list[str]:
    """The ids in the ledger, file after file."""
    return [json.loads(line)["id"] for path in files(folder) for line in path.read_text().splitlines()]


def files(folder: Path) -> list[Path]:
    return sorted(folder.glob("audit-*.jsonl"))


def in_memory(redis_raw: Redis) -> list[str]:
    return [id for id, _ in redis_raw.xrange(keys.AUDIT)]


@pytest.fixture
def folder(settings: Settings) -> Path:
    return settings.data / "audit"


def move(store: Store) -> int:
    return store.ledger.move(datetime.now(UTC))


def test_older_lines_move_to_the_file_of_their_month_and_newer_ones_stay(store, redis_raw, folder):
    made = happened(redis_raw, 60)
    until_ = FIRST + timedelta(minutes=15)
    assert store.ledger.move(until_) == 45
    assert in_memory(redis_raw) == made[45:]
    assert kept(folder) == made[:45]
    assert [path.name for path in files(folder)] == ["audit-2026-08.jsonl", "audit-2026-09.jsonl"]
    assert files(folder)[0].read_text().count("\n") == 30
    assert store.ledger.move(until_) == 0


def test_a_line_says_what_it_said_in_memory_and_when_and_stays_one_line(store, folder):
    store.records.audit("sign_in_failed", 'ma"ria\n{"id": "1-1"}\u2028é', "")
    (told,) = store.records.audited()
    assert store.ledger.move(datetime.now(UTC) + timedelta(hours=1)) == 1
    (line,) = files(folder)[0].read_text().split("\n")[:-1]
    assert {name: value for name, value in json.loads(line).items() if name != "id"} == told
    assert store.ledger.problems() == []


def test_nobody_else_of_the_machine_reads_it(store, redis_raw, folder):
    happened(redis_raw, 3)
    move(store)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(files(folder)[0].stat().st_mode) == 0o600


def test_a_long_past_is_moved_bit_by_bit(store, redis_raw, folder):
    made = happened(redis_raw, 2500)
    assert [move(store) for _ in range(4)] == [1000, 1000, 500, 0]
    assert kept(folder) == made


@pytest.mark.parametrize("cut", [1, 9, 60])
def test_half_a_line_cut_off_by_a_crash_is_written_again(store, redis_raw, folder, cut):
    made = happened(redis_raw, 45)
    move(store)
    last = files(folder)[-1]
    os.truncate(last, last.stat().st_size - cut)
    assert store.ledger.problems() == []
    redis_raw.delete(keys.AUDIT)
    happened(redis_raw, 1, first=44)  # it had not left memory yet
    made += happened(redis_raw, 3, first=45)
    move(store)
    assert kept(folder) == made


def test_half_of_the_first_line_of_a_month_is_written_again(store, redis_raw, folder):
    made = happened(redis_raw, 30)
    move(store)
    (folder / "audit-2026-09.jsonl").write_text('{"id": "1')
    made += happened(redis_raw, 3, first=30)
    move(store)
    assert kept(folder) == made


def test_an_older_memory_that_was_put_back_doubles_nothing(store, redis_raw, folder):
    happened(redis_raw, 45)
    move(store)
    redis_raw.delete(keys.AUDIT)
    made = happened(redis_raw, 60)
    assert move(store) == 60
    assert kept(folder) == made


def test_two_at_once_write_every_line_once(store, redis_raw, folder):
    made = happened(redis_raw, 3000)
    with ThreadPoolExecutor(4) as movers:
        moved = sum(movers.map(lambda _: move(store), range(12)))
    assert moved == 3000
    assert kept(folder) == made


def test_killed_between_writing_and_removing_it_leaves_no_gap_and_no_double(
    store, redis_raw, settings, folder, redis_url
):
    made = happened(redis_raw, 45)
    environ = {
        **os.environ,
        "CODEDESK_DATA": str(settings.data),
        "REDIS_URL": redis_url,
        "CODEDESK_KEY": settings.key,
        "CODEDESK_AUDIT_DAYS": "1",
    }

    def start() -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-m", "workers.ticker"], cwd=ROOT, env=environ)

    redis_raw.execute_command("CLIENT", "PAUSE", 60_000, "WRITE")  # reads go on; no line can be removed
    try:
        ticker = start()
        until(lambda: len(kept(folder)) == 45)
        os.kill(ticker.pid, signal.SIGKILL)
        ticker.wait()
    finally:
        redis_raw.execute_command("CLIENT", "UNPAUSE")
    assert in_memory(redis_raw) == made

    made += happened(redis_raw, 3, first=45)
    ticker = start()
    until(lambda: not in_memory(redis_raw))
    ticker.terminate()
    assert ticker.wait() == 0
    assert kept(folder) == made


@pytest.mark.parametrize("spoilt", ["This is no line.\n", "{}\n", '{"id": "x"}\n', "x" * 70_000])
def test_where_the_newest_file_is_spoilt_no_line_leaves_memory_and_the_doctor_names_it(
    store, redis_raw, folder, spoilt
):
    happened(redis_raw, 3)
    assert store.ledger.problems() == []
    move(store)
    assert store.ledger.problems() == []
    files(folder)[-1].write_text(spoilt)
    later = happened(redis_raw, 3, first=3)
    with pytest.raises(ValueError, match="audit-2026-08"):
        move(store)
    assert in_memory(redis_raw) == later
    assert files(folder)[-1].read_text() == spoilt
    (problem,) = store.ledger.problems()
    assert str(folder) in problem and "put back the copy you kept" in problem
