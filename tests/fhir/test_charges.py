"""What the source billed is the visit's money until it is coded."""

import pytest

from queue_app.domain.arrival import Arrival
from tests.fhir.builders import (
    a_bundle,
    a_charge_item,
    a_claim,
    a_patient,
    an_encounter,
    arrival_of,
    refusals_of,
    told_of,
)

USD = {"currency": "USD"}
ENC = {"encounter": [{"reference": "Encounter/enc"}]}
OTHER = {"encounter": [{"reference": "Encounter/other"}]}


def charges_with(*resources):
    return arrival_of(an_encounter(), *resources).charges


def charges_of(*resources):
    """By encounter, of a bundle with Ann in it; what was not understood does not matter."""
    told = told_of(a_bundle(a_patient(), *resources))
    return {one.account_number: one.charges for one in told if isinstance(one, Arrival)}


def test_a_source_that_says_nothing_of_money_gives_none():
    assert charges_with() == 0


def test_the_total_of_the_claim_is_read_in_cents():
    assert charges_with(a_claim(1234.56)) == 123456


@pytest.mark.parametrize(
    "named",
    [
        {"item": [ENC]},
        {"item": [], **ENC},
        {"item": {"encounter": {"reference": "https://ehr.example/fhir/Encounter/enc"}}},
        {"item": [], "context": {"reference": "Encounter/enc"}},
        {"item": [ENC, {}], **ENC},
    ],
)
def test_a_claim_names_its_encounter_in_an_item_or_as_a_whole(named):
    assert charges_with(a_claim(80, **named)) == 8000


@pytest.mark.parametrize(
    "item, cents",
    [
        ({"net": {"value": 12.3, **USD}}, 1230),
        ({"unitPrice": {"value": 5, **USD}, "quantity": {"value": 3}}, 1500),
        ({"unitPrice": {"value": 5, **USD}}, 500),
        ({"unitPrice": {"value": 0.333, **USD}, "quantity": {"value": 10}}, 333),
    ],
)
def test_without_a_total_the_items_are_added_up(item, cents):
    assert charges_with(a_claim(None, item=[ENC | item, item])) == 2 * cents


@pytest.mark.parametrize(
    "facts",
    [
        {"status": "cancelled"},
        {"status": "draft"},
        {"status": "entered-in-error"},
        {"use": "preauthorization"},
        {"use": "predetermination"},
    ],
)
def test_only_what_was_billed_counts(facts):
    assert charges_with(a_claim(**facts)) == 0


def test_a_claim_that_another_replaces_does_not_count():
    later = a_claim(
        90,
        id="later",
        related=[{"claim": {"reference": "Claim/claim"}, "relationship": {"coding": [{"code": "prior"}]}}],
    )
    assert charges_with(a_claim(80), later) == 9000


def test_two_claims_are_two_bills():
    assert charges_with(a_claim(80), a_claim(20, id="second")) == 10000


def test_of_claims_on_both_forms_the_one_of_the_unit_counts():
    claims = [
        a_claim(dollars, id=form, type={"coding": [{"code": form}]})
        for form, dollars in (("institutional", 900), ("professional", 100), ("pharmacy", 7))
    ]
    assert charges_with(*claims) == 10000
    facility = an_encounter(class_={"code": "EMER"})
    assert arrival_of(facility, *claims).charges == 90000
    assert arrival_of(facility, claims[1]).charges == 10000


def test_a_claim_for_several_encounters_gives_each_its_items():
    items = [ENC | {"net": {"value": 10}}, OTHER | {"net": {"value": 20}}, ENC | {"net": {"value": 5}}]
    claim = a_claim(35, item=items)
    assert charges_of(an_encounter(), an_encounter(id="other"), claim) == {"enc": 1500, "other": 2000}
    assert charges_of(an_encounter(), claim) == {"enc": 1500}


def test_a_total_for_several_encounters_is_not_given_to_each():
    claim = a_claim(35, item=[], encounter=[*ENC["encounter"], *OTHER["encounter"]])
    assert charges_of(an_encounter(), an_encounter(id="other"), claim) == {"enc": 0, "other": 0}


def test_a_claim_of_an_encounter_that_is_not_here_is_nobody_else_s():
    assert charges_of(an_encounter(), a_claim(80, item=[OTHER])) == {"enc": 0}


@pytest.mark.parametrize(
    "when",
    [
        {"billablePeriod": {"start": "2026-11-16", "end": "2026-11-17"}},
        {"item": [{"servicedDate": "2026-11-16"}]},
        {"item": [{"servicedPeriod": {"start": "2026-11-16T08:00:00Z"}}]},
    ],
)
def test_a_claim_that_names_no_encounter_is_for_the_patient_s_visit_of_that_day(when):
    claim = a_claim(80, **{"item": []} | when)
    before = an_encounter(id="before", period={"start": "2026-11-10", "end": "2026-11-12"})
    assert charges_of(before, an_encounter(), claim) == {"before": 0, "enc": 8000}
    stranger = a_patient(id="stranger")
    theirs = an_encounter(id="theirs", subject={"reference": "Patient/stranger"})
    assert charges_of(stranger, theirs, claim) == {"theirs": 0}


def test_it_is_counted_once_though_two_visits_are_of_that_day():
    claim = a_claim(80, item=[], billablePeriod={"start": "2026-11-16"})
    found = charges_of(an_encounter(), an_encounter(id="second"), claim)
    assert sum(found.values()) == 8000


def test_a_claim_that_names_nothing_to_find_its_encounter_by_is_told():
    assert refusals_of(an_encounter(), a_claim(item=[])) == {
        "entry[2].resource": "It names no encounter, and no patient and day in place of one; "
        "its charges were left out."
    }


@pytest.mark.parametrize(
    "facts, cents",
    [
        ({}, 4000),
        ({"quantity": {"value": 3}}, 4000),  # the override is the whole price
        ({"priceOverride": None, "unitPrice": {"value": 4, **USD}, "quantity": {"value": 3}}, 1200),
        ({"priceOverride": None, "totalPriceComponent": {"amount": {"value": 9, **USD}}}, 900),
        ({"priceOverride": None, "unitPriceComponent": {"amount": {"value": 9}}, "quantity": 2}, 1800),
        ({"context": None, "encounter": {"reference": "Encounter/enc"}}, 4000),
        ({"context": None, "occurrenceDateTime": "2026-11-16T11:20:00Z"}, 4000),
        ({"context": {"reference": "EpisodeOfCare/e"}, "occurrencePeriod": {"start": "2026-11-16"}}, 4000),
        ({"status": "billed"}, 4000),
        ({"status": "planned"}, 0),
        ({"status": "not-billable"}, 0),
        ({"status": "aborted"}, 0),
        ({"status": "entered-in-error"}, 0),
    ],
)
def test_charge_items_count_where_no_claim_tells_the_money(facts, cents):
    assert charges_with(a_charge_item(**facts)) == cents
    assert charges_with(a_claim(None), a_charge_item(**facts)) == cents
    assert charges_with(a_claim(80), a_charge_item(**facts)) == 8000


@pytest.mark.parametrize(
    "sent, cents",
    [
        ({"value": 0.29, "currency": "USD"}, 29),
        ({"value": 1.005}, 100),
        ({"value": "125.50", "currency": "usd"}, 12550),
        ({"value": "$1,250.00"}, 125000),
        ({"value": 5, "code": "USD", "system": "urn:iso:std:iso:4217"}, 500),
        ([{"value": 5}], 500),
        (19.99, 1999),
        ("19.99", 1999),
        (0, 0),
        ({"value": 0}, 0),
        ({}, 0),
    ],
)
def test_money_is_read_however_it_is_written(sent, cents):
    assert charges_with(a_claim(total=sent)) == cents


@pytest.mark.parametrize(
    "sent, where",
    [
        ({"value": "a lot"}, ".value"),
        ({"value": "1.250,00"}, ".value"),
        ({"value": True}, ".value"),
        ({"value": [1]}, ".value"),
        ({"value": 1e300}, ".value"),
        ({"value": float("inf")}, ".value"),
        ({"value": float("nan")}, ".value"),
        ({"value": 10**12}, ".value"),
        ({"value": "9" * 5000}, ".value"),
        ({"value": "1e999999999"}, ".value"),
        ({"value": 80, "currency": "EUR"}, ".currency"),
        ("free", ""),
    ],
)
def test_what_is_no_amount_in_dollars_is_told_and_left_out(sent, where):
    told = refusals_of(an_encounter(), a_claim(total=sent))
    assert [place for place in told] == [f"entry[2].resource.total{where}"]
    assert charges_of(an_encounter(), a_claim(total=sent)) == {"enc": 0}


def test_credits_are_taken_off_and_no_visit_has_less_than_nothing():
    items = [ENC | {"net": {"value": 50}}, {"net": {"value": -20}}]
    assert charges_with(a_claim(None, item=items)) == 3000
    told = refusals_of(an_encounter(), a_claim(-5))
    assert list(told) == ["entry[1].resource"]
    assert charges_of(an_encounter(), a_claim(-5)) == {"enc": 0}


def test_more_than_a_claim_can_carry_is_left_out():
    claims = [a_claim(999_999_999, id=f"claim-{number}") for number in range(2)]
    assert charges_of(an_encounter(), *claims) == {"enc": 0}


@pytest.mark.parametrize(
    "facts",
    [
        {"item": "x"},
        {"item": [None, 3, []]},
        {"item": [{"encounter": 5}]},
        {"related": [{"claim": {"reference": "Claim/claim"}}]},
        {"type": "institutional"},
        {"patient": 7, "item": []},
        {"billablePeriod": {"start": "soon"}, "item": []},
        {"status": 5},
    ],
)
def test_no_claim_keeps_a_visit_out(facts):
    assert list(charges_of(an_encounter(), a_claim(**facts))) == ["enc"]
