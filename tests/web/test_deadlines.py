"""The banner says how many days the payer gives: until it is late, and until the claim is taken no more."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from queue_app.domain.encounter import PatientClass
from tests.builders import a_stay, arrived, step, submitted
from tests.people import LENA, MARIA
from tests.services.furniture import PAYER, furnish

NOW = datetime.now(UTC)
SOON = replace(PAYER, days_to_bill=3, filing_limit=60)


def stay(days: int, **facts):
    """One that ended so many days ago."""
    ended = NOW - timedelta(days=days)
    return a_stay(admitted_at=ended, discharged_at=ended, **facts)


@pytest.fixture
def banner(visit, store):
    """What stands in it of an encounter on Maria's desk."""

    def shown(stay, payer=SOON):
        furnish(store)
        store.directories.put((payer,))
        step(store, "claim", arrived(store, stay=stay), MARIA)
        return state(visit(MARIA).get("/encounters/e1"))

    return shown


def state(page):
    (found,) = re.findall(r'<p class="banner__state">(.*?)</p>', page.text, re.DOTALL)
    return " ".join(re.sub(r"<[^>]*>", " ", found).split())


@pytest.mark.parametrize(
    "days, told",
    [
        (0, "3 days to bill"),
        (2, "1 day to bill"),
        (3, "bill today"),
        (4, "billing 1 day over"),
        (9, "billing 6 days over"),
        (30, "billing 27 days over filing limit in 30 days"),
        (59, "filing limit in 1 day"),
        (60, "filing limit today"),
        (62, "filing limit was 2 days ago"),
    ],
)
def test_the_days_that_are_left_or_over(banner, days, told):
    assert banner(stay(days)).endswith(told)


def test_a_filing_limit_that_is_far_off_is_not_told(banner):
    assert "filing" not in banner(stay(29))


def test_each_payer_has_its_own(banner):
    assert banner(stay(2), replace(PAYER, days_to_bill=10)).endswith("8 days to bill")


@pytest.mark.parametrize(
    "unknown",
    [
        stay(2, payer="nobody"),
        stay(2, payer=""),
        replace(stay(2, patient_class=PatientClass.INPATIENT), discharged_at=None),
    ],
)
def test_an_unknown_payer_and_a_stay_that_goes_on_say_nothing(banner, unknown):
    assert "bill" not in banner(unknown)


def test_what_is_coded_is_late_no_more(visit, store):
    furnish(store)
    submitted(store, stay=stay(9))
    assert "billing" not in state(visit(LENA).get("/encounters/e1"))
