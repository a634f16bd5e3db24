"""References find what they mean."""

import pytest

from tests.fhir.builders import a_patient, an_encounter, told_of

ENTRIES = {
    "relative": ("", {"reference": "Patient/pat"}),
    "versioned": ("", {"reference": "Patient/pat/_history/2"}),
    "absolute": (
        "https://ehr.example/fhir/Patient/pat",
        {"reference": "https://ehr.example/fhir/Patient/pat"},
    ),
    "from another address": ("", {"reference": "https://ehr.example/fhir/Patient/pat"}),
    "to a new resource": ("urn:uuid:0c1e", {"reference": "urn:uuid:0c1e"}),
    "logical": ("", {"reference": "Patient?identifier=https://ids.example|7"}),
    "logical and encoded": ("", {"reference": "Patient?identifier=https%3A%2F%2Fids.example%7C7"}),
    "by identifier": ("", {"type": "Patient", "identifier": {"system": "https://ids.example", "value": "7"}}),
    "wrapped in a list": ("", [{"reference": "Patient/pat"}]),
}


@pytest.mark.parametrize("url, subject", ENTRIES.values(), ids=ENTRIES)
def test_a_patient_is_found_by_any_kind_of_reference(url, subject):
    patient = a_patient(identifier=[{"system": "https://ids.example", "value": "7"}])
    if url.startswith("urn"):
        del patient["id"]
    entries = [{"fullUrl": url, "resource": patient}, {"resource": an_encounter(subject=subject)}]
    (arrival,) = told_of({"resourceType": "Bundle", "entry": entries})
    assert arrival.patient.family == "Sample"


def test_a_resource_inside_the_encounter_is_found():
    encounter = an_encounter(contained=[a_patient(id="p")], subject={"reference": "#p"})
    (arrival,) = told_of(encounter)
    assert arrival.patient.family == "Sample"


def test_a_resource_without_an_id_is_known_by_the_end_of_its_address():
    patient = a_patient()
    del patient["id"]
    entries = [
        {"fullUrl": "https://ehr.example/Patient/pat", "resource": patient},
        {"resource": an_encounter()},
    ]
    (arrival,) = told_of({"resourceType": "Bundle", "entry": entries})
    assert arrival.patient.mrn == "pat"


def test_a_reference_to_the_wrong_kind_of_thing_is_no_patient():
    (told,) = told_of(
        {
            "resourceType": "Bundle",
            "entry": [{"resource": an_encounter(subject={"reference": "Encounter/enc"})}],
        }
    )
    assert "The patient is not in this file" in told.reason


def test_of_two_copies_of_a_resource_the_later_counts():
    entries = [a_patient(name=[{"family": "Old"}]), a_patient(name=[{"family": "New"}]), an_encounter()]
    (arrival,) = told_of({"resourceType": "Bundle", "entry": [{"resource": one} for one in entries]})
    assert arrival.patient.family == "New"


@pytest.mark.parametrize("type", ["collection", "document", "transaction", "searchset", "batch", "history"])
def test_every_type_of_bundle_is_read(type):
    entries = [
        {"search": {"mode": "match"}, "request": {"method": "POST"}, "resource": one}
        for one in (an_encounter(), a_patient())
    ]
    (arrival,) = told_of({"resourceType": "Bundle", "type": type, "entry": [*entries, {"request": {}}]})
    assert arrival.account_number == "enc"
