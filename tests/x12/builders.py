"""Claims to test with: say only what the test is about."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from queue_app.domain.claim import Claim, Interchange, RevenueLine, Sender
from queue_app.domain.codes import Codes, Diagnosis, Line, Procedure
from queue_app.domain.directory import Facility, Payer, Provider
from queue_app.domain.encounter import Address, Patient, PatientClass, Stay, Unit

MADE_AT = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
TODAY = MADE_AT.date()
ADMITTED_AT = datetime(2026, 11, 1, 10, 5, tzinfo=UTC)
DISCHARGED_AT = datetime(2026, 11, 5, 13, 30, tzinfo=UTC)

SENDER = Sender(
    id="CODEDESK",
    name="Example Billing Office",
    phone="(555) 555-0100",
    receiver_id="CLEARHOUSE",
    receiver_name="Example Clearing House",
)
FACILITY = Facility(
    id="main",
    name="Example Hospital",
    npi="1234567893",
    tax_id="12-3456789",
    taxonomy="282N00000X",
    address=Address(lines=("100 Main St",), city="Springfield", state="MA", postal_code="01109"),
)
PROVIDER = Provider(id="p1", npi="1679576722", family="Stein", given="Andrea", taxonomy="207R00000X")
PAYER = Payer(id="mcr", name="Medicare", payer_id="12345", type="MA")
PATIENT = Patient(
    mrn="M1001",
    family="Sample",
    given="Ann",
    born_on=date(1950, 1, 31),
    sex="F",
    address=Address(lines=("1 Elm St", "Apt 2"), city="Springfield", state="MA", postal_code="01109-1234"),
)


def a_patient(**facts: Any) -> Patient:
    return replace(PATIENT, **facts)


def a_stay(patient_class: PatientClass = PatientClass.INPATIENT, **facts: Any) -> Stay:
    stay = Stay(
        patient_class=patient_class,
        admitted_at=ADMITTED_AT,
        discharged_at=DISCHARGED_AT,
        facility="main",
        member_id="1EG4TE5MK73",
    )
    return replace(stay, **facts)


def an_inpatient_claim(**facts: Any) -> Claim:
    claim = Claim(
        number="ENC1001",
        unit=Unit.FACILITY,
        patient=PATIENT,
        stay=a_stay(),
        codes=Codes(
            (Diagnosis("A419", "Y"), Diagnosis("J189", "N"), Diagnosis("Z794", "Y")),
            (Procedure("02HV33Z", date(2026, 11, 1)),),
        ),
        facility=FACILITY,
        provider=PROVIDER,
        payer=PAYER,
        revenue_lines=(
            RevenueLine(revenue_code="0120", charge=1200000, units=4, days=True),
            RevenueLine(revenue_code="0300", charge=300050, units=10),
        ),
        exempt=frozenset({"Z794"}),
    )
    return replace(claim, **facts)


def an_emergency_claim(**facts: Any) -> Claim:
    claim = an_inpatient_claim(
        number="ENC2001",
        stay=a_stay(PatientClass.EMERGENCY, discharged_at=ADMITTED_AT.replace(hour=14), admit_type="1"),
        codes=Codes((Diagnosis("S93401A"), Diagnosis("W19XXXA"), Diagnosis("I10"), Diagnosis("Y92009"))),
        revenue_lines=(
            RevenueLine(revenue_code="450", charge=45000, units=1, code="99283", modifiers=("25",)),
            RevenueLine(revenue_code="0320", charge=12550, units=1, code="73610", on=date(2026, 11, 1)),
        ),
    )
    return replace(claim, **facts)


def a_clinic_claim(**facts: Any) -> Claim:
    claim = an_inpatient_claim(
        number="ENC3001",
        unit=Unit.PROFESSIONAL,
        stay=a_stay(PatientClass.CLINIC, discharged_at=ADMITTED_AT),
        codes=Codes(
            (Diagnosis("E1142"), Diagnosis("I10"), Diagnosis("Z794")),
            (),
            (
                Line("99214", ("25",), 1, 18000, date(2026, 11, 1), (1, 2, 3)),
                Line("J1100", (), 4, 7050, date(2026, 11, 1)),
            ),
        ),
        revenue_lines=(),
        payer=replace(PAYER, type="MB"),
    )
    return replace(claim, **facts)


def an_interchange(*claims: Claim, **facts: Any) -> Interchange:
    interchange = Interchange(control_number=101, made_at=MADE_AT, sender=SENDER, claims=claims)
    return replace(interchange, **facts)


SURGEON = Provider(id="p2", npi="1558598797", family="Cutter", given="Bo", taxonomy="208600000X")
SECOND = Provider(id="p3", npi="1234567893", family="Helper", given="Cy")


def a_surgical_claim() -> Claim:
    """A newborn's, with everything an abstract may say of an inpatient."""
    done = (Procedure("0DB68ZX", date(2026, 11, 1)), Procedure("0W3P8ZZ", date(2026, 11, 2), "p3"))
    claim = an_inpatient_claim(
        number="ENC1002",
        patient=a_patient(born_on=date(2026, 11, 1)),
        stay=a_stay(
            admit_type="4",
            admit_source="5",
            disposition="02",
            operating="p2",
            admitting_diagnosis="R6810",
            birth_weight=3240,
        ),
        others={"p2": SURGEON, "p3": SECOND},
    )
    return replace(claim, codes=replace(claim.codes, procedures=done))


def an_emergency_by_others() -> Claim:
    """With reasons for the visit, and others who rendered services."""
    claim = an_emergency_claim(number="ENC2002", others={"p2": SURGEON, "p3": SECOND})
    first, second = claim.revenue_lines
    return replace(
        claim,
        stay=replace(claim.stay, visit_reasons=("M25571", "R2689"), rendering="p2"),
        revenue_lines=(first, replace(second, rendering="p3")),
    )


def a_clinic_claim_elsewhere() -> Claim:
    """By telehealth, but for one line that somebody else rendered in the office."""
    claim = a_clinic_claim(number="ENC3002", others={"p2": SURGEON})
    first, second = claim.codes.lines
    return replace(
        claim,
        stay=replace(claim.stay, place_of_service="10"),
        codes=replace(claim.codes, lines=(first, replace(second, place="11", rendering="p2"))),
    )
