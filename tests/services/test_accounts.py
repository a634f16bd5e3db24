"""Accounts: who they may be called, what their passwords must be, and that a closed one stays closed."""

import pytest
from argon2 import extract_parameters
from argon2.exceptions import VerifyMismatchError
from argon2.profiles import RFC_9106_LOW_MEMORY

from queue_app.domain.errors import Malformed, NotAllowed, NotFound
from queue_app.domain.people import Role
from queue_app.services import accounts
from tests.people import MARIA, a_person

GOOD = "correct horse battery"


def test_a_new_person_signs_in_with_the_password_they_were_given(store):
    accounts.add(store, a_person("Ines", Role.CODER), GOOD, "ada")
    assert accounts.sign_in(store, " INES ", GOOD, "10.0.0.1").person.id == "ines"
    assert extract_parameters(store.people.account("ines").password) == RFC_9106_LOW_MEMORY


@pytest.mark.parametrize("password", ["", "eleven char", "x" * 1001])
def test_a_password_is_neither_short_nor_endless(store, password):
    with pytest.raises(Malformed, match="at least 12 characters"):
        accounts.add(store, a_person("Ines", Role.CODER), password, "ada")
    with pytest.raises(NotFound):
        store.people.get("ines")


def test_the_longest_password_there_may_be_lets_in(store):
    accounts.add(store, a_person("Ines", Role.CODER), "x" * 1000, "ada")
    assert accounts.sign_in(store, "ines", "x" * 1000, "10.0.0.1")
    with pytest.raises(NotAllowed):
        accounts.sign_in(store, "ines", "x" * 1001, "10.0.0.1")


@pytest.mark.parametrize(
    "name", ["", "i", "System", "9lives", "in es", "in:es", "../ada", "x" * 41, "inés", "a\n"]
)
def test_a_sign_in_name_is_plain(store, name):
    with pytest.raises(Malformed):
        accounts.add(store, a_person("Ines", Role.CODER, id=name.lower()), GOOD, "ada")


def test_nobody_becomes_codedesk_itself(store):
    with pytest.raises(Malformed):
        accounts.add(store, a_person("Ines", Role.SYSTEM), GOOD, "ada")


def test_an_unknown_name_is_checked_with_as_much_work_as_a_known_one(store):
    assert extract_parameters(accounts.NOBODY) == extract_parameters(store.people.account("maria").password)
    with pytest.raises(VerifyMismatchError):  # it is well formed, so the work is really done
        accounts.HASHER.verify(accounts.NOBODY, GOOD)
    with pytest.raises(NotAllowed):
        accounts.sign_in(store, "nobody", GOOD, "10.0.0.1")


def test_changing_a_closed_account_does_not_open_it(store):
    accounts.set_active(store, "maria", False, "ada")
    accounts.add(store, a_person("Maria", Role.CODER, Role.AUDITOR), None, "ada")
    changed = store.people.get("maria")
    assert (changed.active, Role.AUDITOR in changed.roles) == (False, True)


def test_changing_a_person_leaves_their_password(store):
    before = store.people.account("maria").password
    accounts.add(store, MARIA, None, "ada")
    assert store.people.account("maria").password == before != ""


def test_every_change_of_an_account_is_in_the_audit(store):
    accounts.add(store, a_person("Ines", Role.CODER), None, "ada")
    accounts.add_token(store, "ines", "feed", "ada")
    accounts.set_active(store, "ines", False, "ada")
    told = [(line["verb"], line["actor"], line["about"]) for line in reversed(store.records.audited())]
    assert told == [
        ("account", "ada", "ines"),
        ("token", "ada", "ines"),
        ("account", "ada", "ines"),
    ]


def test_a_token_is_made_only_for_somebody_there_is(store):
    with pytest.raises(NotFound):
        accounts.add_token(store, "nobody", "feed", "ada")
    assert store.people.bearers() == []
