"""The page of the directories: loading files, and what is still missing."""

import csv
import io

import pytest

from queue_app.domain.directory import Charge, Facility, Payer, Provider
from queue_app.store import keys
from tests.people import ADA, BEA, LENA
from tests.services.bundles import a_note, a_visit, hand_in
from tests.services.furniture import furnish
from tests.services.test_directories import CHARGE, FACILITY, PAYER, PROVIDER, WELBY

FILE = (PROVIDER + WELBY).encode()


def test_a_file_is_loaded_on_the_page_and_its_rows_are_shown(visit, store):
    ada = visit(ADA)
    response = ada.post("/directories/provider", {"file": (io.BytesIO(b"\xef\xbb\xbf" + FILE), "p.csv")})
    assert response.location == "/directories/provider"
    text = ada.get("/directories/provider").text
    assert "1 provider entries loaded" in text
    assert "Welby" in text and "1679576722" in text


def test_a_program_sends_the_file_as_it_is_and_hears_what_it_lifted(program, store, tables):
    hand_in(store, tables, a_visit(a_note()))
    answer = program(LENA).post("/directories/provider", data=FILE, headers={"Content-Type": "text/csv"})
    assert (answer.status_code, answer.json) == (200, {"kind": "provider", "entries": 1, "lifted": 1})


@pytest.mark.parametrize("content", [FILE + b"dr-2,123,X,Y\n", b"id\n", b"\xff\xfe\x00", b"\x89PNG\r\n"])
def test_a_wrong_file_loads_nothing_and_says_why(program, visit, store, content):
    answer = program(LENA).post("/directories/provider", data=content)
    assert (answer.status_code, answer.json["kind"]) == (400, "malformed")
    response = visit(LENA).post("/directories/provider", {"file": (io.BytesIO(content), "p.csv")})
    assert response.status_code == 400
    assert store.directories.all(Provider) == []


def test_a_file_of_an_older_office_keeps_its_accents(program, store):
    text = PROVIDER + "dr-1,1679576722,Núñez,José\n"
    program(LENA).post("/directories/provider", data=text.encode("cp1252"))
    assert store.directories.get(Provider, "dr-1").family == "Núñez"


def test_nothing_sent_is_refused(program):
    assert program(LENA).post("/directories/provider").status_code == 400


def test_there_is_no_other_directory(visit):
    assert visit(LENA).get("/directories/doctors").status_code == 404
    assert visit(LENA).post("/directories/doctors", {"file": (io.BytesIO(FILE), "p.csv")}).status_code == 404


@pytest.mark.parametrize("kind", ["facility", "provider", "payer", "charge"])
def test_each_directory_has_its_page_with_the_heading_its_file_must_have(visit, store, kind):
    furnish(store)
    text = visit(BEA).get(f"/directories/{kind}").text
    heading = {"facility": FACILITY, "provider": PROVIDER, "payer": PAYER, "charge": CHARGE}[kind]
    for column in heading.strip().split(","):
        assert column in text, column


@pytest.mark.parametrize("kind", [Facility, Provider, Payer, Charge])
def test_a_directory_can_be_taken_along_and_loaded_again_as_it_was(visit, program, store, redis_raw, kind):
    furnish(store)
    path, before = f"/directories/{kind.kind}", store.directories.all(kind)
    assert f'href="{path}.csv"' in visit(BEA).get(path).text
    text = program(BEA).get(f"{path}.csv").text
    redis_raw.delete(keys.DIRECTORY % kind.kind)
    assert program(LENA).post(path, data=text.encode()).json["entries"] == len(before) > 0
    assert store.directories.all(kind) == before


def test_an_entry_that_a_spreadsheet_would_run_is_text_and_there_is_no_file_of_another_kind(program, store):
    hostile = Provider(id="=1+1", npi="1679576722", family='=HYPERLINK("x")')
    store.directories.put([hostile])
    (row,) = csv.DictReader(io.StringIO(program(BEA).get("/directories/provider.csv").text, newline=""))
    assert (row["id"], row["family"]) == ("'=1+1", '\'=HYPERLINK("x")')
    assert program(BEA).get("/directories/doctors.csv").status_code == 404


def test_what_is_missing_is_shown_and_can_be_taken_along(visit, program, store, tables):
    hand_in(store, tables, a_visit(a_note(), payer='=HYPERLINK("x"),1'))
    assert "dr-1" in visit(BEA).get("/directories/provider").text
    text = program(BEA).get("/directories/missing.csv").text
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [(row["kind"], row["encounters"]) for row in rows] == [
        ("facility", "1"),
        ("payer", "1"),
        ("provider", "1"),
    ]
    assert rows[1]["id"] == '\'=HYPERLINK("x"),1'
