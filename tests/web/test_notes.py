"""Notes on an encounter and bookmarks in its documents: whose they are, who sees and changes them."""

import pytest
from redis import Redis

from queue_app.domain.note import LONGEST, MOST
from queue_app.store import keys
from tests.builders import a_document, an_expired_lease, arrived, step
from tests.people import LENA, MARIA, OMAR, TOM
from tests.web.visitor import round_trips, trips_to_read

PLACE = "/encounters/e1/notes"
FRAGMENT = {"HX-Request": "true"}
SORE = {"document": "doc-1", "version": 1, "section": 0, "start": 0, "end": 11, "text": "Sore throat"}
ID = "0123456789abcdef"
SECRET = "Ask Dr. Xanthippe about the graft"


@pytest.fixture
def claimed(store):
    return step(store, "claim", arrived(store, a_document("Sore throat. Cough.")), MARIA)


@pytest.fixture
def noted(program):
    """What that person is told of the notes, without what changes."""

    def of(person):
        return [
            (one["by"], one["text"], one["team"], [words["text"] for words in one["passages"]])
            for one in program(person).get("/encounters/e1").json["notes"]
        ]

    return of


def verbs(store):
    return [line["verb"] for line in store.records.audited() if line.get("encounter") == "e1"]


def test_a_note_is_its_writers_alone_unless_it_is_to_the_team(program, noted, store, claimed):
    program(MARIA).post(PLACE, {"text": "Mine."})
    program(MARIA).post(PLACE, {"text": "Ours.", "team": True, "passages": [SORE]})
    program(OMAR).post(PLACE, {"text": "Audit this.", "team": True})
    program(LENA).post(PLACE, {"passages": [SORE], "team": True})  # a bookmark is its owner's
    ours = [("omar", "Audit this.", True, []), ("maria", "Ours.", True, ["Sore throat"])]
    assert noted(MARIA) == [*ours, ("maria", "Mine.", False, [])]
    assert noted(OMAR) == ours
    assert noted(LENA) == [("lena", "", False, ["Sore throat"]), *ours]
    assert verbs(store).count("note") == 3 and verbs(store).count("bookmark") == 1


def test_a_note_is_changed_and_deleted_by_who_wrote_it_and_nobody_else(program, noted, store, claimed):
    (first,) = program(MARIA).post(PLACE, {"text": "First.", "team": True}).json["notes"]
    assert (first["name"], first["by"]) == ("Maria", "maria")
    theirs = {"id": first["id"], "digest": first["digest"]}
    assert program(OMAR).post(PLACE, {**theirs, "text": "Not yours."}).status_code == 409
    program(OMAR).post(PLACE, theirs)
    assert noted(OMAR) == [("maria", "First.", True, [])]

    changed = program(MARIA).post(PLACE, {**first, "text": "Second."}).json["notes"]
    assert [one["text"] for one in changed] == ["Second."]
    late = program(MARIA).post(PLACE, {**first, "text": "Third."})
    assert (late.status_code, late.json["kind"]) == (409, "changed")
    assert "in another tab" in late.json["detail"]
    assert program(MARIA).post(PLACE, theirs).status_code == 409  # what was changed is not deleted unseen
    assert program(MARIA).post(PLACE, {**theirs, "digest": changed[0]["digest"]}).json == {"notes": []}
    assert program(MARIA).post(PLACE, {**first, "text": "Fourth."}).status_code == 409
    assert noted(OMAR) == []
    assert verbs(store).count("delete_note") == 2


def test_what_is_sent_again_is_kept_once(program, noted, claimed):
    for _ in range(2):
        sent = program(MARIA).post(PLACE, {"id": ID, "text": "Once.", "passages": [SORE]})
        assert sent.status_code == 200
    assert noted(MARIA) == [("maria", "Once.", False, ["Sore throat"])]
    (first,) = sent.json["notes"]
    for _ in range(2):
        assert program(MARIA).post(PLACE, {**first, "text": "Twice."}).status_code == 200
    assert [text for _, text, *_ in noted(MARIA)] == ["Twice."]


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({}, 400),
        ({"text": "  "}, 400),
        ({"text": 7}, 400),
        ({"text": "x" * (LONGEST + 1)}, 413),
        ({"text": "x", "id": "../e2"}, 400),
        ({"text": "x", "digest": "y"}, 400),
        ({"text": "x", "passages": "[{"}, 400),
        ({"text": "x", "passages": [7]}, 400),
        ({"passages": [SORE | {"end": 12}]}, 400),
        ({"passages": [SORE | {"text": "S" * 500, "end": 500}]}, 413),
        ({"passages": [SORE | {"section": place} for place in range(21)]}, 413),
    ],
)
def test_what_cannot_be_kept_is_refused_and_changes_nothing(program, noted, claimed, sent, status):
    assert program(MARIA).post(PLACE, sent).status_code == status
    assert noted(MARIA) == []


def test_a_hundred_of_one_person_are_enough_and_leave_room_for_others(program, noted, claimed):
    for number in range(MOST):
        program(MARIA).post(PLACE, {"text": f"Note {number}"})
    refused = program(MARIA).post(PLACE, {"text": "One more"})
    assert refused.status_code == 413 and "delete some" in refused.json["detail"]
    (_, first, *_) = program(MARIA).get(PLACE).json["notes"]
    assert program(MARIA).post(PLACE, {**first, "text": "Changed"}).status_code == 200
    assert program(OMAR).post(PLACE, {"text": "Mine", "team": True}).status_code == 200


def test_who_may_not_open_the_encounter_neither_reads_nor_writes(program, store, claimed):
    program(MARIA).post(PLACE, {"text": "Ours.", "team": True})
    assert program(TOM).get(PLACE).status_code == 404
    assert program(TOM).post(PLACE, {"text": "Hello?"}).status_code == 404
    assert len(program(MARIA).get(PLACE).json["notes"]) == 1
    assert store.records.audited(3)[-1]["verb"] == "refused"


def test_what_is_written_too_late_is_kept_for_its_writer_alone(program, noted, store, redis_raw, claimed):
    step(store, "release", claimed, MARIA)
    late = program(MARIA).post(PLACE, {"text": "Typed before lunch.", "team": True})
    assert (late.status_code, late.json["kind"]) == (409, "out_of_order")
    assert "kept for you alone" in late.json["detail"] and "notes" not in late.json
    assert noted(LENA) == []
    step(store, "claim", store.encounters.get("e1"), MARIA)
    an_expired_lease(redis_raw)
    assert noted(MARIA) == [("maria", "Typed before lunch.", False, [])]


def test_nothing_of_a_note_can_be_read_in_redis_or_the_audit(program, store, redis_url, claimed):
    program(MARIA).post(PLACE, {"text": SECRET, "team": True, "passages": [SORE]})
    with Redis.from_url(redis_url) as redis:
        (sealed,) = redis.hvals(keys.NOTES % "e1")
    assert b"Xanthippe" not in sealed and b"throat" not in sealed
    assert "Xanthippe" not in str(store.records.audited())


def test_the_page_shows_notes_as_text_and_where_there_are_none_no_list(visit, claimed):
    maria = visit(MARIA)
    assert '<li class="noted"' not in maria.get("/encounters/e1").text
    hostile = "<script>alert(1)</script> {{ 7*7 }} \u202eevil"
    assert maria.post(PLACE, {"text": hostile, "team": "on"}).location == "/encounters/e1#notes"
    pages = ((MARIA, "/encounters/e1"), (OMAR, "/encounters/e1"), (OMAR, "/encounters/e1/documents"))
    for person, page in pages:
        shown = visit(person).get(page).text
        assert "&lt;script&gt;alert(1)" in shown and "<script>alert" not in shown
        assert shown.count("data-noted-delete") == (person is MARIA)
    answer = maria.post(PLACE, {"text": "A\r\nB"}, headers=FRAGMENT)
    assert "<html" not in answer.text and "A\nB" in answer.text
    refused = maria.post(PLACE, {"text": ""}, headers=FRAGMENT)
    assert refused.status_code == 400 and "is on this page: mend it" in refused.text


def test_notes_cost_the_page_no_trip_and_keeping_one_costs_three(visit, redis_raw, claimed):
    maria = visit(MARIA)
    maria.post(PLACE, {"text": "The first loads the script."})
    maria.get("/encounters/e1")
    before = trips_to_read(redis_raw, lambda: maria.get("/encounters/e1"))
    assert round_trips(redis_raw, lambda: maria.post(PLACE, {"text": "x"}, headers=FRAGMENT)) == 3
    assert trips_to_read(redis_raw, lambda: maria.get("/encounters/e1")) == before == 5
