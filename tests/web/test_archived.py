"""The page of an encounter whose documents are in the archive, and what is said when the archive is away."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from queue_app.app import create_app
from queue_app.domain import moves
from queue_app.domain.codes import Evidence
from queue_app.domain.encounter import Status
from queue_app.domain.people import SYSTEM
from queue_app.store.codec import heading
from queue_app.store.floor import Listing
from tests.builders import GOOD_CODES, NOON, a_document, amended, arrived, step
from tests.people import LENA, MARIA
from tests.services.bundles import a_note, a_visit, hand_in
from tests.services.furniture import furnish
from tests.web.visitor import Program, Visitor, as_json


@pytest.fixture
def site(settings, code_tables):
    """An installation whose data folder is this test's alone."""
    settings.code_tables.symlink_to(code_tables)
    return create_app(settings)


@pytest.fixture
def lena(site, store):
    return Visitor(site, store.sessions.start({"_user_id": "lena", "_fresh": True}, "lena", 0))


@pytest.fixture
def maria(site, store):
    store.people.add_bearer("cdk_test_maria", "maria", "test")
    return Program(site, "cdk_test_maria")


def archive(store):
    assert store.archive.move(datetime.now(UTC) + timedelta(seconds=1))


@pytest.fixture
def archived(store):
    furnish(store)
    claimed = step(store, "claim", arrived(store, a_document("Sore throat.")), MARIA)
    sent = step(store, "export", step(store, "submit", claimed, MARIA, codes=GOOD_CODES), SYSTEM)
    archive(store)
    return sent


def test_the_page_is_as_ever(lena, archived):
    page = lena.get("/encounters/e1")
    assert page.status_code == 200
    assert "Sore throat." in page.text
    assert "sent to billing" in page.text


def test_a_version_of_the_archive_is_compared_with_the_one_before(lena, store):
    furnish(store)
    claimed = step(store, "claim", arrived(store, a_document("Sore throat.")), MARIA)
    newer = amended(store, claimed, a_document("Sore tongue.", version=2))
    step(store, "export", step(store, "submit", newer, MARIA, codes=GOOD_CODES), SYSTEM)
    archive(store)
    page = lena.get("/encounters/e1/documents/1/compare?version=1").text
    assert "Sore <del>throat</del><ins>tongue</ins>." in page


def test_a_rejected_claim_is_reworked_and_submitted_again(maria, store, archived):
    step(store, "reject", archived, SYSTEM, reason="562")
    opened = maria.get("/encounters/e1").json
    assert opened["documents"][0]["sections"][0]["text"] == "Sore throat."
    reworked = maria.take("rework", store.encounters.get("e1"))
    assert reworked.status_code == 200
    answer = maria.take("submit", store.encounters.get("e1"), codes=as_json(GOOD_CODES))
    assert (answer.status_code, answer.json["submission"]) == (200, 2)


def test_evidence_is_looked_for_in_newer_documents_beside_those_of_the_archive(maria, store):
    furnish(store)
    documents = a_document("Sore throat."), a_document("Benign.", id="doc-2")
    founded = replace(GOOD_CODES, evidence=(Evidence("doc-1", 1, 0, 0, 11, "Sore throat", "J069"),))
    claimed = step(store, "claim", arrived(store, *documents), MARIA)
    sent = step(store, "export", step(store, "submit", claimed, MARIA, codes=founded), SYSTEM)
    archive(store)
    step(store, "rework", step(store, "reject", sent, SYSTEM, reason="562"), MARIA)
    known = store.encounters.get("e1")
    newer = a_document("Throat is fine.", version=2)
    move = moves.take("amend", known, SYSTEM, NOON, documents=(heading(newer), known.documents[1]))
    store.encounters.commit(move, [newer])
    assert "evidence-gone" in str(maria.get("/encounters/e1").json["findings"])


def test_what_was_set_to_no_bill_is_reopened_and_claimed(maria, store):
    ready = arrived(store, a_document("Sore throat."))
    void = step(store, "void", ready, LENA, reason="Courtesy")
    archive(store)
    step(store, "reopen", void, LENA)
    assert maria.post("/coder/next").json["id"] == "e1"
    assert "Sore throat." in str(maria.get("/encounters/e1").json["documents"])


def test_newer_content_comes_to_what_is_archived(store, tables, lena):
    hand_in(store, tables, a_visit(a_note("Sore throat.")))
    (known,) = store.floor.all(Listing(), datetime.now(UTC))
    step(store, "void", known, LENA, reason="Courtesy")
    archive(store)

    again = hand_in(store, tables, a_visit(a_note("Sore throat."), a_note("Benign.", id="late")))
    assert again.amended == 1
    page = lena.get(f"/encounters/{known.id}/documents/texts").text
    assert "Sore throat." in page and "Benign." in page
    assert store.encounters.get(known.id).status is Status.NO_BILL


def test_without_the_archive_the_page_says_so_and_the_doctor_what_to_do(
    site, settings, lena, maria, archived
):
    (settings.data / "archive.sqlite").unlink()
    page = lena.get("/encounters/e1")
    assert page.status_code == 503
    assert "the archive cannot be read" in page.text and "flask doctor" in page.text
    assert "Traceback" not in page.text
    answer = maria.get("/encounters/e1")
    assert (answer.status_code, answer.json["kind"]) == (503, "unavailable")
    assert lena.get("/supervisor").status_code == 200

    result = site.test_cli_runner().invoke(args=["doctor"])
    assert result.exit_code == 1
    assert "archive.sqlite is missing or cannot be read: put back the copy you kept." in result.output
