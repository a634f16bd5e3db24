"""What a coder types that must not be lost, and where it is looked for."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from queue_app.domain.codes import Codes
from tests.journeys.coding import let_go, shown
from tests.journeys.live import Live
from tests.journeys.marking import add_here, mark, pieces, row


def at_work(claimed: Callable[..., Page]) -> Page:
    """An encounter with its first code, and a text to read before anything is taken away."""
    page = claimed("maria", "I10")
    expect(pieces(page).first).to_be_attached()
    return page


def type_more(page: Page) -> str:
    """A second code that stands on words of a document; the words."""
    let_go(page)
    words = mark(page, pieces(page).first)
    add_here(page, "E78.5")
    page.keyboard.press("Escape")
    expect(row(page, "E78.5").locator("[data-founded-open]")).to_have_count(1)
    return words


def codes(live: Live, page: Page) -> Codes:
    return live.store.encounters.get(shown(page)).codes


def assert_listed(page: Page, *codes: str) -> None:
    expect(page.locator("#diagnoses [data-handle]")).to_have_text(list(codes))


def assert_kept(live: Live, page: Page, words: str) -> None:
    """Both codes and the words of the second are saved, and there when the page is opened again."""
    expect(page.locator("[data-saved]")).to_have_attribute("data-state", "saved")
    found = codes(live, page)
    assert [one.code for one in found.diagnoses] == ["I10", "E785"]
    assert [(one.about, one.text) for one in found.evidence] == [("E785", words)]
    page.reload()
    assert_listed(page, "I10", "E78.5")
    expect(row(page, "E78.5").locator("[data-founded-open]")).to_have_text("“ 1")
    expect(page.locator("#refused")).to_be_empty()


def told(page: Page, *words: str) -> None:
    for each in words:
        expect(page.locator("#refused")).to_contain_text(each)
