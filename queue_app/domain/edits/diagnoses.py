"""Edits of the diagnoses: real, complete, valid, each once, in order, and with POA on inpatient claims.

Sections are those of the ICD-10-CM Official Guidelines for Coding and Reporting, FY 2026.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from queue_app.domain.codes import CodeFact, Diagnosis, System, dotted
from queue_app.domain.edits.finding import Case
from queue_app.domain.edits.scope import Troubles, is_inpatient_claim, is_professional, shown, validity
from queue_app.domain.encounter import Unit

# 005010X222A1 2300 HI: one of 12. 005010X223A2 2300 HI: one principal, and two of 12 others.
MOST = {Unit.PROFESSIONAL: 12, Unit.FACILITY: 25}
POA = ("Y", "N", "U", "W")

# Categories in which every code takes a 7th character (I.A.5 and the notes of the Tabular List).
_SEVENTH = re.compile(r"S|T(?!3[012]|8[67])|[VWX]|Y[23]|Y0[0-48]|M1A|M80|M84[3-6]|M97|O3[1256]|O4[01]|O6[49]")
_EXTERNAL_CAUSE = re.compile(r"[V-Y][0-9]")


class _Row(NamedTuple):
    at: int
    dx: Diagnosis
    fact: CodeFact | None

    @property
    def where(self) -> str:
        return f"diagnoses.{self.at}"

    @property
    def name(self) -> str:
        return f"{shown(dotted(self.dx.code))} at position {self.at + 1}"


def _rows(case: Case) -> Iterator[_Row]:
    for at, dx in enumerate(case.codes.diagnoses):
        yield _Row(at, dx, case.facts.get((System.ICD10CM, dx.code)))


def dx_missing(case: Case) -> Troubles:
    """Section II (principal) and IV.A (first-listed)."""
    if case.codes.diagnoses:
        return
    if case.encounter.inpatient:
        which, what = "principal", "the condition that, after study, was the reason for the admission"
    else:
        which, what = "first-listed", "the condition chiefly responsible for the visit"
    yield "diagnoses", f"There is no {which} diagnosis: enter {what} at position 1."


def dx_too_many(case: Case) -> Troubles:
    count, most = len(case.codes.diagnoses), MOST[case.encounter.unit]
    if count > most:
        yield (
            "diagnoses",
            f"A {case.encounter.unit} claim carries at most {most} diagnoses and {count} are listed: "
            f"remove the {count - most} that matter least.",
        )


def dx_unknown(case: Case) -> Troubles:
    for row in _rows(case):
        if not row.fact:
            yield row.where, f"{row.name} is not in the ICD-10-CM code table: correct it or remove it."


def dx_not_billable(case: Case) -> Troubles:
    """Codes are used with all their characters (I.A.3 to I.A.5, I.B.2)."""
    for row in _rows(case):
        if row.fact and not row.fact.billable:
            yield row.where, f"{row.name} needs more characters: {_completion(row.dx.code)}."


def dx_not_valid(case: Case) -> Troubles:
    """Validity is judged on the day of discharge for inpatients, of the service otherwise."""
    day = case.encounter.stay.coded_on
    for row in _rows(case):
        if row.fact and not row.fact.valid_on(day):
            yield row.where, f"{row.name} {validity(row.fact, day)}"


def dx_repeated(case: Case) -> Troubles:
    """Each code only once for an encounter (I.B.12)."""
    first: dict[str, int] = {}
    for row in _rows(case):
        earlier = first.setdefault(row.dx.code, row.at)
        if earlier != row.at:
            yield row.where, f"{row.name} is already listed at position {earlier + 1}: remove one of them."


def dx_external_cause_first(case: Case) -> Troubles:
    """V00–Y99 is never principal or first-listed (I.C.20.a.6)."""
    row = next(_rows(case), None)
    if row and _EXTERNAL_CAUSE.match(row.dx.code):
        yield (
            row.where,
            f"{row.name} is an external cause, which never comes first: "
            "move it below the injury or condition it led to.",
        )


def dx_without_service(case: Case) -> Troubles:
    """Allowed, but the payer sees no service for it (005010X222A1, 2400 SV107)."""
    if not is_professional(case) or not case.codes.lines:
        return
    pointed = {pointer for line in case.codes.lines for pointer in line.pointers}
    for row in _rows(case):
        if row.at + 1 not in pointed:
            yield row.where, f"{row.name} supports no service: point a line to it, or leave it as it is."


def poa_missing(case: Case) -> Troubles:
    """Every diagnosis of an inpatient claim that is not exempt has one (Appendix I)."""
    for row in _inpatient_rows(case):
        if row.fact and not row.fact.poa_exempt and not row.dx.poa:
            yield (
                f"{row.where}.poa",
                f"{row.name} does not say whether it was present on admission: choose POA Y, N, U or W.",
            )


def poa_unknown(case: Case) -> Troubles:
    for row in _inpatient_rows(case):
        if row.dx.poa and row.dx.poa not in POA:
            yield (
                f"{row.where}.poa",
                f"{row.name} has a POA that does not exist: choose Y, N, U or W, or blank if exempt.",
            )


def poa_exempt(case: Case) -> Troubles:
    """An exempt code has a blank POA, and only an exempt one (Appendix I)."""
    for row in _inpatient_rows(case):
        if row.fact and row.fact.poa_exempt and row.dx.poa in POA:
            yield f"{row.where}.poa", f"{row.name} is exempt from POA: set its POA to blank."


def poa_not_sent(case: Case) -> Troubles:
    if any(dx.poa for dx in case.codes.diagnoses) and not is_inpatient_claim(case):
        yield (
            "diagnoses",
            "POA goes out on inpatient facility claims only: "
            "what is entered here is not sent, and may be left or set to blank.",
        )


def _inpatient_rows(case: Case) -> Iterator[_Row]:
    if is_inpatient_claim(case):
        yield from _rows(case)


def _completion(code: str) -> str:
    """How it becomes a whole code; X holds the place of a character that has no value (I.A.4)."""
    if not _SEVENTH.match(code):
        return "choose a complete code below it"
    if len(code) == 6:
        return "add its 7th character"
    return "choose a complete code below it, with its 7th character and the placeholder X in empty places"
