"""A coder sees what is new in a note that was copied forward, and what changed in one that came again."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from queue_app.demo.people import PASSWORD
from queue_app.domain.encounter import Document, Section
from tests.journeys.coding import assert_saved, sent
from tests.journeys.live import Live
from tests.journeys.looks import WIDE, assert_good_in_every_look, bring_codes_forward
from tests.journeys.marking import add_here, kept, mark, pieces, row

DAY_2 = "Slept on two pillows.\n\n1. Heart failure: continue IV furosemide.\n2. Hypokalemia, K 3.1.\n"
DAY_3 = (
    "Slept on two pillows.\n\n1. Heart failure: continue IV furosemide.\n2. Hypokalemia, K 3.9.\n3. AKI.\n"
)
LATER = DAY_3.replace("AKI", "Acute tubular necrosis")


def note(day: int, text: str, version: int = 1) -> Document:
    return Document(
        id=f"progress/{day}",
        type="Ward round",
        written_at=datetime.now(UTC) - timedelta(days=9 - day),
        author="Dr. Welby",
        signed=True,
        version=version,
        sections=(Section(title="Plan", text=text),),
    )


@pytest.fixture
def page(live: Live, claimed) -> Page:
    """With a note of day 2, and one of day 3 of which a second version came; day 3 is in sight."""
    opened = claimed("maria")
    sent(live, opened, note(2, DAY_2), note(3, DAY_3))
    sent(live, opened, note(3, LATER, version=2))
    opened.reload()
    opened.locator("[data-document-link][href='#doc-progress/3']").click()
    expect(text(opened)).to_contain_text("Slept")
    return opened


def comparison(page: Page) -> Locator:
    return page.locator("[data-comparison]")


def changes(page: Page) -> Locator:
    return page.locator("[id='doc-progress/3']").get_by_role("link", name="What changed")


def text(page: Page) -> Locator:
    return page.locator("[id='doc-progress/3'] .prose")


def press(page: Page, key: str) -> None:
    expect(page.locator("[data-document-link][aria-current]")).to_have_attribute("href", "#doc-progress/3")
    page.keyboard.press(key)


def test_one_key_goes_from_what_changed_to_the_one_before_and_back_to_the_text(page: Page) -> None:
    press(page, "v")
    expect(comparison(page)).to_contain_text("of its words stood in version 1")
    assert comparison(page).locator(".comparison__text del").all_inner_texts() == ["AKI"]
    assert comparison(page).locator(".comparison__text ins").all_inner_texts() == ["Acute tubular necrosis"]
    expect(text(page)).to_be_hidden()
    expect(page.locator("[data-comparison-said]")).to_be_focused()

    press(page, "v")
    expect(comparison(page)).to_contain_text("stood in the one before, of")
    assert comparison(page).locator(".comparison__text del").all_inner_texts() == ["3.1"]
    expect(page.locator("[data-compare][aria-expanded=true]")).to_have_text("Compare with the one before")

    press(page, "v")
    expect(comparison(page)).to_have_count(0)
    expect(text(page)).to_be_visible()


def test_escape_the_button_and_the_link_itself_bring_the_text_back(page: Page) -> None:
    for back in ("Escape", "button", "link"):
        changes(page).click()
        expect(comparison(page)).to_be_visible()
        expect(text(page)).to_be_hidden()
        if back == "Escape":
            page.keyboard.press("Escape")
        elif back == "button":
            page.get_by_role("button", name="Back to the text").click()
        else:
            changes(page).click()
        expect(comparison(page)).to_have_count(0)
        expect(text(page)).to_be_visible()
        expect(page.locator("[data-pane=text]")).to_be_focused()


def test_a_document_read_as_a_comparison_counts_as_read(page: Page) -> None:
    press(page, "v")
    expect(page.locator("[data-document-link][href='#doc-progress/3'][data-read]")).to_have_count(1)


def test_words_of_a_comparison_are_no_evidence(live: Live, page: Page) -> None:
    press(page, "v")
    words = comparison(page).locator("ins", has_text="necrosis")
    words.select_text()
    add_here(page, "I10")
    assert_saved(page)
    assert kept(live, page) == ()


def test_nor_is_the_text_that_it_stands_for(live: Live, page: Page) -> None:
    press(page, "v")
    expect(comparison(page)).to_be_visible()
    page.evaluate(
        """() => {
          const before = document.getElementById("doc-progress/2").querySelector("[data-at]");
          const after = document.querySelector("[data-comparison] h3");
          getSelection().setBaseAndExtent(before.firstChild, 0, after.firstChild, 2);
        }"""
    )
    add_here(page, "I10")
    assert_saved(page)
    assert {one.document for one in kept(live, page)} == {"progress/2"}


def test_a_passage_brings_the_text_back_in_which_it_stands(page: Page) -> None:
    mine = pieces(page).filter(has_text="Acute tubular necrosis")
    mark(page, mine)
    add_here(page, "I10")
    assert_saved(page)
    page.keyboard.press("Escape")
    press(page, "v")
    expect(comparison(page)).to_be_visible()
    row(page, "I10").locator("[data-handle]").focus()
    page.keyboard.press("e")
    expect(comparison(page)).to_have_count(0)
    expect(mine).to_be_in_viewport()


def test_and_so_does_a_search_that_finds_words_in_it(page: Page) -> None:
    press(page, "v")
    expect(comparison(page)).to_be_visible()
    page.keyboard.press("l")
    page.keyboard.type("tubular necrosis")
    expect(comparison(page)).to_have_count(0)
    expect(pieces(page).filter(has_text="Acute tubular necrosis")).to_be_in_viewport()


def test_who_was_signed_out_signs_in_where_it_would_stand_and_then_it_does(page: Page) -> None:
    page.context.clear_cookies()
    press(page, "v")
    asked = page.locator("[data-compared] [data-sign-in]")
    expect(asked).to_contain_text("You were signed out")
    page.keyboard.press("Escape")
    expect(text(page)).to_be_visible()
    press(page, "v")
    asked.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(comparison(page)).to_contain_text("of its words stood in version 1")


def test_a_comparison_is_accessible_and_fits(page: Page) -> None:
    press(page, "v")
    expect(comparison(page)).to_be_visible()
    assert_good_in_every_look(page)
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    place = page.locator("[data-compare]").first.get_attribute("href")
    page.goto(place)
    expect(comparison(page)).to_be_visible()
    assert_good_in_every_look(page)
    page.go_back()
    bring_codes_forward(page)
