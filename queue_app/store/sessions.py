"""Signed-in browsers, and failed attempts to sign in."""

import hashlib
import secrets
import time
from typing import Any

import msgspec

from queue_app.domain.people import Person
from queue_app.store import keys
from queue_app.store.connection import Memory
from queue_app.store.scripts import Script

IDLE = 15 * 60  # seconds
ABSOLUTE = 12 * 3600  # seconds
FREE_ATTEMPTS = 4  # failures before one has to wait
LONGEST_WAIT = 15 * 60  # seconds
FORGOTTEN_AFTER = 3600  # seconds


class Sessions:
    """Sessions live here and nowhere else; the cookie is 256 random bits, kept only as its digest."""

    def __init__(self, redis: Memory) -> None:
        self._redis = redis
        self._open = Script(redis, "open_session", durable=False)

    def open(self, cookie: str, *, asked: bool) -> tuple[dict[str, Any], Person | None] | None:
        """The session's data and its person; `asked` is False for polling, which keeps nobody signed in."""
        found = self._open(_digest(cookie), IDLE, ABSOLUTE, int(asked))
        if not found:
            return None
        data, person = found
        return msgspec.json.decode(data), msgspec.json.decode(person, type=Person) if person else None

    def start(self, data: dict[str, Any], person_id: str) -> str:
        """A new session; returns its cookie."""
        cookie = secrets.token_urlsafe(32)
        digest = _digest(cookie)
        pipe = self._redis.pipeline(transaction=True)
        told = {"person": person_id, "born": int(time.time()), "data": msgspec.json.encode(data)}
        pipe.hset(keys.SESSION % digest, mapping=told)
        pipe.expire(keys.SESSION % digest, IDLE)
        if person_id:
            pipe.sadd(keys.SESSIONS % person_id, digest)
            pipe.expire(keys.SESSIONS % person_id, ABSOLUTE)
        pipe.execute()
        return cookie

    def keep(self, cookie: str, data: dict[str, Any]) -> None:
        """Write the session's data, unless it was revoked meanwhile."""
        session = keys.SESSION % _digest(cookie)
        if self._redis.exists(session):
            self._redis.hset(session, "data", msgspec.json.encode(data))

    def end(self, cookie: str) -> None:
        self._redis.delete(keys.SESSION % _digest(cookie))

    def end_all_of(self, person_id: str) -> int:
        """Sign a person out everywhere; returns how many browsers that was."""
        digests = self._redis.smembers(keys.SESSIONS % person_id)
        pipe = self._redis.pipeline(transaction=True)
        for digest in digests:
            pipe.delete(keys.SESSION % digest.decode())
        pipe.delete(keys.SESSIONS % person_id)
        return sum(pipe.execute()[:-1])

    def counts(self, people: list[str]) -> dict[str, int]:
        """How many sessions of each person are open."""
        pipe = self._redis.pipeline()
        for person in people:
            pipe.smembers(keys.SESSIONS % person)
        digests = pipe.execute()
        pipe = self._redis.pipeline()
        for some in digests:
            for digest in some:
                pipe.exists(keys.SESSION % digest.decode())
        alive = iter(pipe.execute())
        return {person: sum(next(alive) for _ in some) for person, some in zip(people, digests, strict=True)}

    def wait(self, *whats: str, free: int = FREE_ATTEMPTS) -> int:
        """Seconds until the next attempt by this name or address is heard, when so many failures are free."""
        pipe = self._redis.pipeline()
        for what in whats:
            pipe.hmget(keys.ATTEMPTS % _digest(what), "failures", "last")
        waits = [
            int(last) + _delay(int(failures) - free) - int(time.time())
            for failures, last in pipe.execute()
            if failures
        ]
        return max((0, *waits))

    def note_failure(self, *whats: str) -> None:
        pipe = self._redis.pipeline(transaction=True)
        for what in whats:
            key = keys.ATTEMPTS % _digest(what)
            pipe.hincrby(key, "failures", 1)
            pipe.hset(key, "last", str(int(time.time())))
            pipe.expire(key, FORGOTTEN_AFTER)
        pipe.execute()

    def forget_failures(self, *whats: str) -> None:
        self._redis.delete(*(keys.ATTEMPTS % _digest(what) for what in whats))


def _delay(over: int) -> int:
    """Seconds to wait after so many failures more than are free: 1, 2, 4, …"""
    return min(2 ** min(over, 10), LONGEST_WAIT) if over >= 0 else 0


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
