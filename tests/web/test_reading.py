"""What somebody has read is read the next time, for them alone and as long as it stays as it was."""

import pytest

from queue_app.store import keys
from tests.builders import a_document, amended, arrived, step
from tests.people import LENA, MARIA, TOM

UNREAD = 'href="#doc-%s" data-document-link >'


@pytest.fixture
def claimed(store):
    return step(store, "claim", arrived(store, a_document(), a_document(id="lab/7 ~<b>")), MARIA)


@pytest.fixture
def unread(visit):
    def of(person):
        page = visit(person).get("/encounters/e1").text
        return [one for one in ("doc-1", "lab/7 ~&lt;b&gt;") if UNREAD % one in page]

    return of


def read(visit, person, *documents):
    return visit(person).post("/encounters/e1/documents/read", {"read": "\n".join(documents)}).status_code


def test_a_document_that_was_read_is_so_the_next_time_for_its_reader_alone(visit, unread, claimed):
    assert len(unread(MARIA)) == 2
    assert read(visit, MARIA, "lab/7 ~<b>/1") == 204
    assert unread(MARIA) == ["doc-1"]
    assert len(unread(LENA)) == 2


def test_what_was_read_is_forgotten_in_the_end_even_of_what_the_archive_has(visit, redis_raw, claimed):
    read(visit, MARIA, "doc-1/1")
    assert redis_raw.ttl(keys.SEEN % "e1") > 0


def test_a_newer_version_is_unread_again(visit, store, unread, claimed):
    read(visit, MARIA, "doc-1/1", "lab/7 ~<b>/1")
    assert unread(MARIA) == []
    known = store.encounters.get("e1")
    amended(store, known, a_document("Newer.", version=2), a_document(id="lab/7 ~<b>"))
    assert unread(MARIA) == ["doc-1"]


@pytest.mark.parametrize("named", ["", "doc-1/2", "doc-1", "doc-9/1", "/", "doc-1/x", "doc-1/²"])
def test_what_is_not_there_is_not_read(visit, redis_raw, claimed, named):
    assert read(visit, MARIA, named) == 204
    assert redis_raw.keys("*:seen") == []


def test_who_may_not_look_has_read_nothing(visit, redis_raw, claimed):
    assert read(visit, TOM, "doc-1/1") == 404
    assert redis_raw.keys("*:seen") == []
