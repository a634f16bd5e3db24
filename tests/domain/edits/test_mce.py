"""Edits of the Medicare Code Editor."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from queue_app.domain.codes import Procedure
from queue_app.domain.edits.finding import Case
from queue_app.domain.grouping import Mark
from tests.domain.edits.builders import ADMITTED, BRONCHOSCOPY, dx, emergency, inpatient
from tests.domain.edits.expectations import Silent, Speaks

VENTILATED = (Procedure("5A1955Z", BRONCHOSCOPY.on),)


def marked(edit: str, where: str = "diagnoses.0", about: str = "", **changes: Any) -> Case:
    return replace(inpatient(**changes), mce=(Mark(edit, where, about),))


def titled(code: str, title: str, edit: str) -> Case:
    return marked(edit, diagnoses=dx(code, "J189", poa="Y"), facts={code: {"title": title}})


def left_on(day: int) -> Case:
    """Admitted on the 8th and ventilated for more than four days."""
    return inpatient(procedures=VENTILATED, discharged_at=datetime(2026, 6, day, 8, tzinfo=UTC))


FIRST, SECOND, DONE = "diagnoses.0", "diagnoses.1", "procedures.0"

# fmt: off
SPEAKS = [
    Speaks("mce-manifestation-first", marked("MANIFESTATION_AS_PDX"), FIRST, "J18.9 at position 1 is"),
    Speaks("mce-principal-unacceptable", marked("UNACCEPTABLE_PDX"), FIRST, "not taken by Medicare"),
    Speaks("mce-secondary-required", marked("REQUIRES_SDX"), FIRST, "add what was treated."),
    Speaks("mce-age-conflict", marked("AGE_CONFLICT", SECOND, "newborn"), SECOND,
           "Z91.81 at position 2 is for newborns in their first year"),
    Speaks("mce-age-conflict", marked("AGE_CONFLICT", about="pediatric"), FIRST, "up to 17 years"),
    Speaks("mce-age-conflict", marked("AGE_CONFLICT", about="maternity"), FIRST, "9 to 64 years"),
    Speaks("mce-age-conflict", marked("AGE_CONFLICT", about="adult"), FIRST, "from 15 years"),
    Speaks("mce-sex-conflict", marked("SEX_CONFLICT"), FIRST, "is not for the sex that is registered"),
    Speaks("mce-sex-conflict", replace(emergency(), mce=(Mark("SEX_CONFLICT", SECOND),)), SECOND,
           "W19.XXXA at position 2 is not for the sex"),
    Speaks("mce-age-conflict", marked("AGE_CONFLICT", "diagnoses"), "diagnoses", "One of the diagnoses"),
    Speaks("mce-admission-questionable", marked("QUESTIONABLE_ADMISSION"), FIRST, "a more exact"),
    Speaks("mce-delivery-without-outcome", marked("QUESTIONABLE_OBSTETRIC_ADMISSION", DONE),
           DONE, "0BJ08ZZ at procedure 1 is a delivery without an outcome: add the Z37"),
    Speaks("mce-side-unspecified", marked("UNSPECIFIED", SECOND), SECOND, "the one the record gives"),
    Speaks("mce-not-covered", marked("NON_COVERED", DONE), DONE, "is not covered by Medicare"),
    Speaks("mce-limited-coverage", marked("LIMITED_COVERAGE", DONE), DONE, "approved hospitals"),
    Speaks("mce-limited-coverage", marked("LIMITED_COVERAGE_KIDNEY", "procedures"), "procedures",
           "One of the procedures is covered"),
    Speaks("mce-wrong-procedure", marked("WRONG_PROCEDURE_PERFORMED", SECOND), SECOND, "tell billing"),
    Speaks("mce-stay-too-short", left_on(11), DONE, "a stay of less than 4 days: count"),
    Speaks("mce-disposition", marked("INVALID_DISCHARGE_STATUS", ""), "", "choose another."),
]
SILENT = [
    Silent("mce-manifestation-first", "its title says so, and manifestation-first with it",
           titled("D638", "Anemia in other chronic diseases classified elsewhere", "MANIFESTATION_AS_PDX")),
    Silent("mce-principal-unacceptable", "organism-first says it",
           titled("B9620", "Unspecified Escherichia coli", "UNACCEPTABLE_PDX")),
    Silent("mce-principal-unacceptable", "outcome-without-delivery says it",
           marked("UNACCEPTABLE_PDX", diagnoses=dx("Z370", "I10", poa="Y"))),
    Silent("mce-age-conflict", "liveborn-not-newborn says it",
           marked("AGE_CONFLICT", diagnoses=dx("Z3800", poa="Y"))),
    Silent("mce-delivery-without-outcome", "outcome-missing says it",
           marked("QUESTIONABLE_OBSTETRIC_ADMISSION", DONE, diagnoses=dx("O80", poa="Y"))),
    Silent("mce-principal-unacceptable", "the editor is for inpatient claims",
           replace(emergency(), mce=(Mark("UNACCEPTABLE_PDX", FIRST),))),
    Silent("mce-secondary-required", "nothing is marked", inpatient()),
    Silent("mce-age-conflict", "something else is marked", marked("UNSPECIFIED")),
    Silent("mce-sex-conflict", "nothing is marked, as everywhere the site does not ask for it", inpatient()),
    Silent("mce-admission-questionable", "nothing is marked", inpatient()),
    Silent("mce-delivery-without-outcome", "nothing is marked", inpatient()),
    Silent("mce-side-unspecified", "nothing is marked", inpatient()),
    Silent("mce-not-covered", "coverage is only limited", marked("LIMITED_COVERAGE", DONE)),
    Silent("mce-limited-coverage", "it is not covered at all", marked("NON_COVERED", DONE)),
    Silent("mce-wrong-procedure", "nothing is marked", inpatient()),
    Silent("mce-stay-too-short", "the stay was long enough", left_on(12)),
    Silent("mce-stay-too-short", "the patient is still there",
           inpatient(procedures=VENTILATED, discharged_at=None)),
    Silent("mce-stay-too-short", "another procedure was done", inpatient(discharged_at=ADMITTED)),
    Silent("mce-stay-too-short", "px-not-inpatient says that it has to go", emergency(procedures=VENTILATED)),
    Silent("mce-disposition", "nothing is marked", inpatient()),
]
# fmt: on
