"""A document beside an earlier version of it and beside the one before: never unnoticed."""

from datetime import timedelta

import pytest

from queue_app.domain.comparison import Kind, Piece
from queue_app.domain.encounter import Section
from queue_app.web.comparing import Line, lines
from tests.builders import NOON, a_document, amended, arrived, step
from tests.people import EVERYBODY, LENA, MARIA, TOM

FRAGMENT = {"HX-Request": "true"}
PLACE = "/encounters/e1/documents/{}/compare"
DAY = timedelta(days=1)
HOSTILE = "../MRN-77/\"'<script>alert(1)</script>?#%2e"


@pytest.fixture
def claimed(store):
    """Two progress notes, the second of which came again."""
    notes = (
        a_document("Fever. Lungs clear.", id="doc-1", written_at=NOON - DAY),
        a_document("Fever. Cough.", id=HOSTILE),
    )
    amended(
        store,
        step(store, "claim", arrived(store, *notes), MARIA),
        notes[0],
        a_document("Fever. Pneumonia. <b>x</b>", id=HOSTILE, version=2),
    )


def seen(store):
    """How often, and by whom last."""
    lines = [line for line in store.records.audited() if line["verb"] == "see"]
    return len(lines), lines[0]["actor"] if lines else None


def test_what_changed_since_the_version_before_is_marked(visit, claimed):
    page = visit(MARIA).get(PLACE.format(2) + "?version=1", headers=FRAGMENT)
    assert page.status_code == 200 and "<html" not in page.text
    assert "Fever. <del>Cough.</del><ins>Pneumonia. &lt;b&gt;x&lt;/b&gt;</ins>" in page.text
    assert "stood in version 1" in page.text
    assert "data-at" not in page.text and "data-part" not in page.text


def test_what_was_copied_forward_shows_beside_the_one_before(visit, claimed):
    page = visit(MARIA).get(PLACE.format(2), headers=FRAGMENT).text
    assert "<b>50 % of its words</b>" in page and "the one before, of" in page and "Nov 15, 2026" in page
    assert "Fever." in page and "<ins>Fever" not in page


def test_the_page_offers_it_where_there_is_something_to_compare(visit, claimed):
    page = visit(MARIA).get("/encounters/e1").text + visit(MARIA).get("/encounters/e1/documents/texts").text
    assert f'hx-get="{PLACE.format(2)}?version=1"' in page and f'hx-get="{PLACE.format(2)}"' in page
    assert PLACE.format(1) not in page
    assert "MRN-77" not in " ".join(
        part.split('"')[0] for part in page.split('href="')[1:] if "#" not in part
    )


def test_what_came_often_is_compared_with_what_came_first_too(visit, store, claimed):
    known = store.encounters.get("e1")
    amended(store, known, known.documents[0], a_document("Fever. Rash.", id=HOSTILE, version=3))
    page = visit(MARIA).get("/encounters/e1/documents/texts").text
    assert f'{PLACE.format(2)}?version=1"' in page and f'{PLACE.format(2)}?version=2"' in page


def test_without_scripts_it_is_a_page(visit, claimed):
    page = visit(MARIA).get(PLACE.format(2))
    assert "<html" in page.text and "Back to the encounter" in page.text


def test_a_program_is_told_the_same(program, claimed):
    told = program(LENA).get(PLACE.format(2) + "?version=1").json
    assert told["document"] == {"id": HOSTILE, "version": 2}
    assert told["beside"] == {"id": HOSTILE, "version": 1}
    assert (told["words"], told["carried"]) == (4, 2)
    assert {"kind": "gone", "text": "Cough."} in told["pieces"]


def test_each_look_is_recorded(visit, store, claimed):
    visit(MARIA).get(PLACE.format(2))
    assert seen(store) == (1, "maria")
    visit(LENA).get(PLACE.format(2) + "?version=1")
    assert seen(store) == (2, "lena")


def test_who_may_not_look_at_the_encounter_is_told_of_nothing(program, store, claimed):
    for person in EVERYBODY:
        allowed = program(person).get("/encounters/e1").status_code
        assert program(person).get(PLACE.format(2)).status_code == allowed, person.id
    looks, _ = seen(store)
    assert program(TOM).get(PLACE.format(2)).status_code == 404
    assert seen(store)[0] == looks
    assert store.records.audited(1)[0]["verb"] == "refused"


@pytest.mark.parametrize(
    ("place", "query", "status"),
    [
        ("1", "", 404),
        ("1", "?version=1", 404),
        ("2", "?version=2", 404),
        ("2", "?version=0", 404),
        ("2", "?version=x", 400),
        ("2", "?version=-1", 400),
        ("0", "", 404),
        ("3", "", 404),
        ("-1", "", 404),
        ("²", "", 404),
        ("9" * 400, "", 404),
        ("doc-1", "", 404),
    ],
)
def test_what_there_is_not_is_refused_in_words(visit, store, claimed, place, query, status):
    visitor = visit(MARIA)
    for headers in ({}, FRAGMENT):
        answer = visitor.get(PLACE.format(place) + query, headers=headers)
        assert answer.status_code == status
        assert "There is no" in answer.text or "version" in answer.text
    assert seen(store)[0] == 0


def test_a_document_without_text_is_said_to_have_none(visit, store):
    empty = a_document(id="doc-2", written_at=NOON + DAY, sections=())
    step(store, "claim", arrived(store, a_document("Fever."), empty), MARIA)
    page = visit(MARIA).get(PLACE.format(2), headers=FRAGMENT).text
    assert "no text" in page and "<del>" in page


def test_titles_items_and_paragraphs_are_lines_of_their_own():
    same, new, gone = (lambda text, kind=kind: Piece(kind, text) for kind in Kind)
    found = lines([same("\fPlan"), new(" of care"), same("\n• Rest\n\nBye"), gone("\n")])
    assert list(found) == [
        Line("heading", False, (same("Plan"), new(" of care"))),
        Line("item", False, (same("• Rest"),)),
        Line("plain", True, (same("Bye"),)),
    ]


def test_the_titles_of_sections_are_compared_as_well(visit, store):
    older = a_document(written_at=NOON - DAY, sections=(Section(title="Plan", text="Rest."),))
    newer = a_document(id="doc-2", sections=(Section(title="Assessment", text="Rest."),))
    step(store, "claim", arrived(store, older, newer), MARIA)
    page = visit(MARIA).get(PLACE.format(2), headers=FRAGMENT).text
    assert '<h3 class="comparison__heading"><del>Plan</del><ins>Assessment</ins></h3>' in page
