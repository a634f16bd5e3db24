"""What must be so before anything starts: the data folder for us alone, a free port, the key to the data."""

import contextlib
import errno
import fcntl
import os
import socket
from collections.abc import Iterator
from pathlib import Path

from queue_app.settings import Settings


class CannotStart(Exception):
    """The sentence says what is in the way and what to do about it."""


@contextlib.contextmanager
def alone_in(data: Path) -> Iterator[None]:
    """The lock on the data folder; the system lets go of it when this process ends, however it ends."""
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (data / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise CannotStart(
                f"Codedesk already runs on {data} (process {lock.read().strip() or 'unknown'}). "
                "Use that one or stop it first, or choose another folder with CODEDESK_DATA."
            ) from None
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        yield


def check_port(host: str, port: int) -> None:
    """Granian shares its port with whoever else wants to share it, so somebody has to look first."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as refused:
        if refused.errno == errno.EADDRINUSE:
            other = port + 1 if port < 65535 else 8000
            raise CannotStart(
                f"Port {port} is in use by another program. "
                f"Stop that program, or choose another port: CODEDESK_PORT={other} make run"
            ) from None
        raise CannotStart(
            f"Codedesk cannot listen on {host}, port {port}: {refused.strerror or refused}. "
            "Change CODEDESK_HOST or CODEDESK_PORT."
        ) from None


def check_key(settings: Settings) -> None:
    """A lost key is not replaced by a new one: what the old one sealed would be unreadable for ever."""
    used_before = (settings.data / "redis").exists()
    if used_before and not settings.key and not settings.key_file.exists():
        raise CannotStart(
            f"{settings.key_file} is missing, and only that key opens the patient data in {settings.data}. "
            "Put back the copy you kept, or set CODEDESK_KEY. Nothing was changed."
        )
    settings.master_key()
