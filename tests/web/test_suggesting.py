"""Suggested codes beside the codes: for those who may look, with the words that support them."""

from dataclasses import replace

import pytest

from queue_app.domain.codes import Codes, Diagnosis
from queue_app.domain.encounter import Section
from tests.builders import GOOD_CODES, a_document, arrived, step
from tests.people import LENA, MARIA, TOM
from tests.web.visitor import as_json

PLACE = "/encounters/e1/suggestions"
NOTE = "Assessment:\n1. Type 2 diabetes with hyperglycemia\n2. <script>alert(1)</script> COPD\nNo pneumonia."


@pytest.fixture
def claimed(store):
    document = a_document(sections=(Section(title="<b>Visit</b>", text=NOTE),))
    return step(store, "claim", arrived(store, document), MARIA)


def test_each_code_stands_with_its_title_and_the_words_it_stands_on(visit, claimed):
    page = visit(MARIA).get(PLACE, headers={"HX-Request": "true"})
    assert page.status_code == 200
    assert "<html" not in page.text
    for words in ("E11.65", "J44.9", "Type 2 diabetes with hyperglycemia", "Progress note"):
        assert words in page.text, words
    assert "J18.9" not in page.text
    assert "<script>" not in page.text and "<b>Visit" not in page.text


def test_a_program_is_told_the_places_too(program, claimed):
    told = program(MARIA).get(PLACE).json["suggestions"]
    assert [one["code"] for one in told] == ["E1165", "J449"]
    first = told[0]["evidence"][0]
    assert NOTE[first["start"] : first["end"]] == first["text"] == "Type 2 diabetes with hyperglycemia"


def test_who_may_not_look_is_told_that_there_is_nothing(visit, claimed):
    assert visit(TOM).get(PLACE).status_code == 404
    assert visit(LENA).get(PLACE).status_code == 200


def test_only_whoever_codes_it_has_a_place_for_them(visit, claimed):
    assert f'hx-get="{PLACE}"' in visit(MARIA).get("/encounters/e1").text
    assert PLACE not in visit(LENA).get("/encounters/e1").text


def test_nothing_is_assigned_by_itself(visit, store, claimed):
    visit(MARIA).get(PLACE)
    assert store.encounters.get("e1").codes == claimed.codes


def a_decision(verdict, code="J44.9", **more):
    return {"code": code, "verdict": verdict, "source": "line", "rank": "2", "ms": "1500", **more}


def test_a_rejection_needs_a_reason_and_can_be_taken_back(visit, claimed):
    maria = visit(MARIA)
    assert "J44.9" in maria.get(PLACE).text
    page = maria.post(PLACE, a_decision("rejected", reason="past"))
    assert page.status_code == 200
    assert "rejected: past, and not treated now" in page.text
    assert 'data-code="J449"' not in page.text
    assert 'data-code="J449"' in maria.post(PLACE, {"code": "J449", "verdict": "offered"}).text


@pytest.mark.parametrize(
    "told",
    [
        {"verdict": "rejected"},
        {"verdict": "rejected", "reason": "<script>"},
        {"verdict": "loved"},
        {"verdict": "accepted", "source": "rumour"},
        {"verdict": "accepted", "rank": "-1"},
        {"verdict": "accepted", "ms": "soon"},
        {"verdict": "accepted", "code": "B99.9"},
        {"verdict": "accepted", "code": "x" * 10_000},
        {},
    ],
)
def test_a_decision_that_cannot_be_understood_changes_nothing(visit, store, claimed, told):
    maria = visit(MARIA)
    maria.get(PLACE)
    answer = maria.post(PLACE, {**a_decision("accepted"), "verdict": "", **told})
    assert answer.status_code in (400, 413, 422)
    assert store.suggestions.of("e1", MARIA).decisions == ()


def test_who_and_when_and_how_long_it_took_are_kept(program, store, claimed):
    maria = program(MARIA)
    maria.get(PLACE)
    assert maria.post(PLACE, a_decision("accepted")).status_code == 200
    (kept,) = store.suggestions.of("e1", MARIA).decisions
    assert (kept.by, kept.code, kept.rank, kept.ms, kept.source) == ("maria", "J449", 2, 1500, "line")


def test_those_who_only_look_decide_nothing(visit, claimed):
    lena = visit(LENA)
    lena.get(PLACE)
    assert lena.post(PLACE, a_decision("accepted")).status_code == 403
    assert visit(TOM).post(PLACE, a_decision("accepted")).status_code == 404


def test_the_supervisor_sees_what_is_taken(visit, program, store, claimed):
    program(MARIA).get(PLACE)
    program(MARIA).post(PLACE, a_decision("accepted"))
    seen = store.encounters.get("e1")
    codes = Codes((Diagnosis("J449"), Diagnosis("R051")), lines=GOOD_CODES.lines)
    assert program(MARIA).take("submit", seen, codes=as_json(codes)).status_code == 200

    told = program(LENA).get("/supervisor/suggestions").json
    assert (told["codes"], told["suggested"]) == (2, 1)
    page = visit(LENA).get("/supervisor/suggestions").text
    assert "1 of 2 offered codes were accepted (50 %)" in page
    assert "J44.9" in page
    rows = visit(LENA).get("/supervisor/suggestions.csv").text.splitlines()
    assert rows[0] == "code,title,source,offered,accepted,share"
    assert any(row.startswith("J449,") and row.endswith("line,1,1,1.0") for row in rows)


def test_where_they_are_turned_off_there_is_neither_place_nor_list(visit, app, claimed, monkeypatch):
    off = replace(app.extensions["settings"], suggestions=False)
    monkeypatch.setitem(app.extensions, "settings", off)
    assert visit(MARIA).get(PLACE).status_code == 404
    assert PLACE not in visit(MARIA).get("/encounters/e1").text
    assert visit(MARIA).post(PLACE, a_decision("accepted")).status_code == 404
