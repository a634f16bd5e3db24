"""Codes of FHIR are told as the claim tells them (UB-04)."""

import pytest

from tests.fhir.builders import an_encounter, arrival_of, refusals_of


def coded(code: str) -> dict[str, object]:
    return {"coding": [{"code": code}]}


@pytest.mark.parametrize(
    "code, disposition",
    {
        "home": "01",
        "exp": "20",
        "snf": "03",
        "other-hcf": "02",
        "hosp": "50",
        "hha": "06",
        "long": "63",
        "rehab": "62",
        "psy": "65",
        "aadvice": "07",
        "30": "30",
        "1": "01",
    }.items(),
)
def test_the_disposition_is_told_as_ub_04_does(code, disposition):
    told = {"dischargeDisposition": coded(code)}
    assert arrival_of(an_encounter(hospitalization=told)).stay.disposition == disposition


def test_who_has_not_left_is_still_a_patient():
    encounter = an_encounter(class_={"code": "IMP"}, status="in-progress", period={"start": "2026-11-16"})
    assert arrival_of(encounter).stay.disposition == "30"


@pytest.mark.parametrize(
    "code, origin",
    [
        ("emd", "1"),
        ("outp", "2"),
        ("hosp-trans", "4"),
        ("nursing", "5"),
        ("gp", "1"),
        ("other", "9"),
        ("8", "8"),
    ],
)
def test_the_point_of_origin_is_told_as_ub_04_does(code, origin):
    assert arrival_of(an_encounter(hospitalization={"admitSource": coded(code)})).stay.admit_source == origin


def test_a_newborn_is_admitted_as_one():
    stay = arrival_of(an_encounter(hospitalization={"admitSource": coded("born")})).stay
    assert (stay.admit_source, stay.admit_type) == ("5", "4")


@pytest.mark.parametrize(
    "facts, priority",
    [
        ({"priority": coded("EM")}, "1"),
        ({"priority": coded("UR")}, "2"),
        ({"priority": coded("R")}, "3"),
        ({"priority": coded("EL")}, "3"),
        ({}, "9"),
        ({"class_": {"code": "EMER"}}, "1"),
    ],
)
def test_the_priority_is_told_as_ub_04_does(facts, priority):
    assert arrival_of(an_encounter(**facts)).stay.admit_type == priority


def test_a_code_nobody_knows_is_named_with_what_was_taken_instead():
    where = "entry[1].resource.hospitalization.dischargeDisposition"
    reasons = refusals_of(an_encounter(hospitalization={"dischargeDisposition": coded("moon")}))
    assert reasons == {where: "This is not known here; 01 was taken for the claim."}
