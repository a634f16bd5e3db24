"""The book, page by page, as a browser without scripts reads it."""

from datetime import date

import pytest

from queue_app.app import create_app
from queue_app.codesets.database import replacing
from queue_app.domain.codes import System
from tests.codesets.builders import known, make_tables
from tests.people import MARIA, TOM
from tests.web.visitor import Visitor

FRAGMENT = {"HX-Request": "true"}


def test_a_code_is_shown_with_its_notes_and_those_of_category_section_and_chapter(visit):
    text = visit(MARIA).get("/codes/book/icd10cm/J18.9?on=2026-11-01&inpatient=1").text
    for words in ("Pneumonia, unspecified organism", "MCC", "Excludes1", "From", "J09–J18", "Chapter 10"):
        assert words in text, words
    assert 'href="/codes/book/icd10cm/P230?on=2026-11-01&amp;inpatient=1"' in text, "notes lead on"


def test_the_book_alone_is_answered_to_a_page_that_has_one_open(visit):
    text = visit(MARIA).get("/codes/book/icd10cm/J18", headers=FRAGMENT).text
    assert text.strip().startswith('<div class="book"') and "<html" not in text


@pytest.mark.parametrize(
    "place",
    ["/codes/book/icd10cm/J99999", "/codes/book/latin", "/codes/book/icd10cm/<b>", "/codes/index/diary"],
)
def test_what_is_not_in_the_book_is_refused_in_words(visit, place):
    whole, part = visit(MARIA).get(place), visit(MARIA).get(place, headers=FRAGMENT)
    assert (whole.status_code, part.status_code) == (404, 404)
    assert "There is no" in part.text and "<b>" not in part.text.replace("<b>J", "")


@pytest.mark.parametrize("query", ["x" * 10_000, "' OR 1=1", "[", "\\", "%", "<script>", "pneu asp"])
def test_any_words_may_be_looked_for(visit, query):
    for place in ("/codes/book/icd10cm", "/codes/book/icd10pcs", "/codes/index/index", "/codes/index/drug"):
        response = visit(MARIA).client.get(place, query_string={"q": query})
        assert response.status_code == 200
        assert "<script>" not in response.text.replace("<script>\n", "").split("<main")[1]


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("/codes/book/icd10pcs", "flask codes load pcs-tables FILE"),
        ("/codes/index/neoplasm", "flask codes load neoplasm FILE"),
        ("/codes/book/cpt", "flask codes load cpt FILE"),
    ],
)
def test_a_book_that_is_not_loaded_says_what_to_load(visit, place, told):
    assert told in visit(MARIA).get(place).text


def test_a_term_stands_under_its_main_term_and_its_codes_say_what_they_lack(settings, store):
    ended = known("G35", valid_to=date(2025, 9, 30))
    make_tables(settings.code_tables, known("S72", billable=False), ended)
    lines = [
        ("index", 1, "Fracture", "", "", "", ""),
        ("index", 2, "Fracture > femur", "", "Injury", "", "S72"),
        ("index", 3, "Fracture > spine", "", "", "", "G35"),
    ]
    with replacing(settings.code_tables, copy=True) as tables:
        tables.executemany("INSERT INTO book VALUES (?, ?, ?, ?, ?, ?, ?)", lines)
    signed_in = store.sessions.start({"_user_id": MARIA.id, "_fresh": True}, MARIA.id, 0)
    visitor = Visitor(create_app(settings), signed_in)
    text = visitor.get("/codes/index/index?at=Fracture+%3E+femur").text
    assert '<nav class="book__way" aria-label="Above it">' in text and ">Fracture</a>" in text
    assert ">S72-</a>" in text and "see also" in text
    found = visitor.get("/codes/index/index?q=spine&on=2026-11-01").text
    assert "Fracture › spine" in found and "code--gone" in found
    assert "not valid on Nov 1, 2026" in found


def test_a_favourite_is_starred_for_its_person_alone_and_let_go_again(visit, store):
    visitor = visit(MARIA)
    visitor.get("/codes/book/icd10cm/J18.9")
    sent = {"system": "icd10cm", "code": "j18.9", "csrf_token": visitor.form_token}
    response = visitor.client.post("/codes/favourites", data={**sent, "starred": "1"})
    assert (response.status_code, response.location) == (303, "/codes/book/icd10cm/J189")
    assert 'aria-pressed="true"' in visitor.get(response.location).text
    assert store.usage.favourites(TOM.id) == frozenset()
    visitor.client.post("/codes/favourites", data=sent)
    assert store.usage.favourites(MARIA.id) == frozenset()


def test_only_codes_that_exist_become_favourites(program, store):
    maria = program(MARIA)
    assert (
        maria.post("/codes/favourites", {"system": "icd10cm", "code": "Q999/x", "starred": 1}).status_code
        == 404
    )
    assert (
        maria.post("/codes/favourites", {"system": "latin", "code": "J189", "starred": 1}).status_code == 400
    )
    assert store.usage.favourites(MARIA.id) == frozenset()
    assert System.ICD10CM == "icd10cm"
