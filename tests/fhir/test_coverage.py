"""The payer is the one who was there on the day."""

import pytest

from queue_app.domain.encounter import Stay
from tests.fhir.builders import ABSENT, a_coverage, a_resource, an_encounter, arrival_of


def stay_with(*coverages: dict[str, object]) -> Stay:
    return arrival_of(an_encounter(), *coverages).stay


def paid_by(payer: str, **facts: object) -> dict[str, object]:
    return a_coverage(id=payer, payor=[{"reference": f"Organization/{payer}"}], **facts)


def test_payer_and_member_id_are_read():
    stay = stay_with(paid_by("aetna", subscriberId="M1"))
    assert (stay.payer, stay.member_id) == ("aetna", "M1")


@pytest.mark.parametrize(
    "facts, name",
    [
        ({"payor": [{"reference": "Organization/p", "display": "Aetna"}]}, "Aetna"),
        ({"class": [{"name": "Gold Plan"}], "type": {"text": "PPO"}}, "Gold Plan"),
        ({"type": {"text": "PPO"}}, "PPO"),
    ],
)
def test_the_payer_is_called_by_the_best_name_there_is(facts, name):
    assert stay_with(a_coverage(**facts)).payer_name == name


def test_a_payer_in_the_bundle_is_called_by_its_own_name():
    assert (
        stay_with(paid_by("p"), a_resource("Organization", "p", {"name": "Aetna"}, {})).payer_name == "Aetna"
    )


def test_a_payer_known_only_by_name_goes_by_it():
    assert stay_with(a_coverage(payor=[{"display": "Aetna"}])).payer == "Aetna"


def test_a_plan_that_ended_since_still_pays_for_the_visit():
    ended = paid_by("old", status="cancelled", period={"start": "2026-01-01", "end": "2026-11-16"})
    later = paid_by("new", period={"start": "2026-12-01"})
    assert stay_with(later, ended).payer == "old"


def test_an_active_plan_comes_before_a_cancelled_one_and_then_the_order_counts():
    assert (
        stay_with(paid_by("x", status="cancelled"), paid_by("b", order=2), paid_by("a", order=1)).payer == "a"
    )


def test_a_coverage_entered_in_error_or_of_somebody_else_pays_nothing():
    wrong = paid_by("wrong", status="entered-in-error")
    strange = paid_by("strange", beneficiary={"reference": "Patient/other"})
    assert stay_with(wrong, strange).payer == ""


def test_a_coverage_without_a_beneficiary_is_for_the_only_patient():
    assert stay_with(paid_by("aetna", beneficiary=ABSENT)).payer == "aetna"


def test_who_pays_themselves_has_no_payer():
    assert stay_with(a_coverage(payor=[{"reference": "Patient/pat"}])).payer == ""
