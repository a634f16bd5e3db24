"""The page on which people choose a password of their own."""

import pytest

from tests.people import ADA, MARIA
from tests.web.visitor import PASSWORD

NEW = "another password, please"
FORM = {"present": PASSWORD, "new": NEW, "again": NEW}
GIVEN = {"name": "Maria", "roles": ["coder"], "worklists": ["clinic"], "password": "chosen by Ada, alas"}


def test_the_account_menu_leads_there(visit):
    assert 'href="/password"' in visit(MARIA).get("/coder").text


def test_a_changed_password_ends_every_other_session_and_ones_own_goes_on(visit, store):
    here, elsewhere = visit(MARIA), visit(MARIA)
    before = here.cookie
    assert here.post("/password", FORM).location == "/coder"
    assert here.cookie != before
    assert "Your password is changed" in here.get("/coder").text
    assert elsewhere.get("/coder").status_code == 303
    assert visit().sign_in("maria").status_code == 401
    assert visit().sign_in("maria", NEW).location == "/coder"
    told = [
        (line["verb"], line["actor"], line["about"]) for line in store.records.audited() if "about" in line
    ]
    assert ("password", "maria", "maria") in told


def test_a_password_of_ones_own_is_no_longer_told_at_the_door(visit, store):
    store.people.publish("maria", PASSWORD)
    visit(MARIA).post("/password", FORM)
    assert store.people.published() == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"present": "wrong"}, "That is not your present password"),
        ({"again": "another password, pleasf"}, "not typed the same twice"),
        ({"new": "short", "again": "short"}, "at least 12 characters"),
        ({"present": "", "new": "", "again": ""}, "at least 12 characters"),
    ],
)
def test_what_is_wrong_is_said_and_no_password_is_repeated(visit, changed, said):
    maria = visit(MARIA)
    response = maria.post("/password", FORM | changed)
    assert response.status_code == 400
    assert said in response.text and 'role="alert"' in response.text
    assert PASSWORD not in response.text and NEW not in response.text
    assert maria.get("/coder").status_code == 200


def test_a_program_may_change_its_password_and_gets_no_session(program, redis_raw):
    maria = program(MARIA)
    assert maria.post("/password", FORM | {"present": "wrong"}).json["kind"] == "malformed"
    response = maria.post("/password", FORM)
    assert response.status_code == 303
    assert "Set-Cookie" not in response.headers and not list(redis_raw.scan_iter("session:*"))


def test_a_password_that_an_administrator_gave_is_changed_before_anything_else(visit, store):
    assert visit(ADA).post("/people/maria", GIVEN).status_code == 303
    maria = visit()
    assert maria.sign_in("maria", GIVEN["password"]).location == "/coder"
    for path in ("/coder", "/codes/search?q=flu", "/encounters/e1", "/"):
        assert maria.get(path).location == "/password"
    assert maria.post("/coder/next").location == "/password"
    fragment = maria.get("/codes/search?q=flu", headers={"HX-Request": "true"})
    assert (fragment.status_code, fragment.headers["HX-Redirect"]) == (401, "/password")
    answer = maria.get("/coder", headers={"Accept": "application/json"})
    assert (answer.status_code, "password of your own" in answer.json["detail"]) == (403, True)
    assert "Somebody else chose the password you have" in maria.get("/password").text

    assert maria.post("/password", FORM | {"present": GIVEN["password"]}).location == "/coder"
    assert maria.get("/coder").status_code == 200
    assert "Somebody else chose" not in maria.get("/password").text


def test_with_a_password_that_is_due_one_can_at_least_sign_out(visit):
    visit(ADA).post("/people/maria", GIVEN)
    assert visit(MARIA).post("/sign-out").location == "/sign-in"


def test_an_administrator_who_changes_their_own_has_chosen_it(visit):
    form = {"name": "Ada", "roles": ["admin"], "password": NEW}
    assert visit(ADA).post("/people/ada", form).status_code == 303
    ada = visit()
    ada.sign_in("ada", NEW)
    assert ada.get("/people").status_code == 200


def test_whoever_is_added_on_the_page_chooses_a_password_first(visit):
    visit(ADA).post("/people", {**GIVEN, "id": "ines"})
    ines = visit()
    ines.sign_in("ines", GIVEN["password"])
    assert ines.get("/coder").location == "/password"
