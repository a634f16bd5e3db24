"""An Encounter becomes an arrival, or a sentence that says why not."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from queue_app.domain.arrival import Arrival
from queue_app.domain.encounter import PatientClass, Unit
from tests.fhir.builders import (
    ABSENT,
    a_bundle,
    a_patient,
    a_resource,
    an_encounter,
    arrival_of,
    lines,
    told_of,
)

HERE = "entry[1].resource"
CHICAGO = ZoneInfo("America/Chicago")
CAME_FOR = ("R07.9", "R06.02", "dizzy", "R07.9", "R11.2", "R42")


def an_organization(id: str, part_of: str = "", **facts: object) -> dict[str, object]:
    above = {"partOf": {"reference": f"Organization/{part_of}"}} if part_of else {}
    return a_resource("Organization", id, above, facts)


@pytest.mark.parametrize(
    "code, patient_class, unit",
    [
        ("IMP", PatientClass.INPATIENT, Unit.FACILITY),
        ("ACUTE", PatientClass.INPATIENT, Unit.FACILITY),
        ("NONAC", PatientClass.INPATIENT, Unit.FACILITY),
        ("OBSENC", PatientClass.OBSERVATION, Unit.FACILITY),
        ("EMER", PatientClass.EMERGENCY, Unit.FACILITY),
        ("AMB", PatientClass.CLINIC, Unit.PROFESSIONAL),
        ("SS", PatientClass.CLINIC, Unit.PROFESSIONAL),
        ("VR", PatientClass.CLINIC, Unit.PROFESSIONAL),
        ("HH", PatientClass.CLINIC, Unit.PROFESSIONAL),
        ("emer", PatientClass.EMERGENCY, Unit.FACILITY),
    ],
)
def test_the_class_decides_the_unit(code, patient_class, unit):
    arrival = arrival_of(an_encounter(class_={"code": code}))
    assert (arrival.stay.patient_class, arrival.unit) == (patient_class, unit)


def test_a_class_in_a_list_of_concepts_as_in_r5_is_read():
    arrival = arrival_of(an_encounter(class_=[{"coding": [{"code": "IMP"}]}]))
    assert arrival.stay.patient_class is PatientClass.INPATIENT


def test_periods_participants_and_admissions_as_in_r5_are_read():
    arrival = arrival_of(
        an_encounter(
            status="completed",
            period=ABSENT,
            actualPeriod={"start": "2026-11-16", "end": "2026-11-17"},
            participant=[{"actor": {"reference": "Practitioner/w"}}],
            admission={"dischargeDisposition": {"coding": [{"code": "snf"}]}},
        )
    )
    assert (arrival.finished, arrival.stay.attending, arrival.stay.disposition) == (True, "w", "03")


@pytest.mark.parametrize(
    "facts, where, reason",
    [
        ({"class_": ABSENT}, "class", "no patient class"),
        ({"class_": {"display": "ambulatory"}}, "class", "no patient class"),
        ({"class_": {"code": "ZZZ"}}, "class", "not one of HL7 v3 ActCode"),
        ({"class_": "inpatient"}, "class", "FHIR DSTU2"),
        ({"class_": 5}, "class", "no patient class"),
        ({"subject": ABSENT}, "subject", "No patient is named"),
        ({"subject": {"reference": "Patient/other"}}, "subject", "The patient is not in this file"),
        ({"subject": "Ann Sample"}, "subject", "The patient is not in this file"),
        ({"period": ABSENT}, "period.start", "start is missing or not a date"),
        ({"period": {"start": "2026"}}, "period.start", "start is missing or not a date"),
        ({"period": {"start": "2026-02-30"}}, "period.start", "start is missing or not a date"),
        ({"period": {"start": "16.11.2026"}}, "period.start", "start is missing or not a date"),
        ({"period": {"start": "1066-10-14"}}, "period.start", "start is missing or not a date"),
        ({"period": {"start": "2026-11-16", "end": "2026-11-15"}}, "period.end", "end lies before the start"),
        ({"id": ABSENT}, "", "no account number, identifier or id"),
        ({"status": "cancelled"}, "status", "The encounter is cancelled"),
        ({"status": "entered-in-error"}, "status", "The encounter is entered-in-error"),
    ],
)
def test_without_an_essential_only_the_reason_comes(facts, where, reason):
    (told,) = [one for one in told_of(a_bundle(a_patient(), an_encounter(**facts))) if where in one.where]
    assert told.where == f"{HERE}.{where}".rstrip(".")
    assert reason in told.reason
    assert "Ann" not in told.reason


def test_a_reason_never_comes_together_with_an_arrival_of_the_same_encounter():
    assert not [one for one in told_of(a_bundle(an_encounter())) if isinstance(one, Arrival)]


@pytest.mark.parametrize(
    "sent, read",
    [
        ("2026-11-16", datetime(2026, 11, 16, tzinfo=UTC)),
        ("2026-11-16T09:30", datetime(2026, 11, 16, 9, 30, tzinfo=UTC)),
        ("2026-11-16T23:30:00-05:00", datetime(2026, 11, 17, 4, 30, tzinfo=UTC)),
        ("2026-11-16T09:30:00.123456789Z", datetime(2026, 11, 16, 9, 30, 0, 123456, tzinfo=UTC)),
    ],
)
def test_times_are_read_with_or_without_time_and_zone(sent, read):
    assert arrival_of(an_encounter(period={"start": sent})).stay.admitted_at == read


@pytest.mark.parametrize(
    "sent, there",
    [
        ("2026-03-02T03:30:00Z", "2026-03-01T21:30:00-06:00"),
        ("2026-07-02T03:30:00+00:00", "2026-07-01T22:30:00-05:00"),
        ("2026-03-02T03:30:00+09:00", "2026-03-02T03:30:00+09:00"),
        ("2026-03-02T03:30:00", "2026-03-02T03:30:00-06:00"),
        ("2026-03-02", "2026-03-02T00:00:00-06:00"),
    ],
)
def test_a_time_in_utc_becomes_the_site_s_and_any_other_keeps_its_day(sent, there):
    encounter = an_encounter(period={"start": sent})
    assert arrival_of(encounter, zone=CHICAGO).stay.admitted_at.isoformat() == there
    (exported,) = told_of(lines(a_patient(), encounter).decode(), CHICAGO)
    assert exported.stay.admitted_at.isoformat() == there


@pytest.mark.parametrize("start", ["2026-11-16T22:00:00-05:00", "2026-11-17T04:00:00Z"])
def test_an_end_that_is_only_the_date_of_the_start_is_no_contradiction(start):
    stay = arrival_of(an_encounter(period={"start": start, "end": "2026-11-16"}), zone=CHICAGO).stay
    assert stay.discharged_at == stay.admitted_at


def test_an_end_that_is_no_date_is_named_and_the_stay_counts_as_going_on():
    told = told_of(
        a_bundle(
            a_patient(),
            an_encounter(class_={"code": "IMP"}, period={"start": "2026-11-16", "end": "soon"}),
        )
    )
    arrival, unreadable = told
    assert (arrival.stay.discharged_at, arrival.finished) == (None, False)
    assert unreadable.where == f"{HERE}.period.end"


@pytest.mark.parametrize(
    "code, status, end, finished",
    [
        ("IMP", "finished", "2026-11-18", True),
        ("IMP", "finished", None, False),
        ("IMP", "in-progress", None, False),
        ("AMB", "finished", None, True),
        ("AMB", "arrived", "2026-11-16", False),
    ],
)
def test_a_stay_is_finished_when_it_says_so_and_an_inpatient_has_left(code, status, end, finished):
    period = {"start": "2026-11-16", "end": end}
    assert arrival_of(an_encounter(class_={"code": code}, status=status, period=period)).finished is finished


def test_a_visit_that_is_cancelled_in_a_reference_only_says_so_once():
    assert len(told_of(a_bundle(a_patient(), an_encounter(status="cancelled")))) == 1


def test_the_account_number_is_the_accounts():
    account = a_resource("Account", "a", {"identifier": [{"value": "ACCT-9"}]}, {})
    encounter = an_encounter(account=[{"reference": "Account/a"}], identifier=[{"value": "V-1"}])
    assert arrival_of(account, encounter).account_number == "ACCT-9"


@pytest.mark.parametrize(
    "facts, number",
    [
        ({"account": [{"identifier": {"value": "ACCT-9"}}], "identifier": [{"value": "X"}]}, "ACCT-9"),
        ({"account": [{"reference": "Account/gone"}], "identifier": [{"value": "X"}]}, "X"),
        (
            {
                "identifier": [
                    {"value": "X"},
                    {"type": {"coding": [{"code": "VN"}]}, "value": "V-1"},
                    {"type": {"coding": [{"code": "AN"}]}, "value": "A-1"},
                ]
            },
            "A-1",
        ),
        ({"identifier": [{"use": "old"}, {"value": "X"}]}, "X"),
        ({}, "enc"),
    ],
)
def test_without_an_account_the_number_is_the_encounters(facts, number):
    assert arrival_of(an_encounter(**facts)).account_number == number


def test_the_facility_is_the_organization_at_the_top():
    ward = an_organization("ward", part_of="hospital")
    hospital = an_organization("hospital", part_of="trust")
    encounter = an_encounter(serviceProvider={"reference": "Organization/ward"})
    assert arrival_of(encounter, ward, hospital).stay.facility == "trust"


def test_organizations_that_are_part_of_each_other_do_not_go_on_for_ever():
    ward, hospital = an_organization("ward", part_of="hospital"), an_organization("hospital", part_of="ward")
    encounter = an_encounter(serviceProvider={"reference": "Organization/ward"})
    assert arrival_of(encounter, ward, hospital).stay.facility in ("ward", "hospital")


@pytest.mark.parametrize(
    "reference",
    [
        {"reference": "Organization/h1"},
        {"reference": "https://ehr.example/fhir/Organization/h1"},
        {"reference": "https://ehr.example/fhir/Organization/h1/_history/3"},
        {"reference": "Organization?identifier=https://ids.example|h1"},
        {"reference": "Organization?identifier=https://ids.example%7Ch1"},
        {"identifier": {"value": "h1"}},
    ],
)
def test_a_facility_that_is_not_in_the_file_is_still_known_by_its_id(reference):
    assert arrival_of(an_encounter(serviceProvider=reference)).stay.facility == "h1"


def test_without_a_service_provider_the_place_tells_the_facility():
    place = a_resource("Location", "l", {"managingOrganization": {"reference": "Organization/h1"}}, {})
    encounter = an_encounter(serviceProvider=ABSENT, location=[{"location": {"reference": "Location/l"}}])
    assert arrival_of(place, encounter).stay.facility == "h1"


def test_a_missing_facility_is_named_but_does_not_lose_the_encounter():
    told = told_of(a_bundle(a_patient(), an_encounter(serviceProvider=ABSENT)))
    assert told[0].stay.facility == ""
    assert (told[1].where, "No facility" in told[1].reason) == (f"{HERE}.serviceProvider", True)


def a_participant(id: str, role: str = "") -> dict[str, object]:
    type = [{"coding": [{"code": role}]}] if role else []
    return {"type": type, "individual": {"reference": f"Practitioner/{id}", "display": f"Dr. {id}"}}


@pytest.mark.parametrize(
    "participants, attending",
    [
        ([a_participant("a", "ADM"), a_participant("b", "PPRF"), a_participant("c", "ATND")], "c"),
        ([a_participant("a", "ADM"), a_participant("b", "PPRF")], "b"),
        ([{"individual": {"reference": "RelatedPerson/mother"}}, a_participant("a")], "a"),
        ([], ""),
    ],
)
def test_the_attending_comes_before_the_performer_and_anybody_else(participants, attending):
    stay = arrival_of(an_encounter(participant=participants)).stay
    assert stay.attending == attending
    assert stay.attending_name == (f"Dr. {attending}" if attending else "")


def test_an_attending_in_a_role_is_the_practitioner_behind_it():
    role = a_resource("PractitionerRole", "r", {"practitioner": {"reference": "Practitioner/w"}}, {})
    encounter = an_encounter(participant=[{"individual": {"reference": "PractitionerRole/r"}}])
    assert arrival_of(role, encounter).stay.attending == "w"


def test_an_attending_by_npi_is_known_by_the_id_of_their_entry():
    npi = {"system": "http://hl7.org/fhir/sid/us-npi", "value": "1234567893"}
    practitioner = a_resource("Practitioner", "w", {"identifier": [npi]}, {})
    reference = f"Practitioner?identifier={npi['system']}|{npi['value']}"
    encounter = an_encounter(participant=[{"individual": {"reference": reference}}])
    assert arrival_of(practitioner, encounter).stay.attending == "w"
    assert arrival_of(encounter).stay.attending == "1234567893"


def test_service_line_and_reasons_are_told_in_the_senders_words():
    encounter = an_encounter(
        serviceType={"text": "Cardiology"},
        reasonCode=[{"text": "Chest pain"}, {"coding": [{"display": "Dyspnea"}]}, {"text": "Chest pain"}],
    )
    stay = arrival_of(encounter).stay
    assert (stay.service_line, stay.reason) == ("Cardiology", "Chest pain; Dyspnea")


def test_what_the_patient_came_with_is_known_where_it_is_coded_in_icd_10_cm():
    coded = [{"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": code}]} for code in CAME_FOR]
    snomed = {"coding": [{"system": "http://snomed.info/sct", "code": "29857009"}]}
    told = {"reasonCode": [snomed, *coded]}
    visit = arrival_of(an_encounter(class_={"code": "EMER"}, **told)).stay
    assert (visit.visit_reasons, visit.admitting_diagnosis) == (("R079", "R0602", "R112"), "")
    stay = arrival_of(an_encounter(class_={"code": "IMP"}, **told)).stay
    assert (stay.visit_reasons, stay.admitting_diagnosis) == ((), "R079")


def test_the_day_of_birth_does_not_move_with_the_zone():
    assert arrival_of(an_encounter()).patient.born_on == date(1960, 5, 4)


def test_an_evening_visit_keeps_the_date_it_had_where_it_happened():
    period = {"start": "2026-11-16T22:30:00-05:00", "end": "2026-11-16T23:10:00-05:00"}
    assert arrival_of(an_encounter(period=period)).stay.coded_on == date(2026, 11, 16)
