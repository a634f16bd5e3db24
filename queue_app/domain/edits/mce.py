"""Edits of the Medicare Code Editor in our words: what Medicare would return, deny or have looked at.

The editor runs before the rules, and its marks are in the case. Numbers are those of CMS's Definitions of
Medicare Code Edits; what edits 1 to 3, 14 and 15 say, our other rules say. CMS retired 5 in October 2024.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from queue_app.domain.edits import infection, injury, newborn, obstetrics, poisoning, record, status, tabular
from queue_app.domain.edits.finding import Case
from queue_app.domain.edits.rule import Rule, Troubles, error, warning
from queue_app.domain.edits.scope import is_inpatient_claim

LONG_VENTILATION = "5A1955Z"  # respiratory ventilation for more than 96 hours
LONG_STAY = 4  # days

_LIMITED = "LIMITED_COVERAGE"  # and longer names, by organ
_AGES = {
    "newborn": "newborns in their first year",
    "pediatric": "children up to 17 years",
    "maternity": "mothers of 9 to 64 years",
    "adult": "people from 15 years",
}


# Where one of these speaks of the principal diagnosis, it says better why it may not be first.
_WHY_NOT_FIRST = (
    infection.organism_first,
    infection.resistance_first,
    infection.severe_sepsis_first,
    injury.sequela_before_condition,
    obstetrics.gestation_without_pregnancy,
    obstetrics.incidental_pregnancy_with_obstetric,
    obstetrics.outcome_without_delivery,
    poisoning.adverse_effect_first,
    poisoning.underdosing_first,
    status.history_first,
    status.nonspecific_on_inpatient,
    status.only_secondary,
    status.susceptibility_first,
    status.thrombolysis_elsewhere_first,
    tabular.manifestation_first,
)
# These know whom the code is for.
_WHOM_FOR = (newborn.liveborn_not_newborn, newborn.newborn_observation_late)


class _Found(NamedTuple):
    where: str
    name: str
    about: str


def _edit(number: int, name: str) -> str:
    return f"Medicare Code Editor, edit {number}: {name}"


@error(_edit(6, "manifestation code as principal diagnosis"))
def mce_manifestation_first(case: Case) -> Troubles:
    for found in _unsaid(case, "MANIFESTATION_AS_PDX", _WHY_NOT_FIRST):
        yield (
            found.where,
            f"{found.name} is a manifestation, which never comes first: put the disease behind it before it.",
        )


@warning(_edit(9, "unacceptable principal diagnosis"))
def mce_principal_unacceptable(case: Case) -> Troubles:
    for found in _unsaid(case, "UNACCEPTABLE_PDX", _WHY_NOT_FIRST):
        yield (
            found.where,
            f"{found.name} is not taken by Medicare as a principal diagnosis: "
            "put the condition first that the patient was admitted for.",
        )


@warning(_edit(9, "unacceptable principal diagnosis, requires secondary diagnosis"))
def mce_secondary_required(case: Case) -> Troubles:
    for found in _found(case, "REQUIRES_SDX"):
        yield found.where, f"{found.name} is principal only beside another diagnosis: add what was treated."


@warning(_edit(4, "age conflict"))
def mce_age_conflict(case: Case) -> Troubles:
    for found in _unsaid(case, "AGE_CONFLICT", _WHOM_FOR):
        whom = _AGES.get(found.about, "patients of another age")
        yield found.where, f"{found.name} is for {whom}: check the code and the patient's birth date."


@warning(_edit(5, "sex conflict, until September 2024"))
def mce_sex_conflict(case: Case) -> Troubles:
    """Only where the site wants it: a legal sex need not be that of the organs. Of all claims."""
    for mark in case.mce:
        if mark.edit == "SEX_CONFLICT":
            yield (
                mark.where,
                f"{_name(case, mark.where)} is not for the sex that is registered: "
                "check the code, or say that the record supports it.",
            )


@warning(_edit(8, "questionable admission"))
def mce_admission_questionable(case: Case) -> Troubles:
    for found in _found(case, "QUESTIONABLE_ADMISSION"):
        yield (
            found.where,
            f"{found.name} alone seldom needs a hospital bed: look in the record for a more exact reason.",
        )


@warning(_edit(8, "questionable admission, obstetric"))
def mce_delivery_without_outcome(case: Case) -> Troubles:
    if any(True for _ in obstetrics.outcome_missing.look(case)):
        return
    for found in _found(case, "QUESTIONABLE_OBSTETRIC_ADMISSION"):
        yield (
            found.where,
            f"{found.name} is a delivery without an outcome: add the Z37 code to the diagnoses.",
        )


@warning(_edit(20, "unspecified code"))
def mce_side_unspecified(case: Case) -> Troubles:
    """Where nobody can tell the side, a remark on the claim lets it pass (CMS change request 12471)."""
    told = {where for where, *_ in record.side_in_the_record.look(case)}
    for found in _found(case, "UNSPECIFIED"):
        if found.where in told:
            continue
        yield (
            found.where,
            f"{found.name} leaves the side or place open: choose the one the record gives, "
            "or ask billing to remark that nobody can tell.",
        )


@warning(_edit(11, "non-covered procedure"))
def mce_not_covered(case: Case) -> Troubles:
    for found in _found(case, "NON_COVERED"):
        yield (
            found.where,
            f"{found.name} is not covered by Medicare with these diagnoses: check both, and tell billing.",
        )


@warning(_edit(17, "limited coverage"))
def mce_limited_coverage(case: Case) -> Troubles:
    for found in _found(case, *{mark.edit for mark in case.mce if mark.edit.startswith(_LIMITED)}):
        yield (
            found.where,
            f"{found.name} is covered by Medicare only in approved hospitals and under conditions: "
            "ask billing whether they are met.",
        )


@warning(_edit(18, "wrong procedure performed"))
def mce_wrong_procedure(case: Case) -> Troubles:
    for found in _found(case, "WRONG_PROCEDURE_PERFORMED"):
        yield (
            found.where,
            f"{found.name} says that a wrong operation was done, which Medicare does not pay: "
            "make sure the record says so, and tell billing.",
        )


@warning(_edit(19, "procedure inconsistent with length of stay"))
def mce_stay_too_short(case: Case) -> Troubles:
    """Judged here: the editor we have cannot be told how long the stay was."""
    stay = case.encounter.stay
    if not is_inpatient_claim(case) or stay.discharged_at is None:
        return
    if (stay.discharged_at.date() - stay.admitted_at.date()).days >= LONG_STAY:
        return
    for row in case.procedures:
        if row.code == LONG_VENTILATION:
            yield (
                row.where,
                f"{row.name} is ventilation for more than 96 hours in a stay "
                f"of less than {LONG_STAY} days: count the hours in the record.",
            )


@warning(_edit(16, "invalid discharge status"))
def mce_disposition(case: Case) -> Troubles:
    for found in _found(case, "INVALID_DISCHARGE_STATUS"):
        yield found.where, "The discharge disposition is none that Medicare knows: choose another."


def _found(case: Case, *edits: str) -> Iterator[_Found]:
    """The editor's marks of these edits; it is for inpatient claims only."""
    for mark in case.mce if is_inpatient_claim(case) else ():
        if mark.edit in edits:
            yield _Found(mark.where, _name(case, mark.where), mark.about)


def _unsaid(case: Case, edit: str, better: Sequence[Rule]) -> Iterator[_Found]:
    """The marks of a place of which no better rule speaks."""
    for found in _found(case, edit):
        if not any(where == found.where for rule in better for where, *_ in rule.look(case)):
            yield found


def _name(case: Case, where: str) -> str:
    part, _, position = where.partition(".")
    if not position:
        return f"One of the {part}"
    rows = case.procedures if part == "procedures" else case.diagnoses
    return rows[int(position)].name
