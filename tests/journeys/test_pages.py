"""Every page, light and dark, wide and narrow: axe finds no violation of WCAG 2.2 AA, scripts no error."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys.looks import assert_good_in_every_look

PAGES = {
    "maria": ("/coder", "/password"),
    "lena": (
        "/supervisor",
        "/supervisor/encounters",
        "/intake",
        "/directories/facility",
        "/directories/charge",
    ),
    "ada": ("/people", "/codes"),
    "bea": ("/billing",),
    "omar": ("/review", "/sets"),
}


@pytest.mark.parametrize("person", PAGES)
def test_every_page_is_accessible_and_fits(browse: Callable[..., Page], person: str) -> None:
    page = browse(person)
    for path in PAGES[person]:
        page.goto(path)
        assert_good_in_every_look(page)


def test_the_page_of_an_encounter_is_accessible_and_fits(claimed: Callable[..., Page]) -> None:
    page = claimed("maria", "A41.9 y", "J18.9 y")
    assert_good_in_every_look(page)
    over = page.evaluate("document.documentElement.scrollHeight - innerHeight")
    assert over <= 0  # its panes scroll, the page itself does not


def test_the_door_and_its_refusals_are_accessible_and_fit(live, browser) -> None:
    page = browser.new_context(base_url=live.url).new_page()
    for path in ("/sign-in", "/no-such-page"):
        page.goto(path)
        assert_good_in_every_look(page)
