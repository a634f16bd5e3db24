"""What a coder sees of their own desk, and a supervisor of the whole floor."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from queue_app.domain.encounter import Encounter, Status, Unit
from queue_app.domain.people import Person, Role
from queue_app.domain.triage import WORKLISTS
from queue_app.store.batches import Batch
from queue_app.store.floor import Band, Listing, Pile, Worklist
from queue_app.store.store import Store

HOUR = 3600  # seconds
CHART_HOURS = 24
DESKS_SHOWN = 100


@dataclass(frozen=True)
class Queue:
    """One worklist of a coder."""

    worklist: str
    ready: int
    backup: bool


@dataclass(frozen=True, kw_only=True)
class Desk:
    open_work: list[Encounter]
    held: list[Encounter]
    returned: list[Encounter]
    waiting: int
    finished_today: int
    queue: list[Queue]


@dataclass(frozen=True, kw_only=True)
class AtWork:
    """Who is coding what."""

    holder: str
    name: str
    encounter_id: str
    work_type: str
    status: Status
    since: datetime
    lease_until: datetime | None


@dataclass(frozen=True, kw_only=True)
class Coder:
    id: str
    name: str
    today: int
    last_hour: int
    open: int
    active: int | None  # median seconds they were active on what they submitted today; None: not known


@dataclass(frozen=True)
class Submitted:
    """Which encounters were submitted; one that was submitted twice is one encounter."""

    by_hour: dict[float, set[str]] = field(default_factory=lambda: defaultdict(set))  # by when it began
    today: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # by person
    last_hour: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # by person
    # Seconds by person and encounter, of those of today where they are known.
    active: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))


@dataclass(frozen=True, kw_only=True)
class Numbers:
    statuses: list[Pile]
    worklists: list[Worklist]
    aging: list[Band]
    desks: list[AtWork]
    hours: list[tuple[datetime, int]]  # when each began, encounters submitted in it
    submitted: int  # encounters, in all these hours
    midnight: datetime  # when today began where the site is
    coders: list[Coder]


@dataclass(frozen=True, kw_only=True)
class File:
    """One file of claims for billing, and what became of them."""

    control_number: int
    file: str
    unit: Unit
    claims: int
    accepted: int
    rejected: int
    state: str
    made_at: datetime
    problem: str


def files(store: Store, start: int, size: int) -> tuple[int, list[File]]:
    """How many files there are, and some of them, newest first."""
    total, batches = store.batches.page(start, size)
    statuses = store.encounters.statuses({member.encounter for one in batches for member in one.members})
    return total, [_file(one, statuses) for one in batches]


def _file(batch: Batch, statuses: dict[str, tuple[str, int]]) -> File:
    now = [
        statuses[member.encounter][0]
        for member in batch.members
        if statuses.get(member.encounter, ("", 0))[1] == member.submission
    ]
    return File(
        control_number=batch.number,
        file=batch.file,
        unit=batch.unit,
        claims=len(batch.sent or batch.members),
        accepted=now.count(Status.ACCEPTED),
        rejected=now.count(Status.REJECTED),
        state=batch.state,
        made_at=batch.made_at,
        problem=batch.problem,
    )


def desk_of(store: Store, coder: Person, now: datetime, zone: ZoneInfo) -> Desk:
    held = store.floor.desk(coder.id)
    worklists = (*coder.worklists, *coder.backups)
    ready = {pile.worklist: pile.ready for pile in store.floor.worklists(worklists)}
    return Desk(
        open_work=[one for one in held if one.status is Status.ASSIGNED],
        held=[one for one in held if one.status is Status.ON_HOLD],
        returned=[one for one in held if one.status in (Status.RETURNED, Status.REJECTED)],
        waiting=sum(ready.values()),
        finished_today=len(
            {
                encounter
                for _, encounter, person, _ in store.floor.submissions(_midnight(now, zone))
                if person == coder.id
            }
        ),
        queue=[
            Queue(name, ready[name], backup=name not in coder.worklists) for name in dict.fromkeys(worklists)
        ],
    )


def numbers(store: Store, now: datetime, zone: ZoneInfo) -> Numbers:
    """The floor as it is now."""
    people = {person.id: person for person in store.people.everybody()}
    hour, midnight = now.replace(minute=0, second=0, microsecond=0), _midnight(now, zone)
    hours = [hour - timedelta(hours=back) for back in reversed(range(CHART_HOURS))]
    made = _submitted(store, hours, midnight)
    return Numbers(
        statuses=store.floor.statuses(),
        worklists=store.floor.worklists(WORKLISTS),
        aging=store.floor.aging(now),
        desks=_desks(store, people, now),
        hours=[(began, len(made.by_hour[began.timestamp()])) for began in hours],
        submitted=len(set().union(*(made.by_hour[began.timestamp()] for began in hours))),
        midnight=midnight,
        coders=_coders(store, people.values(), made),
    )


def _desks(store: Store, people: dict[str, Person], now: datetime) -> list[AtWork]:
    _, assigned = store.floor.page(Listing(status=Status.ASSIGNED), now, 0, DESKS_SHOWN)
    return [
        AtWork(
            holder=one.holder or "",
            name=people[one.holder].name if one.holder in people else one.holder or "",
            encounter_id=one.id,
            work_type=one.work_type,
            status=one.status,
            since=one.held_at or one.arrived_at,
            lease_until=one.lease_until,
        )
        for one in sorted(assigned, key=lambda one: one.holder or "")
    ]


def _coders(store: Store, people: Iterable[Person], made: Submitted) -> list[Coder]:
    coders = [person for person in people if Role.CODER in person.roles]
    open_work = store.floor.desks_open([coder.id for coder in coders])
    found = [
        Coder(
            id=coder.id,
            name=coder.name,
            today=len(made.today[coder.id]),
            last_hour=len(made.last_hour[coder.id]),
            open=open_work[coder.id],
            active=round(median(seconds)) if (seconds := made.active[coder.id].values()) else None,
        )
        for coder in coders
    ]
    return sorted(found, key=lambda coder: (-coder.today, coder.name))


def _submitted(store: Store, hours: list[datetime], midnight: datetime) -> Submitted:
    found = Submitted()
    today, last_hour = midnight.timestamp(), hours[-1].timestamp()
    for at, encounter, person, active in store.floor.submissions(min(hours[0], midnight)):
        found.by_hour[at // HOUR * HOUR].add(encounter)
        if at >= today:
            found.today[person].add(encounter)
            if active:
                found.active[person][encounter] = active
        if at >= last_hour:
            found.last_hour[person].add(encounter)
    return found


def _midnight(now: datetime, zone: ZoneInfo) -> datetime:
    """When the day began where the site is."""
    return now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)
