"""Named sets of codes: whose they are, what is kept of them, and what a person added last."""

from dataclasses import replace

import pytest

from queue_app.domain.codes import Codes, Diagnosis, Line, Procedure
from queue_app.store import keys
from tests.builders import GOOD_CODES, VISIT
from tests.people import LENA, MARIA, OMAR, TOM
from tests.web.visitor import as_json, trips_to_read

WORK_UP = {
    "name": "Chest pain work-up",
    "diagnoses": "R07.9, i10",
    "procedures": "",
    "lines": "99213-25 93005 x2",
}
KEPT = Codes((Diagnosis("R079"), Diagnosis("I10")), (), (Line("99213", ("25",)), Line("93005", units=2)))


def listed(answer):
    return {one["name"]: one for one in answer.json["sets"]}


def test_a_set_is_its_makers_alone_and_holds_nothing_of_an_encounter(visit, program, store):
    full = replace(GOOD_CODES, diagnoses=(Diagnosis("J069", "Y"),), procedures=(Procedure("0BJ08ZZ", VISIT),))
    made = program(MARIA).post("/sets", {"name": " Sore   throat ", "codes": as_json(full)})
    assert made.json["name"] == "Sore throat"
    (one,) = store.sets.of(MARIA.id).sets
    assert one.codes == Codes((Diagnosis("J069"),), (Procedure("0BJ08ZZ"),), (Line("99213"),))
    assert store.sets.of(TOM.id).sets == ()
    assert program(TOM).post(f"/sets/{one.id}/delete", {}).status_code == 404

    assert visit(MARIA).post("/sets", WORK_UP).status_code == 303
    told = listed(program(MARIA).get("/sets?on=2026-11-16"))["Chest pain work-up"]
    assert [(row["code"], row["modifiers"], row["units"]) for row in told["rows"]] == [
        ("R079", [], 1),
        ("I10", [], 1),
        ("99213", ["25"], 1),
        ("93005", [], 2),
    ]
    assert told["rows"][0]["title"] == "Chest pain, unspecified"


def test_a_set_is_changed_from_its_page_and_deleted(visit, store):
    browser = visit(MARIA)
    browser.post("/sets", WORK_UP)
    (one,) = store.sets.of(MARIA.id).sets
    assert one.codes == KEPT
    assert "99213-25 93005 x2" in browser.get("/sets").text
    browser.post(f"/sets/{one.id}", WORK_UP | {"name": "<b>Chest", "lines": ""})
    (changed,) = store.sets.of(MARIA.id).sets
    assert (changed.id, changed.name, changed.codes.lines) == (one.id, "<b>Chest", ())
    assert "<b>Chest" not in browser.get("/sets").text
    browser.post(f"/sets/{one.id}/delete")
    assert store.sets.of(MARIA.id).sets == ()


def test_supervisors_and_auditors_make_sets_for_everybody_or_for_one_type_of_work(visit, program, store):
    visit(LENA).post("/sets", WORK_UP | {"shared": "on", "work_type": "emergency"})
    visit(OMAR).post("/sets", WORK_UP | {"name": "All", "shared": "on", "work_type": ""})
    assert set(listed(program(MARIA).get("/sets?work_type=clinic"))) == {"All"}
    told = listed(program(MARIA).get("/sets?work_type=emergency"))
    assert set(told) == {"All", "Chest pain work-up"}
    assert [one["may_change"] for one in told.values()] == [False, False]
    shared = told["All"]["id"]
    assert program(MARIA).post(f"/sets/{shared}/delete", {}).status_code == 403
    refused = program(MARIA).post("/sets", {"name": "Mine", "shared": True, "codes": as_json(GOOD_CODES)})
    assert refused.status_code == 403
    assert visit(LENA).post(f"/sets/{shared}/delete").status_code == 303
    verbs = [line["verb"] for line in store.records.audited() if line["verb"].endswith("_set")]
    assert sorted(verbs) == ["delete_set", "keep_set", "keep_set"]

    mine = listed(program(MARIA).get("/sets"))["Chest pain work-up"]["id"]
    visit(LENA).post(f"/sets/{mine}", WORK_UP)  # it is hers alone now
    assert store.sets.of(MARIA.id).sets == () and len(store.sets.of(LENA.id).sets) == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": "  "}, "Give the set a name"),
        ({"name": "x" * 61}, "60 characters"),
        ({"name": "a\x07b"}, "Give the set a name"),
        ({"name": "THERE"}, "of that name already"),
        ({"diagnoses": "R07.9 NOSUCH"}, "There is no such code: NOSUCH"),
        ({"diagnoses": "", "lines": ""}, "from one code"),
        ({"lines": " ".join(f"{number:05}" for number in range(90))}, "from one code to 60"),
        ({"shared": "on", "work_type": "<i>"}, "The work type must be one of"),
    ],
)
def test_a_set_that_cannot_be_kept_says_why_and_what_was_typed_stays(visit, store, wrong, words):
    visitor = visit(LENA)
    visitor.post("/sets", WORK_UP | {"name": "There"})
    answer = visitor.post("/sets", WORK_UP | wrong)
    assert answer.status_code == 400
    assert words in answer.text and wrong.get("lines", WORK_UP["lines"]) in answer.text
    assert [one.name for one in store.sets.of(LENA.id).sets] == ["There"]


def test_a_name_that_holds_a_patients_is_sealed_and_told_nowhere_else(visit, store, redis_raw, caplog):
    visitor = visit(MARIA)
    visitor.post("/sets", WORK_UP | {"name": "Sample, Ann"})
    everything = b"".join(store.sets._redis.dump(key) or b"" for key in redis_raw.keys("*"))
    assert b"Ann" not in everything and b"R079" not in everything
    assert "Ann" not in caplog.text
    (one,) = store.sets.of(MARIA.id).sets
    moved = store.sets._redis.hget(keys.SETS_OF % MARIA.id, one.id)
    store.sets._redis.hset(keys.SETS_OF % TOM.id, one.id, moved)
    with pytest.raises(Exception):  # noqa: B017  a sealed set does not open as somebody else's
        store.sets.of(TOM.id)


def test_what_was_added_last_is_told_the_next_time(visit, program, store):
    assert program(MARIA).get("/sets").json["again"] is None
    assert program(MARIA).post("/sets/again", {"what": "icd10cm/i10"}).status_code == 204
    told = program(MARIA).get("/sets").json["again"]
    assert (told["code"], told["title"]) == ("I10", "Essential (primary) hypertension")
    visit(MARIA).post("/sets", WORK_UP)
    (one,) = store.sets.of(MARIA.id).sets
    program(MARIA).post("/sets/again", {"what": f"set/{one.id}"})
    assert program(MARIA).get("/sets").json["again"]["name"] == "Chest pain work-up"
    store.sets.drop(one)
    assert program(MARIA).get("/sets").json["again"] is None
    assert program(MARIA).post("/sets/again", {"what": "elsewhere/1"}).status_code == 400


def test_reading_sets_takes_one_round_trip(store, redis_raw):
    store.sets.of(MARIA.id)
    assert trips_to_read(redis_raw, lambda: store.sets.of(MARIA.id)) == 1
