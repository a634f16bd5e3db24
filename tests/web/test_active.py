"""How long somebody was active: told to them, and of what is submitted to supervisors, and to nobody else."""

from datetime import UTC, datetime, timedelta

import pytest

from queue_app.store import codec, keys
from tests.builders import GOOD_CODES, arrived, step
from tests.people import LENA, MARIA, OMAR
from tests.web.visitor import as_form

FRAGMENT = {"HX-Request": "true"}


@pytest.fixture
def claimed(store, redis_raw):
    """Encounters that Maria has had for an hour."""

    def on_desk(id="e1"):
        mine = step(store, "claim", arrived(store, id=id, account_number=id), MARIA)
        long_ago = codec.ms(datetime.now(UTC) - timedelta(hours=1))
        redis_raw.hset(keys.ENCOUNTER % id, "held_at", long_ago)
        return mine

    return on_desk


def test_it_comes_with_a_save_and_the_answer_says_how_much_there_is(visit, store, claimed):
    sent = as_form(GOOD_CODES) | {"active": "125"}
    answer = visit(MARIA).take("save", claimed(), sent, headers=FRAGMENT)
    assert 'data-active="125"' in answer.text
    page = visit(MARIA).get("/encounters/e1").text
    assert 'data-active="125"' in page and ">2 min<" in page


@pytest.mark.parametrize("sent", ["", "-5", "1e9", "12.5", "99999999999999", "²", "<b>"])
def test_what_is_no_number_of_seconds_is_passed_over_and_the_codes_are_saved(visit, store, claimed, sent):
    answer = visit(MARIA).take("save", claimed(), as_form(GOOD_CODES) | {"active": sent})
    after = store.encounters.get("e1")
    assert (answer.status_code, after.codes, after.active) == (303, GOOD_CODES, {})


def test_a_program_may_leave_it_out(program, store, claimed):
    seen = claimed()
    assert program(MARIA).take("save", seen, codes={"diagnoses": [{"code": "J06.9"}]}).status_code == 200
    assert store.encounters.get("e1").active == {}


def test_the_supervisor_sees_how_long_it_took_and_other_readers_do_not(visit, store, claimed):
    step(store, "submit", claimed(), MARIA, codes=GOOD_CODES, active=750)
    for person, sees in ((LENA, True), (MARIA, True), (OMAR, False)):
        assert ("coded in 12 min" in visit(person).get("/encounters/e1").text) == sees, person.id
    assert "coded in 12 min" in visit(LENA).get("/supervisor/encounters").text


def test_the_floor_tells_the_median_of_what_was_submitted_today(visit, program, store, claimed):
    for n, seconds in enumerate((60, 300, 3000)):
        step(store, "submit", claimed(f"e{n}"), MARIA, codes=GOOD_CODES, active=seconds)
    step(store, "submit", claimed("e9"), MARIA, codes=GOOD_CODES)
    coders = {one["id"]: one["active"] for one in program(LENA).get("/supervisor").json["coders"]}
    assert (coders["maria"], coders["tom"]) == (300, None)
    assert ">5 min<" in visit(LENA).get("/supervisor").text
