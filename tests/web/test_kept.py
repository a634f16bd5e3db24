"""What a page that saves by itself is answered when its save came too late, twice or from nobody."""

import re
from html import unescape

import pytest

from queue_app.domain.codes import (
    Abstract,
    Carried,
    Codes,
    Diagnosis,
    Evidence,
    Line,
    Override,
    Procedure,
)
from queue_app.services import workflow
from tests.builders import GOOD_CODES, OTHER_CODES, VISIT, an_expired_lease, arrived, step
from tests.people import LENA, MARIA, TOM
from tests.web.visitor import as_form, as_json

FRAGMENT = {"HX-Request": "true"}
JSON = {"Accept": "application/json"}


@pytest.fixture
def claimed(store):
    return step(store, "claim", arrived(store), MARIA)


def saved(visitor, seen, codes=GOOD_CODES, **form):
    return visitor.take("save", seen, {**as_form(codes), **form}, headers=FRAGMENT)


def kept(store, person=MARIA):
    return store.encounters.open(store.encounters.get("e1"), person, ()).kept


def test_a_save_whose_answer_was_lost_is_known_again_and_changes_nothing(visit, program, store, claimed):
    maria = visit(MARIA)
    saved(maria, claimed)
    after = store.encounters.get("e1")
    again = saved(maria, claimed)
    assert again.status_code == 200
    assert f'name="version" value="{after.version}"' in again.text
    assert program(MARIA).take("save", claimed, codes=as_json(GOOD_CODES)).json["version"] == after.version
    assert store.encounters.get("e1") == after
    assert kept(store) is None


def test_after_the_lease_nobody_is_told_that_the_same_codes_are_saved(visit, store, claimed, redis_raw):
    maria = visit(MARIA)
    saved(maria, claimed)
    seen = store.encounters.get("e1")
    an_expired_lease(redis_raw)
    assert saved(maria, seen).status_code == 409


def test_who_comes_too_late_may_claim_it_again(visit, store, claimed, redis_raw):
    an_expired_lease(redis_raw)  # and no ticker has seen it yet
    maria = visit(MARIA)
    answer = saved(maria, claimed)
    assert answer.status_code == 409
    assert "Claim it again" in answer.text and "are kept" in answer.text
    assert maria.take("claim", store.encounters.get("e1")).location == "/encounters/e1"
    assert "kept aside, not saved" in maria.get("/encounters/e1").text


def test_who_has_changed_it_elsewhere_is_told_to_open_it_again(visit, store, claimed):
    saved(visit(MARIA), claimed, OTHER_CODES)
    answer = saved(visit(MARIA), claimed)
    assert "in another tab or on another device" in answer.text
    assert "data-reload" in answer.text and "Somebody" not in answer.text


def test_what_somebody_else_has_now_leads_to_the_desk_and_shows_nothing_of_theirs(visit, store, claimed):
    toms = step(store, "assign", claimed, LENA, assignee="tom")
    step(store, "save", toms, TOM, codes=OTHER_CODES)
    answer = saved(visit(MARIA), claimed)
    assert (answer.status_code, "given to somebody else" in answer.text) == (409, True)
    assert "Back to my work" in answer.text and "J209" not in answer.text
    assert kept(store) == GOOD_CODES


def test_restore_keeps_what_it_replaces_so_that_it_can_be_taken_back(visit, store, claimed):
    maria = visit(MARIA)
    saved(maria, claimed, OTHER_CODES)
    saved(maria, claimed, GOOD_CODES)
    for present, aside in ((GOOD_CODES, OTHER_CODES), (OTHER_CODES, GOOD_CODES)):
        maria.take("save", store.encounters.get("e1"), {**as_form(present), "restores": "1"})
        assert (store.encounters.get("e1").codes, kept(store)) == (present, aside)


def test_the_button_restores_every_part_of_them(visit, store, claimed, redis_raw):
    whole = Codes(
        diagnoses=(Diagnosis("J189", "Y"), Diagnosis("E119", "")),
        procedures=(Procedure("0BJ08ZZ", VISIT, "dr-3"),),
        lines=(Line("99213", ("25",), 2, 12505, VISIT, (1, 2), "11", "dr-4"),),
        overrides=(Override("excludes1", "E119+J189", "unrelated"),),
        evidence=(Evidence("doc <1>", 1, 0, 3, 8, "“a\nb”", "J189"),),
        carried=(Carried("E119", "old"),),
        abstract=Abstract(disposition="03", visit_reasons=("R079", "R112"), birth_weight=3240),
    )
    store.encounters.keep_draft("e1", MARIA, whole)
    maria = visit(MARIA)
    form = maria.get("/encounters/e1").text.split('data-step="restore"')[1].split("</form>")[0]
    fields = re.findall(r'name="(codes\.[^"]+)" value="([^"]*)"', form)
    maria.take(
        "save",
        claimed,
        {"restores": "1", **{name: unescape(told) for name, told in fields}},
        headers=FRAGMENT,
    )
    assert store.encounters.get("e1").codes == whole


def test_restore_in_the_place_of_nothing_keeps_nothing(visit, store, claimed, tables):
    workflow.perform(store, tables, "save", "e1", MARIA, seen=2, token=claimed.token, codes=Codes())
    visit(MARIA).take("save", store.encounters.get("e1"), {**as_form(GOOD_CODES), "restores": "1"})
    assert kept(store) is None


def test_a_page_learns_who_is_signed_in_and_what_its_forms_must_carry(visit, store, claimed):
    maria = visit(MARIA)
    maria.get("/encounters/e1")
    assert maria.get("/signed-in").json == {"person": "maria", "csrf_token": maria.form_token}
    assert visit().get("/signed-in", headers=JSON).status_code == 401


def test_a_form_of_another_session_says_of_itself_that_it_is_stale(visit, claimed):
    maria = visit(MARIA)
    maria.form_token = "of an earlier session"
    answer = saved(maria, claimed)
    assert (answer.status_code, 'data-kind="stale_form"' in answer.text) == (400, True)
