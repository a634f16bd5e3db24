"""Of what the source billed, each service is kept once for each day, with its units and charge."""

from datetime import date

import pytest

from queue_app.domain.arrival import Arrival, Unreadable
from queue_app.domain.encounter import Billed
from tests.fhir.builders import a_bundle, a_charge_item, a_claim, a_patient, an_encounter, arrival_of, told_of

ENC = {"encounter": [{"reference": "Encounter/enc"}]}
CPT = "http://www.ama-assn.org/go/cpt"
DAY = date(2026, 11, 16)
ON = {"servicedDate": "2026-11-16"}


def code(*codings):
    return {"coding": [{"system": system, "code": code} for system, code in codings]}


def item(service="80053", dollars=12.5, **facts):
    told = {"productOrService": code((CPT, service)), "net": {"value": dollars}, **ON}
    return ENC | told | facts


def billed(*items, **facts):
    return arrival_of(an_encounter(), a_claim(100, item=list(items), **facts)).billed


def test_an_item_of_a_claim_is_a_service():
    revenue = code(("https://www.nubc.org/CodeSystem/RevenueCodes", "301"))
    assert billed(item(quantity={"value": 2}, revenue=revenue)) == (Billed("80053", "0301", 2, 1250, DAY),)


def test_a_charge_item_is_one_where_there_is_no_claim():
    told = a_charge_item(code=code((CPT, "36415")), occurrenceDateTime="2026-11-16T10:00:00Z")
    assert arrival_of(an_encounter(), told).billed == (Billed("36415", "", 1, 4000, DAY),)
    both = arrival_of(an_encounter(), told, a_claim(item=[item()]))
    assert [one.code for one in both.billed] == ["80053"]
    bare = arrival_of(an_encounter(), told, a_claim(item=[ENC]))  # a claim that names no service
    assert [one.code for one in bare.billed] == ["36415"]


@pytest.mark.parametrize(
    "coding, read",
    [
        ((CPT, "0001F"), "0001F"),
        (("https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets", "j1885"), "J1885"),
        (("urn:oid:2.16.840.1.113883.6.285", "G0008"), "G0008"),
        (("urn:oid:2.16.840.1.113883.6.12", "99213"), "99213"),
        ((None, "99213"), "99213"),
        (("http://www.nlm.nih.gov/research/umls/rxnorm", "29046"), None),
        (("http://snomed.info/sct", "12345"), None),
        ((CPT, "99213-25"), None),
        ((CPT, "<b>"), None),
    ],
)
def test_only_cpt_and_hcpcs_are_services(coding, read):
    told = billed(item(productOrService=code(coding)))
    assert [one.code for one in told] == ([read] if read else [])


def test_a_drug_that_is_named_twice_has_its_hcpcs_code():
    rxnorm = ("http://www.nlm.nih.gov/research/umls/rxnorm", "29046")
    (one,) = billed(item(productOrService=code(rxnorm, (CPT.replace("cpt", "hcpcs"), "J1885"))))
    assert one.code == "J1885"


def test_without_a_code_the_revenue_code_says_what_it_is_for():
    room = {"productOrService": {"text": "Room"}, "revenue": code((None, "0120"))}
    assert billed(item(**room)) == (Billed("", "0120", 1, 1250, DAY),)
    assert billed(item(productOrService={"text": "Something"})) == ()


def test_the_same_service_of_a_day_is_one_and_of_another_day_another():
    told = billed(item(), item(dollars=1), item(servicedDate="2026-11-15"))
    assert [(one.units, one.cents, one.on) for one in told] == [
        (2, 1350, DAY),
        (1, 1250, date(2026, 11, 15)),
    ]


def test_what_was_taken_back_is_taken_off():
    back = item(dollars=-12.5)
    assert billed(item(), back) == billed(back) == ()
    assert billed(item(), item(), back) == (Billed("80053", "", 1, 1250, DAY),)


def test_the_day_may_be_said_of_the_whole_claim_or_not_at_all():
    undated = item(servicedDate=None)
    (one,) = billed(undated, billablePeriod={"start": "2026-11-16", "end": "2026-11-16"})
    assert one.on == DAY
    (one,) = billed(undated)
    assert one.on is None


@pytest.mark.parametrize(("quantity", "units"), [(0.4, 1), (2.5, 2), (0, 1), ("3", 3)])
def test_units_are_whole(quantity, units):
    (one,) = billed(item(quantity={"value": quantity}))
    assert one.units == units


def test_what_is_beyond_belief_is_left_out():
    assert billed(item(quantity={"value": 999_999_999})) == ()
    assert billed(item(net=None, unitPrice={"value": 999_999_999}, quantity={"value": 9999})) == ()


def test_of_more_than_can_be_looked_at_the_first_are_kept_and_it_is_said():
    many = [item(f"{80000 + n}") for n in range(501)]
    told = told_of(a_bundle(a_patient(), an_encounter(), a_claim(100, item=many)))
    (arrival,) = (one for one in told if isinstance(one, Arrival))
    (said,) = (one.reason for one in told if isinstance(one, Unreadable))
    assert len(arrival.billed) == 500 and "first 500" in said
