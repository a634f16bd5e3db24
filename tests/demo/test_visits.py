"""Who comes on the demo day: always the same, in the past, and of every kind."""

from collections import Counter
from datetime import UTC, datetime, time, timedelta

from queue_app.demo.scenarios import scenarios
from queue_app.demo.visits import SHARES, visits
from queue_app.domain import triage
from queue_app.domain.encounter import PatientClass
from tests.demo.builders import TODAY, many_days, the_day

MIDNIGHT = datetime.combine(TODAY, time(), UTC)


def test_there_are_stories_of_every_class():
    assert {kind: len(stories) for kind, stories in scenarios().items()} == {
        PatientClass.INPATIENT: 15,
        PatientClass.OBSERVATION: 3,
        PatientClass.EMERGENCY: 14,
        PatientClass.CLINIC: 13,
    }


def test_as_many_come_as_were_asked_for():
    for count in (0, 1, 10, 240):
        assert len(list(visits(count, TODAY, 1))) == count


def test_every_class_has_its_share():
    counted = Counter(visit.scenario.patient_class for visit in the_day())
    assert all(abs(counted[kind] - 240 * share / 100) < 4 for kind, share in SHARES.items())


def test_the_day_is_the_same_for_the_same_seed_and_date():
    assert list(visits(40, TODAY, 5)) == list(visits(40, TODAY, 5))
    assert list(visits(40, TODAY, 5)) != list(visits(40, TODAY, 6))


def test_account_numbers_are_unique_and_fit_a_claim():
    numbers = [visit.account_number for visit in the_day()]
    assert len(set(numbers)) == len(numbers)
    assert all(number.isalnum() and len(number) <= 20 for number in numbers)


def test_everything_is_over_before_today_but_for_those_still_in_house():
    for visit in many_days():
        assert visit.stay.admitted_at < MIDNIGHT
        assert visit.stay.ended_at < MIDNIGHT
        assert (visit.stay.discharged_at is None) == (visit.flaw == "in house")


def test_stays_ended_within_two_weeks():
    ended = {visit.stay.ended_at for visit in many_days() if visit.flaw != "in house"}
    assert min(ended) > MIDNIGHT - timedelta(days=14)


def test_clinics_are_closed_at_the_weekend():
    clinic = [visit for visit in many_days() if visit.stay.patient_class is PatientClass.CLINIC]
    assert all(visit.stay.admitted_at.weekday() < 5 for visit in clinic)


def test_patients_are_as_old_as_their_story_says():
    for visit in many_days():
        born_on, came_on = visit.patient.born_on, visit.stay.admitted_at.date()
        assert born_on is not None
        age = came_on.year - born_on.year - ((came_on.month, came_on.day) < (born_on.month, born_on.day))
        low, high = visit.scenario.ages
        assert low <= age <= high
        assert str(age) == visit.words["age"]


def test_every_work_type_has_something_to_do():
    met = {triage.rule_for(visit.stay).work_type for visit in the_day()}
    assert met == {rule.work_type for rule in triage.RULES}


def test_every_flaw_is_met_but_seldom():
    counted = Counter(visit.flaw for visit in the_day())
    flaws = {"in house", "no summary", "unsigned", "addendum", "locum", "unknown payer"}
    assert set(counted) == {""} | flaws
    assert counted[""] > 200


def test_some_come_again_and_their_story_still_fits_them():
    seen = {}
    again = 0
    for visit in sorted(the_day(), key=lambda one: one.stay.admitted_at):
        patient, began_on = visit.patient, visit.stay.admitted_at.date()
        before = seen.setdefault(patient.mrn, visit)
        if before is not visit:
            again += 1
            assert before.patient == patient and before.stay.facility == visit.stay.facility
            assert before.stay.ended_at < visit.stay.admitted_at
        years = (began_on - patient.born_on).days / 365.2425
        assert visit.scenario.ages[0] <= years + 0.01 < visit.scenario.ages[1] + 1.01
    assert again > 10
