"""Newer content comes while a coder works: nothing typed is refused, and nothing unread is submitted."""

from datetime import UTC, datetime

import pytest

from queue_app.domain import moves
from queue_app.domain.encounter import Encounter, Hold, Status
from queue_app.domain.people import SYSTEM
from queue_app.store.codec import heading
from queue_app.store.store import Store
from tests.builders import GOOD_CODES, NOON, OTHER_CODES, a_document, arrived, step
from tests.people import MARIA
from tests.services.furniture import furnish
from tests.web.visitor import as_form, as_json

FRAGMENT = {"HX-Request": "true"}
TOLD = "Newer documents arrived"


@pytest.fixture
def claimed(store):
    """On Maria's screen: version 2, with the first version of the note."""
    furnish(store)
    return step(store, "claim", arrived(store, a_document("Sore throat.")), MARIA)


def newer_documents(store: Store) -> Encounter:
    known = store.encounters.get("e1")
    note = a_document("Pneumonia.", version=known.documents[0].version + 1)
    move = moves.take("amend", known, SYSTEM, datetime.now(UTC), documents=(heading(note),))
    return store.encounters.commit(move, [note])


def test_a_save_is_taken_on_top_of_the_newer_documents(program, store, claimed):
    amended = newer_documents(store)
    answer = program(MARIA).take("save", claimed, codes=as_json(GOOD_CODES))
    assert (answer.status_code, answer.json["version"]) == (200, amended.version + 1)
    assert [document["version"] for document in answer.json["documents"]] == [2]

    after = store.encounters.get("e1")
    assert (after.codes, after.documents, after.holder) == (GOOD_CODES, amended.documents, "maria")
    assert "Pneumonia." in str(program(MARIA).get("/encounters/e1").json["documents"])


def test_of_two_tabs_with_different_codes_the_slower_is_still_refused(visit, store, claimed):
    first, second = visit(MARIA), visit(MARIA)
    newer_documents(store)
    assert first.take("save", claimed, as_form(GOOD_CODES), headers=FRAGMENT).status_code == 200
    assert second.take("save", claimed, as_form(OTHER_CODES), headers=FRAGMENT).status_code == 409
    assert store.encounters.get("e1").codes == GOOD_CODES
    assert "Codes you typed are kept aside, not saved." in second.get("/encounters/e1").text


def test_nothing_is_submitted_before_the_newer_documents_were_seen(visit, program, store, claimed):
    newer_documents(store)
    answer = program(MARIA).take("submit", claimed, codes=as_json(GOOD_CODES))
    assert (answer.status_code, answer.json["kind"]) == (409, "changed")
    response = visit(MARIA).take("submit", claimed, as_form(GOOD_CODES))
    assert response.status_code == 409
    for said in (answer.json["detail"], response.text):
        assert TOLD in said
    assert "The codes you typed are kept" in response.text
    assert "There is more to read" in response.text and "Somebody was quicker" not in response.text
    assert 'href="/encounters/e1"' in response.text

    page = visit(MARIA).get("/encounters/e1").text
    assert "Codes you typed are kept aside, not saved." in page and "Pneumonia." in page
    seen = store.encounters.get("e1")
    assert (seen.status, seen.submission) == (Status.ASSIGNED, 0)
    assert visit(MARIA).take("submit", seen, as_form(GOOD_CODES)).location == "/coder"
    assert store.encounters.get("e1").codes == GOOD_CODES


def test_an_autosave_tells_of_the_documents_and_does_not_count_as_reading_them(visit, store, claimed):
    visitor, on_screen = visit(MARIA), {"read": claimed.version, **as_form(GOOD_CODES)}
    before = visitor.take("save", claimed, on_screen, headers=FRAGMENT)
    assert TOLD not in before.text
    saved = store.encounters.get("e1")

    newer_documents(store)
    for _ in range(2):  # and says so until the page is opened again
        response = visitor.take("save", saved, on_screen, headers=FRAGMENT)
        saved = store.encounters.get("e1")
        assert response.status_code == 200
        assert TOLD in response.text
        assert f'name="version" value="{saved.version}"' in response.text
        assert 'name="read"' not in response.text

    refused = visitor.take("submit", saved, on_screen)
    assert (refused.status_code, TOLD in refused.text) == (409, True)

    assert f'name="read" value="{saved.version}"' in visitor.get("/encounters/e1").text
    opened = {**on_screen, "read": saved.version}
    assert TOLD not in visitor.take("save", saved, opened, headers=FRAGMENT).text
    assert visitor.take("submit", store.encounters.get("e1"), opened).location == "/coder"


def test_a_save_without_scripts_leads_to_a_page_that_tells_of_the_documents(visit, store, claimed):
    visitor = visit(MARIA)
    newer_documents(store)
    assert visitor.take("save", claimed, as_form(GOOD_CODES)).location == "/encounters/e1"
    page = visitor.get("/encounters/e1").text
    assert TOLD in page and "Pneumonia." in page


def test_a_billing_hold_that_comes_and_goes_stops_neither_save_nor_submit(program, store, claimed):
    hold = Hold(id="h", reason="other", blocks="billing", owner="billing", placed_by="system", placed_at=NOON)
    blocked = step(store, "block", claimed, SYSTEM, hold=hold)
    answer = program(MARIA).take("save", claimed, codes=as_json(GOOD_CODES))
    assert answer.status_code == 200
    step(store, "lift", store.encounters.get("e1"), SYSTEM, hold_id="h")
    seen = {"version": answer.json["version"], "token": blocked.token, "codes": as_json(GOOD_CODES)}
    assert program(MARIA).post("/encounters/e1/submit", seen).status_code == 200


def test_a_read_version_that_is_no_number_is_refused_in_words(program, claimed):
    answer = program(MARIA).take("save", claimed, codes=as_json(GOOD_CODES), read="all of it")
    assert (answer.status_code, answer.json["kind"]) == (400, "malformed")
    assert "read" in answer.json["detail"]
