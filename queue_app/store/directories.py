"""Facilities, providers, payers and charges in Redis."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeVar

import msgspec

from queue_app.domain.directory import KINDS, Entry, Facility, Payer, Provider
from queue_app.domain.encounter import Stay
from queue_app.store import keys
from queue_app.store.connection import Memory

E = TypeVar("E", bound=Entry)


class Parties(NamedTuple):
    """Entries that are there."""

    facility: Facility | None
    payer: Payer | None
    providers: dict[str, Provider]  # by id


class Directories:
    def __init__(self, redis: Memory) -> None:
        self._redis = redis

    def put(self, entries: Sequence[Entry]) -> None:
        """Add or replace entries, all or none."""
        pipe = self._redis.pipeline(transaction=True)
        for entry in entries:
            pipe.hset(keys.DIRECTORY % entry.kind, entry.id, msgspec.json.encode(entry))
        pipe.execute()

    def get(self, kind: type[E], entry_id: str) -> E | None:
        return self.some(kind, (entry_id,))[0]

    def some(self, kind: type[E], ids: Iterable[str]) -> list[E | None]:
        """One for each id, in one round trip."""
        wanted = list(ids)
        if not wanted:
            return []
        told = self._redis.hmget(keys.DIRECTORY % kind.kind, wanted)
        return [msgspec.json.decode(one, type=kind) if one else None for one in told]

    def of(self, stay: Stay, providers: Sequence[str]) -> Parties:
        """What the directories know of a stay's facility and payer, and of these providers."""
        pipe = self._redis.pipeline()
        pipe.hget(keys.DIRECTORY % Facility.kind, stay.facility)
        pipe.hget(keys.DIRECTORY % Payer.kind, stay.payer)
        pipe.hmget(keys.DIRECTORY % Provider.kind, providers or [""])
        facility, payer, found = pipe.execute()
        known = (msgspec.json.decode(one, type=Provider) for one in found if one)
        return Parties(
            facility=msgspec.json.decode(facility, type=Facility) if facility else None,
            payer=msgspec.json.decode(payer, type=Payer) if payer else None,
            providers={provider.id: provider for provider in known},
        )

    def all(self, kind: type[E]) -> list[E]:
        told = self._redis.hvals(keys.DIRECTORY % kind.kind)
        return sorted((msgspec.json.decode(one, type=kind) for one in told), key=lambda entry: entry.id)

    def counts(self) -> dict[str, int]:
        """How many entries there are of each kind."""
        pipe = self._redis.pipeline()
        for kind in KINDS:
            pipe.hlen(keys.DIRECTORY % kind.kind)
        return dict(zip((kind.kind for kind in KINDS), pipe.execute(), strict=True))

    def waiting_for(self, entries: Sequence[str]) -> dict[str, list[str]]:
        """The ids of the encounters that wait for each of these entries (kind/id), where any do."""
        pipe = self._redis.pipeline()
        for entry in entries:
            pipe.zrange(keys.LACKING % entry, 0, -1)
        found = zip(entries, pipe.execute(), strict=True)
        return {entry: [one.decode() for one in ids] for entry, ids in found if ids}

    def missing(self) -> dict[str, int]:
        """Every entry that encounters wait for (kind/id), and how many do."""
        prefix = keys.LACKING % ""
        names = [key.decode() for key in self._redis.scan_iter(f"{prefix}*", count=1000)]
        pipe = self._redis.pipeline()
        for name in names:
            pipe.zcard(name)
        counted = zip(names, pipe.execute(), strict=True)
        return {name.removeprefix(prefix): count for name, count in sorted(counted) if count}
