"""What must be so before anything starts: the data folder for us alone, a free port, the key to the data."""

import contextlib
import errno
import fcntl
import os
import socket
from collections.abc import Iterator
from pathlib import Path

from queue_app.domain.errors import Unavailable
from queue_app.settings import Settings
from queue_app.store.store import Store

EXPOSED = "and CODEDESK_HOST, CODEDESK_HTTPS or CODEDESK_TRUSTED_PROXIES says that others reach the site"


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


def store_of(settings: Settings, empty: bool) -> Store:
    """The store, once its key fits: no other takes the place of the one that sealed what is in it."""
    if not empty and not settings.key and not settings.key_file.exists():
        raise CannotStart(
            f"{settings.key_file} is missing, and only that key opens the patient data in the queue. "
            "Put back the copy you kept, or set CODEDESK_KEY to it. Nothing was changed."
        )
    store = Store(settings.redis_url, settings.master_key(), settings.data)
    try:
        store.server.ping()
    except Unavailable as refused:
        given = "that of CODEDESK_KEY" if settings.key else f"in {settings.key_file}"
        raise CannotStart(f"{refused} (The key given now is {given}.)") from None
    return store


def check_demo(settings: Settings, store: Store, comes: bool) -> None:
    """Accounts with a password that is no secret are for this machine alone; `comes`: they would be made."""
    if not settings.reached_from_elsewhere:
        return
    if known := store.people.published():
        raise CannotStart(
            f"The passwords of the demo's accounts ({', '.join(person.id for person, _ in known)}) are no "
            f"secret, {EXPOSED}. Begin with fresh data (CODEDESK_DEMO=0 and another folder in "
            "CODEDESK_DATA). Or start without these settings and, on the page People, give each of the "
            "accounts a password of its own or shut it out. Nothing was changed."
        )
    if comes and not settings.demo_password:
        raise CannotStart(
            f"The demo makes accounts with a password that is no secret, {EXPOSED}. Start without the demo "
            "(CODEDESK_DEMO=0), choose a password for its accounts (CODEDESK_DEMO_PASSWORD), or stay on this "
            "machine (CODEDESK_HOST=127.0.0.1). Nothing was changed."
        )
