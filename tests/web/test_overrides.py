"""Warnings on the page and for programs: submit waits until each is mended or has a reason, which is kept."""

from dataclasses import replace

import pytest

from queue_app.domain.codes import Codes, Diagnosis, Override
from queue_app.domain.edits.overrides import UNANSWERED
from tests.builders import GOOD_CODES, arrived, step
from tests.people import LENA, MARIA
from tests.web.visitor import as_form, as_json

FRAGMENT = {"HX-Request": "true"}

DOUBTFUL = replace(GOOD_CODES, diagnoses=(Diagnosis("J101"), Diagnosis("J111")))
WHY = Override("excludes1", "J101+J111", "unrelated")
ANSWERED = replace(DOUBTFUL, overrides=(WHY,))
REFUSED = "1 warning waits for an answer: mend what it names, or say why it stands."


@pytest.fixture
def claimed(store):
    return step(store, "claim", arrived(store), MARIA)


def kept(store):
    return store.encounters.get("e1").codes.overrides


def test_a_warning_without_an_answer_stops_a_submit_and_one_sentence_says_so(visit, store, claimed):
    response = visit(MARIA).take("submit", claimed, as_form(DOUBTFUL))
    assert response.status_code == 422
    assert f"<b>Not submitted.</b> {REFUSED}" in " ".join(response.text.split())
    assert "exclude each other" in response.text
    assert store.encounters.get("e1") == claimed


def test_with_a_reason_it_is_submitted_and_the_reason_is_kept_with_that_version(visit, store, claimed):
    stale = Override("code-first", "J101+J111", "documented")  # nothing of the kind is found
    told = as_form(replace(ANSWERED, overrides=(stale, WHY)))
    assert visit(MARIA).take("submit", claimed, told).status_code == 303
    assert kept(store) == (WHY,)
    (submission,) = store.encounters.submissions([store.encounters.get("e1")])
    assert submission.codes.overrides == (WHY,)


def test_a_saved_reason_is_shown_beside_the_struck_warning_and_can_be_taken_back(visit, store, claimed):
    page = visit(MARIA).take("save", claimed, as_form(ANSWERED), headers=FRAGMENT).text
    assert "The conditions are unrelated" in page and "Overridden" in page and "ready to submit" in page
    assert kept(store) == (WHY,)

    saved = store.encounters.get("e1")
    visit(MARIA).take("save", saved, as_form(ANSWERED) | {"answer": "excludes1 J101+J111 "})
    assert kept(store) == ()


def test_a_button_answers_a_warning_where_no_script_runs(visit, store, claimed):
    page = visit(MARIA).take("save", claimed, as_form(DOUBTFUL), headers=FRAGMENT).text
    assert 'value="excludes1 J101+J111 documented"' in page
    saved = store.encounters.get("e1")
    visit(MARIA).take("save", saved, as_form(DOUBTFUL) | {"answer": "excludes1 J101+J111 documented"})
    assert kept(store) == (replace(WHY, reason="documented"),)


def test_a_reason_goes_with_the_code_it_was_about(program, store, claimed):
    left = replace(ANSWERED, diagnoses=(Diagnosis("J101"),))
    assert program(MARIA).take("save", claimed, codes=as_json(left)).json["codes"]["overrides"] == []


def test_a_program_is_told_of_the_findings_and_answers_them(program, store, claimed):
    refused = program(MARIA).take("submit", claimed, codes=as_json(DOUBTFUL))
    assert (refused.status_code, refused.json["detail"]) == (422, REFUSED)
    (found,) = (one for one in refused.json["findings"] if one["severity"] == "warning")
    assert (found["rule"], found["about"]) == (WHY.rule, WHY.about)

    done = program(MARIA).take("submit", claimed, codes=as_json(ANSWERED))
    assert (done.status_code, done.json["codes"]["overrides"]) == (200, as_json(ANSWERED)["overrides"])
    told = program(LENA).get("/encounters/e1").json["findings"]
    assert [one["overridden"] for one in told if one["severity"] == "warning"] == ["unrelated"]


def test_of_a_program_that_knows_no_overrides_it_is_kept_that_nobody_answered(program, visit, store, claimed):
    codes = as_json(DOUBTFUL)
    del codes["overrides"]
    assert program(MARIA).take("submit", claimed, codes=codes).status_code == 200
    assert kept(store) == (replace(WHY, reason=UNANSWERED),)
    assert "Nobody answered it" in visit(LENA).get("/encounters/e1").text


def test_nobody_can_say_that_nobody_answered(program, store, claimed):
    told = replace(ANSWERED, overrides=(replace(WHY, reason=UNANSWERED),))
    assert program(MARIA).take("submit", claimed, codes=as_json(told)).status_code == 422


@pytest.mark.parametrize(
    ("override", "status"),
    [
        ({"rule": "excludes1", "about": "J101+J111", "reason": "x" * 201}, 413),
        ({"rule": "", "about": "J101+J111", "reason": "payer"}, 400),
        ({"rule": "r" * 700, "about": "", "reason": "payer"}, 400),
        ("payer", 400),
    ],
)
def test_an_override_that_cannot_be_one_is_refused_in_words(program, store, claimed, override, status):
    answer = program(MARIA).take("save", claimed, codes=as_json(DOUBTFUL) | {"overrides": [override]})
    assert answer.status_code == status
    assert answer.json["detail"].endswith(".")
    assert kept(store) == ()


def test_a_hostile_reason_is_only_text(visit, store, claimed):
    hostile = replace(WHY, reason='"><script>alert(1)</script>')
    page = visit(MARIA).take(
        "save", claimed, as_form(replace(DOUBTFUL, overrides=(hostile,))), headers=FRAGMENT
    )
    assert "<script>" not in page.text and "&lt;script&gt;" in page.text
    assert "<script>alert" not in visit(MARIA).get("/encounters/e1").text


def test_an_auditor_reads_the_reasons_and_cannot_change_them(visit, store, claimed):
    step(store, "save", claimed, MARIA, codes=ANSWERED)
    page = visit(LENA).get("/encounters/e1").text
    assert "The conditions are unrelated" in page
    assert "Take back" not in page and "It stands, because" not in page


def test_what_a_draft_that_came_too_late_said_is_offered_again_with_it(visit, store, claimed):
    step(store, "save", claimed, MARIA, codes=Codes())
    visit(MARIA).take("save", claimed, as_form(ANSWERED))
    assert 'name="codes.overrides[0].reason" value="unrelated"' in visit(MARIA).get("/encounters/e1").text
