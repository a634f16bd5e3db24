"""Which worklist an encounter goes to and when it is due: ordered rules, the first that fits wins."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from queue_app.domain.documents import DISCHARGE_SUMMARIES
from queue_app.domain.encounter import Document, PatientClass, Stay, Unit


@dataclass(frozen=True)
class Rule:
    patient_class: PatientClass
    work_type: str
    worklist: str
    hours: int  # from the end of the visit to the moment the codes are due
    minutes: int  # the default productivity standard, minutes a chart
    nights: int = 0  # at least so many
    line: str = ""  # the service line holds this word
    summary: bool = False  # waits for the discharge summary


# fmt: off
RULES = (
    #    class                    work type            worklist     due std  further conditions
    Rule(PatientClass.INPATIENT,   "inpatient complex", "inpatient", 72, 50, nights=7, summary=True),
    Rule(PatientClass.INPATIENT,   "maternity",         "inpatient", 72,  8, line="obstet", summary=True),
    Rule(PatientClass.INPATIENT,   "behavioral",        "inpatient", 96,  8, line="psych", summary=True),
    Rule(PatientClass.INPATIENT,   "inpatient",         "inpatient", 72, 25, summary=True),
    Rule(PatientClass.OBSERVATION, "observation",       "observation", 48, 14),
    Rule(PatientClass.EMERGENCY,   "emergency",         "emergency", 48,  5),
    Rule(PatientClass.CLINIC,      "clinic",            "clinic",    72,  5),
)
# fmt: on

WORKLISTS = tuple(dict.fromkeys(rule.worklist for rule in RULES))
STANDARDS = {rule.work_type: rule.minutes for rule in RULES}


def rule_for(stay: Stay) -> Rule:
    nights = (stay.ended_at.date() - stay.admitted_at.date()).days
    return next(
        rule
        for rule in RULES
        if rule.patient_class is stay.patient_class
        and nights >= rule.nights
        and rule.line in stay.service_line.casefold()
    )


def due_at(stay: Stay) -> datetime:
    return stay.ended_at + timedelta(hours=rule_for(stay).hours)


def unit_of(patient_class: PatientClass) -> Unit:
    return Unit.PROFESSIONAL if patient_class is PatientClass.CLINIC else Unit.FACILITY


def is_complete(stay: Stay, documents: Iterable[Document], finished: bool) -> bool:
    """Whether the encounter can be coded: the visit is over and what has to be read is there."""
    kinds = {document.type_code for document in documents}
    return finished and bool(kinds) and (not rule_for(stay).summary or bool(kinds & DISCHARGE_SUMMARIES))
