"""The folders shared with billing: nothing half, nothing twice, nothing lost."""

import os
import resource
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from queue_app.mailbox import Mailbox

NAME = "837p-000000101.x12"


@pytest.fixture
def mailbox(tmp_path: Path) -> Mailbox:
    return Mailbox(tmp_path / "billing")


def arrive(mailbox: Mailbox, name: str, text: str = "ISA", seconds_ago: float = 60) -> Path:
    path = mailbox.inbox / name
    path.write_text(text)
    then = time.time() - seconds_ago
    os.utime(path, (then, then))
    return path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_staged_first_and_then_appears_in_out(mailbox: Mailbox) -> None:
    mailbox.stage(NAME, "ISA~")
    assert (names(mailbox.staging), names(mailbox.out)) == ([NAME], [])
    assert mailbox.publish(NAME)
    assert (names(mailbox.staging), names(mailbox.out)) == ([], [NAME])
    assert (mailbox.out / NAME).read_text() == "ISA~"


def test_a_file_is_published_only_once(mailbox: Mailbox) -> None:
    mailbox.stage(NAME, "ISA~")
    assert mailbox.publish(NAME)
    (mailbox.out / NAME).unlink()  # billing has taken it
    assert not mailbox.publish(NAME)
    assert names(mailbox.out) == []


def test_staging_again_after_a_crash_leaves_one_whole_file(mailbox: Mailbox) -> None:
    mailbox.stage(NAME, "ISA~" * 1000)
    mailbox.stage(NAME, "ISA~")
    assert names(mailbox.staging) == [NAME]
    assert (mailbox.staging / NAME).read_text() == "ISA~"


def test_a_missing_folder_is_not_taken_for_a_file_published_before(mailbox: Mailbox) -> None:
    mailbox.stage(NAME, "ISA~")
    mailbox.out.rmdir()
    with pytest.raises(FileNotFoundError):
        mailbox.publish(NAME)
    assert names(mailbox.staging) == [NAME]


@pytest.mark.parametrize("name", ["../a", "a/b", ".hidden", "", "a\nb", "a" * 101, "ä"])
def test_a_name_that_could_lead_elsewhere_is_refused(mailbox: Mailbox, name: str) -> None:
    with pytest.raises(ValueError, match="letters, digits"):
        mailbox.stage(name, "ISA~")
    with pytest.raises(ValueError, match="letters, digits"):
        mailbox.publish(name)


def test_nobody_else_may_look_into_the_folders_or_files(mailbox: Mailbox) -> None:
    mailbox.stage(NAME, "ISA~")
    mailbox.publish(NAME)
    folders = (mailbox.staging, mailbox.out, mailbox.inbox, mailbox.read, mailbox.aside)
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in folders} == {0o700}
    assert stat.S_IMODE((mailbox.out / NAME).stat().st_mode) == 0o600


def test_folders_that_are_there_already_are_used_as_they_are(tmp_path: Path) -> None:
    Mailbox(tmp_path).stage(NAME, "ISA~")
    assert Mailbox(tmp_path).publish(NAME)


@contextmanager
def no_room_for_more_than(size: int) -> Iterator[None]:
    """The kernel refuses to let files grow, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)


def test_a_disk_without_room_leaves_no_half_file_anywhere(mailbox: Mailbox) -> None:
    with no_room_for_more_than(1000), pytest.raises(OSError, match="large"):
        mailbox.stage(NAME, "ISA~" * 1000)
    assert (names(mailbox.staging), names(mailbox.out)) == ([], [])
    mailbox.stage(NAME, "ISA~" * 1000)
    assert mailbox.publish(NAME)


def test_of_many_workers_one_publishes(mailbox: Mailbox) -> None:
    def deliver(_: int) -> bool:
        with mailbox.lock(NAME):
            if names(mailbox.out):
                return False
            mailbox.stage(NAME, "ISA~")
            return mailbox.publish(NAME)

    with ThreadPoolExecutor(16) as workers:
        assert sum(workers.map(deliver, range(200))) == 1
    assert names(mailbox.staging) == []


def test_only_one_worker_at_a_time_holds_a_lock(mailbox: Mailbox) -> None:
    inside: list[int] = []

    def alone(worker: int) -> bool:
        with mailbox.lock(NAME):
            inside.append(worker)
            time.sleep(0.001)  # lets the others try
            return [inside.pop()] == [worker] and not inside

    with ThreadPoolExecutor(16) as workers:
        assert all(workers.map(alone, range(200)))


HOLD = """
import sys
from pathlib import Path
from queue_app.mailbox import Mailbox
with Mailbox(Path(sys.argv[1])).lock(sys.argv[2]):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def another_worker_holds(mailbox: Mailbox, name: str) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-c", HOLD, str(mailbox.out.parent), name]
    worker = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert worker.stdin
    assert worker.stdout
    assert worker.stdout.readline() == "held\n"
    try:
        yield worker
    finally:
        worker.stdin.close()
        worker.stdout.close()
        worker.wait()


def test_a_worker_waits_while_another_delivers_the_same_file(mailbox: Mailbox) -> None:
    def deliver() -> str:
        with mailbox.lock(NAME):
            return "delivered"

    with ThreadPoolExecutor(1) as workers:
        with another_worker_holds(mailbox, NAME):
            waiting = workers.submit(deliver)
            with mailbox.lock("another.x12"):
                pass  # other files do not wait
            with pytest.raises(TimeoutError):
                waiting.result(timeout=0.2)
        assert waiting.result() == "delivered"


def test_a_worker_that_is_killed_lets_go(mailbox: Mailbox) -> None:
    with another_worker_holds(mailbox, NAME) as worker:
        worker.kill()
        with mailbox.lock(NAME):
            mailbox.stage(NAME, "ISA~")
    assert names(mailbox.staging) == [NAME]


def test_a_file_of_a_worker_that_is_killed_is_whole_or_not_there(mailbox: Mailbox) -> None:
    text = "ISA~" * 500_000
    program = f"""
import sys
from pathlib import Path
from queue_app.mailbox import Mailbox
mailbox = Mailbox(Path(sys.argv[1]))
print("ready", flush=True)
while True:
    mailbox.stage({NAME!r}, "ISA~" * 500_000)
    mailbox.publish({NAME!r})
"""
    for delay in range(8):
        command = [sys.executable, "-c", program, str(mailbox.out.parent)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as worker:
            assert worker.stdout
            worker.stdout.readline()
            time.sleep(delay / 97)
            worker.kill()
        for folder in (mailbox.staging, mailbox.out):
            assert {path.read_text() for path in folder.glob(NAME)} <= {text}
    mailbox.stage(NAME, text)
    assert names(mailbox.staging) == [NAME]  # and what the killed had begun is gone


def test_answers_come_oldest_first(mailbox: Mailbox) -> None:
    arrive(mailbox, "277ca.x12", seconds_ago=30)
    arrive(mailbox, "999.x12", seconds_ago=60)
    assert [path.name for path in mailbox.answers()] == ["999.x12", "277ca.x12"]


def test_a_file_still_being_written_waits(mailbox: Mailbox) -> None:
    arrive(mailbox, "fresh.x12", seconds_ago=0)
    arrive(mailbox, "fast.clock.x12", seconds_ago=-3600)
    assert [path.name for path in mailbox.answers()] == ["fast.clock.x12"]
    assert len(list(mailbox.answers(settled=0))) == 2


def test_what_is_no_answer_is_passed_over(mailbox: Mailbox) -> None:
    for name in (".hidden", "a.part", "b.TMP", "c.filepart"):
        arrive(mailbox, name)
    (mailbox.inbox / "folder").mkdir()
    (mailbox.inbox / "link").symlink_to("/etc/passwd")
    os.mkfifo(mailbox.inbox / "pipe")
    assert list(mailbox.answers(settled=0)) == []


def test_an_answer_that_was_read_is_kept_beside_others_of_its_name(mailbox: Mailbox) -> None:
    for text in ("first", "second", "third"):
        assert mailbox.done(arrive(mailbox, "999.x12", text))
    assert names(mailbox.inbox) == []
    assert sorted(path.read_text() for path in mailbox.read.iterdir()) == ["first", "second", "third"]


def test_an_answer_set_aside_has_its_reason_beside_it(mailbox: Mailbox) -> None:
    for _ in range(2):
        moved = mailbox.set_aside(arrive(mailbox, "999.x12"), "It breaks off in the middle.")
        assert moved
        assert moved.with_name(f"{moved.name}.reason.txt").read_text() == "It breaks off in the middle.\n"
    assert len(names(mailbox.aside)) == 4


def test_an_answer_that_vanished_is_no_trouble(mailbox: Mailbox) -> None:
    path = arrive(mailbox, "999.x12")
    path.unlink()
    assert mailbox.done(path) is None
    assert mailbox.set_aside(path, "Unreadable.") is None
    assert names(mailbox.read) == names(mailbox.aside) == []


@pytest.mark.parametrize("name", ["ü" * 120, "a" * 255, "new\nline", "-rf", "999 (1).x12"])
def test_answers_with_strange_names_are_moved_all_the_same(mailbox: Mailbox, name: str) -> None:
    for _ in range(2):
        assert mailbox.set_aside(arrive(mailbox, name), "Unreadable.")
    assert len(names(mailbox.aside)) == 4


def test_two_workers_taking_the_same_answer_keep_it_once(mailbox: Mailbox) -> None:
    path = arrive(mailbox, "999.x12")
    with ThreadPoolExecutor(8) as workers:
        moved = list(workers.map(mailbox.done, [path] * 40))
    assert sum(one is not None for one in moved) == 1
    assert len(names(mailbox.read)) == 1
