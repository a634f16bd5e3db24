"""A coder opens the risk score of a visit beside its codes, and it follows them; badges say what counts."""

from playwright.sync_api import expect

from tests.journeys.coding import add, assert_saved, let_go, noted
from tests.journeys.live import Live
from tests.journeys.looks import assert_good_in_every_look, bring_codes_forward


def test_the_hccs_open_by_a_key_and_follow_the_codes_as_they_are_saved(live: Live, claimed) -> None:
    page = claimed("jun")
    page.get_by_role("combobox", name="Diagnosis").fill("I50.23")
    expect(page.get_by_role("option").first).to_contain_text("HCC 224")
    page.keyboard.press("Enter")
    row = page.locator("#codes [data-section=diagnoses] [data-row]").first
    expect(row).to_contain_text("HCC 224")
    assert_saved(page)
    expect(row).to_contain_text("HCC 224")
    hcc = page.get_by_role("region", name="HCC")
    expect(hcc).to_be_hidden()
    assert "hcc" not in noted(live, page)

    let_go(page)
    page.keyboard.press("d")
    expect(hcc).to_contain_text("Acute on Chronic Heart Failure")
    expect(hcc).to_contain_text("not on Medicaid")
    assert "hcc" in noted(live, page)
    alone = hcc.get_by_role("status").inner_text()

    add(page, "/", "E11.22")
    expect(hcc).to_contain_text("Diabetes and heart failure")
    expect(hcc.get_by_role("status")).not_to_have_text(alone)


def test_the_open_score_is_accessible_and_fits(claimed) -> None:
    page = claimed("jun", "I50.23", "E11.9", "E11.22", "I10")
    bring_codes_forward(page)
    page.locator("[data-outcome] summary").click()
    expect(page.get_by_role("region", name="HCC")).to_contain_text("graver HCC 37")
    assert_good_in_every_look(page)
