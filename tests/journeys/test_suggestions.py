"""A coder takes over what the documents suggest, from the keyboard."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.builders import a_document
from tests.journeys.coding import assert_saved, sent
from tests.journeys.live import Live
from tests.journeys.looks import assert_good_in_every_look, bring_codes_forward, violations
from tests.journeys.marking import marked


def test_a_suggestion_shows_its_words_and_is_added_by_a_key(claimed) -> None:
    page = claimed("maria")
    suggested = page.locator("[data-suggestion]")
    expect(suggested.first).to_be_visible()
    before = suggested.filter(visible=True).count()
    code = suggested.first.get_attribute("data-code")

    page.keyboard.press("s")
    expect(suggested.first).to_be_focused()
    page.keyboard.press("e")
    words = suggested.first.locator("[data-passage] q").first.inner_text()
    assert " ".join(marked(page).split()) == words

    page.keyboard.press("a")
    row = page.locator("#codes [data-section=diagnoses] [data-row]").last
    assert row.locator("[data-code]").input_value() == code
    assert_saved(page)
    expect(suggested.filter(visible=True)).to_have_count(before - 1)

    page.keyboard.press("Control+z")
    expect(suggested.filter(visible=True)).to_have_count(before)


def test_one_is_rejected_with_a_reason_another_hidden_and_both_come_back(live: Live, claimed) -> None:
    page = claimed("maria")
    sent(live, page, a_document("Final diagnoses:\n1. Gout.\n2. Hypothyroidism.", id="two/more"))
    page.reload()
    suggested = page.locator("[data-suggestion]")
    expect(suggested.first).to_be_visible()
    before = suggested.count()
    code = suggested.first.get_attribute("data-code")

    for key in ("s", "x"):
        page.keyboard.press(key)
    expect(page.get_by_role("group", name="Why not?")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(suggested.first).to_be_focused()
    for key in ("x", "3"):
        page.keyboard.press(key)
    aside = page.locator("[data-suggestions-aside]")
    expect(aside).to_contain_text("1 rejected or hidden")
    expect(suggested).to_have_count(before - 1)
    expect(suggested.first).to_be_focused()

    page.reload()
    expect(aside).to_contain_text("1 rejected or hidden")
    aside.locator("summary").click()
    expect(aside).to_contain_text("rejected: past, and not treated now")
    assert violations(page) == []
    page.locator(f'[data-take-back="{code}"]').click()
    expect(suggested).to_have_count(before)
    expect(page.locator(f'[data-suggestion][data-code="{code}"]')).to_be_focused()

    page.keyboard.press("h")
    expect(suggested).to_have_count(before - 1)
    page.locator("[data-suggestions] summary").first.focus()
    page.keyboard.press("u")
    expect(suggested).to_have_count(before)


def test_what_became_of_them_is_accessible_and_fits(browse: Callable[..., Page]) -> None:
    page = browse("lena")
    page.goto("/supervisor")
    page.get_by_role("link", name="Suggestions").click()
    expect(page.get_by_role("heading", name="By month and source")).to_be_visible()
    assert_good_in_every_look(page)


def test_suggestions_are_accessible_and_fit(claimed) -> None:
    page = claimed("maria")
    bring_codes_forward(page)
    expect(page.locator("[data-suggestion]").first).to_be_visible()
    assert_good_in_every_look(page)
