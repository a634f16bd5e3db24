"""The services that a source billed, one for each code and day: what it took back is taken off."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from queue_app.domain.encounter import Billed
from queue_app.fhir.element import Element
from queue_app.fhir.money import MOST as MOST_CENTS
from queue_app.fhir.money import number, priced

SERVICE = re.compile(r"[A-Z]\d{4}|\d{4}[\dAFMTU]", re.ASCII)  # HCPCS level II or CPT
REVENUE = re.compile(r"\d{3,4}", re.ASCII)
SYSTEMS = ("cpt", "hcpcs")  # words in the address of a code system
OIDS = (".6.12", ".6.285")  # the ends of 2.16.840.1.113883.6.…
MOST = 500
MOST_UNITS = 99_999


class _Row(NamedTuple):
    code: str
    revenue_code: str
    on: date | None


def billed_in(encounter: Element, bills: Iterable[Element]) -> tuple[Billed, ...]:
    """Of claims, items of claims, or charge items; in the order they are first told."""
    sums: dict[_Row, tuple[int, int]] = {}
    for bill in bills:
        for part in list(bill["item"]) or [bill]:
            row = _Row(_service(part), _revenue(part), _day(part) or _day(bill.resource))
            units, cents = sums.get(row, (0, 0))
            more, price = _units(part), round(100 * priced(part))
            sums[row] = (units + (-more if price < 0 else more), cents + price)
    found = [
        Billed(*row[:2], units, max(0, cents), row.on)
        for row, (units, cents) in sums.items()
        if (row.code or row.revenue_code) and 0 < units <= MOST_UNITS and cents <= MOST_CENTS
    ]
    if len(found) > MOST:
        encounter.note(f"Of its charges the first {MOST} are kept one by one.")
    return tuple(found[:MOST])


def _codings(concept: Element) -> Iterator[tuple[str, str]]:
    """System and code of each coding."""
    for coding in concept["coding"]:
        yield coding["system"].text.lower(), coding["code"].text.upper()


def _service(part: Element) -> str:
    """A code of another system may look the same: a drug of RxNorm has five digits, too."""
    concept = part.first("productOrService", "code", "service")  # of a claim, of a charge item, of STU3
    for system, code in _codings(concept):
        ours = not system or system.endswith(OIDS) or any(word in system for word in SYSTEMS)
        if ours and SERVICE.fullmatch(code):
            return code
    return ""


def _revenue(part: Element) -> str:
    for _, code in _codings(part["revenue"]):
        if REVENUE.fullmatch(code):
            return code.zfill(4)
    return ""


def _units(part: Element) -> int:
    """Whole ones; parts of a unit count as one."""
    told = abs(number(part["quantity"])) if part["quantity"] else 1
    return max(1, round(told))


def _day(part: Element) -> date | None:
    named = (
        part["servicedDate"],
        part["servicedPeriod"]["start"],
        part["occurrenceDateTime"],
        part["occurrencePeriod"]["start"],
        part["billablePeriod"]["start"],
    )
    return next((at.date() for one in named if (at := one.moment)), None)
