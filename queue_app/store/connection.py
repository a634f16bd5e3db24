"""The connection to Redis: short patience, and refusals in words instead of driver errors."""

import os
import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

import hiredis
from redis import Redis
from redis.backoff import ConstantBackoff
from redis.client import Pipeline
from redis.exceptions import BusyLoadingError, ConnectionError, OutOfMemoryError, ResponseError, TimeoutError
from redis.retry import Retry

from queue_app.domain.errors import Unavailable
from queue_app.store import keys

T = TypeVar("T")
PATIENCE = 2.0  # seconds a command may take
RESTED = 0.5  # seconds after which a connection is asked whether it still stands
QUICK = Retry(ConstantBackoff(0.05), 3)
FULL = "The queue's memory or disk is full. Nothing was changed; tell your administrator."
OTHER_KEY = (
    "The master key is not the one that sealed what the queue holds, so nothing was read or written. "
    "Put back the copy you kept of keys/master.key in the data folder, or set CODEDESK_KEY to it; then start "
    "Codedesk again."
)


def in_words(call: Callable[[], T]) -> T:
    """Make the call; what the driver raises becomes a Refusal."""
    try:
        return call()
    except (ConnectionError, TimeoutError, BusyLoadingError) as away:
        raise Unavailable from away
    except OutOfMemoryError as full:
        raise Unavailable(FULL) from full
    except ResponseError as refused:
        if str(refused).startswith("MISCONF"):  # the append-only file cannot be written
            raise Unavailable(FULL) from refused
        raise


class Commands(Pipeline):
    """Several commands in one round trip."""

    def execute(self, raise_on_error: bool = True) -> list[Any]:
        run = super().execute
        return in_words(lambda: run(raise_on_error))


class Client(Redis):
    """A Redis client whose failures are Refusals."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._kept = threading.local()

    def execute_command(self, *args: Any, **options: Any) -> Any:
        run = super().execute_command
        return in_words(lambda: run(*args, **options))  # type: ignore[no-untyped-call]

    def trip(self, *commands: tuple[Any, ...]) -> list[Any]:
        """The raw answers to several commands in one round trip; a refused one is answered by its exception.

        For the requests everybody waits for: redis-py's own pipeline takes five times as long over it.
        """
        return in_words(lambda: self._trip(commands))

    def _trip(self, commands: tuple[tuple[Any, ...], ...]) -> list[Any]:
        connection = self._own_connection()
        answers: list[Any] = []
        try:
            connection.send_packed_command([b"".join(map(hiredis.pack_command, commands))])
            for _ in commands:
                try:
                    answers.append(connection.read_response())
                except ResponseError as refused:
                    answers.append(refused)
        except BaseException:
            connection.disconnect()  # whatever else it would answer belongs to nobody
            raise
        return answers

    def _own_connection(self) -> Any:
        """The connection this thread keeps: the pool spends longer on lending one than the trip takes."""
        connection = getattr(self._kept, "connection", None)
        if connection is None or connection.pid != os.getpid():  # a forked process has its parent's
            connection = self._kept.connection = self.connection_pool.make_connection()
        now = time.monotonic()
        rested = now - getattr(self._kept, "used", 0.0) > RESTED
        self._kept.used = now
        if rested and connection.is_connected and _is_stale(connection):
            connection.disconnect()  # and is connected anew when something is sent
        return connection

    def pipeline(self, transaction: bool = False, shard_hint: str | None = None) -> Commands:
        pool, callbacks = self.connection_pool, self.response_callbacks
        return Commands(pool, callbacks, transaction, shard_hint)


def _is_stale(connection: Any) -> bool:
    """Whether the server has ended it, or has said something nobody asked for."""
    try:
        return bool(connection.can_read())
    except ConnectionError:
        return True


# redis-py's own types cannot say that our answers are bytes and our arguments may be.
Memory = Any


def _only_with(mark: bytes) -> Callable[[Any], None]:
    """For each new connection: it stays only where the server's data bears that mark, or none yet."""

    def greet(connection: Any) -> None:
        connection.on_connect()
        found = _ask(connection, "GET", keys.MASTER)
        if found is None:  # the first start: whoever is quickest marks it
            found = _ask(connection, "SET", keys.MASTER, mark, "NX", "GET") or mark
        if found != mark:
            connection.disconnect()
            raise Unavailable(OTHER_KEY)

    return greet


def _ask(connection: Any, *command: str | bytes) -> Any:
    connection.send_command(*command)
    return connection.read_response()


def connect(url: str, mark: bytes) -> Memory:
    """A client; nothing is sent until the first command.

    `mark` says which master key is used. A server whose data was sealed with another is neither read nor
    written: every command raises Unavailable.
    """
    client: Memory = Client.from_url(
        url,
        socket_connect_timeout=0.3,
        socket_timeout=PATIENCE,
        protocol=3,  # hashes come as dicts
        retry=QUICK,
        redis_connect_func=_only_with(mark),
    )
    return client
