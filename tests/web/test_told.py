"""Programs and spreadsheets are told the same as people: JSON from every page, CSV of every list."""

import csv
import io

import pytest

from queue_app.domain.suggestion import Source
from tests.builders import GOOD_CODES, a_document, arrived, step, submitted
from tests.people import ADA, BEA, LENA, MARIA, OMAR
from tests.services.bundles import a_note, a_visit, hand_in
from tests.services.furniture import furnish
from tests.web.doors import DOORS, address

FOR_PEOPLE_ONLY = {"GET /sign-in", "GET /password", "GET /static/<path:filename>"}
PAGES = [door for door in DOORS if door.startswith("GET") and door not in FOR_PEOPLE_ONLY]
LISTS = {
    # address                        who, columns that a row has, and the value of one
    "/supervisor/encounters.csv": (BEA, "account_number", "e1"),
    "/supervisor/suggestions.csv": (LENA, "code", None),
    "/review/review.csv": (OMAR, "account_number", "e2"),
    "/billing/files.csv": (BEA, "control_number", None),
    "/billing/aside.csv": (LENA, "reason", "'=garbled"),
    "/intake/unreadable.csv": (ADA, "reason", None),
    "/directories/payer.csv": (BEA, "id", "payer-1"),
    "/directories/missing.csv": (LENA, "id", None),
    "/people/people.csv": (ADA, "id", "maria"),
}


@pytest.fixture
def a_day(store, tables):
    """Something in every list."""
    furnish(store)
    hand_in(store, tables, a_visit(a_note(), payer="unknown"), {"resourceType": "Patient"})
    step(store, "claim", arrived(store, a_document(), id="e1", account_number="e1"), MARIA)
    held = step(store, "claim", arrived(store, id="e2", account_number="e2"), MARIA)
    step(store, "ask_review", held, MARIA, codes=GOOD_CODES)
    submitted(store, id="e3")
    store.batches.gather("professional")
    store.records.set_aside("answer.999", "=garbled")
    store.suggestions.count("2026-11", {}, [(Source.LINE, "I10")], [])


@pytest.mark.parametrize("door", PAGES)
def test_every_page_answers_json_to_whoever_asks_for_it(program, a_day, door):
    """A list for people is CSV whoever asks; nothing is ever a page."""
    people = DOORS[door] if DOORS[door] is not None else {MARIA}
    for person in people & {MARIA, LENA, OMAR, BEA, ADA}:
        answer = program(person).get(address(door)[1])
        if answer.status_code == 302:  # to another page of the table
            answer = program(person).get(answer.location)
        csv_is_asked = door.endswith(".csv")
        assert answer.mimetype == "text/csv" if csv_is_asked else answer.is_json, person.id
        assert answer.status_code in (200, 404), person.id


@pytest.mark.parametrize("path", LISTS)
def test_every_list_can_be_taken_along_as_csv_and_that_is_in_the_audit(program, store, a_day, path):
    person, column, value = LISTS[path]
    response = program(person).get(path)
    assert (response.status_code, response.mimetype) == (200, "text/csv")
    rows = list(csv.DictReader(io.StringIO(response.text, newline="")))
    assert rows and (value is None or value in [row[column] for row in rows])
    assert all(row[column] for row in rows)
    name = path.rpartition("/")[2].removesuffix(".csv")
    assert f"filename={name}.csv" in response.headers["Content-Disposition"]
    (line,) = [line for line in store.records.audited() if line["verb"] == "export_list"]
    assert (line["actor"], line["about"]) == (person.id, name)


def test_every_list_of_the_doors_is_tried_here():
    assert set(LISTS) == {address(door)[1] for door in DOORS if door.endswith(".csv")}


def test_a_page_and_its_csv_lead_to_each_other(visit, a_day):
    for path, (person, _, _) in LISTS.items():
        page = path.removesuffix(".csv") if path.startswith("/supervisor") else path.rpartition("/")[0]
        page = "/directories/payer" if page == "/directories" else page
        assert f'href="{path}' in visit(person).get(page).text, path


def test_people_are_told_without_what_is_secret(program):
    rows = program(ADA).get("/people").json["rows"]
    maria = next(row for row in rows if row["id"] == "maria")
    assert (maria["name"], maria["roles"], maria["active"], maria["sessions"]) == (
        "Maria",
        ["coder"],
        True,
        0,
    )
    assert not {"password", "hash"} & set(maria)
    assert "argon2" not in str(rows)


def test_roles_stand_in_one_cell_of_the_csv(program):
    rows = csv.DictReader(io.StringIO(program(ADA).get("/people/people.csv").text, newline=""))
    assert {row["id"]: row["roles"] for row in rows}["lena"] == "supervisor"


def test_directories_are_told_with_what_they_lack(program, a_day):
    told = program(LENA).get("/directories/payer").json
    assert (told["kind"], [row["id"] for row in told["rows"]]) == ("payer", ["payer-1"])
    assert [(row["kind"], row["encounters"]) for row in told["missing"] if row["kind"] == "payer"] == [
        ("payer", 1)
    ]


def test_intake_tells_what_came_and_what_could_not_be_read(program, a_day):
    told = program(LENA).get("/intake").json
    assert told["imports"][0]["arrived"] == 1
    assert [set(row) for row in told["unreadable"]] == [{"at", "path", "where", "reason"}]


def test_the_code_tables_are_told(program):
    told = program(MARIA).get("/codes").json
    assert told["releases"] and all(row["rows"] > 0 for row in told["releases"])
    assert set(told) == {"releases", "missing"}
