"""What an 837I says of a facility claim."""

from dataclasses import replace
from datetime import date

import pytest

from queue_app.domain.claim import Claim, RevenueLine
from queue_app.domain.codes import Codes, Diagnosis, Procedure
from queue_app.domain.encounter import PatientClass
from queue_app.x12 import institutional
from queue_app.x12.segment import Segment
from tests.x12.builders import (
    FACILITY,
    PROVIDER,
    SENDER,
    a_stay,
    a_surgical_claim,
    an_emergency_by_others,
    an_emergency_claim,
    an_inpatient_claim,
)


def written(claim: Claim, id: str) -> list[Segment]:
    return [segment for segment in institutional.loops(SENDER, claim) if segment[0] == id]


def test_an_inpatient_diagnosis_says_whether_it_was_present_on_admission() -> None:
    codes = Codes((Diagnosis("A419", "Y"), Diagnosis("J189", "N")))
    assert written(an_inpatient_claim(codes=codes), "HI") == [
        ("HI", ("ABK", "A419", "", "", "", "", "", "", "Y")),
        ("HI", ("ABJ", "A419")),
        ("HI", ("ABF", "J189", "", "", "", "", "", "", "N")),
    ]


def test_an_exempt_diagnosis_leaves_present_on_admission_out() -> None:
    codes = Codes((Diagnosis("A419", "Y"), Diagnosis("Z794", "Y")))
    claim = an_inpatient_claim(codes=codes, exempt=frozenset({"Z794"}))
    assert written(claim, "HI")[-1] == ("HI", ("ABF", "Z794"))


def test_an_outpatient_claim_gives_a_reason_for_visit_and_no_present_on_admission() -> None:
    codes = Codes((Diagnosis("R0789", "Y"), Diagnosis("I10", "Y")))
    assert written(an_emergency_claim(codes=codes), "HI") == [
        ("HI", ("ABK", "R0789")),
        ("HI", ("APR", "R0789")),
        ("HI", ("ABF", "I10")),
    ]


def test_external_causes_have_a_segment_of_their_own() -> None:
    codes = Codes(tuple(map(Diagnosis, ("S72001A", "W19XXXA", "I10", "Y92009", "V4352XA", "X58XXXA"))))
    assert written(an_emergency_claim(codes=codes), "HI")[2:] == [
        ("HI", ("ABN", "W19XXXA"), ("ABN", "Y92009"), ("ABN", "V4352XA"), ("ABN", "X58XXXA")),
        ("HI", ("ABF", "I10")),
    ]


def test_external_causes_beyond_twelve_stand_among_the_other_diagnoses() -> None:
    causes = tuple(Diagnosis("W19XXXA") for _ in range(14))
    segments = written(an_emergency_claim(codes=Codes((Diagnosis("S72001A"), *causes))), "HI")[2:]
    assert [len(segment) - 1 for segment in segments] == [12, 2]
    assert segments[1][1] == ("ABF", "W19XXXA")


def test_the_first_procedure_is_the_principal_one_and_each_has_its_date() -> None:
    done = tuple(Procedure("02HV33Z", date(2026, 11, day)) for day in range(1, 15))
    segments = written(an_inpatient_claim(codes=Codes((Diagnosis("I10"),), done)), "HI")[2:]
    assert segments[0] == ("HI", ("BBR", "02HV33Z", "D8", "20261101"))
    assert [len(segment) - 1 for segment in segments[1:]] == [12, 1]
    assert segments[1][1] == ("BBQ", "02HV33Z", "D8", "20261102")


def test_an_inpatient_claim_tells_statement_admission_discharge_and_how_they_came_and_went() -> None:
    claim = an_inpatient_claim(stay=a_stay(admit_type="1", admit_source="7", disposition="03"))
    assert written(claim, "DTP") == [
        ("DTP", "096", "TM", "1330"),
        ("DTP", "434", "RD8", "20261101-20261105"),
        ("DTP", "435", "DT", "202611011005"),
    ]
    assert written(claim, "CL1") == [("CL1", "1", "7", "03")]


def test_an_outpatient_claim_tells_its_statement_dates_and_the_date_of_each_line() -> None:
    lines = (
        RevenueLine(revenue_code="0450", charge=100, units=1, code="99283"),
        RevenueLine(revenue_code="0450", charge=100, units=1, code="99283", on=date(2026, 11, 2)),
    )
    assert written(an_emergency_claim(revenue_lines=lines), "DTP") == [
        ("DTP", "434", "RD8", "20261101-20261101"),
        ("DTP", "472", "D8", "20261101"),
        ("DTP", "472", "D8", "20261102"),
    ]


def test_a_line_carries_revenue_code_service_charge_and_days_or_units() -> None:
    lines = (
        RevenueLine(revenue_code="120", charge=1200000, units=4, days=True),
        RevenueLine(revenue_code="0450", charge=45001, units=1, code="99283", modifiers=("25",)),
    )
    assert written(an_inpatient_claim(revenue_lines=lines), "SV2") == [
        ("SV2", "0120", "", "12000", "DA", "4"),
        ("SV2", "0450", ("HC", "99283", "25"), "450.01", "UN", "1"),
    ]


@pytest.mark.parametrize(
    ("patient_class", "own", "billed"),
    [
        (PatientClass.INPATIENT, "11", "11"),
        (PatientClass.EMERGENCY, "11", "13"),
        (PatientClass.OBSERVATION, "11", "13"),
        (PatientClass.EMERGENCY, "85", "85"),
    ],
)
def test_the_type_of_bill_follows_the_class_of_the_patient(
    patient_class: PatientClass, own: str, billed: str
) -> None:
    claim = an_inpatient_claim(stay=a_stay(patient_class), facility=replace(FACILITY, facility_code=own))
    assert written(claim, "CLM")[0][5] == (billed, "A", "1")


def test_the_attending_provider_is_named() -> None:
    attending = written(an_inpatient_claim(), "NM1")[-1]
    assert attending == ("NM1", "71", "1", "STEIN", "ANDREA", "", "", "", "XX", "1679576722")


def test_those_who_operated_and_who_rendered_services_are_named_where_they_are_others() -> None:
    named = [(segment[1], segment[3]) for segment in written(a_surgical_claim(), "NM1")[-3:]]
    assert named == [("71", "STEIN"), ("72", "CUTTER"), ("ZZ", "HELPER")]
    named = [(segment[1], segment[3]) for segment in written(an_emergency_by_others(), "NM1")[-3:]]
    assert named == [("71", "STEIN"), ("82", "CUTTER"), ("82", "HELPER")]
    himself = an_inpatient_claim(stay=a_stay(operating=PROVIDER.id, rendering=PROVIDER.id))
    named = [(segment[1], segment[3]) for segment in written(himself, "NM1")[-2:]]
    assert named == [("71", "STEIN"), ("72", "STEIN")]


def test_what_the_patient_came_with_may_be_another_diagnosis_than_the_first() -> None:
    assert ("HI", ("ABJ", "R6810")) in written(a_surgical_claim(), "HI")
    assert ("HI", ("APR", "M25571"), ("APR", "R2689")) in written(an_emergency_by_others(), "HI")


def test_the_birth_weight_is_a_value_code_of_inpatients() -> None:
    assert written(a_surgical_claim(), "HI")[-1] == ("HI", ("BE", "54", "", "", "3240"))
    outpatient = an_emergency_claim()
    heavy = replace(outpatient, stay=replace(outpatient.stay, birth_weight=3240))
    assert written(heavy, "HI") == written(outpatient, "HI")
