"""Guessing passwords: whoever guesses waits, longer and longer; nobody else does, and work goes on."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from queue_app.app import create_app
from queue_app.domain.errors import NotAllowed, TooMany
from queue_app.services import accounts
from queue_app.services.accounts import MINUTE, QUARTER_HOUR
from queue_app.store import keys
from queue_app.store.attempts import Bound
from tests.people import LENA, MARIA
from tests.web.visitor import HOME, PASSWORD, Visitor, failed


def counted(redis_raw, what):
    return int(redis_raw.hget(keys.ATTEMPTS % Bound(what, 0, 0).digest, "failures") or 0)


def wait(store, *bounds):
    """Seconds until another attempt is heard; 0 when it was heard, and counted."""
    try:
        store.attempts.begin(*bounds)
    except TooMany as refusal:
        return refusal.wait
    return 0


def an_hour_goes_by(redis_raw):
    """Less a moment: the last failures are not quite forgotten."""
    for key in redis_raw.scan_iter("attempts:*"):
        redis_raw.hincrby(key, "last", -3599)


def test_failures_make_the_next_attempt_wait_longer_and_longer(store, redis_raw):
    own, _, _ = accounts.bounds("maria", HOME)
    waits = []
    for _ in range(16):
        an_hour_goes_by(redis_raw)
        assert wait(store, own) == 0
        waits.append(wait(store, replace(own, free=own.free + 1)))
        redis_raw.hset(keys.ATTEMPTS % own.digest, "failures", len(waits))
    assert waits[:4] == [0, 0, 0, 0]
    assert waits[4] < waits[6] < waits[8] < waits[10]
    assert waits[-1] in (QUARTER_HOUR, QUARTER_HOUR - 1)


def test_whoever_has_to_wait_hears_how_long_even_with_the_right_password(visit, store):
    failed(store, "maria", 8)
    response = visit().sign_in("maria")
    assert response.status_code == 429
    assert 1 <= int(response.headers["Retry-After"]) <= 16
    assert "Try again in" in response.text


def test_a_wrong_password_counts_and_the_right_one_makes_it_forgotten(visit, redis_raw):
    here = f"name maria address {HOME}"
    for _ in range(3):
        visit().sign_in("maria", "wrong")
    assert counted(redis_raw, here) == counted(redis_raw, f"address {HOME}") == 3
    assert all(0 < redis_raw.ttl(key) <= 3600 for key in redis_raw.scan_iter("attempts:*"))
    visit().sign_in("maria")
    assert counted(redis_raw, here) == 0
    assert counted(redis_raw, f"address {HOME}") == 3  # else one's own account would buy more guesses
    assert 0 < redis_raw.ttl(keys.ATTEMPTS % Bound(f"address {HOME}", 0, 0).digest) <= 3600


def test_nobody_locks_a_colleague_out_by_failing_under_their_name(visit, store):
    failed(store, "maria", 15, address="203.0.113.9")
    assert visit().sign_in("maria").location == "/coder"


def test_the_failures_of_one_keep_nobody_else_of_the_house_out(visit, store):
    failed(store, "maria", 15)
    assert visit().sign_in("ada").status_code == 303


def test_many_addresses_that_try_one_name_keep_its_owner_waiting_for_a_minute_at_most(visit, store):
    for number in range(150):
        failed(store, "maria", 1, address=f"203.0.113.{number}")
    response = visit().sign_in("maria")
    assert response.status_code == 429
    assert 0 < int(response.headers["Retry-After"]) <= MINUTE


def test_one_address_cannot_try_name_after_name_for_ever(visit, store):
    for number in range(50):
        failed(store, f"guess{number}", 1)
    assert visit().sign_in("ada").status_code == 429


@pytest.mark.parametrize(
    ("address", "other", "same"),
    [
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2:ffff::1", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:203.0.113.9", "203.0.113.9", True),
        ("::ffff:203.0.113.9", "::ffff:203.0.113.8", False),
        ("fe80::1%eth0", "fe80::2%eth1", True),
        ("203.0.113.9", "203.0.113.8", False),
        ("", "unix:", False),
    ],
)
def test_whoever_has_an_ipv6_address_is_counted_with_all_they_can_take(address, other, same):
    mine, theirs = accounts.bounds("maria", address), accounts.bounds("maria", other)
    assert (mine == theirs) is same
    assert mine[2] == theirs[2]


def test_of_many_guesses_at_once_no_more_are_heard_than_one_after_the_other(store, redis_raw):
    failed(store, "maria", 9)
    an_hour_goes_by(redis_raw)  # one more may be made, and then there is a minute to wait

    def guess(_):
        with pytest.raises((NotAllowed, TooMany)):
            accounts.sign_in(store, "maria", "wrong", HOME)

    with ThreadPoolExecutor(12) as guessers:
        list(guessers.map(guess, range(24)))
    assert [line["verb"] for line in store.records.audited()] == ["sign_in_failed"]


def test_a_shift_that_signs_in_all_at_once_is_let_in(visit):
    people = ("maria", "tom", "lena", "omar", "bea", "ada")
    with ThreadPoolExecutor(len(people)) as shift:
        answers = list(shift.map(lambda name: visit().sign_in(name), people))
    assert [answer.status_code for answer in answers] == [303] * len(people)


def test_while_others_hash_passwords_for_long_one_is_told_and_nothing_is_counted(
    app, visit, redis_raw, monkeypatch
):
    attempts = app.extensions["store"].attempts
    monkeypatch.setattr(attempts, "patience", 0.01)
    visitor = visit()
    with attempts.turn(), attempts.turn():
        response = visitor.sign_in("maria")
        assert (response.status_code, response.headers["Retry-After"]) == (429, "1")
        assert "Several people are signing in" in response.text
        assert visit(LENA).get("/supervisor").status_code == 200
    assert not list(redis_raw.scan_iter("attempts:*"))
    assert visitor.sign_in("maria").location == "/coder"


def test_a_turn_is_given_back_whatever_came_of_it(visit):
    for _ in range(3):
        visit().sign_in("maria", "wrong")
    assert visit().sign_in("maria").location == "/coder"


def test_guessing_the_present_password_of_an_open_session_makes_wait_as_well(visit):
    thief = visit(MARIA)
    forms = [
        {"present": f"guess number {n}", "new": PASSWORD + "!", "again": PASSWORD + "!"} for n in range(6)
    ]
    assert 429 in [thief.post("/password", form).status_code for form in forms]


def behind(site, proxies):
    """The site as it is behind so many proxies; returns what tries a wrong password there."""
    app = create_app(replace(site, trusted_proxies=proxies))

    def try_a_password(number, forwarded):
        headers = {"X-Forwarded-For": forwarded, "X-Forwarded-Host": "evil.example"}
        return Visitor(app).post("/sign-in", {"name": f"guess{number}", "password": "wrong"}, headers=headers)

    return try_a_password


def from_there(redis_raw, address):
    return counted(redis_raw, f"address {address}")


def test_without_proxies_nobody_becomes_somebody_else_by_saying_so(site, store, redis_raw):
    try_a_password = behind(site, 0)
    for number in range(3):
        assert try_a_password(number, f"203.0.113.{number}").status_code == 401
    assert from_there(redis_raw, HOME) == 3
    assert from_there(redis_raw, "203.0.113.1") == 0


def test_behind_a_proxy_the_failures_are_those_of_whom_it_heard(site, store, redis_raw):
    try_a_password = behind(site, 1)
    for number in range(3):  # what a visitor claims stands before what the proxy adds
        assert try_a_password(number, f"203.0.113.{number}, 198.51.100.7").status_code == 401
    assert from_there(redis_raw, "198.51.100.7") == 3
    assert from_there(redis_raw, HOME) == from_there(redis_raw, "203.0.113.1") == 0


def test_behind_two_proxies_it_is_the_one_the_first_heard(site, store, redis_raw):
    behind(site, 2)(1, "203.0.113.9, 198.51.100.7, 10.0.0.2")
    assert from_there(redis_raw, "198.51.100.7") == 1
    behind(site, 2)(2, "198.51.100.8")  # past the first of them: nobody is believed
    assert from_there(redis_raw, "198.51.100.8") == 0
    assert from_there(redis_raw, HOME) == 1


def test_whoever_tries_on_and_on_waits_whatever_they_claim_and_others_behind_the_proxy_do_not(site, store):
    for number in range(45):
        failed(store, f"guess{number}", 1, address="198.51.100.7")
    assert behind(site, 1)(1, "203.0.113.5, 198.51.100.7").status_code == 429
    assert behind(site, 1)(2, "203.0.113.5").status_code == 401
