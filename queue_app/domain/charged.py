"""What the source charged beside what is coded: services on one side only, or not as often on both.

Inpatient claims are left out: their services are not coded as lines.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import chain

from queue_app.domain.codes import Codes, Named, system_of
from queue_app.domain.encounter import Encounter, Unit


@dataclass(kw_only=True)
class Service:
    """One code on one day, on both sides."""

    code: str
    on: date
    charged: int = 0  # units
    cents: int = 0  # the source's charge for them
    coded: int = 0  # units
    lines: list[int] = field(default_factory=list)  # positions of its service lines

    @property
    def named(self) -> Named:
        return system_of(self.code), self.code


@dataclass(frozen=True, kw_only=True)
class Beside:
    not_coded: tuple[Service, ...] = ()
    not_charged: tuple[Service, ...] = ()
    units: tuple[Service, ...] = ()  # on both sides, not as often
    agree: int = 0  # how many are the same on both
    uncoded_cents: int = 0  # of charges that are for no code: rooms, supplies, drugs

    @property
    def rows(self) -> tuple[Service, ...]:
        return self.not_coded + self.units + self.not_charged


def beside(encounter: Encounter, codes: Codes) -> Beside | None:
    """None where the source says nothing of services. A code that is as often on both sides agrees."""
    if not encounter.billed or (encounter.inpatient and encounter.unit is Unit.FACILITY):
        return None
    found = list(chain.from_iterable(map(_unlike, _by_code(encounter, codes))))
    every = sum(1 for _ in chain.from_iterable(_by_code(encounter, codes)))
    return Beside(
        not_coded=tuple(one for one in found if not one.coded),
        not_charged=tuple(one for one in found if not one.charged),
        units=tuple(one for one in found if one.charged and one.coded),
        agree=every - len(found),
        uncoded_cents=sum(one.cents for one in encounter.billed if not one.code),
    )


def _by_code(encounter: Encounter, codes: Codes) -> Iterable[list[Service]]:
    """The days of each code, in the order they are first charged or coded."""
    days: dict[str, dict[date, Service]] = {}

    def service(code: str, on: date) -> Service:
        return days.setdefault(code, {}).setdefault(on, Service(code=code, on=on))

    for one in encounter.billed:
        if one.code:
            charged = service(one.code, one.on or encounter.stay.coded_on)
            charged.charged += one.units
            charged.cents += one.cents
    for at, line in enumerate(codes.lines):
        coded = service(line.code, encounter.done_on(line))
        coded.coded += line.units
        coded.lines.append(at)
    return [list(each.values()) for each in days.values()]


def _unlike(days: list[Service]) -> Iterator[Service]:
    if sum(one.charged for one in days) != sum(one.coded for one in days):
        yield from (one for one in days if one.charged != one.coded)
