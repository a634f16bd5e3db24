"""The whole floor in numbers, and the lists behind them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from queue_app.domain.encounter import Encounter, Status, Unit
from queue_app.store import codec, keys
from queue_app.store.connection import Memory
from queue_app.store.encounters import Encounters

# DNFC aging, days since the clock started: from, up to and including.
BANDS = ((0, 3), (4, 7), (8, 14), (15, 30), (31, None))
NOT_FINAL_CODED = (Status.AWAITING_DOCUMENTS, Status.READY, Status.ASSIGNED, Status.ON_HOLD,
                   Status.IN_REVIEW, Status.RETURNED)  # fmt: skip
HOUR = 3600


@dataclass(frozen=True, kw_only=True)
class Pile:
    """Encounters that stand together."""

    name: str
    count: int
    cents: int
    oldest_at: datetime | None
    overdue: int = 0


@dataclass(frozen=True, kw_only=True)
class Band:
    label: str
    first: int
    last: int | None
    counts: dict[Status, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, kw_only=True)
class Listing:
    """Which encounters are asked for; every condition given must hold."""

    status: Status | None = None
    worklist: str = ""
    holder: str = ""
    band: int | None = None  # number in BANDS
    lacking: str = ""  # a directory entry, kind/id
    found: str = ""  # account number or MRN, exactly


class Floor:
    def __init__(self, redis: Memory, encounters: Encounters) -> None:
        self._redis = redis
        self._encounters = encounters

    def statuses(self) -> list[Pile]:
        return self._piles([status for status in Status if status is not Status.NEW], keys.STATUS, "")

    def worklists(self, names: tuple[str, ...]) -> list[Pile]:
        """What is ready, by worklist; `overdue` counts those past their due time."""
        return self._piles(list(names), keys.READY, Status.READY)

    def aging(self, now: datetime) -> list[Band]:
        """Discharged, not final coded: how many by days since the clock started."""
        pipe = self._redis.pipeline()
        for band in range(len(BANDS)):
            for status in NOT_FINAL_CODED:
                pipe.zcount(keys.STATUS % status, *_scores(band, now))
        counts = iter(pipe.execute())
        return [
            Band(
                label=f"{first}–{last} days" if last is not None else f"over {first - 1} days",
                first=first,
                last=last,
                counts={status: next(counts) for status in NOT_FINAL_CODED},
            )
            for first, last in BANDS
        ]

    def submissions(self, now: datetime, hours: int = 24) -> list[tuple[int, dict[str, int]]]:
        """For each of the last hours its beginning (seconds since 1970) and submissions by person."""
        last = int(now.timestamp()) // HOUR
        wanted = range(last - hours + 1, last + 1)
        pipe = self._redis.pipeline()
        for hour in wanted:
            pipe.hgetall(keys.SUBMITTED % hour)
        return [
            (hour * HOUR, {person.decode(): int(count) for person, count in told.items()})
            for hour, told in zip(wanted, pipe.execute(), strict=True)
        ]

    def waiting(self, worklists: tuple[str, ...]) -> int:
        """How many encounters are ready in these worklists."""
        pipe = self._redis.pipeline()
        for name in worklists:
            pipe.zcard(keys.READY % name)
        return sum(pipe.execute())

    def desk(self, person_id: str) -> list[Encounter]:
        """What a person holds, most urgent first."""
        ids = self._redis.zrange(keys.DESK % person_id, 0, -1)
        return self._encounters.find(one.decode() for one in ids)

    def desks_open(self, people: list[str]) -> dict[str, int]:
        pipe = self._redis.pipeline()
        for person in people:
            pipe.zcard(keys.DESK % person)
        return dict(zip(people, pipe.execute(), strict=True))

    def lapsed(self, now: datetime, most: int = 500) -> list[str]:
        found = self._redis.zrangebyscore(keys.LEASES, "-inf", codec.ms(now), start=0, num=most)
        return [one.decode() for one in found]

    def owed(self) -> dict[Unit, int]:
        pipe = self._redis.pipeline()
        for unit in Unit:
            pipe.zcard(keys.OWED % unit)
        return dict(zip(Unit, pipe.execute(), strict=True))

    def page(self, asked: Listing, now: datetime, start: int, size: int) -> tuple[int, list[Encounter]]:
        """How many there are, and one page of them, oldest or most urgent first."""
        indexes = _indexes(asked)
        if len(indexes) == 1 and _is_answered_by_indexes(asked):
            pipe = self._redis.pipeline()
            pipe.zcard(indexes[0])
            pipe.zrange(indexes[0], start, start + size - 1)
            total, ids = pipe.execute()
            return total, self._encounters.find(one.decode() for one in ids)
        met = self.ids(asked, now)
        return len(met), self._encounters.find(met[start : start + size])

    def all(self, asked: Listing, now: datetime) -> Iterator[Encounter]:
        ids = self.ids(asked, now)
        for start in range(0, len(ids), 200):
            yield from self._encounters.find(ids[start : start + 200])

    def ids(self, asked: Listing, now: datetime) -> list[str]:
        """The ids that meet every condition, in the order of the first index that holds them."""
        indexes = _indexes(asked)
        pipe = self._redis.pipeline()
        for index in indexes:
            pipe.zrange(index, 0, -1)
        if not indexes:
            pipe.zunion([keys.STATUS % status for status in Status])
        if asked.band is not None:
            for status in NOT_FINAL_CODED:
                pipe.zrangebyscore(keys.STATUS % status, *_scores(asked.band, now))
        told = pipe.execute()
        first, conditions = told[0], [set(one) for one in told[1 : len(indexes)]]
        if asked.band is not None:
            conditions.append({one for found in told[max(1, len(indexes)) :] for one in found})
        met = [one.decode() for one in first if all(one in condition for condition in conditions)]
        by_worklist = asked.worklist and asked.status is not Status.READY
        return self._in_worklist(met, asked.worklist) if by_worklist else met

    def _in_worklist(self, ids: list[str], worklist: str) -> list[str]:
        pipe = self._redis.pipeline()
        for one in ids:
            pipe.hget(keys.ENCOUNTER % one, "worklist")
        return [
            one for one, name in zip(ids, pipe.execute(), strict=True) if name and name.decode() == worklist
        ]

    def _piles(self, names: Sequence[str], index: str, ready: str) -> list[Pile]:
        now = codec.ms(datetime.now(UTC))
        pipe = self._redis.pipeline()
        pipe.hgetall(keys.TALLY)
        for name in names:
            pipe.zrange(index % name, 0, 0, withscores=True)
            pipe.zcount(index % name, "-inf", now)
        tally, *told = pipe.execute()
        counted = {key.decode(): int(value) for key, value in tally.items()}
        return [
            Pile(
                name=str(name),
                count=_sum(counted, "count", ready or str(name), str(name) if ready else ""),
                cents=_sum(counted, "cents", ready or str(name), str(name) if ready else ""),
                oldest_at=codec.at(int(oldest[0][1])) if oldest else None,
                overdue=late if ready else 0,
            )
            for name, oldest, late in zip(names, told[::2], told[1::2], strict=True)
        ]


def _indexes(asked: Listing) -> list[str]:
    """The indexes whose intersection answers, but for the aging band and some worklists."""
    indexes = []
    if asked.found:
        indexes.append(keys.FOUND % asked.found)
    if asked.lacking:
        indexes.append(keys.LACKING % asked.lacking)
    if asked.holder:
        indexes.append(keys.DESK % asked.holder)
    if asked.status is Status.READY and asked.worklist:
        indexes.append(keys.READY % asked.worklist)
    elif asked.status:
        indexes.append(keys.STATUS % asked.status)
    return indexes


def _is_answered_by_indexes(asked: Listing) -> bool:
    """Whether one index may hold the whole answer; only ready encounters are indexed by worklist."""
    return asked.band is None and (not asked.worklist or asked.status is Status.READY)


def _sum(tally: dict[str, int], what: str, status: str, worklist: str) -> int:
    start = f"{what}/{status}/"
    return sum(
        value
        for key, value in tally.items()
        if key.startswith(start) and (not worklist or key == start + worklist)
    )


def _scores(band: int, now: datetime) -> tuple[int | str, int | str]:
    first, last = BANDS[band]
    newest = codec.ms(now - timedelta(days=first))
    oldest = f"({codec.ms(now - timedelta(days=last + 1))}" if last is not None else "-inf"
    return oldest, newest if first else "+inf"
