"""Which codes are used where, which a person used last and which they starred: codes alone, of no patient."""

from collections.abc import Iterator
from dataclasses import dataclass

from queue_app.domain.codes import Named, System
from queue_app.domain.encounter import Encounter
from queue_app.store import keys
from queue_app.store.connection import Memory

MOST_RECENT = 8
MOST_USED = 12
WEIGHED = 300  # codes of a work type that search hears of


@dataclass(frozen=True)
class Usual:
    """What somebody may want before they typed anything; each in the order to show it in."""

    recent: tuple[Named, ...]
    favourites: tuple[Named, ...]
    used: tuple[Named, ...]  # most in submissions of the work type


class Usage:
    def __init__(self, redis: Memory) -> None:
        self._redis = redis

    def usual(self, person_id: str, work_type: str, systems: frozenset[System]) -> Usual:
        """Of those code sets alone; one round trip."""
        recent, starred, used = self._redis.trip(
            ("ZREVRANGE", keys.RECENT % person_id, 0, -1),
            ("SMEMBERS", keys.FAVOURITES % person_id),
            ("ZREVRANGE", keys.USED % work_type, 0, WEIGHED - 1),
        )
        return Usual(
            recent=_of(systems, recent)[:MOST_RECENT],
            favourites=tuple(sorted(_of(systems, starred), key=lambda one: one[1])),
            used=_of(systems, used)[:MOST_USED],
        )

    def favourites(self, person_id: str) -> frozenset[Named]:
        return frozenset(_of(frozenset(System), list(self._redis.smembers(keys.FAVOURITES % person_id))))

    def star(self, person_id: str, system: System, code: str, *, starred: bool) -> None:
        change = self._redis.sadd if starred else self._redis.srem
        change(keys.FAVOURITES % person_id, f"{system}/{code}")

    def tally(self, work_type: str) -> dict[Named, int]:
        """In how many submissions of that work type each code stood; of the most used ones."""
        found = self._redis.zrevrange(keys.USED % work_type, 0, WEIGHED - 1, withscores=True)
        return {_read(name): int(count) for name, count in found}


def named(encounter: Encounter) -> Iterator[str]:
    """The work type of what is submitted, and its codes, each once."""
    yield encounter.work_type
    yield from dict.fromkeys(f"{system}/{code}" for system, code in encounter.codes.named())


def _of(systems: frozenset[System], names: list[bytes]) -> tuple[Named, ...]:
    return tuple(one for one in map(_read, names) if one[0] in systems)


def _read(name: bytes) -> Named:
    system, _, code = name.decode().partition("/")
    return System(system), code
