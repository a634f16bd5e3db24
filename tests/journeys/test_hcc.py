"""A coder opens the risk score of a visit beside its codes, and it follows them; badges say what counts."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Live
from tests.journeys.looks import assert_good_in_every_look, bring_codes_forward
from tests.journeys.test_drg import noted
from tests.journeys.test_from_claim_to_accepted import add, claimed_next


def test_the_hccs_open_by_a_key_and_follow_the_codes_as_they_are_saved(
    live: Live, browse: Callable[..., Page]
) -> None:
    page = browse("jun")
    encounter = claimed_next(live, page)
    page.get_by_role("combobox", name="Diagnosis").fill("I50.23")
    expect(page.get_by_role("option").first).to_contain_text("HCC 224")
    page.keyboard.press("Enter")
    row = page.locator("#codes [data-section=diagnoses] [data-row]").first
    expect(row).to_contain_text("HCC 224")
    expect(page.locator("#saved")).to_contain_text("Saved")
    expect(row).to_contain_text("HCC 224")
    hcc = page.get_by_role("region", name="HCC")
    expect(hcc).to_be_hidden()
    assert "hcc" not in noted(live, encounter.id)

    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("d")
    expect(hcc).to_contain_text("Acute on Chronic Heart Failure")
    expect(hcc).to_contain_text("not on Medicaid")
    assert "hcc" in noted(live, encounter.id)
    alone = hcc.get_by_role("status").inner_text()

    add(page, "/", "E11.22")
    expect(hcc).to_contain_text("Diabetes and heart failure")
    expect(hcc.get_by_role("status")).not_to_have_text(alone)
    page.get_by_role("button", name="Release").click()
    page.wait_for_url("**/coder")


def test_the_open_score_is_accessible_and_fits(live: Live, browse: Callable[..., Page]) -> None:
    page = browse("jun")
    claimed_next(live, page)
    bring_codes_forward(page)
    for typed in ("I50.23", "E11.9", "E11.22", "I10"):
        add(page, "/", typed)
    page.locator("[data-outcome] summary").click()
    expect(page.get_by_role("region", name="HCC")).to_contain_text("graver HCC 37")
    assert_good_in_every_look(page)
    page.get_by_role("button", name="Release").click()
    page.wait_for_url("**/coder")
