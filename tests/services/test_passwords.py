"""Passwords change and accounts close at the very moment somebody signs in: the later word stands."""

from dataclasses import replace

import pytest
from argon2 import PasswordHasher

from queue_app.domain.errors import Changed, Malformed, NotAllowed
from queue_app.domain.people import Role
from queue_app.services import accounts
from queue_app.store import keys
from tests.people import ADA, MARIA, a_person
from tests.web.visitor import PASSWORD

NEW = "another password, please"
HERE = "10.0.0.1"


def is_open(store, cookie):
    return store.sessions.open(cookie, asked=True) is not None


def test_a_password_of_ones_own_lets_in_and_the_one_before_no_more(store):
    assert accounts.change_password(store, "maria", PASSWORD, NEW, HERE) == 1
    assert accounts.sign_in(store, "maria", NEW, HERE).generation == 1
    with pytest.raises(NotAllowed):
        accounts.sign_in(store, "maria", PASSWORD, HERE)


@pytest.mark.parametrize(
    ("present", "new", "said"),
    [
        ("wrong", NEW, "not your present password"),
        (PASSWORD, "short", "at least 12"),
        (PASSWORD, PASSWORD, "choose another one"),
        (PASSWORD, "x" * 1001, "at most 1000"),
    ],
)
def test_a_password_that_will_not_do_leaves_everything_as_it_was(store, present, new, said):
    cookie = store.sessions.start({}, "maria", 0)
    before = store.people.account("maria")
    with pytest.raises(Malformed, match=said):
        accounts.change_password(store, "maria", present, new, HERE)
    assert store.people.account("maria") == before
    assert is_open(store, cookie)


def test_a_password_changed_twice_at_once_is_changed_once(store):
    read = store.people.account("maria")
    accounts.change_password(store, "maria", PASSWORD, NEW, HERE)
    with pytest.raises(Changed, match="changed this account first"):
        store.people.change_password(read, "a hash")
    assert accounts.sign_in(store, "maria", NEW, HERE)


def another_password(store):
    accounts.add(store, MARIA, NEW, "ada")


def ones_own_password(store):
    accounts.change_password(store, "maria", PASSWORD, NEW, HERE)


def closed_and_opened(store):
    accounts.set_active(store, "maria", False, "ada")
    accounts.set_active(store, "maria", True, "ada")


def signed_out_everywhere(store):
    accounts.sign_out_everywhere(store, "maria", "ada")


@pytest.mark.parametrize(
    "meanwhile", [another_password, ones_own_password, closed_and_opened, signed_out_everywhere]
)
def test_a_session_that_was_just_being_made_is_over_with_the_others(store, redis_raw, meanwhile):
    before = store.sessions.start({}, "maria", 0)
    proven = accounts.sign_in(store, "maria", PASSWORD, HERE)
    meanwhile(store)
    late = store.sessions.start({}, "maria", proven.generation)
    assert not is_open(store, before) and not is_open(store, late)
    assert not list(redis_raw.scan_iter(keys.SESSION % "*"))


def test_what_is_kept_of_a_session_that_is_over_does_not_bring_half_of_it_back(store, redis_raw):
    cookie = store.sessions.start({}, "maria", 0)
    store.sessions.end(cookie)
    store.sessions.keep(cookie, {"said": "something"})
    assert not list(redis_raw.scan_iter(keys.SESSION % "*"))


def test_ending_the_sessions_of_nobody_makes_no_account(store, redis_raw):
    assert store.sessions.end_all_of("nobody") == 0
    assert not redis_raw.exists(keys.PERSON % "nobody")


def hashed_long_ago(store, password=PASSWORD):
    store.people.put(MARIA, PasswordHasher(time_cost=1, memory_cost=1024).hash(password))


def test_a_hash_of_long_ago_is_made_anew_at_sign_in_and_ends_no_session(store):
    hashed_long_ago(store)
    old = store.people.account("maria")
    cookie = store.sessions.start({}, "maria", old.generation)
    accounts.sign_in(store, "maria", PASSWORD, HERE)
    assert not accounts.HASHER.check_needs_rehash(store.people.account("maria").password)
    assert accounts.sign_in(store, "maria", PASSWORD, HERE).generation == old.generation
    assert is_open(store, cookie)


def test_hashing_anew_neither_opens_a_closed_account_nor_brings_an_old_password_back(store):
    hashed_long_ago(store)
    read = store.people.account("maria")
    accounts.set_active(store, "maria", False, "ada")
    store.people.hash_anew(read, "a newer hash of the same")
    assert not store.people.get("maria").active

    hashed_long_ago(store, NEW)
    changed = store.people.account("maria").password
    store.people.hash_anew(read, "a newer hash of the old")
    assert store.people.account("maria").password == changed


def test_two_who_change_an_account_at_once_do_not_undo_each_other(store):
    read = store.people.account("maria")
    accounts.set_active(store, "maria", False, "ada")
    with pytest.raises(Changed):
        store.people.put(replace(read.person, name="Maria B."), seen=read.told)
    with pytest.raises(Changed):
        store.people.put(MARIA, seen=None)  # nor is one added who is there already
    assert store.people.get("maria") == replace(MARIA, active=False)


def dropped(store):
    accounts.add(store, a_person("Ada", Role.SUPERVISOR), None, "ada")


def closed(store):
    accounts.set_active(store, "ada", False, "lena")


@pytest.mark.parametrize("deed", [dropped, closed])
def test_the_last_who_may_administer_stays(store, open_sesame, deed):
    for other in (
        a_person("Shut", Role.ADMIN, active=False),
        a_person("Keyless", Role.ADMIN),  # has no password, so they cannot sign in
    ):
        store.people.put(other, open_sesame if not other.active else "")
    with pytest.raises(Malformed, match="make somebody else an administrator first"):
        deed(store)
    assert store.people.get("ada") == ADA

    store.people.put(a_person("Eve", Role.ADMIN), open_sesame)
    deed(store)
    assert store.people.get("ada") != ADA


def test_the_last_who_may_administer_may_change_everything_else(store):
    accounts.add(store, a_person("Ada", Role.ADMIN, Role.CODER), NEW, "ada")
    assert Role.CODER in store.people.get("ada").roles
