"""Edits of the service lines: real and valid codes, dates, units, charges, and pointers to the diagnoses."""

from collections.abc import Sequence

from queue_app.domain.edits.finding import Case
from queue_app.domain.edits.listed import Service
from queue_app.domain.edits.rule import Troubles, error, information, warning
from queue_app.domain.edits.scope import is_inpatient_claim, is_outside, is_professional, validity, window
from queue_app.domain.encounter import Unit

_CODE = "005010X222A1 2400 SV101-2; 005010X223A2 2400 SV202-2"
_DAY = "005010X222A1 and 005010X223A2, 2400 DTP*472; UB-04 FL 45"
_UNITS = "005010X222A1 2400 SV104; 005010X223A2 2400 SV205; UB-04 FL 46"
_CHARGE = "005010X222A1 2400 SV102; 005010X223A2 2400 SV203; UB-04 FL 47"
_POINTERS = "005010X222A1 2400 SV107"

MOST = {Unit.PROFESSIONAL: 50, Unit.FACILITY: 999}  # repeats of loop 2400; a payer may take fewer
MOST_POINTERS = 4  # SV107-1 to -4
MOST_UNITS = 9_999  # ours: nothing a coder enters is done more often
MANY_UNITS = 100
MOST_CENTS = 99_999_999_99  # ten digits with the cents (both guides, B.1.1.3.1.2)
MANY_CENTS = 100_000_00


@error("005010X222A1 and 005010X223A2, 2400")
def line_missing(case: Case) -> Troubles:
    """Loop 2400 is required; an inpatient claim has its room and board there."""
    if not case.codes.lines and not is_inpatient_claim(case):
        yield "lines", "There is no service line: add the CPT or HCPCS code of at least one service."


@error("005010X222A1 and 005010X223A2, 2400 LX")
def line_too_many(case: Case) -> Troubles:
    count, most = len(case.codes.lines), MOST[case.encounter.unit]
    if count > most:
        yield (
            "lines",
            f"A {case.encounter.unit} claim carries at most {most} service lines and {count} are listed: "
            "raise the units where a service is repeated, or remove lines.",
        )


@error(_CODE)
def line_unknown(case: Case) -> Troubles:
    for row in case.services:
        if not row.fact:
            yield row.where, f"{row.name} is not in the CPT and HCPCS tables: correct it or remove the line."


@error(_CODE)
def line_not_billable(case: Case) -> Troubles:
    for row in case.services:
        if row.fact and not row.fact.billable:
            yield row.where, f"{row.name} cannot be billed: choose the code of the service that was done."


@error("45 CFR 162.1000: code sets as valid on the day")
def line_not_valid(case: Case) -> Troubles:
    """Validity is judged on the line's own date of service."""
    for row in case.services:
        day = case.encounter.done_on(row.line)
        if row.fact and not row.fact.valid_on(day):
            yield row.where, f"{row.name} {validity(row.fact, day)}"


@error(_DAY)
def line_undated(case: Case) -> Troubles:
    """Required on professional and on outpatient facility claims."""
    for row in case.services:
        if row.line.on is None and not is_inpatient_claim(case):
            yield f"{row.where}.on", f"{row.name} has no date of service: enter the day it was done."


@error(_DAY)
def line_outside_encounter(case: Case) -> Troubles:
    for row in case.services:
        on = row.line.on
        if on and on <= case.today and is_outside(case, on):
            yield (
                f"{row.where}.on",
                f"{row.name} is dated {on}, outside the encounter: enter a day {window(case)}.",
            )


@error(_DAY)
def line_in_future(case: Case) -> Troubles:
    for row in case.services:
        on = row.line.on
        if on and on > case.today:
            yield (
                f"{row.where}.on",
                f"{row.name} is dated {on}, which is still to come: enter the day it was done.",
            )


@error(_UNITS)
def line_units(case: Case) -> Troubles:
    for row in case.services:
        if not 1 <= row.line.units <= MOST_UNITS:
            yield (
                f"{row.where}.units",
                f"{row.name} has impossible units: enter how often it was done, 1 to {MOST_UNITS}.",
            )


@warning(_UNITS)
def line_units_high(case: Case) -> Troubles:
    for row in case.services:
        if MANY_UNITS < row.line.units <= MOST_UNITS:
            yield (
                f"{row.where}.units",
                f"{row.name} has {row.line.units} units: compare them with the record before you submit.",
            )


@error(_CHARGE)
def line_charge(case: Case) -> Troubles:
    for row in case.services:
        if not 1 <= row.line.charge <= MOST_CENTS:
            yield (
                f"{row.where}.charge",
                f"{row.name} has no charge that can be billed: "
                "enter the amount for all its units, $0.01 to $99,999,999.99.",
            )


@warning(_CHARGE)
def line_charge_high(case: Case) -> Troubles:
    """A likely slip, and Medicare takes at most $99,999.99 in any amount of an 837P."""
    for row in case.services:
        if MANY_CENTS < row.line.charge <= MOST_CENTS:
            yield (
                f"{row.where}.charge",
                f"{row.name} is charged ${row.line.charge / 100:,.2f}: "
                "compare units and charge with the record before you submit.",
            )


@warning("Medicare Claims Processing Manual 1, 120: duplicate claims")
def line_repeated(case: Case) -> Troubles:
    first: dict[object, int] = {}
    for row in case.services:
        line = row.line
        earlier = first.setdefault((line.code, line.on, frozenset(line.modifiers)), row.at)
        if earlier != row.at:
            yield (
                row.where,
                f"{row.name} repeats line {earlier + 1} of the same day: remove it and raise the units there "
                "or add a modifier such as 76, 77 or 59 if it was done again.",
            )


@information("45 CFR 162.1002(c)(3)")
def line_on_inpatient(case: Case) -> Troubles:
    if case.codes.lines and is_inpatient_claim(case):
        yield (
            "lines",
            "Inpatient stays are paid by ICD-10-CM and ICD-10-PCS: "
            "keep CPT and HCPCS lines only where the payer asks for them.",
        )


@error("005010X222A1 2400 SV107-1")
def pointer_missing(case: Case) -> Troubles:
    for row in _pointing(case):
        if not row.line.pointers:
            yield (
                f"{row.where}.pointers",
                f"{row.name} points to no diagnosis: "
                f"enter the positions of up to {MOST_POINTERS} diagnoses that justify it.",
            )


@error(_POINTERS)
def pointer_too_many(case: Case) -> Troubles:
    for row in _pointing(case):
        if len(row.line.pointers) > MOST_POINTERS:
            yield (
                f"{row.where}.pointers",
                f"{row.name} points to {len(row.line.pointers)} diagnoses: "
                f"keep the {MOST_POINTERS} that justify it best.",
            )


@error(_POINTERS)
def pointer_out_of_range(case: Case) -> Troubles:
    count = len(case.codes.diagnoses)
    for row in _pointing(case):
        if count and any(not 1 <= pointer <= count for pointer in row.line.pointers):
            yield (
                f"{row.where}.pointers",
                f"{row.name} points to a diagnosis that is not listed: use positions 1 to {count}.",
            )


@error(_POINTERS)
def pointer_repeated(case: Case) -> Troubles:
    for row in _pointing(case):
        if len(set(row.line.pointers)) < len(row.line.pointers):
            yield (
                f"{row.where}.pointers",
                f"{row.name} points to the same diagnosis twice: name each position once.",
            )


def _pointing(case: Case) -> Sequence[Service]:
    """The lines that need pointers: those of professional claims."""
    return case.services if is_professional(case) else ()
