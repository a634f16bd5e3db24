"""Every page, light and dark, wide and narrow: axe finds no violation of WCAG 2.2 AA, scripts no error."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.looks import COLOURS, assert_good_in_every_look, violations

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
STAYING = """[...document.querySelectorAll("body :not(.skip)")].filter((one) => one.checkVisibility()
    && ["sticky", "fixed"].includes(getComputedStyle(one).position)).map((one) => one.className)"""


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


def test_at_a_zoom_of_400_percent_nothing_lies_over_the_text_and_keys_bring_the_codes_forward(
    claimed: Callable[..., Page],
) -> None:
    page = claimed("maria", "E11.9")
    page.set_viewport_size({"width": 320, "height": 256})  # what is left of 1280 × 1024
    codes = page.get_by_role("link", name="Codes")
    codes.click()
    expect(codes).to_contain_text("1")
    assert page.evaluate(STAYING) == []
    text = page.get_by_role("link", name="Text", exact=True)
    text.click()
    page.keyboard.press("j")
    assert page.evaluate(STAYING) == []
    for key, brought in (
        ("f", page.locator("[data-finding]:focus")),
        ("m", page.locator("#abstract-disposition")),
        ("h", page.get_by_role("combobox", name="Reason")),
        ("?", page.get_by_role("heading", name="Keyboard shortcuts")),
    ):
        expect(page.locator("[data-pane=codes]")).to_be_hidden()
        page.keyboard.press(key)
        expect(brought).to_be_focused()
        expect(brought).to_be_in_viewport()
        page.keyboard.press("Escape")
        text.click()


def test_of_rows_that_look_alike_one_is_weighed_and_one_that_looks_otherwise_is_not_missed(
    browser: Browser,
) -> None:
    page = browser.new_page()
    page.set_content(f"<ul>{'<li>dark' * 9}<li style='color: #eee'>pale</ul>")
    ((rule, where),) = violations(page, COLOURS)
    assert rule == "color-contrast" and "pale" in where
    page.close()
