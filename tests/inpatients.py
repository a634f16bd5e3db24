"""Inpatient stays to group: discharged in November 2026 unless a test says otherwise."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from queue_app.domain.codes import Codes, Diagnosis, Procedure
from queue_app.domain.encounter import Encounter, Patient, PatientClass, Stay, Unit
from tests.builders import a_patient, a_stay, an_encounter

LEFT = datetime(2026, 11, 16, 12, tzinfo=UTC)
ON = LEFT.date()


def somebody(age: int = 70, sex: str = "F") -> Patient:
    return a_patient(born_on=date(ON.year - age, 1, 1), sex=sex)


def a_week(**facts: Any) -> Stay:
    told = {
        "patient_class": PatientClass.INPATIENT,
        "admitted_at": LEFT - timedelta(days=7),
        "discharged_at": LEFT,
        "facility": "hospital-1",
    }
    return a_stay(**told | facts)


def coded(*diagnoses: str, procedures: tuple[str, ...] = ()) -> Codes:
    """Diagnoses as "J189" (present on admission) or "J189 N"; "J189 -" has no POA."""
    return Codes(tuple(_diagnosis(each) for each in diagnoses), tuple(Procedure(each) for each in procedures))


def an_inpatient(codes: Codes, **facts: Any) -> Encounter:
    told = {"unit": Unit.FACILITY, "work_type": "inpatient", "worklist": "inpatient", "stay": a_week()}
    return an_encounter(**told | {"patient": somebody(), "codes": codes} | facts)


def _diagnosis(written: str) -> Diagnosis:
    code, _, poa = written.partition(" ")
    return Diagnosis(code, poa.strip("-") if poa else "Y")
