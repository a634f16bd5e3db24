"""A page has the text its reader begins with; others come when they are opened, and every look is noted."""

from datetime import timedelta

import pytest

from queue_app.domain.encounter import Section
from tests.builders import NOON, a_document, amended, arrived, step
from tests.people import ADA, LENA, MARIA, TOM
from tests.web.visitor import trips_to_read

FRAGMENT = {"HX-Request": "true"}
HOSTILE = "MRN-77/<b>"  # what a source may put into an id
TEXTS = ("First of all.", "Second of all.", "Third <i>of</i> all.")
PAGE, WINDOW = "/encounters/e1", "/encounters/e1/documents"
PLACES = f"{WINDOW}/texts"


@pytest.fixture
def claimed(store):
    """Three notes, of which the third is of the same type as the first."""
    notes = [
        a_document(text, id=id, type=type, written_at=NOON + timedelta(hours=hour))
        for hour, (text, id, type) in enumerate(
            zip(TEXTS, ("d1", HOSTILE, "d3"), ("Round", "Consult", "Round"), strict=True)
        )
    ]
    return step(store, "claim", arrived(store, *notes), MARIA)


def there(page):
    """Which of the texts it has."""
    return [place for place, text in enumerate(TEXTS, 1) if text.split(" <")[0] in page.text]


def seen(store):
    return [line["actor"] for line in store.records.audited() if line["verb"] == "see"]


@pytest.mark.parametrize("path", [PAGE, WINDOW])
def test_a_page_has_every_heading_and_the_text_that_is_read_first(visit, claimed, path):
    page = visit(MARIA).get(path)
    assert there(page) == [1]
    assert "\n  " not in page.text  # the indentation of templates stays at home
    assert page.text.count("data-document ") == page.text.count("data-document-link") == 3
    for place in (2, 3):
        assert f'href="{WINDOW}/{place}"' in page.text
    assert page.text.index('data-text="3"') < page.text.index('data-text="2"')  # as they are listed, by type


def test_who_comes_back_finds_the_first_text_they_have_not_read(visit, claimed):
    maria = visit(MARIA)
    maria.post(f"{WINDOW}/read", {"read": "d1/1"})
    assert there(maria.get(PAGE)) == [3]
    maria.post(f"{WINDOW}/read", {"read": f"d3/1\n{HOSTILE}/1"})
    assert there(maria.get(PAGE)) == [1]
    assert there(visit(LENA).get(PAGE)) == [1]


def test_programs_are_told_every_text(program, claimed):
    for path in (PAGE, WINDOW, PLACES):
        told = program(MARIA).get(path).json["documents"]
        assert sorted(one["sections"][0]["text"] for one in told) == sorted(TEXTS)
    assert program(MARIA).get(f"{WINDOW}/3").json["sections"][0]["text"] == TEXTS[2]


def test_those_that_are_asked_for_come_each_to_its_place_and_the_look_is_noted_once(visit, store, claimed):
    before = len(seen(store))
    page = visit(MARIA).get(f"{PLACES}?place=3&version=1&place=2&version=1", headers=FRAGMENT)
    assert page.status_code == 200 and "<html" not in page.text
    assert 'hx-swap-oob="innerHTML:#text-2"' in page.text and 'hx-swap-oob="innerHTML:#text-3"' in page.text
    assert there(page) == [2, 3] and "Third &lt;i&gt;of&lt;/i&gt; all." in page.text
    assert 'data-version="1"' in page.text and 'data-part="0"' in page.text and 'data-at="0"' in page.text
    assert HOSTILE not in page.text and "data-text-newer" not in page.text
    assert seen(store)[: len(seen(store)) - before] == ["maria"]


def test_a_document_that_was_replaced_meanwhile_says_so_above_its_newest_text(visit, store, claimed):
    amended(store, claimed, *claimed.documents[:2], a_document("Another third.", id="d3", version=2))
    page = visit(MARIA).get(f"{PLACES}?place=3&version=1&place=1&version=1", headers=FRAGMENT).text
    assert page.count("data-text-newer") == 1
    assert "<b>This is version 2.</b>" in page and "data-reload" in page
    assert "Another third." in page and 'data-version="2"' in page


def test_without_scripts_it_is_a_page_of_its_own(visit, claimed):
    page = visit(MARIA).get(f"{WINDOW}/2").text
    assert "</html>" in page and TEXTS[1] in page and f'href="{PAGE}"' in page


@pytest.mark.parametrize("person", [TOM, ADA])
def test_who_may_not_look_gets_no_text_and_that_they_tried_is_noted(visit, store, claimed, person):
    for path in (PLACES, f"{PLACES}?place=1", f"{WINDOW}/1"):
        answer = visit(person).get(path, headers=FRAGMENT)
        assert answer.status_code == 404 and there(answer) == []
    refused = [line["actor"] for line in store.records.audited() if line["verb"] == "refused"]
    assert refused[:3] == [person.id] * 3


@pytest.mark.parametrize("asked", ["place=4", "place=0"])
def test_what_is_not_there_is_not_found(visit, claimed, asked):
    assert visit(MARIA).get(f"{PLACES}?{asked}", headers=FRAGMENT).status_code == 404


@pytest.mark.parametrize(
    "asked", ["place=-1", "place=x", "place=²", "place=1&version=x", "place=" + "9" * 40]
)
def test_what_is_no_number_is_refused(visit, claimed, asked):
    assert visit(MARIA).get(f"{PLACES}?{asked}", headers=FRAGMENT).status_code == 400


@pytest.mark.parametrize("asked", ["place=1&place=1", "place=1&version=9", "version=1"])
def test_what_says_little_is_enough(visit, claimed, asked):
    assert visit(MARIA).get(f"{PLACES}?{asked}", headers=FRAGMENT).status_code == 200


def test_an_encounter_without_documents_and_a_document_without_text_are_shown(visit, store):
    arrived(store)
    assert "Nothing to read yet." in visit(LENA).get(PAGE).text
    assert visit(LENA).get(PLACES).text.strip() == ""
    arrived(
        store,
        a_document(id="empty", sections=()),
        a_document(sections=(Section(title="", text="x"),)),
        id="e2",
    )
    assert "This document has no text." in visit(LENA).get("/encounters/e2/documents/texts").text


@pytest.mark.parametrize(("path", "trips"), [(PAGE, 5), (WINDOW, 3), (f"{PLACES}?place=2&place=3", 3)])
def test_what_reading_costs_in_round_trips_to_redis(visit, redis_raw, claimed, path, trips):
    maria = visit(MARIA)
    maria.get(path)
    assert trips_to_read(redis_raw, lambda: maria.get(path)) == trips
