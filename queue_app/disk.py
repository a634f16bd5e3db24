"""What the disk must have, and which process may write there."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def sync(path: Path) -> None:
    """On the disk when this returns: what a file holds, or which names a folder has after a rename."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """One process at a time is inside, others wait. One that dies lets go."""
    with lock.open("a") as opened:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield
