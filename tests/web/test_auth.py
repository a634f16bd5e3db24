"""Signing in and out: nothing is given away, nobody can try for ever, and a session ends when it should."""

import time
from dataclasses import replace

import pytest

from queue_app.app import create_app
from queue_app.domain.people import Role
from queue_app.services import accounts
from queue_app.store.sessions import ABSOLUTE, IDLE, LONGEST_WAIT
from queue_app.web import auth
from tests.people import ADA, BEA, LENA, MARIA, OMAR, a_person
from tests.web.visitor import PASSWORD, Visitor


def audit(store):
    return [(line["verb"], line["actor"]) for line in store.records.audited()]


def time_goes_by(redis_raw):
    """The last failures were an hour ago, less a moment."""
    for key in redis_raw.scan_iter("attempts:*"):
        redis_raw.hset(key, "last", str(int(time.time()) - 3599))


def session_key(redis_raw):
    (key,) = redis_raw.scan_iter("session:*")
    return key


@pytest.mark.parametrize(
    ("person", "home"),
    [(MARIA, "/coder"), (LENA, "/supervisor"), (OMAR, "/review"), (BEA, "/billing"), (ADA, "/people")],
    ids=lambda one: getattr(one, "id", None),
)
def test_everybody_begins_at_the_page_of_their_work(visit, person, home):
    response = visit().sign_in(person.name)
    assert (response.status_code, response.location) == (303, home)


def test_signing_in_is_in_the_audit(visit, store):
    visit().sign_in("maria")
    assert audit(store) == [("sign_in", "maria")]


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("maria", "wrong"),
        ("nobody", PASSWORD),
        ("", ""),
        ("maria", ""),
        ("maria", "x" * 5000),
        ("ma\0ria", "x"),
    ],
)
def test_a_refusal_does_not_say_which_half_was_wrong(visit, name, password):
    response = visit().sign_in(name, password)
    assert response.status_code == 401
    assert "That name and password do not go together." in response.text


@pytest.mark.parametrize("person", [a_person("Gone", Role.CODER, active=False), a_person("New", Role.CODER)])
def test_neither_those_shut_out_nor_those_without_a_password_get_in(visit, store, open_sesame, person):
    store.people.put(person, open_sesame if not person.active else None)
    assert visit().sign_in(person.id).status_code == 401


def test_what_was_typed_as_a_name_is_shown_again_and_never_run(visit):
    response = visit().sign_in('"><script>alert(1)</script>', "wrong")
    assert "<script>alert" not in response.text
    assert "wrong" not in response.text.split("<form", 1)[1].split("problem", 1)[0]


def test_failures_make_the_next_attempt_wait_longer_and_longer(store):
    waits = []
    for _ in range(16):
        store.sessions.note_failure("name maria")
        waits.append(store.sessions.wait("name maria"))
    assert waits[:3] == [0, 0, 0]
    assert waits[3] < waits[5] < waits[7] < waits[9]
    assert waits[-1] == LONGEST_WAIT


def test_whoever_has_to_wait_hears_how_long_even_with_the_right_password(visit, store):
    for _ in range(8):
        store.sessions.note_failure("name maria")
    response = visit().sign_in("maria")
    assert response.status_code == 429
    assert 1 <= int(response.headers["Retry-After"]) <= 16
    assert "Try again in" in response.text


def test_a_wrong_password_counts_and_the_right_one_makes_it_forgotten(visit, store, redis_raw):
    for _ in range(3):
        store.sessions.note_failure("name maria")
    visit().sign_in("maria", "wrong")
    for _ in range(6):
        store.sessions.note_failure("name maria")
    assert store.sessions.wait("name maria") > 1

    time_goes_by(redis_raw)
    visit().sign_in("maria")
    store.sessions.note_failure("name maria")
    assert store.sessions.wait("name maria") == 0


def test_the_failures_of_one_keep_nobody_else_of_the_house_out(visit, store):
    for _ in range(15):
        store.sessions.note_failure("name maria", "address 127.0.0.1")
    assert visit().sign_in("ada").status_code == 303


def test_one_address_cannot_try_name_after_name_for_ever(visit, store):
    for number in range(50):
        store.sessions.note_failure(f"name guess{number}", "address 127.0.0.1")
    assert visit().sign_in("ada").status_code == 429


def behind(site, proxies):
    """The site as it is behind so many proxies; returns what tries a wrong password there."""
    app = create_app(replace(site, trusted_proxies=proxies))

    def try_a_password(number, forwarded):
        headers = {"X-Forwarded-For": forwarded, "X-Forwarded-Host": "evil.example"}
        return Visitor(app).post("/sign-in", {"name": f"guess{number}", "password": "wrong"}, headers=headers)

    return try_a_password


def counted(store, address):
    """How many failures have come from there, as far as is known."""
    return next(n for n in range(99) if store.sessions.wait(f"address {address}", free=n + 1) == 0)


def test_without_proxies_nobody_becomes_somebody_else_by_saying_so(site, store):
    try_a_password = behind(site, 0)
    for number in range(3):
        assert try_a_password(number, f"203.0.113.{number}").status_code == 401
    assert counted(store, "127.0.0.1") == 3
    assert counted(store, "203.0.113.1") == 0


def test_behind_a_proxy_the_failures_are_those_of_whom_it_heard(site, store):
    try_a_password = behind(site, 1)
    for number in range(3):  # what a visitor claims stands before what the proxy adds
        assert try_a_password(number, f"203.0.113.{number}, 198.51.100.7").status_code == 401
    assert counted(store, "198.51.100.7") == 3
    assert counted(store, "127.0.0.1") == counted(store, "203.0.113.1") == 0


def test_behind_two_proxies_it_is_the_one_the_first_heard(site, store):
    behind(site, 2)(1, "203.0.113.9, 198.51.100.7, 10.0.0.2")
    assert counted(store, "198.51.100.7") == 1
    behind(site, 2)(2, "198.51.100.8")  # past the first of them: nobody is believed
    assert counted(store, "198.51.100.8") == 0
    assert counted(store, "127.0.0.1") == 1


def test_whoever_tries_on_and_on_waits_whatever_they_claim_and_others_behind_the_proxy_do_not(site, store):
    for number in range(45):
        store.sessions.note_failure(f"name guess{number}", "address 198.51.100.7")
    assert behind(site, 1)(1, "203.0.113.5, 198.51.100.7").status_code == 429
    assert behind(site, 1)(2, "203.0.113.5").status_code == 401


def test_the_cookie_is_for_this_site_and_not_for_scripts(visit):
    set_cookie = visit().sign_in("maria").headers.getlist("Set-Cookie")[-1]
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(set_cookie.split("; "))


def test_the_session_is_a_new_one_at_sign_in_and_the_old_one_is_worth_nothing(visit, app):
    visitor = visit()
    visitor.get("/sign-in")
    before = visitor.cookie
    visitor.sign_in("maria")

    assert before and visitor.cookie not in ("", before)
    assert Visitor(app, before).get("/coder").status_code == 303


def test_neither_cookie_nor_bearer_token_is_readable_in_redis(visit, program, redis_raw):
    visitor = visit()
    visitor.sign_in("maria")
    program(LENA)
    everything = "".join(f"{key}{redis_raw.dump(key)!r}" for key in keys_of(redis_raw))
    assert visitor.cookie not in everything
    assert "cdk_test_lena" not in everything


def keys_of(redis_raw):
    return [key for pattern in ("session*", "bearer*") for key in redis_raw.scan_iter(pattern)]


def test_signing_out_ends_the_session_on_the_server(visit, app):
    visitor = visit(MARIA)
    stolen = Visitor(app, visitor.cookie)
    assert stolen.get("/coder").status_code == 200

    assert visitor.post("/sign-out").location == "/sign-in"
    assert stolen.get("/coder").location == "/sign-in?next=/coder"


def test_a_session_ends_after_a_quarter_of_an_hour_of_silence(visit, redis_raw):
    visitor = visit(MARIA)
    key = session_key(redis_raw)
    redis_raw.expire(key, 60)
    visitor.get("/coder")
    assert redis_raw.ttl(key) > IDLE - 10

    redis_raw.delete(key)  # which is what Redis does in the end
    assert visitor.get("/coder").status_code == 303


def test_polling_keeps_nobody_signed_in(visit, redis_raw):
    visitor = visit(LENA)
    key = session_key(redis_raw)
    redis_raw.expire(key, 60)
    assert (
        visitor.get("/supervisor", headers={"X-Poll": "1", "Accept": "application/json"}).status_code == 200
    )
    assert redis_raw.ttl(key) <= 60


def test_no_session_lives_longer_than_half_a_day(visit, redis_raw):
    visitor = visit(MARIA)
    key = session_key(redis_raw)
    redis_raw.hincrby(key, "born", -ABSOLUTE)
    assert visitor.get("/coder").status_code == 303
    assert not redis_raw.exists(key)


def test_signing_out_everywhere_ends_every_session_of_that_person_and_no_other(visit, store):
    first, second, other = visit(MARIA), visit(MARIA), visit(LENA)
    assert accounts.sign_out_everywhere(store, "maria", "ada") == 2
    assert [one.get("/sign-in").status_code for one in (first, second, other)] == [200, 200, 200]
    assert first.get("/coder").status_code == second.get("/coder").status_code == 303
    assert other.get("/supervisor", headers={"Accept": "application/json"}).status_code == 200


def test_shutting_somebody_out_ends_their_sessions_and_tokens_at_once(visit, program, store):
    browser, feed = visit(MARIA), program(MARIA)
    assert feed.get("/coder").status_code == 200
    accounts.set_active(store, "maria", False, "ada")
    assert browser.get("/coder").status_code == 303
    assert feed.get("/coder").status_code == 401


@pytest.mark.parametrize(
    "place",
    ["https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example",
     "/\n/evil.example", "javascript:alert(1)", "http:evil.example", "///evil.example", "/\x0b/evil\\"],
)  # fmt: skip
def test_signing_in_leads_to_no_other_site(place):
    assert auth._safe(place) == ""


def test_the_place_to_go_to_is_looked_at_when_it_is_posted(visit):
    assert visit().sign_in("maria", next="//evil.example").location == "/coder"


def test_signing_in_leads_back_to_where_one_was_going(visit):
    assert visit().get("/encounters/abc").location == "/sign-in?next=/encounters/abc"
    assert visit().sign_in("maria", next="/encounters/abc").location == "/encounters/abc"


def test_a_fragment_without_a_session_is_told_where_to_sign_in(visit):
    response = visit().get("/supervisor/numbers", headers={"HX-Request": "true"})
    assert (response.status_code, response.text) == (401, "")
    assert response.headers["HX-Redirect"].startswith("/sign-in")


def test_where_no_password_is_known_to_all_the_way_in_tells_none(visit):
    page = visit().get("/sign-in?try=maria").text
    assert "Try it as" not in page
    assert 'name="name" value=""' in page and 'name="password" value=""' in page


def test_the_demos_accounts_are_there_to_try_and_one_click_fills_the_form(visit, store):
    for person in (MARIA, LENA):
        store.people.publish(person.id, PASSWORD)
    page = visit().get("/sign-in?next=/encounters/e1").text
    assert page.count(PASSWORD) == 1
    assert 'href="/sign-in?try=maria&amp;next=%2Fencounters%2Fe1"' in page and "try=ada" not in page

    filled = visit().get("/sign-in?try=lena").text
    assert 'name="name" value="lena"' in filled and f'name="password" value="{PASSWORD}"' in filled
    for other in ("ada", "nobody", "%22%3E%3Cscript%3E"):
        page = visit().get(f"/sign-in?try={other}").text
        assert 'name="name" value=""' in page and 'name="password" value=""' in page


def test_an_account_with_a_password_of_its_own_is_no_longer_told(visit, store):
    for person in (MARIA, LENA):
        store.people.publish(person.id, PASSWORD)
    accounts.add(store, MARIA, "another password, please", "ada")
    accounts.set_active(store, "lena", False, "ada")
    assert store.people.published() == []
    assert "Try it as" not in visit().get("/sign-in").text


def test_a_failed_attempt_fills_in_no_password(visit, store):
    store.people.publish("maria", PASSWORD)
    page = visit().sign_in("maria", "wrong").text
    assert 'name="name" value="maria"' in page and 'name="password" value=""' in page


def test_over_https_the_cookie_travels_only_there(site, store, tmp_path):
    secure = create_app(replace(site, secure_cookies=True))
    response = secure.test_client().get("/sign-in", base_url="https://codedesk.example")
    assert response.headers["Set-Cookie"].startswith("__Host-codedesk=")
    assert "Secure" in response.headers["Set-Cookie"]
    assert response.headers["Strict-Transport-Security"]
