"""People, and the tokens with which other programs act, in Redis."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from queue_app.domain.errors import NotFound
from queue_app.domain.people import Person
from queue_app.store import keys
from queue_app.store.connection import Memory


@dataclass(frozen=True)
class Bearer:
    """A token for another program; the token itself is shown once and never kept."""

    digest: str
    person: str
    label: str
    made_at: datetime


class People:
    def __init__(self, redis: Memory) -> None:
        self._redis = redis

    def get(self, person_id: str) -> Person:
        told = self._redis.hget(keys.PERSON % person_id, "person")
        if told is None:
            raise NotFound("There is no account with that name.")
        return msgspec.json.decode(told, type=Person)

    def everybody(self) -> list[Person]:
        pipe = self._redis.pipeline()
        for person_id in sorted(self._redis.smembers(keys.PEOPLE)):
            pipe.hget(keys.PERSON % person_id.decode(), "person")
        return [msgspec.json.decode(told, type=Person) for told in pipe.execute() if told]

    def password_hash(self, person_id: str) -> str:
        told = self._redis.hget(keys.PERSON % person_id, "password")
        return told.decode() if told else ""

    def publish(self, person_id: str, password: str) -> None:
        """Note that this password of theirs is no secret: the sign-in page may tell it."""
        self._redis.hset(keys.KNOWN, person_id, password)

    def unpublish(self, person_id: str) -> None:
        self._redis.hdel(keys.KNOWN, person_id)

    def published(self) -> list[tuple[Person, str]]:
        """Everybody whose account is opened by a password that is no secret, with it."""
        told = self._redis.hgetall(keys.KNOWN)
        if not told:
            return []
        known = {person.id: person for person in self.everybody() if person.active}
        return [(known[id.decode()], word.decode()) for id, word in told.items() if id.decode() in known]

    def put(self, person: Person, password_hash: str | None = None) -> None:
        """Add or change a person; without a password hash the old one stays."""
        pipe = self._redis.pipeline(transaction=True)
        pipe.hset(keys.PERSON % person.id, "person", msgspec.json.encode(person))
        if password_hash is not None:
            pipe.hset(keys.PERSON % person.id, "password", password_hash)
        pipe.sadd(keys.PEOPLE, person.id)
        pipe.execute()

    def add_bearer(self, token: str, person_id: str, label: str) -> Bearer:
        bearer = Bearer(_digest(token), person_id, label, datetime.now(UTC))
        pipe = self._redis.pipeline(transaction=True)
        pipe.set(keys.BEARER % bearer.digest, msgspec.json.encode(bearer))
        pipe.sadd(keys.BEARERS, bearer.digest)
        pipe.execute()
        return bearer

    def of_bearer(self, token: str) -> Person | None:
        """The person in whose name the token acts; None for a token that is unknown or revoked."""
        told = self._redis.get(keys.BEARER % _digest(token))
        if told is None:
            return None
        return self.get(msgspec.json.decode(told, type=Bearer).person)

    def bearers(self) -> list[Bearer]:
        pipe = self._redis.pipeline()
        for digest in sorted(self._redis.smembers(keys.BEARERS)):
            pipe.get(keys.BEARER % digest.decode())
        return [msgspec.json.decode(told, type=Bearer) for told in pipe.execute() if told]

    def revoke_bearer(self, digest: str) -> bool:
        pipe = self._redis.pipeline(transaction=True)
        pipe.delete(keys.BEARER % digest)
        pipe.srem(keys.BEARERS, digest)
        return bool(pipe.execute()[0])


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
