"""Edits of what the claim tells of the stay: how the patient came and left, with what, and whom it names."""

from collections.abc import Iterator

from queue_app.domain.abstract import MOST_REASONS, SURGICAL
from queue_app.domain.codes import System
from queue_app.domain.edits.finding import Case
from queue_app.domain.edits.listed import shown
from queue_app.domain.edits.rule import Troubles, error, information, warning
from queue_app.domain.edits.scope import is_inpatient_claim, is_professional, validity
from queue_app.domain.encounter import PatientClass
from queue_app.domain.stays import (
    ADMIT_SOURCES,
    ADMIT_TYPES,
    DIED,
    DIED_IN_HOSPICE,
    DISPOSITIONS,
    NEWBORN,
    NEWBORN_SOURCES,
    PLACES,
    STILL_PATIENT,
)

_CAME_WITH = "005010X223A2 2300 HI*ABJ, HI*APR; UB-04 FL 69, FL 70"
_LEFT = "005010X223A2 2300 CL103; UB-04 FL 17"
_WEIGHT = "005010X223A2 2300 HI*BE; UB-04 FL 39, value code 54"
_LISTS = {"disposition": DISPOSITIONS, "admit_type": ADMIT_TYPES, "admit_source": ADMIT_SOURCES}
_UNSCHEDULED = ("1", "2", "5")  # emergency, urgent, trauma
_BY_DEATH = ("G9382", "R99")
GRAMS = range(100, 10_000)
_GRAMS_OF = {  # a code that tells the birth weight, and from what to before what
    "P0701": (0, 500),
    "P0702": (500, 750),
    "P0703": (750, 1000),
    "P0714": (1000, 1250),
    "P0715": (1250, 1500),
    "P0716": (1500, 1750),
    "P0717": (1750, 2000),
    "P0718": (2000, 2500),
    "P080": (4500, GRAMS.stop),
    "P081": (4000, 4500),
}


@information(_CAME_WITH)
def admitting_diagnosis_taken(case: Case) -> Troubles:
    """Required of every inpatient; where nobody names one the claim takes the first."""
    if is_inpatient_claim(case) and case.first and not case.stay.admitting_diagnosis:
        yield (
            "abstract.admitting_diagnosis",
            f"Nobody names an admitting diagnosis, so the claim takes {case.first.name}: "
            "name another if the patient was admitted with something else.",
        )


@information(_CAME_WITH)
def visit_reason_taken(case: Case) -> Troubles:
    """Required of unscheduled visits to the emergency room, and of observation."""
    came_through = case.stay.patient_class in (PatientClass.EMERGENCY, PatientClass.OBSERVATION)
    unscheduled = came_through and case.stay.admit_type in _UNSCHEDULED
    if unscheduled and not is_professional(case) and case.first and not case.stay.visit_reasons:
        yield (
            "abstract.visit_reasons",
            f"Nobody names the reason for the visit, so the claim takes {case.first.name}: "
            "name up to three others if the patient came with something else.",
        )


@error(_CAME_WITH)
def visit_reasons_too_many(case: Case) -> Troubles:
    count = len(case.stay.visit_reasons)
    if count > MOST_REASONS and not is_professional(case) and not is_inpatient_claim(case):
        yield (
            "abstract.visit_reasons",
            f"The claim takes {MOST_REASONS} reasons for the visit and {count} are named: remove some.",
        )


@error(_CAME_WITH)
def came_with_not_valid(case: Case) -> Troubles:
    """What the coder names."""
    for where, code in _came_with(case):
        if _is_coders(case, code) and (flaw := _flaw(case, code)):
            yield where, f"What the patient came with: {shown(code)} {flaw}"


@warning(_CAME_WITH)
def source_came_with_not_valid(case: Case) -> Troubles:
    """What the source names: nobody asked the coder, but the payer will."""
    for where, code in _came_with(case):
        if not _is_coders(case, code) and (flaw := _flaw(case, code)):
            yield where, f"The source says the patient came with {shown(code)}, which {flaw}"


def _came_with(case: Case) -> Iterator[tuple[str, str]]:
    """The diagnoses of that kind that this claim carries, each with its place."""
    if is_inpatient_claim(case) and case.stay.admitting_diagnosis:
        yield "abstract.admitting_diagnosis", case.stay.admitting_diagnosis
    elif not is_professional(case) and not case.encounter.inpatient:
        yield from (("abstract.visit_reasons", code) for code in case.stay.visit_reasons)


def _is_coders(case: Case, code: str) -> bool:
    said = case.codes.abstract
    return code in (said.admitting_diagnosis, *said.visit_reasons)


def _flaw(case: Case, code: str) -> str:
    fact, day = case.facts.get((System.ICD10CM, code)), case.stay.coded_on
    if fact is None:
        return "is not in the ICD-10-CM code table: name another."
    if not fact.billable:
        return "needs more characters: name the complete code."
    return "" if fact.valid_on(day) else validity(fact, day)


@error("005010X223A2 2300 CL1; UB-04 FL 14, FL 15, FL 17")
def stay_code_unknown(case: Case) -> Troubles:
    """The source's are translated when they come."""
    if not is_professional(case):
        for name, known in _LISTS.items():
            if (said := getattr(case.codes.abstract, name)) and said not in known:
                yield f"abstract.{name}", f"{shown(said)} is no code of the UB-04: choose one of the list."


@warning("UB-04 FL 14, FL 15: newborns")
def newborn_came_from(case: Case) -> Troubles:
    stay = case.stay
    if is_inpatient_claim(case) and stay.admit_type == NEWBORN and stay.admit_source not in NEWBORN_SOURCES:
        yield (
            "abstract.admit_source",
            "The admit type is newborn: the point of origin is then 5, born here, or 6, born elsewhere.",
        )


@warning(_LEFT)
def still_a_patient(case: Case) -> Troubles:
    """The claim is for the whole stay, admission to discharge."""
    ended = case.encounter.inpatient and case.stay.discharged_at is not None
    if is_inpatient_claim(case) and ended and case.stay.disposition == STILL_PATIENT:
        yield (
            "abstract.disposition",
            "The disposition says still a patient and the stay has ended: choose where the patient went.",
        )


@warning(_LEFT)
def death_in_hospice(case: Case) -> Troubles:
    """40 to 42 are for types of bill 81 and 82."""
    hospice = case.facility is None or case.facility.facility_code.startswith("8")
    if not is_professional(case) and not hospice and case.stay.disposition in DIED_IN_HOSPICE:
        yield (
            "abstract.disposition",
            f"The disposition {case.stay.disposition} is for claims of a hospice: 20 is died in hospital.",
        )


@warning(_LEFT)
def death_not_told(case: Case) -> Troubles:
    if not is_professional(case) and case.stay.disposition not in DIED:
        for row in case.having(*_BY_DEATH)[:1]:
            yield (
                "abstract.disposition",
                f"{row.name} is for somebody who died, but the disposition is another: correct one of them.",
            )


@warning("005010X223A2 2310B; UB-04 FL 77")
def operating_provider_missing(case: Case) -> Troubles:
    """Required where a surgical procedure is on the claim."""
    done = next((row for row in case.procedures if row.code.startswith(SURGICAL)), None)
    if done and is_inpatient_claim(case) and not case.stay.operating:
        yield "abstract.operating", f"Nobody is named who did {done.name}: name the operating provider."


@warning(_WEIGHT)
def birth_weight_missing(case: Case) -> Troubles:
    born = case.encounter.is_newborn and case.stay.admit_type == NEWBORN
    if born and is_inpatient_claim(case) and not case.stay.birth_weight:
        yield "abstract.birth_weight", "The birth weight is not told: enter it in grams."


@error(_WEIGHT)
def birth_weight_impossible(case: Case) -> Troubles:
    weight = case.stay.birth_weight
    if weight and weight not in GRAMS and is_inpatient_claim(case):
        yield (
            "abstract.birth_weight",
            f"The birth weight cannot be right: enter grams, {GRAMS.start} to {GRAMS.stop - 1}.",
        )


@warning("ICD-10-CM P07.0, P07.1, P08.0, P08.1: grams")
def birth_weight_conflict(case: Case) -> Troubles:
    weight = case.stay.birth_weight
    for row in case.having(*_GRAMS_OF) if weight and is_inpatient_claim(case) else ():
        least, end = _GRAMS_OF[next(code for code in _GRAMS_OF if row.code.startswith(code))]
        if not least <= weight < end:
            yield (
                "abstract.birth_weight",
                f"{row.name} is for {least} to {end - 1} grams and {weight} are told: correct one of them.",
            )


@error("005010X222A1 2300 CLM05-1, 2400 SV105; CMS Place of Service Codes")
def place_unknown(case: Case) -> Troubles:
    if not is_professional(case):
        return
    if (said := case.stay.place_of_service) and said not in PLACES:
        yield "abstract.place_of_service", f"{shown(said)} is no place of service: choose one of the list."
    for row in case.services:
        if row.line.place and row.line.place not in PLACES:
            yield f"{row.where}.place", f"{row.name}: {shown(row.line.place)} is no place of service."
