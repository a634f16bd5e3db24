"""Suggested codes beside the codes: for those who may look, with the words that support them."""

import pytest

from queue_app.domain.encounter import Section
from tests.builders import a_document, arrived, step
from tests.people import LENA, MARIA, TOM

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
