"""pyx12 finds nothing in whatever we write, and neither does our own lint."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from queue_app.domain.claim import Claim, RevenueLine
from queue_app.domain.codes import Codes, Diagnosis, Line, Procedure
from queue_app.domain.encounter import Address, Patient, PatientClass
from queue_app.x12 import envelope
from queue_app.x12.lint import lint
from queue_app.x12.segment import plain
from tests.x12 import builders
from tests.x12.builders import (
    FACILITY,
    PAYER,
    PROVIDER,
    SENDER,
    TODAY,
    a_clinic_claim,
    a_clinic_claim_elsewhere,
    a_patient,
    a_stay,
    a_surgical_claim,
    an_emergency_by_others,
    an_emergency_claim,
    an_inpatient_claim,
    an_interchange,
)
from tests.x12.judge import complaints

HOSTILE = "~*:^'\"<script>alert(1)</script>\r\n\x00\u202e\u200b" + "Ünïçødé 王 ¿" * 40


def diagnoses(count: int, poa: str = "") -> tuple[Diagnosis, ...]:
    return tuple(Diagnosis(f"A{place:02}9", poa) for place in range(count))


def procedures(count: int) -> tuple[Procedure, ...]:
    return tuple(Procedure(f"02HV3{place:02}"[:7], date(2026, 11, 2)) for place in range(count))


def find_nothing(*claims: Claim) -> None:
    text = envelope.write(an_interchange(*claims))
    assert complaints(text) == []
    assert lint(text, TODAY) == []


def numbered(claims: Iterable[Claim]) -> list[Claim]:
    return [replace(claim, number=f"ENC{place}") for place, claim in enumerate(claims)]


def test_inpatient_claims_with_1_to_25_diagnoses_are_valid() -> None:
    codes = (Codes(diagnoses(count, "Y")) for count in range(1, 26))
    find_nothing(*numbered(an_inpatient_claim(codes=each) for each in codes))


def test_inpatient_claims_with_0_to_25_procedures_are_valid() -> None:
    codes = (Codes(diagnoses(3, "N"), procedures(count)) for count in range(26))
    find_nothing(*numbered(an_inpatient_claim(codes=each) for each in codes))


def test_facility_claims_with_0_to_24_external_causes_are_valid() -> None:
    causes = tuple(Diagnosis(f"W{place:02}XXXA", "Y") for place in range(24))
    codes = (Codes((Diagnosis("S72001A", "Y"), *causes[:count])) for count in range(25))
    find_nothing(*numbered(an_inpatient_claim(codes=each) for each in codes))


def test_outpatient_facility_claims_are_valid() -> None:
    stays = (a_stay(one) for one in (PatientClass.EMERGENCY, PatientClass.OBSERVATION))
    find_nothing(*numbered(an_emergency_claim(stay=stay) for stay in stays))


def test_professional_claims_for_every_class_of_patient_are_valid() -> None:
    find_nothing(*numbered(a_clinic_claim(stay=a_stay(one)) for one in PatientClass))


def test_professional_claims_with_1_to_12_diagnoses_and_0_to_4_modifiers_are_valid() -> None:
    line, modifiers = Line("99213", charge=9900), ("25", "59", "GT", "LT")
    codes = [Codes(diagnoses(count), (), (line,)) for count in range(1, 13)]
    codes += [Codes(diagnoses(1), (), (replace(line, modifiers=modifiers[:count]),)) for count in range(5)]
    find_nothing(*numbered(a_clinic_claim(codes=each) for each in codes))


def test_a_professional_claim_as_full_as_it_may_be_is_valid() -> None:
    line = Line("99213", ("25", "59", "GT", "LT"), 9999, 9999999999, date(2026, 11, 1), (12, 1, 2, 3))
    find_nothing(a_clinic_claim(codes=Codes(diagnoses(12), (), (line,) * 50)))


def test_a_facility_claim_as_full_as_it_may_be_is_valid() -> None:
    modifiers = ("25", "59", "GT", "LT")
    line = RevenueLine(revenue_code="0450", charge=1, units=9999, code="99283", modifiers=modifiers)
    find_nothing(an_emergency_claim(revenue_lines=(line,) * 999))


def test_a_claim_with_nothing_but_what_is_required_is_valid() -> None:
    bare = {
        "patient": a_patient(given="", mrn="", sex="?", address=Address()),
        "facility": replace(FACILITY, taxonomy="", phone=""),
        "provider": replace(PROVIDER, given="", taxonomy=""),
    }
    find_nothing(a_clinic_claim(**bare))
    find_nothing(an_inpatient_claim(**bare))


def test_claims_with_all_that_an_abstract_may_say_are_valid() -> None:
    find_nothing(a_surgical_claim())
    find_nothing(an_emergency_by_others())
    find_nothing(a_clinic_claim_elsewhere())


def test_a_long_stay_over_new_year_is_valid() -> None:
    stay = a_stay(admitted_at=builders.ADMITTED_AT - timedelta(days=400))
    find_nothing(an_inpatient_claim(stay=stay))


def test_many_claims_in_one_file_are_valid() -> None:
    find_nothing(*numbered(a_clinic_claim() for _ in range(120)))


def test_hostile_names_are_written_harmlessly_everywhere() -> None:
    address = Address(lines=(HOSTILE, HOSTILE, HOSTILE), city=HOSTILE, state="MA", postal_code="01109")
    hostile = {
        "patient": a_patient(family=HOSTILE, given=HOSTILE, mrn=HOSTILE, address=address),
        "facility": replace(FACILITY, name=HOSTILE, address=address),
        "provider": replace(PROVIDER, family=HOSTILE, given=HOSTILE, taxonomy=HOSTILE),
        "payer": replace(PAYER, name=HOSTILE, payer_id=HOSTILE, type="MB"),
        "stay": a_stay(member_id=HOSTILE, reason=HOSTILE),
    }
    sender = replace(SENDER, name=HOSTILE, receiver_name=HOSTILE)
    for claim in (a_clinic_claim(**hostile), an_inpatient_claim(**hostile)):
        text = envelope.write(an_interchange(claim, sender=sender))
        assert complaints(text) == []
        assert lint(text, TODAY) == []
        assert text.isascii()


ANY_NAME = st.one_of(st.text(max_size=320), st.text(alphabet="~*:^\r\n\x00 Aé-'", max_size=80))


STATE, ZIP_CODE = st.sampled_from(["MA", "ma", "Missouri", "王", ""]), st.from_regex(r"[0-9]{0,9}")
PATIENTS = st.builds(
    Patient,
    mrn=ANY_NAME,
    family=ANY_NAME.filter(lambda name: bool(plain(name, 60))),
    given=ANY_NAME,
    born_on=st.dates(date(1850, 1, 1), date(2026, 11, 1)),
    sex=st.sampled_from("FMUfx "),
    address=st.builds(
        Address,
        lines=st.lists(ANY_NAME, max_size=3).map(tuple),
        city=ANY_NAME,
        state=STATE | ANY_NAME,
        postal_code=ZIP_CODE | ANY_NAME,
    ),
)


# Many patients to a file: reading its maps costs the judge more than reading the file.
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(PATIENTS, min_size=1, max_size=40))
def test_whatever_stands_in_names_and_addresses_the_file_is_valid(patients: list[Patient]) -> None:
    find_nothing(*numbered(an_inpatient_claim(patient=patient) for patient in patients))
