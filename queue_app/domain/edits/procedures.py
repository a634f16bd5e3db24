"""Edits of ICD-10-PCS procedures: on inpatient claims only, real, complete, valid, dated within the stay."""

from collections.abc import Sequence

from queue_app.domain.edits.finding import Case
from queue_app.domain.edits.listed import Performed
from queue_app.domain.edits.rule import Troubles, error
from queue_app.domain.edits.scope import is_inpatient_claim, is_outside, validity, window

_PLACES = "UB-04 FL 74; 005010X223A2 2300 HI"
MOST = 25  # one principal, and two HI of 12 others


@error("45 CFR 162.1002(c)(3)")
def px_not_inpatient(case: Case) -> Troubles:
    if case.codes.procedures and not is_inpatient_claim(case):
        yield (
            "procedures",
            "ICD-10-PCS codes go on inpatient facility claims only: "
            "remove them and code the services as CPT or HCPCS lines.",
        )


@error(_PLACES)
def px_too_many(case: Case) -> Troubles:
    count = len(case.codes.procedures)
    if count > MOST and is_inpatient_claim(case):
        yield (
            "procedures",
            f"A facility claim carries at most {MOST} procedures and {count} are listed: "
            f"remove the {count - MOST} that matter least.",
        )


@error("ICD-10-PCS Official Guidelines FY2026, A1")
def px_unknown(case: Case) -> Troubles:
    for row in _rows(case):
        if not row.fact:
            yield row.where, f"{row.name} is not in the ICD-10-PCS code table: correct it or remove it."


@error("ICD-10-PCS Official Guidelines FY2026, A1")
def px_not_billable(case: Case) -> Troubles:
    for row in _rows(case):
        if row.fact and not row.fact.billable:
            yield row.where, f"{row.name} needs more characters: complete it to seven from its PCS table."


@error("45 CFR 162.1000: code sets as valid on the day")
def px_not_valid(case: Case) -> Troubles:
    """Validity is judged on the day of discharge, not of the procedure."""
    day = case.encounter.stay.coded_on
    for row in _rows(case):
        if row.fact and not row.fact.valid_on(day):
            yield row.where, f"{row.name} {validity(row.fact, day)}"


@error(_PLACES)
def px_undated(case: Case) -> Troubles:
    for row in _rows(case):
        if row.procedure.on is None:
            yield f"{row.where}.on", f"{row.name} has no date: enter the day it was done."


@error("UB-04 FL 74; Medicare Claims Processing Manual 3, 40.3")
def px_outside_stay(case: Case) -> Troubles:
    for row in _rows(case):
        if row.procedure.on and row.procedure.on <= case.today and is_outside(case, row.procedure.on):
            yield (
                f"{row.where}.on",
                f"{row.name} is dated {row.procedure.on}, outside the stay: enter a day {window(case)}.",
            )


@error(_PLACES)
def px_in_future(case: Case) -> Troubles:
    for row in _rows(case):
        if row.procedure.on and row.procedure.on > case.today:
            yield (
                f"{row.where}.on",
                f"{row.name} is dated {row.procedure.on}, which is still to come: enter the day it was done.",
            )


def _rows(case: Case) -> Sequence[Performed]:
    """The procedures where they belong; elsewhere px_not_inpatient says all there is to say."""
    return case.procedures if is_inpatient_claim(case) else ()
