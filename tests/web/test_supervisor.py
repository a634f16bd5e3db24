"""The floor: every number is right, and leads to the list behind it."""

import csv
import io
import re
from datetime import UTC, datetime, timedelta
from html import unescape
from urllib.parse import quote

import pytest

from queue_app.services.workflow import a_hold
from queue_app.store import codec, keys
from tests.builders import GOOD_CODES, a_patient, arrived, step, submitted
from tests.people import LENA, MARIA, OMAR, TOM
from tests.web.visitor import trips_to_read

NOW = datetime.now(UTC)


@pytest.fixture
def floor(store):
    """Two ready in the clinic, one of them overdue, an old stay, one with Tom, two that were Maria's."""
    arrived(store, id="r1", charges=1000, due_at=NOW - timedelta(hours=1), clock_at=NOW)
    arrived(store, id="r2", charges=2500, due_at=NOW + timedelta(hours=9), clock_at=NOW)
    arrived(store, id="old", worklist="inpatient", clock_at=NOW - timedelta(days=40), due_at=NOW)
    step(store, "claim", arrived(store, id="t1", charges=50, clock_at=NOW - timedelta(days=5)), TOM)
    held = step(store, "claim", arrived(store, id="m1", clock_at=NOW), MARIA)
    step(store, "hold", held, MARIA, hold=a_hold(held, "maria", "unsigned_note"))
    submitted(store, id="m2", clock_at=NOW)


def ids(program, query):
    answer = program(LENA).get(f"/supervisor/encounters?{query}").json
    assert answer["total"] == len(answer["rows"])
    return [row["id"] for row in answer["rows"]]


def test_every_status_is_counted_with_its_charges(program, floor):
    told = {
        row["status"]: (row["count"], row["cents"])
        for row in program(LENA).get("/supervisor").json["statuses"]
    }
    assert {status: what for status, what in told.items() if what[0]} == {
        "ready": (3, 3500),
        "assigned": (1, 50),
        "on_hold": (1, 0),
        "final_coded": (1, 12500),
    }


def test_a_longer_list_asks_redis_no_oftener(visit, store, redis_raw):
    lena, rows = visit(LENA), "/supervisor/encounters?status=ready"
    arrived(store, id="one")
    lena.get(rows)
    short = trips_to_read(redis_raw, lambda: lena.get(rows))
    for number in range(5):
        arrived(store, id=f"r{number}")
    assert trips_to_read(redis_raw, lambda: lena.get(rows)) == short


def test_every_worklist_tells_what_is_ready_and_overdue(program, floor):
    told = {row["worklist"]: row for row in program(LENA).get("/supervisor").json["worklists"]}
    assert (told["clinic"]["ready"], told["clinic"]["overdue"], told["clinic"]["cents"]) == (2, 1, 3500)
    assert (told["inpatient"]["ready"], told["emergency"]["ready"]) == (1, 0)


def test_what_is_not_final_coded_is_counted_by_age(program, floor):
    told = {row["band"]: row["counts"] for row in program(LENA).get("/supervisor").json["aging"]}
    found = {band: {status: n for status, n in counts.items() if n} for band, counts in told.items()}
    assert found["0-3"] == {"ready": 2, "on_hold": 1}
    assert found["4-7"] == {"assigned": 1}
    assert [counts for band, counts in found.items() if band.startswith("31")] == [{"ready": 1}]


def test_who_is_coding_what_and_how_much_everybody_submitted(program, floor):
    told = program(LENA).get("/supervisor").json
    assert [(desk["holder"], desk["name"], desk["encounter_id"]) for desk in told["desks"]] == [
        ("tom", "Tom", "t1")
    ]
    coders = {coder["id"]: (coder["today"], coder["last_hour"], coder["open"]) for coder in told["coders"]}
    assert coders["tom"] == (0, 0, 1)
    assert coders["maria"][2] == 1
    assert sum(count for _, count in told["hours"]) == 1


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("status=ready", ["r1", "old", "r2"]),
        ("status=ready&sort=-due_at", ["r2", "old", "r1"]),
        ("status=ready&sort=charges", ["old", "r1", "r2"]),
        ("worklist=inpatient", ["old"]),
        ("status=ready&worklist=clinic", ["r1", "r2"]),
        ("status=ready&worklist=clinic&overdue=1", ["r1"]),
        ("status=assigned&worklist=clinic", ["t1"]),
        ("holder=tom", ["t1"]),
        ("holder=maria&status=on_hold", ["m1"]),
        ("band=4-7", ["t1"]),
        ("band=4-7&status=ready", []),
        ("band=0-", ["m1", "t1", "r1", "old", "r2"]),
        ("status=accepted", []),
        ("holder=nobody", []),
        ("worklist=laundry", []),
    ],
)
def test_every_number_has_its_list(program, floor, query, found):
    assert ids(program, query) == found


@pytest.fixture
def yesterday(store):
    """The hour in which Maria submitted two encounters, one of them in its last minute, and Tom one."""
    hour = (NOW - timedelta(hours=20)).replace(minute=0, second=0, microsecond=0)
    for encounter_id, minutes in (("m1", 10), ("m2", 59)):
        submitted(store, id=encounter_id)
        store.past.tell(encounter_id, dict.fromkeys(("import", "claim"), hour - timedelta(hours=1)))
        store.past.tell(encounter_id, {"submit": hour + timedelta(minutes=minutes)})
    held = step(store, "claim", arrived(store, id="t1"), TOM)
    step(store, "submit", held, TOM, codes=GOOD_CODES)
    store.past.tell("t1", dict.fromkeys(("import", "claim", "submit"), hour))
    return hour


def moment(at):
    return quote(at.isoformat())


def test_the_encounters_submitted_in_an_hour_are_counted_and_listed(program, yesterday):
    later = yesterday + timedelta(hours=1)
    told = program(LENA).get("/supervisor").json
    assert {datetime.fromisoformat(at): count for at, count in told["hours"] if count} == {yesterday: 3}
    assert told["submitted"] == 3
    span = f"submitted_from={moment(yesterday)}&submitted_until={moment(later)}"
    assert sorted(ids(program, span)) == ["m1", "m2", "t1"]
    assert sorted(ids(program, f"{span}&submitted_by=maria&status=final_coded")) == ["m1", "m2"]
    assert ids(program, f"{span}&status=ready") == []
    assert ids(program, f"submitted_from={moment(later)}") == []
    rows = csv.DictReader(
        program(LENA).get(f"/supervisor/encounters.csv?{span}&submitted_by=tom").text.splitlines()
    )
    assert [row["id"] for row in rows] == ["t1"]


def test_an_encounter_that_was_submitted_twice_in_an_hour_is_one_encounter(program, store):
    held = step(store, "claim", arrived(store), MARIA)
    asked = step(store, "ask_review", held, MARIA, codes=GOOD_CODES)
    back = step(store, "return", asked, OMAR, reason="Look again.")
    step(store, "submit", step(store, "rework", back, MARIA), MARIA, codes=GOOD_CODES)
    assert len(store.floor.submissions(None)) == 2
    told = program(LENA).get("/supervisor").json
    (maria,) = [coder for coder in told["coders"] if coder["id"] == "maria"]
    assert (told["submitted"], maria["last_hour"]) == (1, 1)
    assert ids(program, "submitted_by=maria") == ["e1"]


def test_every_number_of_the_floor_has_as_many_encounters_behind_it(visit, program, floor):
    page = visit(LENA).get("/supervisor").text
    numbers = re.findall(r'href="/supervisor/encounters\?([^"]+)">\s*(?:<b[^>]*>)?(\d+)<', page)
    assert len(numbers) > 12
    for query, number in numbers:
        assert len(ids(program, unescape(query))) == int(number), query


@pytest.mark.parametrize("moment", ["yesterday", "2026-13-01", "0001-01-01T00:00:00+14:00"])
def test_a_moment_that_cannot_be_read_is_refused_in_words(program, moment):
    answer = program(LENA).get("/supervisor/encounters", query_string={"submitted_from": moment})
    assert (answer.status_code, answer.json["kind"]) == (400, "malformed")


def test_a_day_begins_at_the_midnight_of_the_site(program, site, store):
    submitted(store)
    today = datetime.now(site.zone).date()
    assert ids(program, f"submitted_from={today}") == ["e1"]
    assert ids(program, f"submitted_until={today}") == []


def test_submissions_are_forgotten_after_forty_days(store, redis_raw):
    submitted(store, id="e1")
    redis_raw.zadd(keys.SUBMITTED, {"old/3/maria": codec.ms(NOW - timedelta(days=41))})
    redis_raw.zadd(keys.SUBMITTED, {"older/3/maria": codec.ms(NOW - timedelta(days=39))})
    submitted(store, id="e2")
    assert [encounter for _, encounter, *_ in store.floor.submissions(None)] == ["older", "e1", "e2"]


def test_the_page_says_whose_submissions_are_listed(visit, floor):
    text = visit(LENA).get("/supervisor/encounters?submitted_by=maria&submitted_from=2026-01-01").text
    assert "Only those submitted" in text and "<bdi>Maria</bdi>" in text
    assert 'name="submitted_by" value="maria"' in text


def test_overdue_is_asked_of_one_worklist(program, floor):
    answer = program(LENA).get("/supervisor/encounters?overdue=1")
    assert answer.status_code == 400
    assert "which worklist" in answer.json["detail"]


def test_without_a_filter_everything_is_listed(program, floor):
    assert sorted(ids(program, "")) == ["m1", "m2", "old", "r1", "r2", "t1"]


def test_the_numbers_and_their_lists_agree(program, floor):
    told = program(LENA).get("/supervisor").json
    for row in told["statuses"]:
        assert len(ids(program, f"status={row['status']}")) == row["count"]
    for row in told["worklists"]:
        overdue = ids(program, f"worklist={row['worklist']}&status=ready&overdue=1")
        assert len(overdue) == row["overdue"]
    for band in told["aging"]:
        for status, count in band["counts"].items():
            assert len(ids(program, f"band={band['band']}&status={status}")) == count


def test_long_lists_come_in_pages(program, store):
    for number in range(120):
        arrived(store, id=f"e{number:03}", due_at=NOW + timedelta(minutes=number))
    listed, number = [], 1
    while rows := program(LENA).get(f"/supervisor/encounters?status=ready&page={number}").json["rows"]:
        listed += [row["id"] for row in rows]
        number += 1
    assert listed == [f"e{number:03}" for number in range(120)]
    assert number > 2
    assert program(LENA).get("/supervisor/encounters?status=ready&page=2").json["total"] == 120


def test_an_encounter_is_found_by_account_number_or_mrn_and_neither_stands_in_an_address(visit, store):
    arrived(store, account_number="AC-0815", patient=a_patient(mrn="MRN-4711", family="Zwingenberger"))
    arrived(store, id="other", account_number="AC-9", patient=a_patient(mrn="MRN-9", family="Other"))
    lena = visit(LENA)
    for number in ("AC-0815", " MRN-4711 "):
        response = lena.post("/supervisor/encounters", {"find": number})
        assert response.status_code == 200
        assert "Zwingenberger" in response.text and "Other" not in response.text
        assert "find=" not in response.text
    assert "Zwingenberger" not in lena.post("/supervisor/encounters", {"find": "AC-08"}).text


def test_a_list_can_be_taken_along_as_csv(program, floor):
    response = program(LENA).get("/supervisor/encounters.csv?status=ready&worklist=clinic")
    assert response.mimetype == "text/csv"
    assert "attachment" in response.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(response.text, newline="")))
    assert [(row["id"], row["status"], row["charges"]) for row in rows] == [
        ("r1", "ready", "1000"),
        ("r2", "ready", "2500"),
    ]


@pytest.mark.parametrize(
    "number", ['=HYPERLINK("http://evil")', "+1+1", "-2", "@SUM(A1)", "\tx", 'a"b,c\nd', "患者"]
)
def test_no_cell_of_a_csv_is_a_formula(program, store, number):
    arrived(store, account_number=number)
    text = program(LENA).get("/supervisor/encounters.csv").text
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert row["account_number"].lstrip("'") == number
    assert row["account_number"][0] not in "=+-@\t"


def test_taking_a_list_along_is_in_the_audit(program, store, floor):
    program(LENA).get("/supervisor/encounters.csv").get_data()
    assert ("export_list", "lena") in [(line["verb"], line["actor"]) for line in store.records.audited()]


def test_the_page_of_the_floor_shows_the_numbers_and_leads_to_the_lists(visit, floor):
    text = visit(LENA).get("/supervisor").text
    for told in ("Tom", "$35.00", "status=ready", "holder=tom", "worklist=clinic"):
        assert told in text, told


def test_the_live_part_says_nothing_when_nothing_changed(visit, store, floor):
    lena = visit(LENA)
    first = lena.get("/supervisor/numbers", headers={"HX-Request": "true", "X-Poll": "1"})
    assert first.status_code == 200 and "</html>" not in first.text
    seen = {"If-None-Match": first.headers["ETag"]}
    assert lena.get("/supervisor/numbers", headers=seen).status_code == 204
    submitted(store, GOOD_CODES, id="new")
    assert lena.get("/supervisor/numbers", headers=seen).status_code == 200
