"""Patients are read as they are registered."""

import pytest

from queue_app.domain.encounter import Address, Patient
from tests.fhir.builders import ABSENT, a_bundle, a_patient, an_encounter, told_of


def patient_of(**facts: object) -> Patient:
    return told_of(a_bundle(a_patient(**facts), an_encounter()))[0].patient


def test_an_official_name_comes_before_a_nickname_and_an_old_one():
    names = [
        {"use": "old", "family": "Maiden"},
        {"use": "nickname", "given": ["Annie"]},
        {"use": "official", "family": "Sample", "given": ["Ann", "Marie"]},
    ]
    patient = patient_of(name=names)
    assert (patient.family, patient.given) == ("Sample", "Ann Marie")


def test_a_name_in_one_piece_is_kept_in_one_piece():
    patient = patient_of(name=[{"text": "Ann Sample", "given": ["Ann"]}])
    assert (patient.family, patient.given) == ("Ann Sample", "")


def test_a_patient_without_a_name_is_named_as_such():
    told = told_of(a_bundle(a_patient(name=ABSENT), an_encounter()))
    assert told[0].patient.family == ""
    assert (told[1].where, told[1].reason) == ("entry[0].resource.name", "The patient has no name.")


@pytest.mark.parametrize(
    "identifiers, mrn",
    [
        (
            [
                {"use": "usual", "value": "U"},
                {"type": {"coding": [{"code": "SS"}]}, "value": "S"},
                {"type": {"coding": [{"code": "MR"}]}, "value": "M"},
            ],
            "M",
        ),
        ([{"value": "F"}, {"use": "usual", "value": "U"}], "U"),
        ([{"value": "F"}, {"value": "G"}], "F"),
        ([], "pat"),
    ],
)
def test_the_mrn_is_the_identifier_that_says_so(identifiers, mrn):
    assert patient_of(identifier=identifiers).mrn == mrn


@pytest.mark.parametrize("gender, sex", [("female", "F"), ("male", "M"), ("other", "U"), (ABSENT, "U")])
def test_sex_is_told_as_on_the_claim(gender, sex):
    assert patient_of(gender=gender).sex == sex


def test_the_home_address_is_taken_whether_its_line_is_a_list_or_not():
    home = {"use": "home", "line": "1 Elm St", "city": "Boston", "state": "MA", "postalCode": "02115"}
    assert patient_of(address=[{"use": "work", "city": "Salem"}, home]).address == Address(
        lines=("1 Elm St",), city="Boston", state="MA", postal_code="02115"
    )


def test_a_birth_date_of_only_a_year_is_named():
    told = told_of(a_bundle(a_patient(birthDate="1960"), an_encounter()))
    assert told[0].patient.born_on is None
    assert told[1].where == "entry[0].resource.birthDate"


@pytest.mark.parametrize("hostile", ["O'Brien ~*:^", '<script>alert("x")</script>', "ÅngstrÖm", "李"])
def test_hostile_and_foreign_names_are_kept_as_they_are(hostile):
    assert patient_of(name=[{"family": hostile}]).family == hostile


def test_a_name_keeps_no_control_characters_half_characters_or_turned_text():
    assert patient_of(name=[{"family": "Sam\u0000\u001b\ud800\u202eple\n Jr"}]).family == "Sample Jr"


def test_an_endless_name_is_cut_and_named():
    told = told_of(a_bundle(a_patient(name=[{"family": "x" * 5000}]), an_encounter()))
    assert len(told[0].patient.family) == 1000
    assert "longer than 1,000 characters" in told[1].reason
