"""Nothing typed is ever lost: the page says in a sentence what went wrong, and all is there afterwards."""

import time
from collections.abc import Callable

import psutil
import pytest
from playwright.sync_api import Page, Route, expect
from redis import Redis

from tests.builders import a_document, an_expired_lease, step
from tests.journeys.coding import (
    add,
    assert_saved,
    end_session,
    sent,
    shown,
    sign_in_here,
)
from tests.journeys.keeping import assert_kept, assert_listed, at_work, codes, told, type_more
from tests.journeys.live import Live
from tests.test_runner import until

SAVES = "**/save"


@pytest.fixture
def expected_trouble() -> tuple[str, ...]:
    """What the browser says when a test takes the connection or the server away."""
    return ("net::ERR_", "with a status of 5", "htmx:error")


@pytest.fixture
def page(claimed: Callable[..., Page]) -> Page:
    return at_work(claimed)


def assert_founded(live: Live, page: Page, words: str) -> None:
    assert [one.text for one in codes(live, page).evidence] == [words]


def restore(live: Live, page: Page, words: str) -> None:
    page.get_by_role("button", name="Restore").click()
    assert_listed(page, "I10", "E78.5")
    assert_founded(live, page, words)


def test_a_lost_connection(live: Live, page: Page) -> None:
    page.context.set_offline(True)
    words = type_more(page)
    told(page, "No connection", "is on this page", "saved by itself")
    page.context.set_offline(False)
    assert_kept(live, page, words)


def answered(page: Page, status: int) -> None:
    """From now on a proxy answers what is saved, in words of its own."""
    own = {"status": status, "body": "<h1>No.</h1>", "content_type": "text/html"}
    page.route(SAVES, lambda route: route.fulfill(**own))


@pytest.mark.parametrize("status", [503, 429, 502])
def test_a_server_that_cannot_answer(live: Live, page: Page, status: int) -> None:
    answered(page, status)
    words = type_more(page)
    told(page, "is on this page", "saved by itself")
    page.unroute(SAVES)
    assert_kept(live, page, words)


def test_a_save_too_large_for_a_proxy(live: Live, page: Page) -> None:
    answered(page, 413)
    words = type_more(page)
    told(page, "too large", "is on this page")
    page.unroute(SAVES)
    page.keyboard.press("Control+s")
    assert_kept(live, page, words)


def test_a_server_that_saved_and_could_not_say_so(live: Live, page: Page) -> None:
    def lose_the_answer(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route(SAVES, lose_the_answer, times=1)
    words = type_more(page)
    told(page, "is on this page")
    page.keyboard.press("Escape")
    add(page, "/", "I48.91")
    expect(page.locator("#refused")).to_be_empty()
    expect(page.locator("[data-saved]")).to_have_attribute("data-state", "saved")
    page.wait_for_timeout(1500)
    assert [one.code for one in codes(live, page).diagnoses] == ["I10", "E785", "I4891"]
    assert_founded(live, page, words)


def test_a_server_killed_while_a_code_is_typed(live: Live, page: Page) -> None:
    for each in psutil.process_iter(["cmdline", "environ"]):
        words, told_it = each.info["cmdline"] or (), each.info["environ"] or {}
        if "runner.web" in " ".join(words) and told_it.get("CODEDESK_DATA") == str(live.settings.data):
            each.kill()
    words = type_more(page)
    told(page, "is on this page")
    expect(page.locator("[data-saved]")).to_have_attribute("data-state", "saved")
    assert_kept(live, page, words)


@pytest.mark.parametrize("ends", ["session", "connection"])
def test_a_submit_that_cannot_arrive_leaves_the_page_as_it_is(live: Live, page: Page, ends: str) -> None:
    end_session(live, page) if ends == "session" else page.context.set_offline(True)
    type_more(page)
    page.keyboard.press("Control+Enter")
    page.wait_for_timeout(1500)
    assert_listed(page, "I10", "E78.5")
    expect(page.locator("[data-saved]")).to_contain_text("nothing was done")
    page.context.set_offline(False)
    if ends == "session":
        sign_in_here(page)
    expect(page.locator("#refused")).to_be_empty()


def test_a_lease_that_lapsed(live: Live, page: Page) -> None:
    with Redis.from_url(live.settings.own_server, decode_responses=True) as redis:
        an_expired_lease(redis, shown(page))
    words = type_more(page)
    told(page, "kept", "Claim it again")
    page.keyboard.press("Escape")
    page.route(SAVES, lambda route: (time.sleep(1), route.continue_()))
    add(page, "/", "I48.91")  # what is typed now is kept too, and the step waits for it
    page.get_by_role("button", name="Claim it again").click()
    expect(page.locator("[data-step=restore]")).to_contain_text("I48.91")
    page.get_by_role("button", name="Restore").click()
    assert_listed(page, "I10", "E78.5", "I48.91")
    assert_founded(live, page, words)


def test_a_page_that_is_closed_right_after_typing(live: Live, page: Page) -> None:
    words = type_more(page)
    again = page.context.new_page()
    with page.expect_event("close"):  # unasked
        page.close(run_before_unload=True)
    until(lambda: len(codes(live, page).diagnoses) == 2)
    again.goto(page.url)
    assert_listed(again, "I10", "E78.5")
    assert_founded(live, again, words)


def test_a_page_that_cannot_send_warns_before_it_is_closed(live: Live, page: Page) -> None:
    page.context.set_offline(True)
    type_more(page)
    told(page, "No connection")
    warned = []
    page.on("dialog", lambda dialog: (warned.append(dialog.type), dialog.dismiss()))
    page.close(run_before_unload=True)
    page.wait_for_timeout(500)
    assert warned == ["beforeunload"]
    page.context.set_offline(False)
    expect(page.locator("#refused")).to_be_empty()


def test_two_devices_with_different_codes(live: Live, page: Page, browse: Callable[..., Page]) -> None:
    other = browse("maria")
    other.goto(page.url)
    add(other, "/", "J06.9")
    assert_saved(other)
    words = type_more(page)
    told(page, "another tab or on another device", "kept")
    page.get_by_role("button", name="Open it again").click()
    expect(page.locator("[data-step=restore]")).to_contain_text("E78.5")
    assert_listed(page, "I10", "J06.9")
    restore(live, page, words)
    expect(page.locator("[data-step=restore]")).to_contain_text("J06.9")  # and the way back


def test_a_document_that_is_replaced_meanwhile(live: Live, page: Page) -> None:
    there = live.store.encounters.get(shown(page)).documents[0]
    sent(live, page, a_document("Pneumonia.", id=there.id, version=there.version + 1))
    words = type_more(page)
    told(page, "Newer documents arrived", "Your codes are saved")
    assert_kept(live, page, words)


def test_a_field_that_cannot_be_read(live: Live, page: Page) -> None:
    add(page, "3", "99283")
    page.locator("[name='codes.lines[0].units']").fill("1o")
    words = type_more(page)
    told(page, "Line 1: units must be a whole number", "is on this page")
    page.locator("[name='codes.lines[0].units']").fill("10")
    assert_kept(live, page, words)


def test_a_megabyte_that_is_pasted(live: Live, page: Page) -> None:
    add(page, "3", "99283")
    for field in ("[name='codes.lines[0].modifiers']", "#box-diagnoses"):
        page.locator(field).click()
        page.evaluate("document.execCommand('insertText', false, 'x'.repeat(1_000_000))")
        page.keyboard.press("Escape")
    words = type_more(page)
    assert_kept(live, page, words)


def test_a_laptop_that_was_closed_until_somebody_else_had_the_encounter(live: Live, page: Page) -> None:
    known, lena = live.store.encounters.get(shown(page)), live.store.people.get("lena")
    end_session(live, page)
    words = type_more(page)
    step(live.store, "assign", known, lena, assignee="tom")
    sign_in_here(page)
    told(page, "given to somebody else", "are kept", "Back to my work")
    step(live.store, "assign", live.store.encounters.get(known.id), lena, assignee="maria")
    page.get_by_role("link", name="Back to my work").click()
    page.wait_for_url("**/coder")
    page.goto(f"/encounters/{known.id}")
    restore(live, page, words)
