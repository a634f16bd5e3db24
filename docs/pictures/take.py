"""Takes the pictures of the README from the real pages of a running demo day: `python docs/pictures/take.py`.

Needs `make run` in another terminal, on an untouched demo day, and CODEDESK_PORT if it is not 8000.
"""

import os
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
BASE = f"http://127.0.0.1:{os.environ.get('CODEDESK_PORT', '8000')}"
PASSWORD = "demo-only-password"
SIZE = {"width": 1440, "height": 900}


def signed_in(browser: Browser, name: str, scheme: str) -> Page:
    page = browser.new_context(base_url=BASE, color_scheme=scheme, viewport=SIZE).new_page()  # type: ignore[arg-type]
    page.goto("/sign-in")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)
    return page


def keep(page: Page, name: str) -> None:
    page.wait_for_timeout(800)
    page.screenshot(path=HERE / f"{name}.png")


def code_something(page: Page) -> None:
    """Take over what the documents suggest, say that it was present on admission, and look for one more."""
    page.keyboard.press("c")
    page.wait_for_url("**/encounters/*")
    suggested = page.locator("[data-suggestion]")
    suggested.first.wait_for()
    page.keyboard.press("s")
    for key in "aajaa":  # the third, a stent, was placed in this very stay
        page.keyboard.press(key)
        page.wait_for_timeout(500)
    handles = page.locator("#diagnoses [data-handle]")
    for place in range(handles.count()):
        handles.nth(place).focus()
        page.keyboard.press("y")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("/")
    page.keyboard.type("ex smoker")
    page.locator("[role=listbox] [role=option]").first.wait_for()


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("BROWSER_PATH"), args=["--no-sandbox", "--disable-gpu"]
        )
        keep(signed_in(browser, "maria", "light"), "desk")
        page = signed_in(browser, "maria", "light")
        code_something(page)
        keep(page, "encounter")
        keep(signed_in(browser, "lena", "dark"), "floor")
        browser.close()


if __name__ == "__main__":
    main()
