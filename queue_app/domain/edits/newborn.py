"""Edits of newborns, chapter 16 of the guidelines, and of what is the mother's record and the child's."""

from queue_app.domain.edits.finding import Case
from queue_app.domain.edits.rule import Troubles, error, guideline, warning

INFANT_DAYS = 365
BIRTH_DAYS = 2  # a child born outside may be admitted on the next day
TRANSFERRED = "4"  # UB-04 point of origin: from another hospital
LIVEBORN = "Z38"
WEIGHT = ("P070", "P071")
GESTATION = ("P072", "P073")


@error(guideline("I.C.15.a.2 and I.C.16.a.1"))
def maternal_code_on_newborn(case: Case) -> Troubles:
    if case.encounter.is_newborn:
        for row in case.having("O", "Z37"):
            yield row.where, f"{row.name} belongs on the mother's record, never on the newborn's: remove it."


@error(guideline("I.C.16.a.1"))
def perinatal_code_on_mother(case: Case) -> Troubles:
    if case.having("O") and not case.encounter.is_newborn:
        for row in case.having("P"):
            yield row.where, f"{row.name} belongs on the newborn's record, never on the mother's: remove it."


@error(guideline("I.C.16.a.2"))
def liveborn_not_newborn(case: Case) -> Troubles:
    """Once, at the birth itself, and not on the mother's record."""
    days = case.encounter.age_in_days
    late = days is not None and days > BIRTH_DAYS
    for row in case.having(LIVEBORN):
        if late or (case.having("O") and not case.encounter.is_newborn):
            yield row.where, f"{row.name} is for the record of the birth, of the newborn only: remove it."


@error(guideline("I.C.16.a.2"))
def liveborn_not_first(case: Case) -> Troubles:
    for row in case.having(LIVEBORN)[:1]:
        if row.at:
            yield row.where, f"{row.name} is the principal diagnosis of a birth: move it to position 1."


@warning(guideline("I.C.16.a.2"))
def liveborn_missing(case: Case) -> Troubles:
    """A transfer gets none at the receiving hospital."""
    stay, days = case.stay, case.encounter.age_in_days
    born_here = case.encounter.inpatient and days == 0 and stay.admit_source != TRANSFERRED
    if born_here and case.diagnoses and not case.having(LIVEBORN, "P95"):
        yield (
            "diagnoses.0",
            "The patient was born on the day of admission: put the Z38 code of the birth first.",
        )


@error(guideline("I.C.16.g"))
def stillbirth_with_others(case: Case) -> Troubles:
    for row in case.having("P95"):
        if len(case.diagnoses) > 1:
            yield row.where, f"{row.name} stands alone: remove the other diagnoses, or it."


@warning(guideline("I.C.16.d"))
def gestation_before_weight(case: Case) -> Troubles:
    for row in case.having(*GESTATION)[:1]:
        for weight in case.having(*WEIGHT):
            if weight.at > row.at:
                yield row.where, f"{row.name} follows the birth weight: move {weight.name} before it."
                return


@warning(guideline("I.C.16.f"))
def newborn_sepsis_organism_twice(case: Case) -> Troubles:
    """P36.0 to P36.5 name the organism."""
    for sepsis in case.having("P360", "P361", "P362", "P363", "P364", "P365")[:1]:
        for row in case.having("B95", "B96"):
            yield row.where, f"{row.name} is said by {sepsis.name} already: remove it."


@warning(guideline("I.C.16.b.2"))
def newborn_observation_late(case: Case) -> Troubles:
    """Z05 is for healthy newborns and infants."""
    days = case.encounter.age_in_days
    if days is not None and days > INFANT_DAYS:
        for row in case.having("Z05"):
            yield row.where, f"{row.name} is for newborns and infants: use a Z03 or Z04 code instead."
