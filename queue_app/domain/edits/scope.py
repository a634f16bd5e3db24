"""Which claim a case becomes, which days it may name, and why a code may not be used on its day."""

from datetime import date

from queue_app.domain.codes import CodeFact
from queue_app.domain.edits.finding import Case
from queue_app.domain.encounter import Unit

DAYS_BEFORE_ADMISSION = 3


def is_professional(case: Case) -> bool:
    """Billed on an 837P."""
    return case.encounter.unit is Unit.PROFESSIONAL


def is_inpatient_claim(case: Case) -> bool:
    """Billed on an inpatient 837I: the only claim with POA and ICD-10-PCS.

    UB-04 FL 67 and FL 74; 005010X223A2 loop 2300 HI. A doctor's own fee for an inpatient is not one.
    """
    return case.encounter.inpatient and case.encounter.unit is Unit.FACILITY


def is_outside(case: Case, day: date) -> bool:
    """The claim may not name this day.

    It may name admission to discharge, and on inpatient claims the three calendar days before admission too
    (payment window, Medicare Claims Processing Manual chapter 3 section 40.3).
    """
    stay = case.encounter.stay
    early = (stay.admitted_at.date() - day).days
    late = stay.discharged_at is not None and day > stay.discharged_at.date()
    return late or early > (DAYS_BEFORE_ADMISSION if is_inpatient_claim(case) else 0)


def window(case: Case) -> str:
    """The days the claim may name, for a message."""
    stay = case.encounter.stay
    first = f"{stay.admitted_at.date()}"
    if is_inpatient_claim(case):
        first = f"three days before the admission on {first}"
    return f"from {first} to {stay.discharged_at.date()}" if stay.discharged_at else f"from {first} on"


def validity(fact: CodeFact, day: date) -> str:
    """Why the code cannot be used on that day, and the way out."""
    when = (
        f"was last valid on {fact.valid_to}"
        if fact.valid_to and fact.valid_to < day
        else f"is valid only from {fact.valid_from}"
    )
    return f"{when} and is judged on {day}: choose the code that was valid that day."
