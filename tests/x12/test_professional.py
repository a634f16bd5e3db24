"""What an 837P says of a professional claim."""

from dataclasses import replace

import pytest

from queue_app.domain.claim import Claim
from queue_app.domain.codes import Codes, Diagnosis, Line
from queue_app.domain.encounter import PatientClass
from queue_app.x12 import professional
from queue_app.x12.segment import Segment
from tests.x12.builders import FACILITY, PROVIDER, SENDER, a_clinic_claim, a_clinic_claim_elsewhere, a_stay


def written(claim: Claim, id: str) -> list[Segment]:
    return [segment for segment in professional.loops(SENDER, claim) if segment[0] == id]


def test_diagnoses_stand_in_the_order_they_are_billed() -> None:
    codes = Codes(tuple(map(Diagnosis, ("I10", "E119", "W19XXXA"))), (), (Line("99213"),))
    assert written(a_clinic_claim(codes=codes), "HI") == [
        ("HI", ("ABK", "I10"), ("ABF", "E119"), ("ABF", "W19XXXA")),
    ]


def test_a_line_tells_place_and_provider_where_they_are_others() -> None:
    claim = a_clinic_claim_elsewhere()
    assert written(claim, "CLM")[0][5] == ("10", "B", "1")
    assert [segment[5] for segment in written(claim, "SV1")] == ["", "11"]
    assert [segment[3] for segment in written(claim, "NM1") if segment[1] == "82"] == ["STEIN", "CUTTER"]
    same = replace(claim.codes.lines[1], place="10", rendering=PROVIDER.id)
    alike = a_clinic_claim(stay=claim.stay, codes=replace(claim.codes, lines=(same,)))
    assert [segment[5] for segment in written(alike, "SV1")] == [""]
    assert [segment[3] for segment in written(alike, "NM1") if segment[1] == "82"] == ["STEIN"]


def test_a_line_carries_code_modifiers_charge_units_and_pointers() -> None:
    line = Line("99214", ("25", "GT"), 2, 18050, pointers=(3, 1))
    codes = Codes((Diagnosis("I10"),) * 3, (), (line,))
    assert written(a_clinic_claim(codes=codes), "SV1") == [
        ("SV1", ("HC", "99214", "25", "GT"), "180.5", "UN", "2", "", "", ("3", "1")),
    ]


def test_a_line_without_pointers_or_date_points_at_the_first_diagnosis_on_the_day_of_the_visit() -> None:
    claim = a_clinic_claim(codes=Codes((Diagnosis("I10"),), (), (Line("99214"),)))
    assert written(claim, "SV1")[0][-1] == ("1",)
    assert written(claim, "DTP") == [("DTP", "472", "D8", "20261101")]


@pytest.mark.parametrize(
    ("patient_class", "place"),
    [
        (PatientClass.CLINIC, "11"),
        (PatientClass.INPATIENT, "21"),
        (PatientClass.OBSERVATION, "22"),
        (PatientClass.EMERGENCY, "23"),
    ],
)
def test_the_place_of_service_follows_the_class_of_the_patient(
    patient_class: PatientClass, place: str
) -> None:
    assert written(a_clinic_claim(stay=a_stay(patient_class)), "CLM")[0][5] == (place, "B", "1")


def test_only_a_claim_for_an_inpatient_tells_admission_and_discharge() -> None:
    inpatient = written(a_clinic_claim(stay=a_stay(PatientClass.INPATIENT)), "DTP")
    assert inpatient[:2] == [("DTP", "435", "D8", "20261101"), ("DTP", "096", "D8", "20261105")]
    assert {segment[1] for segment in written(a_clinic_claim(), "DTP")} == {"472"}


def test_the_rendering_provider_is_named_unless_it_bills_itself() -> None:
    assert [segment[1] for segment in written(a_clinic_claim(), "NM1")] == [
        "41",
        "40",
        "85",
        "IL",
        "PR",
        "82",
    ]
    alone = a_clinic_claim(facility=replace(FACILITY, npi=PROVIDER.npi))
    assert [segment[1] for segment in written(alone, "NM1")] == ["41", "40", "85", "IL", "PR"]
