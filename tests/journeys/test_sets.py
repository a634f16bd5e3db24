"""Codes that belong together are kept under a name, and added at once from the box."""

from playwright.sync_api import expect

from queue_app.domain.codes import Diagnosis
from tests.journeys.coding import assert_saved, let_go, shown
from tests.journeys.live import Live
from tests.journeys.looks import WIDE, assert_good_in_every_look
from tests.journeys.marking import row


def test_a_set_is_kept_found_in_the_box_added_as_one_step_and_added_again(live: Live, claimed) -> None:
    page = claimed("maria", "R07.9", "I10", "E78.5")
    said = page.locator("[data-undo-said]")
    page.keyboard.press("5")
    window = page.get_by_role("dialog", name="Code sets")
    expect(window.get_by_label("E78.5")).to_be_checked()
    window.get_by_label("E78.5").uncheck()
    window.get_by_label("Name").fill("Chest pain work-up")
    page.keyboard.press("Enter")
    expect(window.get_by_role("status")).to_have_text("Kept as Chest pain work-up.")
    assert_good_in_every_look(page)
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    page.keyboard.press("Escape")

    row(page, "R07.9").locator("[data-handle]").focus()
    page.keyboard.press("Delete")
    let_go(page)
    page.keyboard.press("/")
    page.keyboard.type("chest pain work")
    option = page.get_by_role("option", name="Set Chest pain work-up")
    expect(option).to_contain_text("R07.9 · I10")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(said).to_have_text("Chest pain work-up: one code added; I10 was there already.")
    expect(row(page, "R07.9")).to_contain_text("Chest pain")
    assert_saved(page)
    page.keyboard.press("Escape")
    page.keyboard.press("Control+z")
    expect(row(page, "R07.9")).to_have_count(0)

    let_go(page)
    page.keyboard.press(".")
    expect(row(page, "R07.9")).to_have_count(1)
    assert_saved(page)
    page.reload()
    row(page, "I10").locator("[data-handle]").focus()
    page.keyboard.press("Delete")
    let_go(page)
    page.keyboard.press(".")
    expect(row(page, "I10")).to_have_count(1)
    assert_saved(page)
    kept = live.store.encounters.get(shown(page)).codes.diagnoses
    assert [one.code for one in kept] == ["E785", "R079", "I10"]
    assert kept[1] == Diagnosis("R079")
