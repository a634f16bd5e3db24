"""Documents are read, and known as read when their coder comes back to them."""

from playwright.sync_api import expect

from tests.journeys.coding import shown
from tests.journeys.live import Live
from tests.people import MARIA
from tests.test_runner import until


def test_what_was_scrolled_through_is_read_after_a_reload_too(live: Live, claimed) -> None:
    page = claimed("maria")
    encounter = live.store.encounters.get(shown(page))
    read = page.locator("[data-document-link][data-read]")
    for document in encounter.documents:
        page.locator(f"[id='doc-{document.id}'] [data-end]").scroll_into_view_if_needed()
        expect(read.and_(page.locator(f"[href='#doc-{document.id}']"))).to_be_attached()
    until(lambda: not live.store.encounters.open(encounter, MARIA).unread)
    page.reload()
    every = len(encounter.documents)
    expect(page.locator("[data-read-count]")).to_have_text(f"{every} of {every} read")
    expect(read).to_have_count(every)
