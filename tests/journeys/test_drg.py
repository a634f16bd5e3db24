"""A coder opens the DRG beside the codes, and it follows them."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Live
from tests.journeys.looks import assert_good_in_every_look, bring_codes_forward
from tests.journeys.test_from_claim_to_accepted import add, claimed_next


def test_the_drg_opens_by_a_key_and_follows_the_codes_as_they_are_saved(
    live: Live, browse: Callable[..., Page]
) -> None:
    page = browse("maria")
    encounter = claimed_next(live, page)
    for typed in ("A41.9 y", "J18.9 y"):
        add(page, "/", typed)
    expect(page.locator("#saved")).to_contain_text("Saved")
    drg = page.get_by_role("region", name="DRG")
    expect(drg).to_be_hidden()
    assert "drg" not in noted(live, encounter.id)

    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("d")
    expect(drg.get_by_role("status")).to_contain_text("871")
    assert "drg" in noted(live, encounter.id)

    page.keyboard.press("d")
    expect(drg).to_be_hidden()
    page.keyboard.press("d")
    add(page, "/", "L89.154")
    expect(drg).to_contain_text("shown as if it were Y")
    row = page.locator("#codes [data-section=diagnoses] [data-row]").nth(1)
    row.locator("[data-handle]").focus()
    page.keyboard.press("1")
    expect(drg.get_by_role("status")).to_contain_text("193")
    page.get_by_role("button", name="Release").click()
    page.wait_for_url("**/coder")


def test_the_open_drg_is_accessible_and_fits(live: Live, browse: Callable[..., Page]) -> None:
    page = browse("maria")
    claimed_next(live, page)
    bring_codes_forward(page)
    for typed in ("A41.9 y", "L89.154", "N17.9 y"):
        add(page, "/", typed)
    page.locator("[data-outcome] summary").click()
    expect(page.get_by_role("region", name="DRG")).to_contain_text("L89.154")
    assert_good_in_every_look(page)
    page.get_by_role("button", name="Release").click()
    page.wait_for_url("**/coder")


def noted(live: Live, encounter_id: str) -> set[str]:
    return {line["verb"] for line in live.store.records.audited() if line.get("about") == encounter_id}
