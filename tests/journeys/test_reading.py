"""Documents are read, and known as read when their coder comes back to them."""

from playwright.sync_api import expect

from tests.journeys.coding import assert_saved, give_back, shown
from tests.journeys.live import Live
from tests.journeys.looks import assert_good_in_every_look
from tests.journeys.marking import marked
from tests.people import MARIA
from tests.test_runner import until


def test_what_was_scrolled_through_is_read_after_a_reload_too(live: Live, claimed) -> None:
    page = claimed("maria")
    encounter = live.store.encounters.get(shown(page))
    read = page.locator("[data-document-link][data-read]")
    for document in encounter.documents:
        page.locator(f"[id='doc-{document.id}'] [data-end]").scroll_into_view_if_needed()
        expect(read.and_(page.locator(f"[href='#doc-{document.id}']"))).to_be_attached()
    until(lambda: not live.store.encounters.unread(encounter.id, MARIA)[1])
    page.reload()
    every = len(encounter.documents)
    expect(page.locator("[data-read-count]")).to_have_text(f"{every} of {every} read")
    expect(read).to_have_count(every)


def test_documents_in_a_window_of_their_own_stay_in_step_with_the_codes(live: Live, claimed) -> None:
    page = claimed("maria")
    with page.expect_popup() as opened:
        page.keyboard.press("w")
    apart = opened.value
    expect(page.locator("[data-pane=text]")).to_be_hidden()
    documents = apart.locator("[data-document]")
    expect(documents.first).to_be_visible()

    page.keyboard.press("j")
    second = documents.nth(1).get_attribute("id")
    for window in (page, apart):
        expect(window.locator(f"[data-document-link][href='#{second}']")).to_have_attribute(
            "aria-current", "true"
        )

    piece = apart.locator("[data-at]").filter(has_text="e ").first
    piece.evaluate("one => getSelection().setBaseAndExtent(one.firstChild, 0, one.firstChild, 4)")
    words = piece.inner_text()[:4].strip()
    apart.keyboard.press("/")
    box = page.get_by_role("combobox", name="Diagnosis")
    expect(box).to_be_focused()
    box.fill("I10")
    page.keyboard.press("Enter")
    assert_saved(page)
    (evidence,) = live.store.encounters.get(shown(page)).codes.evidence
    assert evidence.text == words

    page.locator("#diagnoses [data-handle]").focus()
    page.keyboard.press("e")
    until(lambda: marked(apart) == words)
    assert_good_in_every_look(apart)
    apart.close()
    expect(page.locator("[data-pane=text]")).to_be_visible()


def test_the_window_follows_to_the_next_encounter_and_hides_what_was_closed(claimed) -> None:
    page = claimed("maria")
    with page.expect_popup() as opened:
        page.keyboard.press("w")
    apart = opened.value
    give_back(page)
    expect(apart.get_by_text("was closed in the other window")).to_be_visible()
    expect(apart.locator("[data-document]").first).to_be_hidden()
    page.keyboard.press("c")
    page.wait_for_url("**/encounters/*")
    apart.wait_for_url(f"**/encounters/{shown(page)}/documents")
    expect(apart.locator("[data-document]").first).to_be_visible()
    apart.close()
