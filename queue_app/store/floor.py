"""The whole floor in numbers, and the lists behind them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from queue_app.domain.encounter import Encounter, Status, Unit
from queue_app.domain.lifecycle import NOT_FINAL_CODED
from queue_app.store import codec, keys
from queue_app.store.connection import Commands, Memory
from queue_app.store.encounters import Encounters

# DNFC aging, days since the clock started: first and last.
BANDS: tuple[tuple[int, int | None], ...] = ((0, 3), (4, 7), (8, 14), (15, 30), (31, None))
DAY = 86_400_000  # milliseconds
# How a list may be sorted: the encounter's field, and whether it is a word.
SORTS = {
    "due_at": False,
    "clock_at": False,
    "charges": False,
    "work_type": True,
    "status": True,
    "holder": True,
}


@dataclass(frozen=True, kw_only=True)
class Pile:
    """The encounters in one status."""

    status: Status
    count: int
    cents: int
    oldest_at: datetime | None  # when the DNFC clock of the oldest started


@dataclass(frozen=True, kw_only=True)
class Worklist:
    """What is ready in one worklist."""

    worklist: str
    ready: int
    cents: int
    oldest_at: datetime | None  # when the most urgent is, or was, due
    overdue: int


@dataclass(frozen=True, kw_only=True)
class Band:
    """Encounters that are not final coded, by age."""

    band: str  # such as "4-7"
    label: str
    counts: dict[Status, int]
    cents: int

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, kw_only=True)
class Listing:
    """Which encounters are asked for, every condition of those given; and in which order."""

    status: Status | None = None
    worklist: str = ""
    holder: str = ""
    band: str = ""  # a key of BANDS_BY_NAME
    overdue: bool = False  # due before now; of one worklist
    submitted_by: str = ""
    submitted_from: datetime | None = None
    submitted_until: datetime | None = None  # the first moment that does not count
    lacking: str = ""  # a directory entry, kind/id
    found: str = ""  # the fingerprint of an account number or MRN
    sort: str = "due_at"  # a key of SORTS; "-" before it turns it round


class Floor:
    def __init__(self, redis: Memory, encounters: Encounters) -> None:
        self._redis = redis
        self._encounters = encounters

    def statuses(self) -> list[Pile]:
        """Every status, in the order of the work."""
        names = [status for status in Status if status is not Status.NEW]
        pipe = self._redis.pipeline()
        pipe.hgetall(keys.TALLY)
        for name in names:
            pipe.zrange(keys.STATUS % name, 0, 0, withscores=True)
        tally, *oldest = pipe.execute()
        return [
            Pile(
                status=name,
                count=_sum(tally, f"count/{name}/"),
                cents=_sum(tally, f"cents/{name}/"),
                oldest_at=_first_score(first),
            )
            for name, first in zip(names, oldest, strict=True)
        ]

    def worklists(self, names: tuple[str, ...]) -> list[Worklist]:
        now = codec.ms(datetime.now(UTC))
        pipe = self._redis.pipeline()
        for name in names:
            pipe.zcard(keys.READY % name)
            pipe.hget(keys.TALLY, f"cents/{Status.READY}/{name}")
            pipe.zrange(keys.READY % name, 0, 0, withscores=True)
            pipe.zcount(keys.READY % name, "-inf", now)
        told = pipe.execute()
        return [
            Worklist(
                worklist=name,
                ready=ready,
                cents=int(cents or 0),
                oldest_at=_first_score(first),
                overdue=overdue,
            )
            for name, ready, cents, first, overdue in zip(
                names, told[::4], told[1::4], told[2::4], told[3::4], strict=True
            )
        ]

    def aging(self, now: datetime) -> list[Band]:
        """Discharged, not final coded: how many and how much, by days since the clock started."""
        today = codec.ms(now) // DAY
        told = [
            (key.decode().split("/"), int(value)) for key, value in self._redis.hgetall(keys.AGING).items()
        ]
        found = []
        for name, (first, last) in AGES.items():
            within = [
                (parts, value)
                for parts, value in told
                if first <= max(0, today - int(parts[1])) <= (10**6 if last is None else last)
            ]
            counts = {
                status: sum(value for parts, value in within if parts[0] == "count" and parts[2] == status)
                for status in NOT_FINAL_CODED
            }
            cents = sum(value for parts, value in within if parts[0] == "cents")
            found.append(Band(band=name, label=band_label(name), counts=counts, cents=cents))
        return found

    def submissions(
        self, since: datetime | None, until: datetime | None = None
    ) -> list[tuple[float, str, str, int]]:
        """When (seconds since 1970), which encounter, who, and the seconds they were active on it until then
        (0: not known), of the last 40 days, oldest first.

        Plain tuples: the floor asks for thousands of them every few seconds.
        """
        first = "-inf" if since is None else codec.ms(since)
        end = "+inf" if until is None else f"({codec.ms(until)}"
        (told,) = self._redis.trip(("ZRANGE", keys.SUBMITTED, first, end, "BYSCORE", "WITHSCORES"))
        found = []
        for member, moment in told:
            encounter, _, person, *active = member.decode().split("/", 3)
            found.append((moment / 1000, encounter, person, int(active[0]) if active else 0))
        return found

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
        """How many there are, and one page of them."""
        total, ids = self.ids(asked, now, start, size)
        return total, self._encounters.find(ids)

    def all(self, asked: Listing, now: datetime) -> Iterator[Encounter]:
        _, ids = self.ids(asked, now)
        for start in range(0, len(ids), 200):
            yield from self._encounters.find(ids[start : start + 200])

    def ids(
        self, asked: Listing, now: datetime, start: int = 0, size: int | None = None
    ) -> tuple[int, list[str]]:
        """How many meet every condition, and the ids of some of them, sorted by Redis."""
        submitted = self._submitted(asked)
        pipe = self._redis.pipeline(transaction=True)
        listing = _gather(pipe, asked, now, submitted)
        pipe.zcard(listing)
        field = asked.sort.removeprefix("-")
        pipe.sort(
            listing,
            by=f"{keys.ENCOUNTER % '*'}->{field}",
            start=start,
            num=-1 if size is None else size,
            desc=asked.sort.startswith("-"),
            alpha=SORTS[field],
        )
        pipe.delete(keys.LISTING, keys.WITHIN)
        *_, total, ids, _ = pipe.execute()
        return total, [one.decode() for one in ids]

    def _submitted(self, asked: Listing) -> set[str] | None:
        """The encounters that were submitted as asked; None where that is not asked."""
        if not (asked.submitted_by or asked.submitted_from or asked.submitted_until):
            return None
        made = self.submissions(asked.submitted_from, asked.submitted_until)
        return {encounter for _, encounter, person, _ in made if asked.submitted_by in ("", person)}


def _gather(pipe: Commands, asked: Listing, now: datetime, within: set[str] | None) -> str:
    """Leave what is within and meets every condition in one sorted set; returns its key."""
    statuses = (asked.status,) if asked.status else NOT_FINAL_CODED if asked.band else tuple(Status)
    others = [
        key % value
        for key, value in (
            (keys.WORKLIST, asked.worklist),
            (keys.DESK, asked.holder),
            (keys.LACKING, asked.lacking),
            (keys.FOUND, asked.found),
        )
        if value
    ]
    if within is not None:
        others.append(keys.WITHIN)
        if within:
            pipe.sadd(keys.WITHIN, *within)
    if asked.status and not others and not asked.band:
        return keys.STATUS % asked.status  # nothing to copy
    pipe.zunionstore(keys.LISTING, [keys.STATUS % status for status in statuses])
    for other in others:
        pipe.zinterstore(keys.LISTING, {keys.LISTING: 1, other: 0})
    if asked.band:
        first, last = BANDS_BY_NAME[asked.band]
        today = codec.ms(now) // DAY
        if first:
            pipe.zremrangebyscore(keys.LISTING, (today - first + 1) * DAY, "+inf")
        if last is not None:
            pipe.zremrangebyscore(keys.LISTING, "-inf", f"({(today - last) * DAY}")
    if asked.overdue:
        pipe.zinterstore(keys.LISTING, {keys.LISTING: 0, keys.WORKLIST % asked.worklist: 1})
        pipe.zremrangebyscore(keys.LISTING, f"({codec.ms(now)}", "+inf")
    return keys.LISTING


AGES = {f"{first}-{'' if last is None else last}": (first, last) for first, last in BANDS}
BANDS_BY_NAME = AGES | {"0-": (0, None)}


def band_label(name: str) -> str:
    first, last = BANDS_BY_NAME[name]
    if not first and last is None:
        return "any age"
    return f"over {first - 1} days" if last is None else f"{first}–{last} days"


def _sum(tally: dict[bytes, bytes], start: str) -> int:
    return sum(int(value) for field, value in tally.items() if field.decode().startswith(start))


def _first_score(first: list[tuple[bytes, float]]) -> datetime | None:
    return codec.at(int(first[0][1])) if first else None
