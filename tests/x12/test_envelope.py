"""A file for billing: control numbers, and what is refused."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from queue_app.domain.claim import Claim
from queue_app.domain.codes import Codes, Diagnosis, Line, Procedure
from queue_app.domain.encounter import Address
from queue_app.x12 import envelope
from queue_app.x12.requirements import problems
from queue_app.x12.segment import Row, split
from tests.x12.builders import (
    DISCHARGED_AT,
    FACILITY,
    PAYER,
    PROVIDER,
    SENDER,
    a_clinic_claim,
    a_patient,
    a_stay,
    an_emergency_claim,
    an_inpatient_claim,
    an_interchange,
)


def rows_of(*claims: Claim, **facts: Any) -> list[Row]:
    return split(envelope.write(an_interchange(*claims, **facts)))


def test_the_control_number_stands_at_both_ends_of_file_and_group() -> None:
    rows = rows_of(a_clinic_claim(), control_number=42)
    found = {row.id: row for row in rows}
    assert found["ISA"].at(13) == found["IEA"].at(2) == "000000042"
    assert found["GS"].at(6) == found["GE"].at(2) == "42"


def test_each_claim_has_a_transaction_set_numbered_in_order() -> None:
    rows = rows_of(a_clinic_claim(number="B"), a_clinic_claim(number="A"), control_number=42)
    assert [row.at(2) for row in rows if row.id in ("ST", "SE")] == ["0001", "0001", "0002", "0002"]
    assert [row.at(3) for row in rows if row.id == "BHT"] == ["0000000420001", "0000000420002"]
    assert [row.at(1) for row in rows if row.id == "CLM"] == ["B", "A"]


def test_only_a_production_file_says_so() -> None:
    assert rows_of(a_clinic_claim())[0].at(15) == "T"
    assert rows_of(a_clinic_claim(), sender=replace(SENDER, production=True))[0].at(15) == "P"


def test_writing_twice_gives_the_same_bytes() -> None:
    interchange = an_interchange(a_clinic_claim())
    assert envelope.write(interchange) == envelope.write(interchange)


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"claims": ()}, "The file has no claims."),
        ({"control_number": 0}, "The control number must lie between 1 and 999999999."),
        ({"control_number": 10**9}, "The control number must lie between 1 and 999999999."),
        ({"claims": (a_clinic_claim(), a_clinic_claim())}, "Claim ENC3001 is in the file 2 times."),
        (
            {"claims": (a_clinic_claim(), an_inpatient_claim())},
            "Facility and professional claims cannot share a file.",
        ),
        (
            {"sender": replace(SENDER, id="A*B")},
            "The sender's id in the settings must be 2 to 15 letters and digits.",
        ),
        (
            {"sender": replace(SENDER, phone="911")},
            "The sender's telephone number in the settings must have ten digits.",
        ),
        ({"sender": replace(SENDER, name="~")}, "The sender's name is missing in the settings."),
    ],
)
def test_a_file_that_cannot_be_is_refused_with_a_sentence(facts: dict[str, Any], says: str) -> None:
    with pytest.raises(envelope.Unwritable) as refused:
        envelope.write(an_interchange(**{"claims": (a_clinic_claim(),)} | facts))
    assert refused.value.problems == (says,)


CLINIC, INPATIENT = a_clinic_claim(), an_inpatient_claim()
LINE = CLINIC.codes.lines[0]
REVENUE = INPATIENT.revenue_lines[0]
DX = (Diagnosis("I10"),)


@pytest.mark.parametrize(
    ("claim", "says"),
    [
        (a_clinic_claim(number="a-1"), "The claim number must be 1 to 20 of A to Z and 0 to 9."),
        (a_clinic_claim(patient=a_patient(born_on=None)), "The patient has no birth date."),
        (
            a_clinic_claim(patient=a_patient(born_on=date(2027, 1, 1))),
            "The patient's birth date cannot be right.",
        ),
        (
            a_clinic_claim(patient=a_patient(born_on=date(9, 1, 1))),
            "The patient's birth date cannot be right.",
        ),
        (a_clinic_claim(patient=a_patient(family="王")), "The patient has no family name in Latin letters."),
        (
            a_clinic_claim(stay=replace(CLINIC.stay, member_id="")),
            "The patient's member id with the payer is missing.",
        ),
        (a_clinic_claim(facility=replace(FACILITY, npi="1234567890")), "The facility's NPI is not valid."),
        (a_clinic_claim(provider=replace(PROVIDER, npi="")), "The provider's NPI is not valid."),
        (a_clinic_claim(provider=replace(PROVIDER, family="")), "The provider has no family name."),
        (
            a_clinic_claim(facility=replace(FACILITY, tax_id="12")),
            "The facility's tax id must have nine digits.",
        ),
        (a_clinic_claim(facility=replace(FACILITY, name=":")), "The facility has no name."),
        (
            a_clinic_claim(
                facility=replace(FACILITY, address=Address(city="X", state="MA", postal_code="01109"))
            ),
            "The facility has no street address.",
        ),
        (
            a_clinic_claim(
                facility=replace(FACILITY, address=replace(FACILITY.address, state="Missouri")),
            ),
            "The facility's address needs a state of two letters and a ZIP code of five or nine digits.",
        ),
        (a_clinic_claim(payer=replace(PAYER, name="")), "The payer has no name."),
        (
            a_clinic_claim(payer=replace(PAYER, payer_id="")),
            "The payer's id at the clearing house is missing.",
        ),
        (
            a_clinic_claim(payer=replace(PAYER, type="09")),
            "The payer's type is not a claim filing indicator of version 5010, such as MA, MB, CI or HM.",
        ),
        (
            a_clinic_claim(stay=replace(CLINIC.stay, discharged_at=DISCHARGED_AT.replace(year=2025))),
            "The stay ends before it begins.",
        ),
        (
            a_clinic_claim(codes=Codes(DX, (), (replace(LINE, pointers=(), on=date(209, 1, 1)),))),
            "A date of the stay or of a service is before 1850.",
        ),
        (a_clinic_claim(codes=Codes((), (), (replace(LINE, pointers=()),))), "There is no diagnosis."),
        (
            a_clinic_claim(codes=Codes((Diagnosis("I10.9"),), (), (Line("99213"),))),
            "Diagnosis 1 is not an ICD-10-CM code in capitals without a dot.",
        ),
        (
            an_inpatient_claim(codes=Codes((Diagnosis("I10", "1"),))),
            "Diagnosis 1 has a present-on-admission indicator other than Y, N, U and W.",
        ),
        (
            a_clinic_claim(codes=Codes(DX * 13, (), (Line("99213"),))),
            "A professional claim takes 12 diagnoses; it has 13.",
        ),
        (
            a_clinic_claim(codes=Codes(DX, (Procedure("02HV33Z"),), (Line("99213"),))),
            "A professional claim takes no ICD-10-PCS codes.",
        ),
        (a_clinic_claim(codes=Codes(DX)), "It needs 1 to 50 service lines; it has 0."),
        (
            a_clinic_claim(codes=Codes(DX, (), (Line("99213"),) * 51)),
            "It needs 1 to 50 service lines; it has 51.",
        ),
        (
            a_clinic_claim(codes=Codes(DX, (), (Line("9921"),))),
            "Line 1 has no CPT or HCPCS code of five characters.",
        ),
        (
            a_clinic_claim(codes=Codes(DX * 5, (), (Line("99213", pointers=(1, 2, 3, 4, 5)),))),
            "Line 1 points at more than 4 diagnoses.",
        ),
        (
            a_clinic_claim(codes=Codes(DX, (), (Line("99213", pointers=(2,)),))),
            "Line 1 points at a diagnosis that is not there.",
        ),
        (
            a_clinic_claim(codes=Codes(DX, (), (Line("99213", ("25", "59", "GT", "LT", "76")),))),
            "Line 1 has more than 4 modifiers.",
        ),
        (
            a_clinic_claim(codes=Codes(DX, (), (Line("99213", ("2:",)),))),
            "Line 1 has a modifier that is not two characters.",
        ),
        (
            a_clinic_claim(codes=Codes(DX, (), (Line("99213", units=0),))),
            "Line 1 needs units of 1 or more and a charge that is not negative.",
        ),
        (an_inpatient_claim(stay=a_stay(discharged_at=None)), "The inpatient stay has not ended."),
        (an_inpatient_claim(stay=a_stay(admit_type="")), "The type of admission is not a UB-04 code."),
        (an_inpatient_claim(stay=a_stay(admit_source="~")), "The point of origin is not a UB-04 code."),
        (an_inpatient_claim(stay=a_stay(disposition="1")), "The discharge disposition is not a UB-04 code."),
        (
            an_inpatient_claim(facility=replace(FACILITY, facility_code="")),
            "The facility type is not a UB-04 code.",
        ),
        (
            an_inpatient_claim(codes=Codes(DX * 26)),
            "A facility claim takes 24 other diagnoses; it has more.",
        ),
        (
            an_inpatient_claim(codes=Codes(DX, (Procedure("02HV33Z"),))),
            "Procedure 1 has no date.",
        ),
        (
            an_inpatient_claim(codes=Codes(DX, (Procedure("02HV3IZ", date(2026, 11, 1)),))),
            "Procedure 1 is not an ICD-10-PCS code of seven characters.",
        ),
        (
            an_inpatient_claim(codes=Codes(DX, (Procedure("02HV33Z", date(2026, 11, 1)),) * 26)),
            "A facility claim takes 25 procedures; it has 26.",
        ),
        (
            an_emergency_claim(codes=Codes(DX, (Procedure("02HV33Z", date(2026, 11, 1)),))),
            "Only inpatient claims take ICD-10-PCS codes.",
        ),
        (
            an_inpatient_claim(revenue_lines=(replace(REVENUE, revenue_code="ROOM"),)),
            "Line 1 has no revenue code of four digits.",
        ),
        (
            an_inpatient_claim(revenue_lines=(replace(REVENUE, code="9928"),)),
            "Line 1 has a CPT or HCPCS code that is not five characters.",
        ),
        (
            an_inpatient_claim(revenue_lines=(replace(REVENUE, modifiers=("25",)),)),
            "Line 1 has modifiers but no CPT or HCPCS code.",
        ),
    ],
)
def test_a_claim_that_lacks_what_the_guide_requires_is_refused_with_a_sentence(
    claim: Claim, says: str
) -> None:
    assert problems(claim) == (says,)


def test_a_refused_file_names_every_claim_and_everything_missing_and_nobody() -> None:
    patient = a_patient(born_on=None, family="Ωραίος~")
    interchange = an_interchange(
        a_clinic_claim(patient=patient), a_clinic_claim(number="bad one", payer=replace(PAYER, name=""))
    )
    with pytest.raises(envelope.Unwritable) as refused:
        envelope.write(interchange)
    assert refused.value.problems == (
        "Claim ENC3001: The patient has no family name in Latin letters.",
        "Claim ENC3001: The patient has no birth date.",
        "Claim number 2 of the file: The claim number must be 1 to 20 of A to Z and 0 to 9.",
        "Claim number 2 of the file: The payer has no name.",
    )
    assert "bad one" not in str(refused.value)
