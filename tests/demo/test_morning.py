"""The work so far: at whatever hour the demo day begins, it looks like what people do in their hours."""

from collections import defaultdict
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from queue_app.demo import directories, shifts
from queue_app.demo.morning import CERTAIN, Deed, Ending, arrived_at, deeds
from queue_app.demo.people import PEOPLE
from tests.demo.builders import TODAY, the_day

HOURS = ("00:05", "06:00", "07:02", "10:30", "15:00", "23:50")
DAY = timedelta(days=1)


def at(hour: str) -> datetime:
    return datetime.combine(TODAY, time.fromisoformat(hour), UTC)


def done_by(now: datetime) -> list[Deed]:
    return deeds(the_day(), directories.prices(), now)


@pytest.mark.parametrize("hour", HOURS)
def test_everybody_has_done_something_and_nobody_anothers_work(hour: str):
    done = done_by(at(hour))
    assert {deed.ending for deed in done} == set(Ending)
    assert {deed.coder.id for deed in done} == {person.id for person in PEOPLE if person.worklists}
    assert all(deed.words for deed in done if deed.ending in (Ending.HELD, Ending.RETURNED, Ending.REJECTED))
    certain = [deed for deed in done if not deed.visit.flaw and deed.words]
    assert {deed.visit.scenario.key for deed in certain} == {one.scenario for one in CERTAIN if one.words}


@pytest.mark.parametrize("hour", HOURS)
def test_everything_was_done_in_its_order_and_before_now(hour: str):
    for deed in done_by(at(hour)):
        moments = [arrived_at(deed.visit, at(hour)), *deed.moments.values()]
        assert moments == sorted(moments)
        assert moments[-1] < at(hour)


@pytest.mark.parametrize("hour", HOURS)
def test_coders_work_in_their_hours_and_on_one_encounter_after_the_other(hour: str):
    by_coder = defaultdict(list)
    for deed in done_by(at(hour)):
        if deed.ending is not Ending.SAVED:  # which is under way, whenever that is
            by_coder[deed.coder.id].append(deed)
    for coder, done in by_coder.items():
        begin = timedelta(hours=shifts.BEGINS[coder])
        for deed in done:
            midnight = datetime.combine(deed.done_at.date(), time(), UTC)
            assert (
                begin <= deed.moments["claim"] - midnight < deed.done_at - midnight <= begin + shifts.LENGTH
            )
        assert all(one.done_at <= next.moments["claim"] for one, next in pairwise(done))


@pytest.mark.parametrize("hour", HOURS)
def test_the_last_day_shows_a_working_day_and_no_night(hour: str):
    lately = [
        deed.done_at for deed in done_by(at(hour)) if deed.verb == "submit" if at(hour) - deed.done_at < DAY
    ]
    counted = [sum(one.hour == hour for one in lately) for hour in range(24)]
    assert sum(count > 0 for count in counted) >= 8
    assert max(counted) <= sum(counted) / 3
    assert not sum(counted[:7]) and not sum(counted[19:])


def test_billing_answers_by_night():
    answers = {"accept", "reject"}
    told = [
        (verb, deed.moments[verb]) for deed in done_by(at("10:30")) for verb in answers & set(deed.moments)
    ]
    assert {verb for verb, _ in told} == answers
    assert all(5 <= moment.hour <= 6 for _, moment in told)


def test_the_day_is_that_of_the_place_of_the_site():
    now = datetime.combine(TODAY, time(10, 30), ZoneInfo("America/Los_Angeles"))
    hours = {deed.done_at.hour for deed in done_by(now) if deed.ending is not Ending.SAVED}
    assert min(hours) == 7 and max(hours) <= 18


def test_what_cannot_be_coded_yet_was_left_alone():
    done = {deed.visit.account_number for deed in done_by(at("15:00"))}
    waiting = {visit.account_number for visit in the_day() if visit.flaw in ("in house", "no summary")}
    assert waiting
    assert not done & waiting


def test_it_is_the_same_day_for_the_same_moment():
    assert done_by(at("10:30")) == done_by(at("10:30"))
