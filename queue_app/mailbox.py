"""The folders shared with billing: claim files appear in out/ whole and once, answers are taken from in/."""

import fcntl
import os
import re
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from queue_app.disk import sync

UNFINISHED = (".part", ".tmp", ".filepart")  # endings that transfer programs give to what they still write
LONGEST = 200  # bytes of a name that leave room for a suffix


class Mailbox:
    """staging/ and out/ for what we send; in/, read/ and aside/ for what comes back. One disk holds all."""

    def __init__(self, root: Path) -> None:
        self.staging, self.out = root / "staging", root / "out"
        self.inbox, self.read, self.aside = root / "in", root / "read", root / "aside"
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        for folder in (self.staging, self.out, self.inbox, self.read, self.aside):
            folder.mkdir(mode=0o700, exist_ok=True)

    def stage(self, name: str, text: str) -> None:
        """Write a file to staging/, whole and on the disk when this returns. Staging it again does no harm.

        Under a lock: no two workers at once. On an error (OSError, as of a full disk) no half file is left.
        """
        target, mark = self.staging / _checked(name), f".{name}~"  # a tilde is in no name
        for left_by_a_crash in self.staging.glob(f"{mark}*"):
            left_by_a_crash.unlink(missing_ok=True)
        handle, draft = tempfile.mkstemp(dir=self.staging, prefix=mark)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(text.encode())
                file.flush()
                os.fsync(file.fileno())
            os.replace(draft, target)
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise
        sync(self.staging)

    def publish(self, name: str) -> bool:
        """Move a staged file to out/. False when it is not staged any more: it was published before."""
        staged = self.staging / _checked(name)
        try:
            os.rename(staged, self.out / name)
        except FileNotFoundError:
            if staged.exists() or not self.staging.is_dir():
                raise  # a folder is missing, not the file
            return False
        sync(self.out)
        sync(self.staging)
        return True

    @contextmanager
    def lock(self, name: str) -> Iterator[None]:
        """One worker at a time delivers a file of this name; others wait. A worker that dies lets go."""
        path = self.staging / f".{_checked(name)}.lock"
        while True:
            handle = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX)
                if _is_still(path, handle):
                    break  # else the one before us has removed the file we waited for
            except BaseException:
                os.close(handle)
                raise
            os.close(handle)
        try:
            yield
        finally:
            path.unlink(missing_ok=True)
            os.close(handle)

    def answers(self, settled: float = 1.0) -> Iterator[Path]:
        """Files in in/ that have not changed for `settled` seconds, oldest first; the others wait."""
        found: list[tuple[float, Path]] = []
        for path in self.inbox.iterdir():
            if path.name.startswith(".") or path.name.lower().endswith(UNFINISHED):
                continue
            with suppress(FileNotFoundError):
                about = path.lstat()
                # A sender's clock may run ahead: a time far in the future is as settled as one in the past.
                if stat.S_ISREG(about.st_mode) and abs(time.time() - about.st_mtime) >= settled:
                    found.append((about.st_mtime, path))
        yield from (path for _, path in sorted(found))

    def done(self, path: Path) -> Path | None:
        """Put an answer that was read into read/, beside others of its name. None when it is gone already."""
        return _move(path, self.read)

    def set_aside(self, path: Path, reason: str) -> Path | None:
        """Put an answer that cannot be used into aside/, with the reason in a file beside it.

        None when it is gone already.
        """
        moved = _move(path, self.aside)
        if moved:
            said = _reserve(self.aside, f"{moved.name}.reason.txt")
            said.write_text(reason.rstrip() + "\n")
            sync(self.aside)
        return moved


def _checked(name: str) -> str:
    """Our own names only: no folders, nothing hidden."""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}", name):
        raise ValueError(
            "A file for billing is named with letters, digits, dots and dashes, at most a hundred."
        )
    return name


def _move(path: Path, folder: Path) -> Path | None:
    target = _reserve(folder, path.name)
    try:
        os.replace(path, target)
    except FileNotFoundError:
        target.unlink(missing_ok=True)
        return None
    sync(folder)
    sync(path.parent)
    return target


def _reserve(folder: Path, name: str) -> Path:
    """An empty file under this name, or under the name with a number where it is taken."""
    short = os.fsdecode(os.fsencode(name)[:LONGEST])
    taken = 1
    while True:
        path = folder / (short if taken == 1 else f"{short}-{taken}")
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            return path
        except FileExistsError:
            taken += 1


def _is_still(path: Path, handle: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False
