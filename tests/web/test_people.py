"""The page of the accounts: adding people, changing them, closing the door behind them."""

import pytest

from queue_app.domain.people import Role
from tests.people import ADA, MARIA

INES = {
    "id": "Ines",
    "name": "Inês Silva",
    "password": "correct horse battery",
    "roles": ["coder", "auditor"],
    "worklists": ["clinic"],
    "backups": ["clinic", "emergency"],
}


def test_an_added_person_is_there_in_their_roles_and_worklists(visit, store):
    assert visit(ADA).post("/people", INES).location == "/people"
    ines = store.people.get("ines")
    assert (ines.name, ines.roles) == ("Inês Silva", {Role.CODER, Role.AUDITOR})
    assert (ines.worklists, ines.backups) == (("clinic",), ("emergency",))
    assert store.people.account("ines").password.startswith("$argon2id$")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"password": "open2day"}, "at least 12 characters"),
        ({"id": "maria"}, "There is an account maria already"),
        ({"id": "<script>"}, "A sign-in name has"),
        ({"roles": ["king"]}, "There is no such role"),
        ({"roles": ["system"]}, "belongs to Codedesk itself"),
    ],
)
def test_what_was_typed_stays_on_the_page_but_for_the_password(visit, store, changed, said):
    response = visit(ADA).post("/people", INES | changed)
    assert response.status_code == 400
    assert said in response.text
    assert "Inês Silva" in response.text
    assert INES["password"] not in response.text and "open2day" not in response.text
    assert store.people.get("maria") == MARIA


def test_a_new_password_ends_the_sessions_that_the_old_one_began(visit, store):
    marias = visit(MARIA)
    form = {"name": "Maria", "roles": ["coder"], "worklists": ["clinic"], "password": "correct horse battery"}
    assert visit(ADA).post("/people/maria", form).status_code == 303
    assert store.people.get("maria").worklists == ("clinic",)
    assert marias.get("/coder").status_code == 303


def test_a_change_without_a_password_leaves_everybody_at_work(visit, store):
    marias = visit(MARIA)
    visit(ADA).post("/people/maria", {"name": "Maria B.", "roles": ["coder"], "password": ""})
    assert store.people.get("maria").name == "Maria B."
    assert marias.get("/coder").status_code == 200


def test_taking_a_role_away_counts_at_once(visit):
    marias = visit(MARIA)
    visit(ADA).post("/people/maria", {"name": "Maria", "roles": ["auditor"]})
    assert marias.get("/coder").status_code == 403


def test_closing_an_account_signs_it_out_and_opening_it_lets_it_in_again(visit, store):
    marias, ada = visit(MARIA), visit(ADA)
    ada.post("/people/maria/close")
    assert marias.get("/coder").status_code == 303
    assert not store.people.get("maria").active
    ada.post("/people/maria/open")
    assert visit(MARIA).get("/coder").status_code == 200


def test_nobody_closes_their_own_account(visit, store):
    assert visit(ADA).post("/people/ada/close").status_code == 400
    assert store.people.get("ada").active


def test_the_last_administrator_keeps_the_role_and_reads_why(visit, store):
    response = visit(ADA).post("/people/ada", {"name": "Ada", "roles": ["coder"]})
    assert response.status_code == 400
    assert "make somebody else an administrator first" in response.text
    assert store.people.get("ada") == ADA


def test_somebody_is_signed_out_everywhere_and_told_of_how_many_browsers(visit):
    visit(MARIA), visit(MARIA)
    ada = visit(ADA)
    ada.post("/people/maria/revoke")
    assert "signed out of 2 browsers" in ada.get("/people").text


@pytest.mark.parametrize("action", ["", "/revoke", "/close", "/open"])
def test_nobody_can_be_changed_who_is_not_there(visit, action):
    assert visit(ADA).post(f"/people/nobody{action}", {"roles": ["coder"]}).status_code in (303, 404)


def test_no_hash_of_a_password_is_on_the_page(visit, store):
    text = visit(ADA).get("/people").text
    assert "argon2" not in text and store.people.account("maria").password not in text
