"""Attempts to sign in: how many at once, how many in a row, and how long to wait after that."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import BoundedSemaphore

from queue_app.domain.errors import TooMany
from queue_app.store import keys
from queue_app.store.connection import Memory
from queue_app.store.scripts import Script

AT_ONCE = 2  # passwords hashed in one process
PATIENCE = 5.0  # seconds to wait for a turn: a shift that signs in all at once is let in, one after the other
FORGOTTEN_AFTER = 3600  # seconds


@dataclass(frozen=True)
class Bound:
    """After so many failures that are free one has to wait, each time twice as long."""

    what: str  # "name maria", "address 10.0.0.1"
    free: int
    longest: int  # seconds

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.what.encode()).hexdigest()


class Attempts:
    def __init__(self, redis: Memory) -> None:
        self._redis = redis
        self._count = Script(redis, "attempt", durable=False)
        self._turns = BoundedSemaphore(AT_ONCE)
        self.patience = PATIENCE

    @contextmanager
    def turn(self) -> Iterator[None]:
        """To hash a password in: it takes a processor and 64 MB. TooMany when others are at it for long."""
        if not self._turns.acquire(timeout=self.patience):
            raise TooMany(
                "Several people are signing in at this moment. Nothing was counted against you; try again.",
                wait=1,
            )
        try:
            yield
        finally:
            self._turns.release()

    def begin(self, *bounds: Bound) -> None:
        """Count an attempt before it is made; TooMany, and not counted, for whoever has to wait."""
        told = [part for bound in bounds for part in (bound.digest, bound.free, bound.longest)]
        if wait := self._count(FORGOTTEN_AFTER, *told):
            raise TooMany(f"Too many failed attempts. Try again in {wait} seconds.", wait=wait)

    def succeeded(self, own: Bound, *shared: Bound) -> None:
        """The attempt was none that failed; what failed before is forgotten of the first bound alone."""
        pipe = self._redis.pipeline(transaction=True)
        pipe.delete(keys.ATTEMPTS % own.digest)
        for bound in shared:
            pipe.hincrby(keys.ATTEMPTS % bound.digest, "failures", -1)
            pipe.expire(keys.ATTEMPTS % bound.digest, FORGOTTEN_AFTER)
        pipe.execute()
