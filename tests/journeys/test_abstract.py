"""A coder tells the claim how the patient left, who operated, what the patient came with: by keyboard."""

from playwright.sync_api import Page, expect

from tests.journeys.coding import add, assert_saved, let_go, pick, shown
from tests.journeys.live import Live
from tests.journeys.looks import assert_good_in_every_look, bring_codes_forward


def line_of(page: Page) -> str:
    return page.locator("[data-abstract-said]").inner_text()


def test_what_differs_from_the_source_is_chosen_by_key_shown_saved_and_undone(live: Live, claimed) -> None:
    page = claimed("maria", "I10")
    source = live.store.encounters.get(shown(page)).stay
    assert line_of(page).startswith("as the source says: ")
    page.keyboard.press("m")
    expect(page.locator("#abstract-disposition")).to_be_focused()
    page.keyboard.type("43")
    page.keyboard.press("Tab")
    pick(page, "abstract-operating", "castel")
    expect(page.locator("#abstract-operating")).to_have_text("Castellanos, Devin")
    came_with = page.locator("[data-abstract] [data-pick=diagnosis]")
    pick(page, f"{came_with.get_attribute('data-id')}", "R06.02")
    expect(page.locator("[data-differs] #abstract-disposition")).to_be_visible()
    assert "Disposition 43 federal hospital" in line_of(page)

    let_go(page)
    assert_saved(page)
    page.reload()
    expect(came_with).to_contain_text("R06.02 ")
    said = live.store.encounters.get(shown(page)).codes.abstract
    assert (said.disposition, said.operating) == ("43", "DR-1104")
    assert "R0602" in (said.admitting_diagnosis, *said.visit_reasons)
    assert live.store.encounters.get(shown(page)).stay == source

    page.locator("#abstract-operating").focus()
    page.keyboard.press("Delete")
    expect(page.locator("#abstract-operating")).to_have_text("who did the first procedure")
    page.keyboard.press("Control+z")
    expect(page.locator("#abstract-operating")).to_have_text("Castellanos, Devin")
    bring_codes_forward(page)
    assert_good_in_every_look(page)
    page.locator("#abstract-operating").focus()
    page.keyboard.press("Escape")
    expect(page.locator("[data-abstract] summary")).to_be_focused()
    expect(page.locator("#abstract-operating")).to_be_hidden()


def test_a_line_says_where_and_by_whom_it_was_done_if_not_as_the_whole_claim(live: Live, claimed) -> None:
    page = claimed("jun")
    add(page, "3", "99213")
    line = page.locator("#lines [data-row]").first
    expect(line.locator("[data-elsewhere]")).to_be_hidden()
    line.locator("[data-handle]").focus()
    page.keyboard.press("m")
    page.keyboard.type("10")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.type("castel")
    expect(page.locator(".options:popover-open [role=option]").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(line.locator("[data-pick-open]")).to_have_text("Castellanos, Devin")
    page.keyboard.press("Escape")
    expect(line.locator("[data-handle]")).to_be_focused()
    expect(line.locator("[data-elsewhere]")).to_be_visible()
    assert_saved(page)
    page.reload()
    expect(line.locator("[data-pick-open]")).to_have_text("Castellanos, Devin")
    (saved,) = live.store.encounters.get(shown(page)).codes.lines
    assert (saved.place, saved.rendering) == ("10", "DR-1104")
    bring_codes_forward(page)
    assert_good_in_every_look(page)
