"""A coder opens the DRG beside the codes, and it follows them."""

from playwright.sync_api import expect

from tests.journeys.coding import add, noted
from tests.journeys.live import Live
from tests.journeys.looks import assert_good_in_every_look, bring_codes_forward


def test_the_drg_opens_by_a_key_and_follows_the_codes_as_they_are_saved(live: Live, claimed) -> None:
    page = claimed("maria", "A41.9 y", "J18.9 y")
    drg = page.get_by_role("region", name="DRG")
    expect(drg).to_be_hidden()
    assert "drg" not in noted(live, page)

    page.keyboard.press("d")
    expect(drg.get_by_role("status")).to_contain_text("871")
    assert "drg" in noted(live, page)

    page.keyboard.press("d")
    expect(drg).to_be_hidden()
    page.keyboard.press("d")
    add(page, "/", "L89.154")
    expect(drg).to_contain_text("shown as if it were Y")
    row = page.locator("#codes [data-section=diagnoses] [data-row]").nth(1)
    row.locator("[data-handle]").focus()
    page.keyboard.press("1")
    expect(drg.get_by_role("status")).to_contain_text("193")


def test_the_open_drg_is_accessible_and_fits(claimed) -> None:
    page = claimed("maria", "A41.9 y", "L89.154", "N17.9 y")
    bring_codes_forward(page)
    page.locator("[data-outcome] summary").click()
    expect(page.get_by_role("region", name="DRG")).to_contain_text("L89.154")
    assert_good_in_every_look(page)
