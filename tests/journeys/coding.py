"""What a coder does on the page of an encounter, by keyboard."""

from datetime import UTC, datetime

from playwright.sync_api import Page, expect

from queue_app.domain import moves
from queue_app.domain.codes import Codes
from queue_app.domain.encounter import Encounter
from tests.journeys.live import Live


def claimed_next(live: Live, page: Page) -> Encounter:
    """The next encounter on its coder's screen, without the codes another journey may have left in it."""
    page.goto("/coder")
    page.keyboard.press("c")
    page.wait_for_url("**/encounters/*")
    claimed = live.store.encounters.get(shown(page))
    if claimed.codes == Codes():
        return claimed
    emptied = moves.take(
        "save", claimed, live.store.people.get(claimed.holder), datetime.now(UTC), codes=Codes()
    )
    live.store.encounters.commit(emptied)
    page.reload()
    return live.store.encounters.get(claimed.id)


def add(page: Page, key: str, typed: str) -> None:
    let_go(page)
    page.keyboard.press(key)
    page.keyboard.type(typed)
    page.keyboard.press("Enter")


def let_go(page: Page) -> None:
    """Whatever holds the focus loses it: keys mean the page again."""
    page.evaluate("document.activeElement.blur()")


def give_back(page: Page) -> None:
    let_go(page)  # an empty box may offer codes over the buttons
    page.get_by_role("button", name="Release").click()
    page.wait_for_url("**/coder")


def assert_saved(page: Page) -> None:
    expect(page.locator("#saved")).to_contain_text("Saved")


def noted(live: Live, page: Page) -> set[str]:
    """The verbs of the audit about the encounter on the screen."""
    return {line["verb"] for line in live.store.records.audited() if line.get("about") == shown(page)}


def shown(page: Page) -> str:
    """The id of the encounter on the screen."""
    return page.url.rpartition("/")[2]
