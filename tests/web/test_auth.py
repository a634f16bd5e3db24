"""Signing in and out: nothing is given away, nobody can try for ever, and a session ends when it should."""

from dataclasses import replace

import pytest

from queue_app.app import create_app
from queue_app.domain.people import Role
from queue_app.services import accounts
from queue_app.store.sessions import ABSOLUTE, IDLE
from queue_app.web import auth
from tests.people import ADA, BEA, LENA, MARIA, OMAR, a_person
from tests.web.visitor import PASSWORD, Visitor, round_trips


def audit(store):
    return [(line["verb"], line["actor"]) for line in store.records.audited()]


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
    store.people.put(person, open_sesame if not person.active else "")
    assert visit().sign_in(person.id).status_code == 401


def test_what_was_typed_as_a_name_is_shown_again_and_never_run(visit):
    response = visit().sign_in('"><script>alert(1)</script>', "wrong")
    assert "<script>alert" not in response.text
    assert "wrong" not in response.text.split("<form", 1)[1].split("problem", 1)[0]


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


@pytest.mark.parametrize(
    "path", ["/sign-in", "/no-such-page", "/", "/coder", "/readyz", "/sign-in?try=maria"]
)
def test_whoever_has_not_signed_in_leaves_nothing_in_redis_however_often_they_come(visit, redis_raw, path):
    before = sorted(redis_raw.scan_iter())
    for _ in range(20):
        visit().get(path)
    assert sorted(redis_raw.scan_iter()) == before


def test_a_refused_form_leaves_no_session_either(visit, redis_raw):
    visit().sign_in("maria", "wrong")
    visit().client.post("/sign-in", data={"name": "maria", "password": PASSWORD})
    assert not list(redis_raw.scan_iter("session*"))


def test_the_form_of_the_door_is_taken_from_the_browser_it_was_given_to_and_from_no_other(visit):
    here, elsewhere = visit(), visit()
    here.get("/sign-in"), elsewhere.get("/sign-in")
    filled = {"name": "maria", "password": PASSWORD, "csrf_token": elsewhere.form_token}
    for headers in ({}, {"Cookie": "codedesk="}, {"Cookie": f"codedesk={here.cookie}"}):
        other = visit()
        response = other.client.post("/sign-in", data=filled, headers=headers)
        assert (response.status_code, "open too long" in response.text) == (400, True)
    assert here.client.post("/sign-in", data=filled).status_code == 400
    assert elsewhere.client.post("/sign-in", data=filled).location == "/coder"


def test_a_form_of_a_session_that_ended_leads_to_the_door(visit, store):
    maria = visit(MARIA)
    maria.get("/sign-in")
    store.sessions.end_all_of("maria")
    assert maria.post("/coder/next").location == "/sign-in"


@pytest.mark.parametrize(
    ("trips", "do"),
    [
        (1, lambda visitor: visitor.get("/password")),
        (2, lambda visitor: visitor.get("/sign-in")),  # and whose password is no secret
        (6, lambda visitor: Visitor.sign_in(visitor, "maria")),
    ],
    ids=["a page", "the door", "signing in"],
)
def test_what_the_door_costs_in_round_trips_to_redis(visit, redis_raw, trips, do):
    visit().sign_in("maria")  # scripts are loaded, connections made
    visitor = visit() if trips == 6 else visit(MARIA)
    visitor.get("/sign-in")
    assert round_trips(redis_raw, lambda: do(visitor)) == trips


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


def test_a_request_shortly_after_another_writes_nothing_to_the_disk(visit, redis_raw):
    visitor = visit(MARIA)
    written = redis_raw.info("persistence")["aof_current_size"]
    assert visitor.get("/codes/search?system=icd10cm&q=J18").status_code == 200
    assert redis_raw.info("persistence")["aof_current_size"] == written


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


def test_who_signs_in_again_comes_back_to_the_page_that_asked_for_the_fragment(visit):
    page = "http://localhost/supervisor?by=coder"
    answer = visit().get("/supervisor/numbers", headers={"HX-Request": "true", "HX-Current-URL": page})
    assert answer.headers["HX-Redirect"] == "/sign-in?next=/supervisor"


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
