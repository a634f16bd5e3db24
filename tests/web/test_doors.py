"""Who may come through which door: every route there is, tried by everybody."""

import pytest

from tests.people import ADA, BEA, EVERYBODY, LENA, MARIA
from tests.web.doors import ANYBODY, DOORS, address
from tests.web.visitor import Program


def knock(program, door):
    method, path = address(door)
    return program.get(path) if method == "GET" else program.post(path, {})


def test_every_route_is_in_the_table_and_no_other(app):
    routes = {
        f"{method} {rule}" for rule in app.url_map.iter_rules() for method in rule.methods & {"GET", "POST"}
    }
    assert routes == set(DOORS)


@pytest.mark.parametrize("door", [door for door, who in DOORS.items() if who is not ANYBODY])
def test_each_door_opens_to_those_of_the_table_and_to_nobody_else(program, store, door):
    for person in EVERYBODY:
        response = knock(program(person), door)
        allowed = person in DOORS[door]
        assert (response.status_code != 403) is allowed, person.id
        assert response.status_code not in (401, 500), person.id
        if not allowed:
            assert response.json["kind"] == "not_allowed"


@pytest.mark.parametrize("door", [door for door, who in DOORS.items() if who is not ANYBODY])
def test_without_an_account_no_such_door_opens(app, door):
    assert knock(Program(app, "made-up"), door).status_code in (400, 401)  # 400: nor has it a form token


@pytest.mark.parametrize(
    "door", [door for door, who in DOORS.items() if who is not ANYBODY and "GET" in door]
)
def test_without_an_account_a_browser_is_shown_where_to_sign_in(visit, door):
    response = visit().get(address(door)[1])
    assert response.status_code == 303
    assert response.location.startswith("/sign-in")


@pytest.mark.parametrize("door", [door for door, who in DOORS.items() if who is ANYBODY and "GET" in door])
def test_the_open_doors_are_open(visit, door):
    assert visit().get(address(door)[1]).status_code == 200


@pytest.mark.parametrize("door", [door for door in DOORS if "POST" in door])
def test_no_form_is_taken_without_its_token(visit, door):
    visitor = visit(LENA)
    _, path = address(door)
    for token in ({}, {"csrf_token": ""}, {"csrf_token": "forged"}):
        response = visitor.client.post(path, data=token)
        assert response.status_code == 400
        assert "open too long" in response.text


def test_a_form_token_of_another_session_is_worth_nothing(visit):
    mine, theirs = visit(LENA), visit(BEA)
    theirs.get("/sign-in")
    response = mine.client.post("/supervisor/encounters", data={"csrf_token": theirs.form_token})
    assert response.status_code == 400


def test_a_script_of_ours_sends_the_form_token_as_a_header(visit):
    visitor = visit(MARIA)
    visitor.get("/sign-in")
    response = visitor.client.post(
        "/coder/next", headers={"X-CSRFToken": visitor.form_token, "Accept": "application/json"}
    )
    assert response.status_code == 204


def test_a_bearer_token_beside_somebodys_cookie_counts_alone(visit, program):
    visitor = visit(ADA)
    program(MARIA)
    response = visitor.get(
        "/people", headers={"Authorization": "Bearer cdk_test_maria", "Accept": "application/json"}
    )
    assert response.status_code == 403


@pytest.mark.parametrize(
    "value", ["", "Bearer", "Bearer ", "Basic bWFyaWE6eA==", "Bearer \xfc\xe9", "bearer x y"]
)
def test_a_header_that_is_no_token_lets_nobody_in(app, value):
    response = app.test_client().get("/coder", headers={"Authorization": value, "Accept": "application/json"})
    assert response.status_code == 401
    assert response.json["kind"] == "not_signed_in"


def test_a_revoked_token_lets_nobody_in(program, store):
    feed = program(MARIA)
    assert feed.get("/coder").status_code == 200
    (bearer,) = store.people.bearers()
    store.people.revoke_bearer(bearer.digest)
    assert feed.get("/coder").status_code == 401


def test_a_refusal_at_a_door_is_in_the_audit(program, store):
    program(MARIA).get("/people")
    told = store.records.audited(1)[0]
    assert (told["verb"], told["actor"], told["about"]) == ("refused", "maria", "people.show")
