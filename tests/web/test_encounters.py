"""The page of one encounter, and what its buttons do."""

import re
from dataclasses import replace

import pytest
from markupsafe import escape

from queue_app.domain.codes import Codes, Diagnosis, Line, Procedure
from queue_app.domain.encounter import Status
from queue_app.domain.people import SYSTEM
from queue_app.services.workflow import a_hold
from tests.builders import GOOD_CODES, OTHER_CODES, VISIT, a_document, a_patient, arrived, step
from tests.people import ADA, BEA, FEED, LENA, MARIA, OMAR, TOM
from tests.web.visitor import as_form, as_json

PROMISED = {
    "id", "account_number", "unit", "status", "version", "token", "holder", "lease_until", "worklist",
    "due_at", "codes", "documents", "offered", "holds",
}  # fmt: skip
FRAGMENT = {"HX-Request": "true"}


@pytest.fixture
def claimed(store):
    return step(store, "claim", arrived(store, a_document("Sore throat.\n\nNo fever.")), MARIA)


def audit(store):
    return [(line["verb"], line["actor"], line.get("encounter") or line.get("about"))
            for line in store.records.audited()]  # fmt: skip


def test_its_coder_reads_patient_documents_and_codes(visit, store, claimed):
    step(store, "save", claimed, MARIA, codes=GOOD_CODES)
    response = visit(MARIA).get("/encounters/e1")
    assert response.status_code == 200
    for told in ("Sample", "ACCT-1", "Sore throat.", "No fever.", "Progress note", "J069", "99213", "125.00"):
        assert told in response.text, told


def test_no_two_things_of_its_page_have_the_same_key(visit, store, claimed):
    page = visit(MARIA).get("/encounters/e1").text
    keys = re.findall(r'data-key="([^"]+)"', page)
    assert len(keys) > 12
    assert sorted(keys) == sorted(set(keys))


def test_who_watches_over_the_work_reads_it_without_the_means_to_change_the_codes(visit, claimed):
    for person in (LENA, OMAR, BEA):
        response = visit(person).get("/encounters/e1")
        assert response.status_code == 200
        assert 'action="/encounters/e1/save"' not in response.text
        assert "Maria" in response.text


@pytest.mark.parametrize("person", [TOM, ADA, FEED], ids=lambda person: person.id)
def test_for_everybody_else_there_is_no_such_encounter_and_the_attempt_is_on_record(
    visit, program, store, claimed, person
):
    assert visit(person).get("/encounters/e1").status_code == 404
    assert ("refused", person.id, "e1") in audit(store)
    answer = program(person).get("/encounters/e1")
    assert (answer.status_code, answer.json["kind"]) == (404, "not_found")


@pytest.mark.parametrize(
    "id",
    [
        "nope",
        "e2",
        "*",
        "e1:documents",
        "%00",
        "..%2F..%2Fetc",
        "'; DROP TABLE",
        "x" * 3000,
        "患者",
        "%F0%28",
    ],
)
def test_there_is_no_encounter_with_a_nonsensical_id(visit, claimed, id):
    visitor = visit(LENA)
    assert visitor.get(f"/encounters/{id}").status_code == 404
    assert visitor.post(f"/encounters/{id}/void", {"version": 1, "reason": "x"}).status_code == 404


def test_every_sight_is_in_the_audit(visit, program, store, claimed):
    visit(MARIA).get("/encounters/e1")
    program(LENA).get("/encounters/e1")
    assert audit(store)[:2] == [("see", "lena", "e1"), ("see", "maria", "e1")]


def test_json_tells_what_was_promised(program, claimed):
    told = program(MARIA).get("/encounters/e1").json
    assert set(told) >= PROMISED
    assert (told["id"], told["account_number"], told["unit"], told["status"]) == (
        "e1", "ACCT-1", "professional", "assigned",
    )  # fmt: skip
    assert (told["version"], told["token"], told["holder"]) == (claimed.version, claimed.token, "maria")
    assert told["documents"][0]["sections"][0]["text"] == "Sore throat.\n\nNo fever."
    assert {"save", "submit", "hold", "release"} <= set(told["offered"])
    assert "export" not in told["offered"]


EVERYTHING = Codes(
    diagnoses=(Diagnosis("J189", "Y"), Diagnosis("I10", "N")),
    procedures=(Procedure("0BH17EZ", VISIT),),
    lines=(Line("99213", ("25", "GT"), 2, 25050, VISIT, (1, 2)),),
)


def test_form_and_json_save_the_same(visit, program, store, claimed):
    response = visit(MARIA).take("save", claimed, as_form(EVERYTHING))
    assert (response.status_code, response.location) == (303, "/encounters/e1")
    by_form = store.encounters.get("e1")
    assert by_form.codes == EVERYTHING

    step(store, "save", by_form, MARIA, codes=Codes())
    answer = program(MARIA).take("save", store.encounters.get("e1"), codes=as_json(EVERYTHING))
    assert answer.status_code == 200
    assert answer.json["codes"] == as_json(EVERYTHING)
    assert store.encounters.get("e1").codes == EVERYTHING


def test_codes_are_kept_as_they_are_billed_however_they_were_typed(program, store, claimed):
    typed = {
        "diagnoses": [{"code": " j06.9 ", "poa": "y"}, {"code": ""}],
        "lines": [
            {"code": "99213", "modifiers": "25,gt", "on": "2026-11-16", "pointers": "A", "charge": 100}
        ],
    }
    assert program(MARIA).take("save", claimed, codes=typed).status_code == 200
    assert store.encounters.get("e1").codes == Codes(
        diagnoses=(Diagnosis("J069", "Y"),), lines=(Line("99213", ("25", "GT"), 1, 100, VISIT, (1,)),)
    )


def test_rows_come_in_the_order_of_their_numbers(visit, store, claimed):
    form = {f"codes.diagnoses[{number}].code": code for number, code in ((10, "C"), (9, "B"), (2, "A"))}
    visit(MARIA).take("save", claimed, form)
    assert [one.code for one in store.encounters.get("e1").codes.diagnoses] == ["A", "B", "C"]


def test_a_form_without_rows_empties_the_draft_and_a_program_must_say_so(visit, program, store, claimed):
    saved = step(store, "save", claimed, MARIA, codes=GOOD_CODES)
    answer = program(MARIA).take("save", saved)
    assert (answer.status_code, answer.json["kind"]) == (400, "malformed")
    assert "codes" in answer.json["detail"]
    assert store.encounters.get("e1").codes == GOOD_CODES

    visit(MARIA).take("save", saved)
    assert store.encounters.get("e1").codes == Codes()


def test_the_autosave_answers_with_what_changed_and_not_with_a_page(visit, store, claimed):
    response = visit(MARIA).take("save", claimed, as_form(GOOD_CODES), headers=FRAGMENT)
    saved = store.encounters.get("e1")
    assert response.status_code == 200
    assert f'name="version" value="{saved.version}"' in response.text
    assert "</html>" not in response.text
    assert saved.codes == GOOD_CODES


def test_a_save_from_an_old_page_is_refused_and_says_that_the_codes_are_kept(visit, program, store, claimed):
    step(store, "save", claimed, MARIA, codes=OTHER_CODES)
    visitor = visit(MARIA)
    for headers in ({}, FRAGMENT):
        response = visitor.take("save", claimed, as_form(GOOD_CODES), headers=headers)
        assert response.status_code == 409
        assert "The codes you typed are kept" in response.text
    answer = program(MARIA).take("save", claimed, codes=as_json(GOOD_CODES))
    assert (answer.status_code, answer.json["kind"]) == (409, "changed")

    page = visitor.get("/encounters/e1").text
    assert "Codes you typed are kept aside, not saved." in page
    assert 'value="J069"' in page and 'value="J20.9"' in page


def test_codes_that_cannot_be_billed_are_refused_with_every_reason(program, claimed):
    answer = program(MARIA).take("submit", claimed, codes={"diagnoses": [{"code": "J06"}]})
    assert (answer.status_code, answer.json["kind"]) == (422, "unfit")
    assert len(answer.json["problems"]) >= 2
    assert answer.json["detail"] == " ".join(answer.json["problems"])


def test_codes_that_cannot_be_billed_stay_on_the_screen_beside_the_reasons(visit, store, claimed):
    response = visit(MARIA).take("submit", claimed, {"codes.diagnoses[0].code": "j06.8"})
    assert response.status_code == 422
    assert 'value="J06.8"' in response.text
    assert f'name="version" value="{claimed.version}"' in response.text
    assert store.encounters.get("e1") == claimed


def test_a_refused_submit_says_each_reason_once_and_leads_to_the_findings(visit, program, claimed):
    codes = {"diagnoses": [{"code": "J06"}]}
    problems = program(MARIA).take("submit", claimed, codes=codes).json["problems"]
    page = visit(MARIA).take("submit", claimed, {"codes.diagnoses[0].code": "J06"}).text
    assert [page.count(str(escape(problem))) for problem in problems] == [1] * len(problems)
    assert f'<a href="#findings">{len(problems)} problems stop it</a>' in page
    assert re.search(r'<section [^>]*id="findings"[^>]* autofocus', page)
    assert re.search(r'<fieldset [^>]*id="lines"', page), "the anchor of a finding about all lines"


def test_a_hold_that_stops_a_submit_is_said_where_no_finding_says_it(visit, store, claimed):
    hold = replace(a_hold(claimed, "lena", "question_to_lead", note="Ask Lena first"), blocks="submit")
    held = step(store, "block", claimed, SYSTEM, hold=hold)
    page = visit(MARIA).take("submit", held, as_form(GOOD_CODES)).text
    assert "<b>Not submitted.</b> Ask Lena first." in " ".join(page.split())


def test_a_submit_leads_back_to_the_desk_and_a_second_click_is_told_so(visit, store, claimed):
    visitor = visit(MARIA)
    response = visitor.take("submit", claimed, as_form(GOOD_CODES))
    assert (response.status_code, response.location) == (303, "/coder")
    again = visitor.take("submit", claimed, as_form(GOOD_CODES))
    assert again.status_code == 409
    assert "submitted this encounter already" in again.text
    assert store.encounters.get("e1").submission == 1


def test_a_hold_takes_reason_note_and_day_from_the_page_or_a_reason_alone_from_a_program(
    visit, program, store, claimed
):
    form = {"hold.reason": "pathology_pending", "hold.note": "Lab called.", "hold.follow_up_on": "2026-12-01"}
    assert visit(MARIA).take("hold", claimed, form).location == "/coder"
    held = store.encounters.get("e1")
    assert [(one.reason, one.note, str(one.follow_up_on)) for one in held.holds] == [
        ("pathology_pending", "Lab called.", "2026-12-01")
    ]
    answer = program(MARIA).take("hold", held, reason="unsigned_note")
    assert [one["reason"] for one in answer.json["holds"]] == ["pathology_pending", "unsigned_note"]


def test_a_supervisor_opens_assigns_and_releases_any_encounter(visit, store, claimed):
    visitor = visit(LENA)
    assert visitor.take("assign", claimed, {"assignee": "tom"}).location == "/encounters/e1"
    assert visitor.take("release", store.encounters.get("e1")).location == "/encounters/e1"
    assert store.encounters.get("e1").status is Status.READY


@pytest.mark.parametrize(("verb", "status"), [("fly", 404), ("export", 403), ("accept", 409), ("void", 403)])
def test_a_step_that_is_not_the_coders_is_refused(program, store, claimed, verb, status):
    submitted = claimed if verb != "export" else step(store, "submit", claimed, MARIA, codes=GOOD_CODES)
    body = {"version": submitted.version, "token": submitted.token, "reason": "x"}
    assert program(MARIA).post(f"/encounters/e1/{verb}", body).status_code == status
    assert store.encounters.get("e1").version == submitted.version


def test_a_name_that_is_meant_to_run_is_only_shown(visit, store):
    arrived(
        store,
        a_document("<script>alert(2)</script>"),
        patient=a_patient(family="<img src=x onerror=alert(1)>"),
    )
    text = visit(LENA).get("/encounters/e1").text
    assert "<script>alert" not in text and "<img" not in text
    assert "&lt;img" in text and "&lt;script&gt;alert(2)" in text


def test_codes_beyond_what_the_claim_takes_are_marked(visit, store):
    many = tuple(Diagnosis(f"A{number:02}") for number in range(13))
    claimed = step(store, "claim", arrived(store), MARIA)
    visit(MARIA).take("save", claimed, as_form(Codes(many)), headers={"HX-Request": "true"})
    assert 'data-limit="12"' in visit(MARIA).get("/encounters/e1").text
    read = visit(LENA).get("/encounters/e1").text
    assert re.findall(r'id="diagnoses-(\d+)" data-beyond', read) == ["12"]
