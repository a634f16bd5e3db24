"""A chart of twenty documents opens at once; a text comes to whoever comes to it, or says why not."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from queue_app.domain.codes import Codes, Diagnosis, Evidence
from queue_app.domain.encounter import Document, Section
from tests.builders import NOON, a_document, step
from tests.journeys.coding import let_go, sent, shown, sign_in
from tests.journeys.live import Live
from tests.journeys.looks import NARROW, assert_good_in_every_look
from tests.journeys.marking import marked
from tests.test_runner import until

MANY = 20
LONG = "Seen today. No chest pain, no dyspnea, no edema; slept well and walked in the hall. " * 18
TITLES = ("Subjective", "Objective", "Plan")
THERE = """[...document.querySelectorAll('[data-document]')]
    .filter(one => one.querySelector('[data-version]')).map(one => one.id)"""
HTMX_BEGINS_LATE = """const now = setTimeout;
    window.setTimeout = (done, ms = 800, ...told) => now(done, ms, ...told)"""


def note(number: int, version: int = 1) -> Document:
    return a_document(
        id=f"n{number}",
        type=f"Note {number}",
        version=version,
        written_at=NOON + timedelta(hours=number),
        sections=tuple(
            Section(title=title, text=f"{title} {number}, version {version}. {LONG}") for title in TITLES
        ),
    )


@pytest.fixture
def page(opened: Callable[..., Page]) -> Page:
    return opened("jun", *map(note, range(1, MANY + 1)))


def text(page: Page, number: int) -> Locator:
    return page.locator(f"[id='doc-n{number}'] .prose")


def outline(page: Page) -> Locator:
    return page.locator("[data-outline] a[aria-current]")


def in_view(page: Page) -> str | None:
    return page.locator("[data-document-link][aria-current]").get_attribute("href")


def looks(live: Live, page: Page) -> int:
    """How often somebody saw the encounter on the screen."""
    seen = [line for line in live.store.records.audited() if line["verb"] == "see"]
    return len([line for line in seen if line["encounter"] == shown(page)])


def there(page: Page) -> list[str]:
    found: list[str] = page.evaluate(THERE)
    return found


def test_each_text_comes_when_its_coder_comes_to_it_and_its_sections_are_walked(
    live: Live, page: Page
) -> None:
    assert there(page) == ["doc-n1"]
    before = looks(live, page)
    page.keyboard.press("j")
    expect(text(page, 2)).to_contain_text("Subjective 2")
    assert looks(live, page) > before  # what comes near the view meanwhile is a look of its own

    expect(outline(page)).to_have_text("Subjective")
    for key, title, number in (
        ("]", "Objective", 2),
        ("]", "Plan", 2),
        ("[", "Objective", 2),
        ("]", "Plan", 2),
    ):
        page.keyboard.press(key)
        expect(outline(page)).to_have_text(title)
        expect(text(page, number).get_by_role("heading", name=title)).to_be_in_viewport()
    page.keyboard.press("]")
    expect(outline(page)).to_have_text("Subjective")
    assert in_view(page) == "#doc-n3"
    page.locator("[data-outline] a").last.press("Enter")
    expect(outline(page)).to_have_text("Plan")
    expect(page.locator("[data-outline-said]")).to_have_text("Plan")

    page.locator("[data-document-link][href='#doc-n20']").click()
    expect(text(page, 20)).to_contain_text("Subjective 20")
    assert "doc-n10" not in there(page)
    page.keyboard.press("l")
    page.keyboard.type("plan 10, v")
    expect(page.locator("[data-search-told]")).to_have_text("1 of 1")
    assert len(there(page)) == MANY
    assert_good_in_every_look(page)


@pytest.mark.parametrize("expected_trouble", [("ERR_FAILED", "htmx:error")])
def test_what_was_not_there_is_not_read_and_who_comes_back_goes_on_where_they_stopped(
    live: Live, page: Page
) -> None:
    read = page.locator("[data-document-link][data-read]")
    page.route("**/texts*", lambda route: route.abort())
    page.keyboard.press("j")
    expect(text(page, 2)).to_contain_text("No connection.")
    page.locator("[id='doc-n2'] [data-end]").scroll_into_view_if_needed()
    page.locator("[id='doc-n1'] [data-end]").scroll_into_view_if_needed()
    expect(read).to_have_count(1)
    page.unroute("**/texts*")
    text(page, 2).get_by_role("button", name="Try again").click()
    expect(text(page, 2)).to_contain_text("Subjective 2")
    page.locator("[id='doc-n2'] [data-end]").scroll_into_view_if_needed()
    until(lambda: len(live.store.encounters.unread(shown(page), live.store.people.get("jun"))[1]) == MANY - 2)
    page.reload()
    expect(page.locator("[data-document-link][aria-current]")).to_have_attribute("href", "#doc-n3")
    expect(text(page, 3)).to_be_in_viewport()
    assert "doc-n1" not in there(page)


def test_texts_that_are_wanted_before_anything_listens_come_as_soon_as_it_does(page: Page) -> None:
    page.add_init_script(HTMX_BEGINS_LATE)
    page.reload()
    page.keyboard.press("l")
    page.keyboard.type("plan 10, v")
    expect(page.locator("[data-search-told]")).to_have_text("1 of 1")


def test_evidence_search_and_the_other_window_open_what_they_need(live: Live, opened) -> None:
    page = opened("jun", *map(note, range(1, MANY + 1)))
    words = "Plan 15, version 1"
    codes = Codes((Diagnosis("I10"),), evidence=(Evidence("n15", 1, 2, 0, len(words), words, "I10"),))
    step(
        live.store, "save", live.store.encounters.get(shown(page)), live.store.people.get("jun"), codes=codes
    )
    page.reload()
    page.locator("#diagnoses [data-handle]").focus()
    page.keyboard.press("e")
    until(lambda: marked(page) == words)
    expect(text(page, 15)).to_be_in_viewport()

    let_go(page)
    with page.expect_popup() as popped:
        page.keyboard.press("w")
    apart = popped.value
    expect(page.locator("[data-pane=text]")).to_be_hidden()
    for _ in range(3):
        page.keyboard.press("j")
    following = in_view(page)
    expect(apart.locator(f"[data-document-link][href='{following}']")).to_have_attribute(
        "aria-current", "true"
    )
    expect(apart.locator(f"[id='{following.removeprefix('#')}'] [data-version]")).to_be_in_viewport()
    page.locator("#diagnoses [data-founded-list] a").click()
    until(lambda: marked(apart) == words)
    assert following.removeprefix("#") not in there(page)
    apart.close()


def test_a_document_replaced_meanwhile_and_a_session_that_ended_are_said_in_its_place(
    live: Live, page: Page
) -> None:
    sent(live, page, note(2, version=2))
    page.keyboard.press("j")
    expect(text(page, 2)).to_contain_text("This is version 2.")
    expect(text(page, 2)).to_contain_text("Subjective 2, version 2")
    page.context.clear_cookies()
    page.keyboard.press("l")
    page.keyboard.type("plan 10, v")
    expect(page.locator("[data-search-told]")).to_contain_text("could not be fetched")
    page.locator("[data-document-link][href='#doc-n10']").click()
    expect(text(page, 10)).to_contain_text("You were signed out.")
    sign_in(page.context.new_page(), "jun")
    text(page, 10).get_by_role("button", name="Try again").click()
    expect(text(page, 10)).to_contain_text("Plan 10")
    expect(page.locator("[data-search-told]")).to_have_text("1 of 1")
    page.get_by_role("button", name="Open it again").click()
    expect(page.locator("[data-document-link][href='#doc-n2']")).to_contain_text("v2")


def test_on_a_narrow_screen_texts_come_as_one_scrolls_and_none_is_read_before(opened) -> None:
    page = opened("jun", *map(note, range(1, MANY + 1)), viewport=NARROW)
    page.keyboard.press("j")
    expect(text(page, 2)).to_contain_text("Subjective 2")
    page.wait_for_timeout(1200)  # as long as it takes to count as read
    expect(page.locator("[data-document-link][data-read]")).to_have_count(0)
    assert "doc-n6" not in there(page)
