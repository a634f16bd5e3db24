"""The coder's desk: the next one, what is open, what waits, what came back."""

from datetime import timedelta

from queue_app.domain.people import Role
from queue_app.services.workflow import a_hold
from tests.builders import GOOD_CODES, NOON, a_patient, arrived, step, submitted
from tests.people import MARIA, OMAR, TOM, a_person
from tests.services.furniture import furnish
from tests.web.visitor import as_form


def test_claim_next_leads_to_the_most_urgent_encounter(visit, store):
    arrived(store, id="late", due_at=NOON + timedelta(days=2))
    arrived(store, id="soon", due_at=NOON + timedelta(days=1))
    response = visit(MARIA).post("/coder/next")
    assert (response.status_code, response.location) == (303, "/encounters/soon")
    assert store.encounters.get("soon").holder == "maria"


def test_a_program_claims_and_is_told_the_encounter_or_that_nothing_waits(program, store):
    arrived(store)
    answer = program(MARIA).post("/coder/next")
    assert (answer.status_code, answer.json["id"], answer.json["holder"]) == (200, "e1", "maria")
    assert program(MARIA).post("/coder/next").status_code == 204


def test_when_nothing_waits_the_desk_says_so(visit):
    maria = visit(MARIA)
    assert maria.post("/coder/next").location == "/coder"
    assert "Nothing waits in your worklists just now." in maria.get("/coder").text
    assert "Nothing waits in your worklists just now." not in maria.get("/coder").text


def test_nobody_is_given_work_outside_their_worklists(program, store):
    store.people.put(a_person("Ines", Role.CODER, worklists=("inpatient",)))
    arrived(store, worklist="clinic")
    assert program(store.people.get("ines")).post("/coder/next").status_code == 204


def test_the_desk_shows_ones_own_work_by_where_it_stands(program, store):
    step(store, "claim", arrived(store, id="open"), MARIA)
    held = step(store, "claim", arrived(store, id="held"), MARIA)
    step(store, "hold", held, MARIA, hold=a_hold(held, "maria", "unsigned_note"))
    asked = step(store, "ask_review", step(store, "claim", arrived(store, id="back"), MARIA), MARIA)
    step(store, "return", asked, OMAR, reason="Look again.")
    step(store, "claim", arrived(store, id="toms"), TOM)
    submitted(store, id="done")
    arrived(store, id="next", worklist="emergency")

    desk = program(MARIA).get("/coder").json
    ids = {pile: [one["id"] for one in desk[pile]] for pile in ("open_work", "held", "returned")}
    assert ids == {"open_work": ["open"], "held": ["held"], "returned": ["back"]}
    assert (desk["waiting"], desk["finished_today"]) == (1, 2)


def test_the_page_names_the_patients_on_the_desk_and_nobody_elses(visit, store):
    step(store, "claim", arrived(store, id="m", patient=a_patient(family="Zwingenberger")), MARIA)
    step(store, "claim", arrived(store, id="t", patient=a_patient(family="Quackenbush")), TOM)
    text = visit(MARIA).get("/coder").text
    assert "Zwingenberger" in text and "Quackenbush" not in text
    assert 'action="/coder/next"' in text and 'href="/encounters/m"' in text


def test_what_was_submitted_has_left_the_desk(visit, store):
    step(store, "submit", step(store, "claim", arrived(store), MARIA), MARIA, codes=GOOD_CODES)
    assert 'href="/encounters/e1"' not in visit(MARIA).get("/coder").text
    assert visit(MARIA).get("/encounters/e1").status_code == 200  # but may still be looked at today


def test_auditors_see_what_waits_for_them_but_for_their_own_work(program, visit, store):
    both = a_person("Both", Role.CODER, Role.AUDITOR)
    store.people.put(both)
    for encounter_id, coder in (("e1", MARIA), ("e2", both)):
        claimed = step(store, "claim", arrived(store, id=encounter_id), coder)
        step(store, "ask_review", claimed, coder, codes=GOOD_CODES)
    assert [one["id"] for one in program(both).get("/review").json["waiting"]] == ["e1"]
    assert [one["id"] for one in program(OMAR).get("/review").json["waiting"]] == ["e1", "e2"]
    assert 'href="/encounters/e1"' in visit(OMAR).get("/review").text


def test_who_wants_it_goes_from_a_submit_to_the_next_encounter_until_none_waits(visit, store):
    furnish(store)
    for number in (1, 2):
        arrived(store, id=f"e{number}", due_at=NOON + timedelta(days=number))
    maria = visit(MARIA)
    assert maria.post("/coder/next").location == "/encounters/e1"
    assert "then_next" in maria.get("/encounters/e1").text
    for number, onward in ((1, "/encounters/e2"), (2, "/coder")):
        seen = store.encounters.get(f"e{number}")
        assert seen.holder == "maria"
        sent = maria.take("submit", seen, as_form(GOOD_CODES) | {"then_next": "on"})
        assert (sent.status_code, sent.location) == (303, onward)


def test_it_is_remembered_and_can_be_unchosen(visit, store):
    furnish(store)
    for number in (1, 2, 3):
        arrived(store, id=f"e{number}", due_at=NOON + timedelta(days=number))
    maria = visit(MARIA)
    maria.post("/coder/next")
    assert 'form="codes" checked' not in maria.get("/encounters/e1").text
    maria.take("submit", store.encounters.get("e1"), as_form(GOOD_CODES) | {"then_next": "on"})
    assert 'form="codes" checked' in maria.get("/encounters/e2").text
    assert maria.take("submit", store.encounters.get("e2"), as_form(GOOD_CODES)).location == "/coder"
    assert store.encounters.get("e3").holder is None
