"""Every page, light and dark, wide and narrow: axe finds no violation of WCAG 2.2 AA, scripts no error."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

PAGES = {
    "maria": ("/coder", "/password", "NEXT"),
    "lena": (
        "/supervisor",
        "/supervisor/encounters",
        "/intake",
        "/directories/facility",
        "/directories/charge",
    ),
    "ada": ("/people", "/codes"),
    "bea": ("/billing",),
    "omar": ("/review",),
}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("person", PAGES)
def test_every_page_is_accessible(browse: Callable[..., Page], person: str, scheme: str) -> None:
    page = browse(person, color_scheme=scheme, viewport=WIDE)
    for path in PAGES[person]:
        go(page, path)
        assert violations(page) == [], path


@pytest.mark.parametrize("person", PAGES)
def test_every_page_fits_a_narrow_screen(browse: Callable[..., Page], person: str) -> None:
    page = browse(person, viewport=NARROW)
    for path in PAGES[person]:
        go(page, path)
        assert violations(page) == [], path
        too_wide = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert too_wide <= 0, path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_door_and_its_refusals_are_accessible(live, browser, scheme: str) -> None:
    page = browser.new_context(base_url=live.url, color_scheme=scheme).new_page()
    for path in ("/sign-in", "/no-such-page"):
        page.goto(path)
        assert violations(page) == [], path


def go(page: Page, path: str) -> None:
    if path != "NEXT":
        page.goto(path)
        return
    page.goto("/coder")
    page.get_by_role("button", name="Claim next").click()
    page.wait_for_url("**/encounters/*")


def violations(page: Page) -> list[tuple[str, str]]:
    found = Axe().run(page, options={"runOnly": RULES})
    return [(one["id"], one["nodes"][0]["html"][:160]) for one in found.response["violations"]]
