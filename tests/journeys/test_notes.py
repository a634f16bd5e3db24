"""Notes and bookmarks by keyboard: kept, found again, and never lost."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Locator, Page, expect

from queue_app.domain.note import Note
from tests.builders import a_document
from tests.journeys.coding import end_session, let_go, sent, shown, sign_in_here
from tests.journeys.live import Live
from tests.journeys.looks import assert_good_in_every_look
from tests.journeys.marking import mark, marked, pieces
from tests.people import MARIA
from tests.test_runner import until


@pytest.fixture
def expected_trouble() -> tuple[str, ...]:
    """What the browser says when the connection is taken away."""
    return ("net::ERR_", "htmx:error")


@pytest.fixture
def page(live: Live, claimed: Callable[..., Page]) -> Page:
    """An encounter without notes, whatever another journey left."""
    page = claimed("maria")
    for one in live.store.notes.of(shown(page), MARIA):
        blank = Note(id=one.id, by=one.by, name="", at=one.at, digest=one.digest)
        live.store.notes.write(shown(page), MARIA, blank)
    page.reload()
    let_go(page)
    return page


def items(page: Page) -> Locator:
    return page.locator("[data-noted]")


def kept(live: Live, page: Page) -> list[tuple[str, bool]]:
    return [(one.text, one.team) for one in live.store.notes.of(shown(page), MARIA)]


def write(page: Page, text: str) -> None:
    let_go(page)
    page.keyboard.press("n")
    expect(page.get_by_label("Note", exact=True)).to_be_focused()
    page.keyboard.type(text)


def test_bookmarked_words_are_marked_found_in_newer_versions_and_said_to_be_gone(
    live: Live, page: Page
) -> None:
    words = mark(page, pieces(page).first)
    page.keyboard.press("+")
    expect(items(page)).to_have_count(1)
    assert marked(page, "noted") == words
    (bookmark,) = live.store.notes.of(shown(page), MARIA)
    assert [one.text for one in bookmark.passages] == [words]
    page.keyboard.press("+")
    expect(page.get_by_text("bookmarked already")).to_be_visible()

    every = live.store.encounters.get(shown(page)).documents
    known = next(one for one in every if one.id == bookmark.passages[0].document)
    for version, text in ((1, f"Addendum.\n\nSeen again: {words} The rest."), (2, "Nothing of it.")):
        sent(live, page, a_document(text, id=known.id, type=known.type, version=known.version + version))
        page.reload()
        let_go(page)
        page.keyboard.press("+")
        expect(items(page)).to_be_focused()
        there = words if version == 1 else ""
        assert [marked(page, name) for name in ("noted", "evidence")] == [there, there]
        expect(page.get_by_text("no longer in the newest version")).to_be_visible(visible=not there)

    page.keyboard.press("Delete")
    expect(items(page)).to_have_count(0)
    page.keyboard.press("u")
    expect(items(page)).to_have_count(1)
    page.keyboard.press("+")
    page.keyboard.press("Enter")
    page.keyboard.type("See <b>this</b>")
    page.keyboard.press("Control+Enter")
    expect(items(page).locator(".noted__text")).to_have_text("See <b>this</b>")
    assert kept(live, page) == [("See <b>this</b>", False)]
    write(page, "Half a")
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator('[data-tab="documents"]').click()
    assert_good_in_every_look(page)


def test_what_was_typed_into_a_note_is_kept_whatever_happens(
    live: Live, page: Page, browse: Callable[..., Page]
) -> None:
    write(page, "One")
    page.keyboard.press("Escape")
    expect(page.locator("[data-pane=text]")).to_be_focused()
    page.context.set_offline(True)
    page.keyboard.press("n")
    page.keyboard.type(" two")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator("#notes-refused")).to_contain_text("No connection")
    expect(page.get_by_label("Note", exact=True)).to_have_value("One two")
    page.context.set_offline(False)
    expect(items(page)).to_have_count(1)
    expect(page.locator("#notes-refused")).to_be_empty()
    assert kept(live, page) == [("One two", True)]

    end_session(live, page)
    write(page, "Three")
    page.keyboard.press("Enter")
    expect(page.locator("#notes-refused")).to_contain_text("signed out")
    sign_in_here(page)
    expect(items(page)).to_have_count(2)

    colleague = browse("omar")
    colleague.goto(page.url)
    expect(items(colleague).locator(".noted__text")).to_have_text(["One two"])
    items(colleague).focus()
    colleague.keyboard.press("Delete")
    expect(colleague.get_by_text("Only who wrote it")).to_be_visible()

    page.keyboard.press("+")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.type(", and four")
    elsewhere = live.store.notes.of(shown(page), MARIA)[-1]
    live.store.notes.write(shown(page), MARIA, replace(elsewhere, text="One, changed"))
    page.keyboard.press("Enter")
    expect(page.locator("#notes-refused")).to_contain_text("in another tab")
    page.keyboard.press("Enter")
    expect(items(page)).to_have_count(3)
    assert {("One two, and four", True), ("One, changed", True)} <= set(kept(live, page))

    write(page, "Half a thought")  # and not kept when the page goes
    page.get_by_label("to the team").check()
    page.goto("/coder")
    page.go_back()
    until(lambda: ("Half a thought", False) in kept(live, page))
    items(page).first.get_by_role("button", name="Delete").click()
    expect(items(page)).to_have_count(3)
    page.get_by_role("button", name="Undo").click()
    expect(items(page)).to_have_count(4)


def test_a_bookmark_of_the_documents_window_is_in_both(page: Page) -> None:
    with page.expect_popup() as opened:
        page.keyboard.press("w")
    apart = opened.value
    expect(apart.locator("[data-document]").first).to_be_visible()
    words = mark(apart, pieces(apart).first)
    apart.keyboard.press("+")
    for window in (apart, page):
        expect(items(window)).to_have_count(1)
        expect(items(window)).to_contain_text(words[:20])
    let_go(page)
    page.keyboard.press("+")
    until(lambda: marked(apart) == words)
    apart.close()
