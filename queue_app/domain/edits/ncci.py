"""Edits of the National Correct Coding Initiative: what is not paid together (PTP), or so often (MUE)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import permutations

from queue_app.domain.edits.finding import Case
from queue_app.domain.edits.listed import Service, shown
from queue_app.domain.edits.rule import Troubles, error, warning
from queue_app.domain.edits.scope import is_inpatient_claim

NEVER, WITH_MODIFIER = "0", "1"  # modifier indicators; 9: the pair is no edit any more
A_LINE, ABSOLUTE, A_DAY = 1, 2, 3  # MUE adjudication indicators
# The modifiers that say the two services were apart.
_DIGITS = [f"{hand}{n}" for hand in "FT" for n in "A123456789"]
_LIDS_AND_VESSELS = ["E1", "E2", "E3", "E4", "LC", "LD", "LM", "RC", "RI"]
_TIMES_AND_SIDES = ["24", "25", "27", "57", "58", "59", "78", "79", "91", "LT", "RT", "XE", "XP", "XS", "XU"]
APART = frozenset([*_DIGITS, *_LIDS_AND_VESSELS, *_TIMES_AND_SIDES])


@error("NCCI PTP edits, modifier indicator 0")
def line_bundled(case: Case) -> Troubles:
    for whole, part in _pairs(case, NEVER):
        yield (
            part.where,
            f"{part.name} is never paid with {whole.name} of the same day: remove it.",
        )


@warning("NCCI PTP edits, modifier indicator 1")
def line_bundled_without_modifier(case: Case) -> Troubles:
    for whole, part in _pairs(case, WITH_MODIFIER):
        if not APART.intersection((*whole.line.modifiers, *part.line.modifiers)):
            yield (
                f"{part.where}.modifiers",
                f"{part.name} is part of {whole.name} that day: remove it, "
                "or add a modifier such as 59 or XS if the record shows they were apart.",
            )


@warning("NCCI MUE, MAI 1: judged by the line")
def units_over_line(case: Case) -> Troubles:
    for row in _services(case):
        most, by = case.mue.get(row.code, (0, 0))
        if by == A_LINE and row.line.units > most:
            yield (
                f"{row.where}.units",
                f"{row.name} has {row.line.units} units and a line is paid to {most}: "
                "correct them, or part what was done again on a line with a modifier.",
            )


@error("NCCI MUE, MAI 2: absolute by the day")
def units_over_absolute(case: Case) -> Troubles:
    for row, units, most in _over_a_day(case, ABSOLUTE):
        yield (
            f"{row.where}.units",
            f"{shown(row.code)} has {units} units on one day and {most} are possible: correct the units.",
        )


@warning("NCCI MUE, MAI 3: judged by the day")
def units_over_day(case: Case) -> Troubles:
    for row, units, most in _over_a_day(case, A_DAY):
        yield (
            f"{row.where}.units",
            f"{shown(row.code)} has {units} units on one day and {most} are usual: "
            "correct them unless the record shows that more were needed.",
        )


def _services(case: Case) -> Sequence[Service]:
    """Those of professional and outpatient claims; inpatient stays are not paid by the line."""
    return () if is_inpatient_claim(case) else case.services


def _by_day(case: Case) -> dict[date, list[Service]]:
    days: dict[date, list[Service]] = defaultdict(list)
    for row in _services(case):
        days[case.encounter.done_on(row.line)].append(row)
    return days


def _pairs(case: Case, indicator: str) -> Iterator[tuple[Service, Service]]:
    """Services of one day of which the first includes the second."""
    for services in _by_day(case).values() if case.ncci else ():
        for whole, part in permutations(services, 2):
            if case.ncci.get((whole.code, part.code)) == indicator:
                yield whole, part


def _over_a_day(case: Case, by: int) -> Iterator[tuple[Service, int, int]]:
    """The first line of a code, the code's units that day, and how many there may be."""
    for services in _by_day(case).values() if case.mue else ():
        units: dict[str, int] = defaultdict(int)
        for row in services:
            units[row.code] += row.line.units
        for row in services:
            code = row.code
            most, judged = case.mue.get(code, (0, 0))
            if judged == by and code in units and units[code] > most:
                yield row, units.pop(code), most
