"""People, and the tokens with which other programs act, in Redis."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from queue_app.domain.errors import Changed, Malformed, NotFound
from queue_app.domain.people import Person
from queue_app.store import keys
from queue_app.store.connection import Memory
from queue_app.store.scripts import Script


@dataclass(frozen=True)
class Bearer:
    """A token for another program; the token itself is shown once and never kept."""

    digest: str
    person: str
    label: str
    made_at: datetime


@dataclass(frozen=True, kw_only=True)
class Account:
    """A person, and what lets them in."""

    person: Person
    told: bytes  # the person as they are kept
    password: str  # its hash; "" where there is none
    generation: int  # sessions of an earlier one are over


REFUSALS = {
    b"changed": Changed("Somebody else changed this account first. Look at it, then do it again."),
    b"last": Malformed(
        "This is the last account that may administer: make somebody else an administrator first."
    ),
}


class People:
    def __init__(self, redis: Memory) -> None:
        self._redis = redis
        self._put = Script(redis, "put_person", "account")
        self._set_password = Script(redis, "set_password", "account")

    def get(self, person_id: str) -> Person:
        told = self._redis.hget(keys.PERSON % person_id, "person")
        if told is None:
            raise NotFound("There is no account with that name.")
        return msgspec.json.decode(told, type=Person)

    def account(self, person_id: str) -> Account | None:
        told, password, generation = self._redis.hmget(
            keys.PERSON % person_id, "person", "password", "generation"
        )
        if told is None:
            return None
        person = msgspec.json.decode(told, type=Person)
        return Account(
            person=person, told=told, password=(password or b"").decode(), generation=int(generation or 0)
        )

    def everybody(self) -> list[Person]:
        pipe = self._redis.pipeline()
        for person_id in sorted(self._redis.smembers(keys.PEOPLE)):
            pipe.hget(keys.PERSON % person_id.decode(), "person")
        return [msgspec.json.decode(told, type=Person) for told in pipe.execute() if told]

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

    def put(
        self, person: Person, password_hash: str = "", *, seen: bytes | None = b"*", due: bool = False
    ) -> None:
        """Add or change a person; without a password hash the old one stays.

        A new password ends their sessions, and so does closing the account. `seen` is the person as they were
        read, None for one who must be new; `due` has them choose another password. Raises Changed when
        somebody was quicker, Malformed when no administrator would be left.
        """
        told = msgspec.json.encode(person)
        answer = self._put(person.id, told, seen or b"", password_hash, "1" if due else "")
        if answer in REFUSALS:
            raise REFUSALS[answer]

    def hash_anew(self, account: Account, password_hash: str) -> None:
        """Keep the same password under a newer hash, unless it was changed meanwhile."""
        self._set_password(account.person.id, account.password, password_hash, "")

    def change_password(self, account: Account, password_hash: str) -> int:
        """End every session, as the password is another; returns the generation of those to come.

        Raises Changed when it was changed meanwhile.
        """
        generation = self._set_password(account.person.id, account.password, password_hash, "1")
        if not generation:
            raise REFUSALS[b"changed"]
        return int(generation)

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
