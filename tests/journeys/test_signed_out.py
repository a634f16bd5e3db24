"""Whose session ended stays where they are, signs in there, and nothing typed is lost."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.coding import end_session, sign_in_beside, sign_in_here
from tests.journeys.keeping import assert_kept, at_work, told, type_more
from tests.journeys.live import Live
from tests.journeys.looks import NARROW, assert_good_in_every_look, bring_codes_forward


@pytest.fixture
def expected_trouble() -> tuple[str, ...]:
    """What the browser says when the connection is taken away."""
    return ("net::ERR_", "htmx:error")


@pytest.fixture
def page(claimed: Callable[..., Page]) -> Page:
    return at_work(claimed)


def type_on_signed_out(live: Live, page: Page) -> str:
    end_session(live, page)
    words = type_more(page)
    told(page, "signed out", "is on this page")
    return words


def test_an_ended_session_and_signing_in_on_the_same_page(live: Live, page: Page) -> None:
    words = type_on_signed_out(live, page)
    sign_in_here(page)
    assert_kept(live, page, words)


def test_an_ended_session_and_signing_in_in_another_tab(live: Live, page: Page) -> None:
    words = type_on_signed_out(live, page)
    sign_in_beside(page, "maria")
    page.bring_to_front()
    expect(page.locator("#refused")).to_be_empty()
    assert_kept(live, page, words)


def test_what_is_asked_for_meanwhile_says_so_leads_nowhere_and_comes_after_signing_in(
    live: Live, page: Page
) -> None:
    end_session(live, page)
    asked = page.locator("[data-fetched]").all()
    assert len(asked) == 3
    for one in asked:
        one.dispatch_event("codedesk:again")
        expect(one).to_have_text("You were signed out.")
    words = type_more(page)
    told(page, "signed out", "is on this page")
    sign_in_here(page)
    for one in asked:
        expect(one).not_to_have_text("You were signed out.")
    assert_kept(live, page, words)


def test_somebody_else_who_signs_in_saves_nothing_of_it(live: Live, page: Page) -> None:
    words = type_on_signed_out(live, page)
    for name, said in (("tom", "Somebody else is signed in"), ("maria", "")):
        sign_in_beside(page, name)
        expect(page.locator("#refused")).to_contain_text(said)
    assert_kept(live, page, words)


def test_what_it_says_is_accessible_and_fits(live: Live, page: Page) -> None:
    type_on_signed_out(live, page)
    bring_codes_forward(page)
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    page.evaluate("scrollTo(0, document.body.scrollHeight)")  # nothing lies half under the bar of steps
    assert_good_in_every_look(page)
    page.context.set_offline(True)
    sign_in_here(page, "wrong")
    told(page, "cannot be reached")
    page.context.set_offline(False)
    page.keyboard.press("Enter")
    told(page, "do not go together")
