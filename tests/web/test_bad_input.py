"""Whatever is sent gets a sentence and the right status, and changes nothing."""

import pytest

from tests.builders import GOOD_CODES, arrived, step
from tests.people import LENA, MARIA
from tests.web.visitor import as_form, as_json, on_screen

LINE = {"code": "99213", "units": 1, "charge": 100, "on": "2026-11-16", "pointers": [1]}


@pytest.fixture
def saved(store):
    claimed = step(store, "claim", arrived(store), MARIA)
    return step(store, "save", claimed, MARIA, codes=GOOD_CODES)


def a_line(**changed):
    return {"codes": {"lines": [LINE | changed]}}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"codes": "J069"}, "must be an object"),
        ({"codes": {"diagnoses": "J069"}}, "must be a list"),
        ({"codes": {"diagnoses": ["J069"]}}, "must be a list of objects"),
        ({"codes": {"diagnoses": [{"code": "X" * 21}]}}, "at most 20 characters"),
        ({"codes": {"procedures": [{"code": "0BH17EZ", "on": "2026-02-30"}]}}, "Procedure 1: write the date"),
        (a_line(on="16/11/2026"), "Line 1: write the date"),
        (a_line(on=20261116.5), "Line 1: write the date"),
        (a_line(charge="12.50"), "Line 1: charge must be a whole number"),
        (a_line(charge=12.5), "Line 1: charge must be a whole number"),
        (a_line(charge=True), "Line 1: charge must be a whole number"),
        (a_line(charge="9" * 40), "Line 1: charge must be a whole number"),
        (a_line(charge_dollars="a hundred"), "charge in dollars"),
        (a_line(charge_dollars="12.505"), "charge in dollars"),
        (a_line(charge_dollars="-1"), "charge in dollars"),
        (a_line(charge_dollars="NaN"), "charge in dollars"),
        (a_line(charge_dollars="Infinity"), "charge in dollars"),
        (a_line(charge_dollars="1e999999999"), "charge in dollars"),
        (a_line(charge_dollars="1e999998"), "charge in dollars"),
        (a_line(units="many"), "Line 1: units must be a whole number"),
        (a_line(pointers="1;2"), "point to diagnoses"),
        (a_line(pointers=[{"to": 1}]), "point to diagnoses"),
        ({"version": "latest", "codes": {}}, "version"),
        ({"version": None, "codes": {}}, "version"),
        ({"token": "x", "codes": {}}, "token"),
        ({"codes": {"diagnoses": [{"code": "J06\ud800"}]}}, "characters"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_saved(program, store, saved, given, said):
    answer = program(MARIA).post("/encounters/e1/save", on_screen("save", saved) | given)
    assert (answer.status_code, answer.json["kind"]) == (400, "malformed")
    assert said in answer.json["detail"]
    assert store.encounters.get("e1") == saved


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"[1]", b'"x"', b"null", b"[" * 100_000, b"\xff\xfe{"])
@pytest.mark.parametrize("path", ["/encounters/e1/save", "/encounters/e1/hold", "/sign-in"])
def test_a_body_that_is_no_json_object_is_refused(program, store, saved, path, body):
    answer = program(MARIA).post(path, data=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json["kind"]) == (400, "malformed")
    assert store.encounters.get("e1") == saved


def test_a_blank_charge_is_none_and_not_a_cent(program, store, saved):
    for charge in ("", None):
        line = LINE | {"charge": charge}
        seen = store.encounters.get("e1")
        assert program(MARIA).take("save", seen, codes={"lines": [line]}).status_code == 200
        assert store.encounters.get("e1").codes.lines[0].charge == 0


def test_a_wrong_date_in_the_form_is_named(visit, store, saved):
    form = as_form(GOOD_CODES) | {"codes.lines[0].on": "yesterday"}
    response = visit(MARIA).take("save", saved, form)
    assert response.status_code == 400
    assert "Line 1: write the date as 2026-11-22." in response.text
    assert store.encounters.get("e1") == saved


@pytest.mark.parametrize("name", ["version", "token"])
def test_without_version_and_token_nothing_changes(program, store, saved, name):
    body = on_screen("save", saved) | {"codes": {}}
    del body[name]
    assert program(MARIA).post("/encounters/e1/save", body).status_code == 400
    assert store.encounters.get("e1") == saved


def test_a_token_that_is_not_the_leases_is_refused(program, store, saved):
    body = {"version": saved.version, "token": saved.token + 1, "codes": as_json(GOOD_CODES)}
    answer = program(MARIA).post("/encounters/e1/save", body)
    assert (answer.status_code, answer.json["kind"]) == (409, "changed")


def test_three_megabytes_are_too_much_for_anything_but_an_upload(program, visit, store, saved):
    answer = program(MARIA).post("/encounters/e1/save", data=b"x" * 3_000_000)
    assert (answer.status_code, answer.json["kind"]) == (413, "too_large")
    response = visit(MARIA).take("save", saved, {"codes.diagnoses[0].code": "x" * 3_000_000})
    assert response.status_code == 413
    assert store.encounters.get("e1") == saved


@pytest.mark.parametrize(
    ("field", "value", "status"),
    [("reason", "x" * 4001, 413), ("reason", ["a"], 400), ("reason", "", 400), ("reason", "a\ud800", 400)],
)
def test_a_reason_is_a_text_of_some_length(program, store, saved, field, value, status):
    answer = program(LENA).take("void", saved, **{field: value})
    assert answer.status_code == status
    assert store.encounters.get("e1") == saved


def test_more_rows_than_a_claim_can_have_are_refused(program, saved):
    answer = program(MARIA).take("save", saved, codes={"lines": [LINE] * 1000})
    assert answer.status_code == 413


@pytest.mark.parametrize(
    "query",
    ["page=99999999999999999999999", "page=-1", "page=x", "worklist=%00", "holder=*", "lacking=%F0%28",
     "holder=" + "x" * 2000],
)  # fmt: skip
def test_no_filter_of_a_list_can_break_it(program, store, query):
    arrived(store)
    assert program(LENA).get(f"/supervisor/encounters?{query}").status_code == 200
    assert program(LENA).get(f"/supervisor/encounters.csv?{query}").status_code == 200


@pytest.mark.parametrize("query", ["status=flying", "band=99", "sort=colour", "status=new%00"])
def test_a_filter_that_there_is_not_is_refused(program, query):
    assert program(LENA).get(f"/supervisor/encounters?{query}").status_code == 400


@pytest.mark.parametrize(
    "query",
    ["q=sore throat", "q=", "q=%00%F0%28", "q=" + "x " * 900, "q=\"'*^:(NEAR", "q=x&limit=-5",
     "q=x&limit=many", "q=x&on=0001-01-01", "q=x&on=9999-12-31"],
)  # fmt: skip
def test_no_question_breaks_the_search_for_codes(program, query):
    assert program(MARIA).get(f"/codes/search?{query}").status_code == 200


@pytest.mark.parametrize("query", ["q=x&system=icd9", "q=x&on=today", "q=x&on=2026-02-30"])
def test_a_question_that_cannot_be_understood_is_refused(program, query):
    assert program(MARIA).get(f"/codes/search?{query}").status_code == 400
