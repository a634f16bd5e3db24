"""The suggested codes of each encounter, what coders made of them, and how often they are taken."""

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from queue_app.domain.encounter import Encounter
from queue_app.domain.people import Person
from queue_app.domain.suggestion import Basis, Decision, Reading, Source, Verdict
from queue_app.store import keys
from queue_app.store.connection import Memory
from queue_app.store.encounters import Encounters
from queue_app.store.scripts import Script
from queue_app.store.seal import Seal

READING = b"reading"
Tried = tuple[Source, str]  # a code from a source


@dataclass(frozen=True)
class Kept:
    """What is kept of one encounter, as one reader may see it."""

    reading: Reading | None  # None: its documents were not read yet, or suggestions are turned off
    decisions: tuple[Decision, ...]  # the reader's own, and everybody's but for what they hid from themselves


class Suggestions:
    """Where they are not `on`, nothing that was read before is told any longer."""

    def __init__(self, redis: Memory, seal: Seal, encounters: Encounters, *, on: bool) -> None:
        self._redis = redis
        self._seal = seal
        self._encounters = encounters
        self._on = on
        # Not durable: documents can be read again at any time.
        self._keep = Script(redis, "keep_reading", "encounter", durable=False)

    def to_read(self, most: int) -> list[str]:
        """Encounters whose documents nobody has read as they are now, the most urgent first."""
        return [each.decode() for each in self._redis.zrange(keys.TO_READ, 0, most - 1)]

    def keep(self, encounter: Encounter, reading: Reading) -> bool:
        """False when newer documents came meanwhile, or the encounter is no open work any longer."""
        packed = zlib.compress(msgspec.json.encode(reading), 1)
        sealed = self._closed(encounter.id, "suggestions", packed)
        return bool(self._keep(encounter.id, encounter.documents_version, sealed))

    def pass_over(self, encounter_id: str) -> None:
        """Count an encounter that cannot be read as read, so that those behind it are."""
        self._keep(encounter_id, "", b"")

    def of(self, encounter_id: str, reader: Person) -> Kept:
        """One round trip."""
        reading, every = self._told(encounter_id)
        seen = (one for one in every if one.verdict is not Verdict.HIDDEN or one.by == reader.id)
        return Kept(reading, tuple(sorted(seen, key=lambda one: one.at)))

    def codes(self, encounter_id: str, basis: Basis) -> frozenset[str]:
        """What is suggested on that basis and nobody rejected; nothing until it is read. One round trip."""
        reading, every = self._told(encounter_id)
        if reading is None or reading.basis != basis:
            return frozenset()
        rejected = {one.code for one in every if one.verdict is Verdict.REJECTED}
        return frozenset(one.code for one in reading.suggestions) - rejected

    def _told(self, encounter_id: str) -> tuple[Reading | None, list[Decision]]:
        if not self._on:
            return None, []
        told = self._redis.hgetall(keys.SUGGESTIONS % encounter_id)
        reading = self._reading(encounter_id, told.pop(READING, None))
        return reading, [self._decision(encounter_id, name.decode(), one) for name, one in told.items()]

    def decide(self, encounter_id: str, decision: Decision) -> None:
        """Keep it, in the place of what was decided of that code before."""
        part = self._part(encounter_id, decision.code, decision.by, decision.verdict)
        sealed = self._closed(encounter_id, part, msgspec.json.encode(decision))
        pipe = self._redis.pipeline()
        pipe.hset(keys.SUGGESTIONS % encounter_id, part, sealed)  # first: whoever reads in between sees one
        others = self._parts(encounter_id, decision.code, decision.by) - {part}
        pipe.hdel(keys.SUGGESTIONS % encounter_id, *others)
        pipe.execute()

    def take_back(self, encounter_id: str, code: str, by: str) -> None:
        """What was decided of the code no longer holds; what others hid from themselves stays hidden."""
        self._redis.hdel(keys.SUGGESTIONS % encounter_id, *self._parts(encounter_id, code, by))

    def count(
        self, month: str, sums: Mapping[str, int], offered: Iterable[Tried], accepted: Iterable[Tried]
    ) -> None:
        """Add to the figures of a month (2026-11), and to how often each code is offered and taken."""
        pipe = self._redis.pipeline()
        for name, amount in sums.items():
            pipe.hincrby(keys.SUGGESTED % month, name, amount)
        for what, some in (("offered", offered), ("accepted", accepted)):
            for source, code in some:
                pipe.hincrby(keys.TAKEN, f"{source}/{code}/{what}", 1)
        pipe.execute()

    def figures(self, months: Iterable[str]) -> list[dict[str, int]]:
        """The sums of each of these months."""
        told = self._redis.trip(*(("HGETALL", keys.SUGGESTED % month) for month in months))
        return [_numbers(one) for one in told]

    def tries(self) -> dict[Tried, tuple[int, int]]:
        """How often each code was offered and accepted, by its source."""
        counts = _numbers(self._redis.hgetall(keys.TAKEN))
        named = {name.rpartition("/")[0] for name in counts}
        return {
            (Source(source), code): (
                counts.get(f"{source}/{code}/offered", 0),
                counts.get(f"{source}/{code}/accepted", 0),
            )
            for source, _, code in (name.partition("/") for name in named)
        }

    def tried(self, some: Iterable[Tried]) -> dict[Tried, tuple[int, int]]:
        """The same of some."""
        wanted = list(some)
        if not wanted:
            return {}
        names = [f"{source}/{code}/{what}" for source, code in wanted for what in ("offered", "accepted")]
        told = [int(one or 0) for one in self._redis.hmget(keys.TAKEN, names)]
        return dict(zip(wanted, zip(told[::2], told[1::2], strict=True), strict=True))

    def _reading(self, encounter_id: str, sealed: bytes | None) -> Reading | None:
        """None as well for what an older program kept in another shape."""
        if sealed is None:
            return None
        packed = self._opened(encounter_id, "suggestions", sealed)
        try:
            return msgspec.json.decode(zlib.decompress(packed), type=Reading)
        except msgspec.ValidationError:
            return None

    def _decision(self, encounter_id: str, part: str, sealed: bytes) -> Decision:
        return msgspec.json.decode(self._opened(encounter_id, part, sealed), type=Decision)

    def _opened(self, encounter_id: str, part: str, sealed: bytes) -> bytes:
        return self._seal.open(self._encounters.key_of(encounter_id), encounter_id, part, sealed)

    def _closed(self, encounter_id: str, part: str, plain: bytes) -> bytes:
        return self._seal.close(self._encounters.key_of(encounter_id), encounter_id, part, plain)

    def _part(self, encounter_id: str, code: str, by: str, verdict: Verdict) -> str:
        """A name that does not tell the code: one for everybody, and one for each who hides it."""
        who = by if verdict is Verdict.HIDDEN else ""
        return self._seal.fingerprint("suggestion", encounter_id, code, who)

    def _parts(self, encounter_id: str, code: str, by: str) -> set[str]:
        return {self._part(encounter_id, code, by, verdict) for verdict in Verdict}


def _numbers(told: Mapping[bytes, Any]) -> dict[str, int]:
    return {name.decode(): int(amount) for name, amount in told.items()}
