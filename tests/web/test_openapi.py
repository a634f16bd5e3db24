"""/openapi.json tells programs everything they may do, and nothing that is not so."""

import re

import pytest

from queue_app.domain.lifecycle import LIFECYCLE, Party
from queue_app.web import told
from queue_app.web.openapi import PARAMETER
from tests.builders import GOOD_CODES, a_document, arrived, step
from tests.people import LENA, MARIA
from tests.web.doors import FILLED_IN
from tests.web.visitor import as_json

BY_HAND = [row for row in LIFECYCLE if row.by & ~Party.SYSTEM]
OURS = [row for row in LIFECYCLE if not row.by & ~Party.SYSTEM]


@pytest.fixture
def description(app):
    return app.test_client().get("/openapi.json").json


def references(value):
    if isinstance(value, dict):
        if "$ref" in value:
            yield value["$ref"]
        for part in value.values():
            yield from references(part)
    elif isinstance(value, list):
        for part in value:
            yield from references(part)


@pytest.mark.parametrize("row", BY_HAND, ids=lambda row: row.verb)
def test_every_step_that_people_take_is_described_with_what_it_needs(description, row):
    operation = description["paths"][f"/encounters/{{id}}/{row.verb}"]["post"]
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    assert "version" in schema["required"]
    assert ("token" in schema["required"]) is bool(row.by & Party.HOLDER)
    assert {"200", "400", "401", "403", "404", "409", "422", "503"} <= set(operation["responses"])


def test_no_step_of_codedesks_own_is_described(description):
    for row in OURS:
        assert f"/encounters/{{id}}/{row.verb}" not in description["paths"]


def test_every_described_path_is_a_route(app, description):
    adapter = app.url_map.bind("localhost")
    for path, operations in description["paths"].items():
        for method in operations:
            adapter.match(path.format(**FILLED_IN, id="e1"), method.upper())


def test_every_page_of_the_work_is_described(app, description):
    """Nothing is left out but what is for browsers, and whether the site lives."""
    left_out = (
        "/static",
        "/sign-in",
        "/signed-in",
        "/password",
        "/nothing-here",
        "/healthz",
        "/readyz",
        "/openapi.json",
    )
    routes = {
        PARAMETER.sub(r"{\1}", rule.rule.replace("encounter_id", "id"))
        for rule in app.url_map.iter_rules()
        if "GET" in rule.methods and rule.rule != "/" and not rule.rule.startswith(left_out)
    }
    assert routes == {path for path, operations in description["paths"].items() if "get" in operations}
    assert {"/people", "/intake", "/codes", "/directories/{kind}", "/billing", "/review"} <= routes


def test_every_operation_has_a_name_of_its_own_and_says_what_is_in_its_path(description):
    operations = [
        (path, operation) for path, told in description["paths"].items() for operation in told.values()
    ]
    names = [operation["operationId"] for _, operation in operations]
    assert len(names) == len(set(names))
    for path, operation in operations:
        within = {one["name"] for one in operation.get("parameters", ()) if one["in"] == "path"}
        assert within == set(re.findall(r"{(\w+)}", path)), path


def _some(schema):
    """A value as the schema has it."""
    some = {"string": "clinic", "integer": "1", "date-time": "2026-11-22T12:00:00Z"}
    return schema["enum"][0] if "enum" in schema else some[schema.get("format", schema["type"])]


def test_every_way_to_ask_for_a_list_is_taken(description, program):
    asked = description["paths"]["/supervisor/encounters"]["get"]["parameters"]
    query = {one["name"]: _some(one["schema"]) for one in asked}
    answer = program(LENA).get("/supervisor/encounters", query_string=query)
    assert (answer.status_code, answer.json) == (200, {"total": 0, "rows": []})


def test_the_floor_is_as_it_is_described(description, program):
    described = description["components"]["schemas"]["Numbers"]
    assert set(program(LENA).get("/supervisor").json) == set(described["properties"])


def test_a_step_may_say_which_documents_were_read(description):
    operation = description["paths"]["/encounters/{id}/submit"]["post"]
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    assert "read" in schema["properties"] and "read" not in schema["required"]


def test_every_reference_leads_somewhere(description):
    for reference in set(references(description)):
        place = description
        for part in reference.removeprefix("#/").split("/"):
            place = place[part]


def test_an_encounter_is_as_it_is_described(description, store):
    claimed = step(store, "claim", arrived(store, a_document()), MARIA)
    found = told.plain(told.encounter(claimed, MARIA))
    described = description["components"]["schemas"]["Encounter"]
    assert set(described["required"]) <= set(found)
    assert found["status"] in described["properties"]["status"]["enum"]
    assert set(found["offered"]) <= set(described["properties"]["offered"]["items"]["enum"])


GIVEN = {"codes": as_json(GOOD_CODES), "reason": "other", "assignee": "tom", "hold_id": "none"}


@pytest.mark.parametrize("row", BY_HAND, ids=lambda row: row.verb)
def test_what_the_description_asks_for_is_enough_for_every_step(description, program, store, row):
    """Nobody is told that a field is missing who has sent all that the description asks for."""
    operation = description["paths"][f"/encounters/{{id}}/{row.verb}"]["post"]
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    claimed = step(store, "claim", arrived(store), MARIA)
    body = {"version": claimed.version, "token": claimed.token} | GIVEN
    sent = {name: body[name] for name in schema["required"]}
    person = LENA if row.by & Party.SUPERVISOR else MARIA
    answer = program(person).post(f"/encounters/e1/{row.verb}", sent)
    assert answer.status_code in (200, 403, 409, 422), answer.json
