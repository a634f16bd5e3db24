"""The days of a stay are those of the site, also where the source sends its times in UTC."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from queue_app.domain.codes import Codes, Diagnosis, Procedure
from queue_app.services import coding
from queue_app.store.floor import Listing
from queue_app.x12 import envelope
from tests.builders import a_stay as any_stay
from tests.builders import an_encounter
from tests.services.bundles import a_stay, a_summary, hand_in
from tests.services.furniture import furnish
from tests.x12.builders import an_inpatient_claim, an_interchange

CHICAGO = ZoneInfo("America/Chicago")
BEGAN, EVENING = "2026-02-26T18:00:00Z", "2026-03-02T03:30:00Z"  # there still the 1st of March
FIRST, SECOND = date(2026, 3, 1), date(2026, 3, 2)


def in_chicago(store, tables, end=EVENING):
    hand_in(store, tables, a_stay(a_summary(), start=BEGAN, end=end), zone=CHICAGO)
    (encounter,) = store.floor.all(Listing(), datetime.now(UTC))
    return encounter


def test_codes_are_judged_by_the_day_of_the_discharge_there(store, tables):
    assert in_chicago(store, tables).stay.coded_on == FIRST


def test_the_edits_take_a_procedure_of_that_day_and_none_of_the_next(store, tables):
    furnish(store)
    stay = in_chicago(store, tables)

    def outside(day):
        codes = Codes((Diagnosis("J189", "Y"),), (Procedure("02HV33Z", day),))
        found = coding.findings(store, tables, stay, codes)
        return [one for one in found if one.where.startswith("procedures.0") and "2026-03-01" in one.message]

    assert outside(FIRST) == []
    assert len(outside(SECOND)) == 1


def test_the_claim_says_the_days_and_the_hour_there(store, tables):
    claim = an_inpatient_claim(stay=in_chicago(store, tables).stay, codes=Codes((Diagnosis("J189", "Y"),)))
    text = envelope.write(an_interchange(claim))
    assert "DTP*434*RD8*20260226-20260301~" in text
    assert "DTP*435*DT*202602261200~" in text


@pytest.mark.parametrize("end", ["2026-11-01T06:30:00Z", "2026-11-01T07:30:00Z"])
def test_an_hour_that_comes_twice_when_summer_ends_changes_nothing_when_sent_again(store, tables, end):
    first = in_chicago(store, tables, end)
    assert first.stay.discharged_at == datetime.fromisoformat(end)
    assert in_chicago(store, tables, end).version == first.version


def test_what_is_due_is_counted_in_hours_also_over_the_night_that_has_one_less(store, tables):
    encounter = in_chicago(store, tables, "2026-03-07T18:00:00Z")
    assert encounter.due_at == datetime(2026, 3, 10, 18, tzinfo=UTC)


def test_today_is_the_day_where_the_patient_is(store, tables):
    furnish(store)
    far_east = timezone(timedelta(hours=23, minutes=59))
    now = datetime.now(far_east)
    encounter = an_encounter(stay=any_stay(admitted_at=now - timedelta(hours=1), discharged_at=now))
    found = coding.findings(store, tables, encounter, Codes())
    assert not [one for one in found if "still to come" in one.message]
