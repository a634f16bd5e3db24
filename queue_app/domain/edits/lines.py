"""Edits of the service lines: real and valid codes, dates, units, charges, and pointers to the diagnoses.

005010X222A1 loop 2400 (LX, SV1, DTP*472) and 005010X223A2 loop 2400 (LX, SV2, DTP*472); UB-04 FL 44 to 47.
"""

from collections.abc import Iterator
from typing import NamedTuple

from queue_app.domain.codes import CodeFact, Line, System
from queue_app.domain.edits.finding import Case
from queue_app.domain.edits.scope import (
    Troubles,
    is_inpatient_claim,
    is_outside,
    is_professional,
    shown,
    validity,
    window,
)
from queue_app.domain.encounter import Unit

MOST = {Unit.PROFESSIONAL: 50, Unit.FACILITY: 999}  # repeats of loop 2400; a payer may take fewer
MOST_POINTERS = 4  # SV107-1 to -4
MOST_UNITS = 9_999  # ours: nothing a coder enters is done more often
MANY_UNITS = 100
MOST_CENTS = 99_999_999_99  # ten digits with the cents (both guides, B.1.1.3.1.2)
MANY_CENTS = 100_000_00


class _Row(NamedTuple):
    at: int
    line: Line
    fact: CodeFact | None

    @property
    def where(self) -> str:
        return f"lines.{self.at}"

    @property
    def name(self) -> str:
        return f"{shown(self.line.code)} on line {self.at + 1}"


def _rows(case: Case) -> Iterator[_Row]:
    facts = case.facts
    for at, line in enumerate(case.codes.lines):
        yield _Row(at, line, facts.get((System.CPT, line.code)) or facts.get((System.HCPCS, line.code)))


def line_missing(case: Case) -> Troubles:
    """Loop 2400 is required; an inpatient claim has its room and board there."""
    if not case.codes.lines and not is_inpatient_claim(case):
        yield "lines", "There is no service line: add the CPT or HCPCS code of at least one service."


def line_too_many(case: Case) -> Troubles:
    count, most = len(case.codes.lines), MOST[case.encounter.unit]
    if count > most:
        yield (
            "lines",
            f"A {case.encounter.unit} claim carries at most {most} service lines and {count} are listed: "
            "raise the units where a service is repeated, or remove lines.",
        )


def line_unknown(case: Case) -> Troubles:
    for row in _rows(case):
        if not row.fact:
            yield row.where, f"{row.name} is not in the CPT and HCPCS tables: correct it or remove the line."


def line_not_billable(case: Case) -> Troubles:
    for row in _rows(case):
        if row.fact and not row.fact.billable:
            yield row.where, f"{row.name} cannot be billed: choose the code of the service that was done."


def line_not_valid(case: Case) -> Troubles:
    """Validity is judged on the line's own date of service."""
    for row in _rows(case):
        day = row.line.on or case.encounter.stay.coded_on
        if row.fact and not row.fact.valid_on(day):
            yield row.where, f"{row.name} {validity(row.fact, day)}"


def line_undated(case: Case) -> Troubles:
    """Required on professional and on outpatient facility claims."""
    for row in _rows(case):
        if row.line.on is None and not is_inpatient_claim(case):
            yield f"{row.where}.on", f"{row.name} has no date of service: enter the day it was done."


def line_outside_encounter(case: Case) -> Troubles:
    for row in _rows(case):
        on = row.line.on
        if on and on <= case.today and is_outside(case, on):
            yield (
                f"{row.where}.on",
                f"{row.name} is dated {on}, outside the encounter: enter a day {window(case)}.",
            )


def line_in_future(case: Case) -> Troubles:
    for row in _rows(case):
        on = row.line.on
        if on and on > case.today:
            yield (
                f"{row.where}.on",
                f"{row.name} is dated {on}, which is still to come: enter the day it was done.",
            )


def line_units(case: Case) -> Troubles:
    for row in _rows(case):
        if not 1 <= row.line.units <= MOST_UNITS:
            yield (
                f"{row.where}.units",
                f"{row.name} has impossible units: enter how often it was done, 1 to {MOST_UNITS}.",
            )


def line_units_high(case: Case) -> Troubles:
    for row in _rows(case):
        if MANY_UNITS < row.line.units <= MOST_UNITS:
            yield (
                f"{row.where}.units",
                f"{row.name} has {row.line.units} units: compare them with the record before you submit.",
            )


def line_charge(case: Case) -> Troubles:
    for row in _rows(case):
        if not 1 <= row.line.charge <= MOST_CENTS:
            yield (
                f"{row.where}.charge",
                f"{row.name} has no charge that can be billed: "
                "enter the amount for all its units, $0.01 to $99,999,999.99.",
            )


def line_charge_high(case: Case) -> Troubles:
    """A likely slip, and Medicare takes at most $99,999.99 in any amount of an 837P."""
    for row in _rows(case):
        if MANY_CENTS < row.line.charge <= MOST_CENTS:
            yield (
                f"{row.where}.charge",
                f"{row.name} is charged ${row.line.charge / 100:,.2f}: "
                "compare units and charge with the record before you submit.",
            )


def line_repeated(case: Case) -> Troubles:
    first: dict[object, int] = {}
    for row in _rows(case):
        line = row.line
        earlier = first.setdefault((line.code, line.on, frozenset(line.modifiers)), row.at)
        if earlier != row.at:
            yield (
                row.where,
                f"{row.name} repeats line {earlier + 1} of the same day: remove it and raise the units there "
                "or add a modifier such as 76, 77 or 59 if it was done again.",
            )


def line_on_inpatient(case: Case) -> Troubles:
    if case.codes.lines and is_inpatient_claim(case):
        yield (
            "lines",
            "Inpatient stays are paid by ICD-10-CM and ICD-10-PCS: "
            "keep CPT and HCPCS lines only where the payer asks for them.",
        )


def pointer_missing(case: Case) -> Troubles:
    for row in _pointing(case):
        if not row.line.pointers:
            yield (
                f"{row.where}.pointers",
                f"{row.name} points to no diagnosis: "
                f"enter the positions of up to {MOST_POINTERS} diagnoses that justify it.",
            )


def pointer_too_many(case: Case) -> Troubles:
    for row in _pointing(case):
        if len(row.line.pointers) > MOST_POINTERS:
            yield (
                f"{row.where}.pointers",
                f"{row.name} points to {len(row.line.pointers)} diagnoses: "
                f"keep the {MOST_POINTERS} that justify it best.",
            )


def pointer_out_of_range(case: Case) -> Troubles:
    count = len(case.codes.diagnoses)
    for row in _pointing(case):
        if count and any(not 1 <= pointer <= count for pointer in row.line.pointers):
            yield (
                f"{row.where}.pointers",
                f"{row.name} points to a diagnosis that is not listed: use positions 1 to {count}.",
            )


def pointer_repeated(case: Case) -> Troubles:
    for row in _pointing(case):
        if len(set(row.line.pointers)) < len(row.line.pointers):
            yield (
                f"{row.where}.pointers",
                f"{row.name} points to the same diagnosis twice: name each position once.",
            )


def _pointing(case: Case) -> Iterator[_Row]:
    """The lines that need pointers: those of professional claims."""
    if is_professional(case):
        yield from _rows(case)
