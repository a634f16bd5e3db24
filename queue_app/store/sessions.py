"""Signed-in browsers: sessions live here and nowhere else."""

import hashlib
import secrets
import time
from dataclasses import dataclass
from typing import Any

import msgspec

from queue_app.domain.people import Person
from queue_app.store import keys
from queue_app.store.connection import Memory
from queue_app.store.scripts import Script

IDLE = 15 * 60  # seconds
EARLY = 20  # seconds by which an idle session may end before that
ABSOLUTE = 12 * 3600  # seconds


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A session that was found, and what every page wants to know with it."""

    data: dict[str, Any]
    person: Person
    password_is_due: bool  # somebody else chose it
    made_up: bool  # so are the patients here


def new_cookie() -> str:
    """256 random bits; a session is kept under their digest alone."""
    return secrets.token_urlsafe(32)


class Sessions:
    """A session belongs to somebody who has signed in: nobody else makes one, so nobody fills the memory."""

    def __init__(self, redis: Memory) -> None:
        self._redis = redis
        self._open = Script(redis, "open_session", durable=False)
        self._keep = Script(redis, "keep_session", durable=False)
        self._end_all = Script(redis, "end_sessions", "account")

    def open(self, cookie: str, *, asked: bool) -> Opened | None:
        """The session of that cookie; `asked` is False for polling, which keeps nobody signed in."""
        found = self._open(_digest(cookie), IDLE, ABSOLUTE, int(asked), EARLY)
        if not found:
            return None
        data, person, due, made_up = found
        return Opened(
            data=msgspec.json.decode(data),
            person=msgspec.json.decode(person, type=Person),
            password_is_due=bool(due),
            made_up=bool(made_up),
        )

    def start(self, data: dict[str, Any], person_id: str, generation: int) -> str:
        """A new session of the person's account as it was when they proved it; returns its cookie."""
        cookie = new_cookie()
        digest = _digest(cookie)
        pipe = self._redis.pipeline(transaction=True)
        told = {
            "person": person_id,
            "generation": generation,
            "born": int(time.time()),
            "data": msgspec.json.encode(data),
        }
        pipe.hset(keys.SESSION % digest, mapping=told)
        pipe.expire(keys.SESSION % digest, IDLE)
        pipe.sadd(keys.SESSIONS % person_id, digest)
        pipe.expire(keys.SESSIONS % person_id, ABSOLUTE)
        pipe.execute()
        return cookie

    def keep(self, cookie: str, data: dict[str, Any]) -> None:
        """Write the session's data, unless it is over meanwhile."""
        self._keep(_digest(cookie), msgspec.json.encode(data))

    def end(self, cookie: str) -> None:
        self._redis.delete(keys.SESSION % _digest(cookie))

    def end_all_of(self, person_id: str) -> int:
        """Sign a person out everywhere; returns how many browsers that was."""
        return int(self._end_all(person_id))

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


def _digest(cookie: str) -> str:
    return hashlib.sha256(cookie.encode()).hexdigest()
