"""Cases for the edits: a good one of each kind, in which a test changes only what it is about."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime
from typing import Any

from queue_app.domain.codes import Abstract, CodeFact, Codes, Diagnosis, Facts, Line, Procedure, System
from queue_app.domain.directory import Facility, Provider
from queue_app.domain.edits.finding import Case
from queue_app.domain.encounter import Address, Billed, Encounter, Patient, PatientClass, Stay, Unit

TODAY = date(2026, 6, 20)
ADMITTED = datetime(2026, 6, 8, 9, tzinfo=UTC)
ADMITTED_ON = ADMITTED.date()
DISCHARGED = datetime(2026, 6, 12, 15, tzinfo=UTC)
VISIT_ENDED = datetime(2026, 6, 8, 10, tzinfo=UTC)

PNEUMONIA = Diagnosis("J189", "Y")
FALL_HISTORY = Diagnosis("Z9181")  # exempt from POA
BRONCHOSCOPY = Procedure("0BJ08ZZ", date(2026, 6, 9))
NAMED = Abstract(operating="dr-2", admitting_diagnosis="R0602")
OFFICE_VISIT = Line("99213", ("25",), units=1, charge=150_00, on=ADMITTED.date(), pointers=(1,))


def inpatient(**changes: Any) -> Case:
    """A stay of four days, billed on an 837I."""
    codes = Codes((PNEUMONIA, FALL_HISTORY), (BRONCHOSCOPY,), abstract=NAMED)
    return _case(PatientClass.INPATIENT, Unit.FACILITY, DISCHARGED, codes, changes)


def emergency(**changes: Any) -> Case:
    """A visit of an hour, billed on an 837I."""
    codes = Codes((Diagnosis("S52501A"), Diagnosis("W19XXXA")), (), (replace(OFFICE_VISIT, code="99283"),))
    return _case(PatientClass.EMERGENCY, Unit.FACILITY, VISIT_ENDED, codes, changes)


def clinic(**changes: Any) -> Case:
    """A visit of an hour, billed on an 837P."""
    codes = Codes((Diagnosis("E119"),), (), (OFFICE_VISIT,))
    return _case(PatientClass.CLINIC, Unit.PROFESSIONAL, VISIT_ENDED, codes, changes)


def dx(*codes: str, poa: str = "") -> tuple[Diagnosis, ...]:
    return tuple(Diagnosis(code, poa) for code in codes)


def line(**changes: Any) -> Line:
    """The clinic visit's one line, changed."""
    return replace(OFFICE_VISIT, **changes)


def charge(code: str, units: int = 1, on: date | None = ADMITTED_ON, cents: int = 100_00) -> Billed:
    """What the source billed for that service."""
    return Billed(code, "0300", units, cents, on)


def _case(of: PatientClass, unit: Unit, ended_at: datetime, codes: Codes, changes: dict[str, Any]) -> Case:
    """`changes` name a field of Case, Codes, Stay or Patient; `facts` changes what is known of some codes."""
    codes = replace(codes, **_taken(Codes, changes))
    stay = Stay(patient_class=of, admitted_at=ADMITTED, discharged_at=ended_at, facility="MAIN")
    patient = Patient(mrn="M1", family="Doe", born_on=date(1960, 1, 1), sex="F")
    encounter = Encounter(
        id="e1",
        unit=changes.pop("unit", unit),
        work_type="clinic",
        worklist="clinic",
        due_at=DISCHARGED,
        clock_at=DISCHARGED,
        arrived_at=DISCHARGED,
        account_number="A1",
        patient=replace(patient, **_taken(Patient, changes)),
        stay=replace(stay, **_taken(Stay, changes)),
        documents=changes.pop("documents", ()),
        billed=changes.pop("billed", ()),
    )
    facts = _facts(codes, changes.pop("facts", {}))
    good = Case(
        encounter=encounter, codes=codes, facts=facts, today=TODAY, facility=facility(), provider=provider()
    )
    return replace(good, **changes)


def _taken(owner: type[Any], changes: dict[str, Any]) -> dict[str, Any]:
    names = {field.name for field in fields(owner)} - {
        "facility"
    }  # a test that says facility means the entry
    return {name: changes.pop(name) for name in names & set(changes)}


def _facts(codes: Codes, known: dict[str, dict[str, Any] | None]) -> Facts:
    """Every code is real, billable and valid, except as `known` says; None makes one unknown."""
    facts = {}
    said = (codes.abstract.admitting_diagnosis, *codes.abstract.visit_reasons)
    others = ((System.ICD10CM, code) for code in (*known, *said) if code)  # those that may be proposed, too
    used = {*codes.named(), *others}
    for system, code in used:
        told = known.get(code, {})
        if told is not None:
            usual = {"title": "", "billable": True, "poa_exempt": code[:1] in "ZVWXY"}
            facts[system, code] = CodeFact(**{"system": system, "code": code, **usual, **told})
    return facts


def facility(npi: str = "1234567893") -> Facility:
    return Facility(
        id="MAIN", name="Main", npi=npi, tax_id="123456789", taxonomy="282N00000X", address=Address()
    )


def provider(npi: str = "1558598797") -> Provider:
    return Provider(id="dr-1", npi=npi, family="House")
