"""The named sets of codes, everybody's and each person's own, and what a person added last."""

from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from queue_app.domain.codeset import CodeSet
from queue_app.store import keys
from queue_app.store.connection import Memory
from queue_app.store.records import WRAPPED
from queue_app.store.seal import Seal, derived


class Own(NamedTuple):
    """What one person has."""

    sets: tuple[CodeSet, ...]  # theirs and the shared ones, by name
    again: str  # what they added last: "set/id" or system/code; "" nothing yet


class Sets:
    def __init__(self, redis: Memory, master: bytes) -> None:
        self._redis = redis
        self._seal = Seal(derived(master, "sets"))

    def of(self, person_id: str) -> Own:
        """One round trip."""
        shared, own, again = self._redis.trip(
            ("HGETALL", _home("")), ("HGETALL", _home(person_id)), ("GET", keys.AGAIN % person_id)
        )
        every = (*self._opened("", shared), *self._opened(person_id, own))
        in_order = sorted(every, key=lambda one: (one.name.casefold(), one.id))
        return Own(tuple(in_order), (again or b"").decode())

    def put(self, one: CodeSet) -> None:
        """Keep it, in the place of what it was; a name may hold a patient's, so all of it is sealed."""
        wrapped = self._seal.new_key(one.id)
        sealed = self._seal.close(wrapped, one.id, one.owner, msgspec.json.encode(one))
        self._redis.hset(_home(one.owner), one.id, wrapped + sealed)

    def drop(self, one: CodeSet) -> None:
        self._redis.hdel(_home(one.owner), one.id)

    def added(self, person_id: str, what: str) -> None:
        self._redis.set(keys.AGAIN % person_id, what)

    def _opened(self, owner: str, told: Mapping[bytes, bytes]) -> list[CodeSet]:
        return [
            msgspec.json.decode(
                self._seal.open(sealed[:WRAPPED], name.decode(), owner, sealed[WRAPPED:]), type=CodeSet
            )
            for name, sealed in told.items()
        ]


def _home(owner: str) -> str:
    return keys.SETS_OF % owner if owner else keys.SETS
