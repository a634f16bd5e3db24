"""What a coder does with the words of a document, and what becomes of them."""

from playwright.sync_api import Locator, Page

from queue_app.domain.codes import Evidence
from tests.journeys.coding import shown
from tests.journeys.live import Live

SELECT = """(from, [to, start, end]) =>
    getSelection().setBaseAndExtent(from.firstChild, start, to.firstChild, end)"""
MARKED = """name => [...(CSS.highlights.get(name) ?? [])].map(one => {
    const range = new Range();
    range.setStart(one.startContainer, one.startOffset);
    range.setEnd(one.endContainer, one.endOffset);
    return String(range);
})"""


def pieces(page: Page) -> Locator:
    """The paragraphs and items of the documents, the longer ones."""
    return page.locator("[data-pane=text] [data-at]").filter(has_text="e ")


def select(page: Page, first: Locator, last: Locator, start: int, end: int) -> None:
    began, ended = first.element_handle(), last.element_handle()  # texts that come later change what is first
    began.scroll_into_view_if_needed()
    began.evaluate(SELECT, [ended, start, end])


def mark(page: Page, piece: Locator) -> str:
    """Select a piece without its first character; what was selected."""
    one = piece.element_handle()  # texts that come later change which one is first
    one.scroll_into_view_if_needed()
    one.evaluate(SELECT, [one, 1, len(one.text_content() or "")])
    return one.inner_text()[1:].strip()


def marked(page: Page, name: str = "evidence") -> str:
    """The words that are marked so on the page, passage by passage.

    Ask again to wait for them: the page's security policy refuses a `wait_for_function` that has to."""
    return "|".join(passages_marked(page, name)).strip()


def passages_marked(page: Page, name: str) -> list[str]:
    passages: list[str] = page.evaluate(MARKED, name)
    return passages


def add_here(page: Page, code: str) -> None:
    """Ask for that code, the selection standing."""
    page.keyboard.press("/")
    page.get_by_role("combobox", name="Diagnosis").fill(code)
    page.keyboard.press("Enter")


def kept(live: Live, page: Page) -> tuple[Evidence, ...]:
    return live.store.encounters.get(shown(page)).codes.evidence


def row(page: Page, code: str) -> Locator:
    return page.locator("#diagnoses [data-row]").filter(has=page.get_by_role("button", name=code, exact=True))
