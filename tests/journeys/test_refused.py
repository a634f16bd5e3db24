"""A submit that is refused: each reason is said once, has the focus, and leads to its field."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.coding import add, assert_saved
from tests.journeys.looks import violations


@pytest.fixture
def page(claimed: Callable[..., Page]) -> Page:
    """The page after a submit of one unfinished line."""
    page = claimed("tom")
    add(page, "3", "99283")
    page.locator("[name='codes.lines[0].units']").fill("0")
    page.get_by_role("button", name="Submit", exact=True).click()
    page.wait_for_url("**/submit")
    return page


def test_the_findings_have_the_focus_and_say_each_reason_once(page: Page) -> None:
    findings = page.get_by_role("region", name="Findings")
    expect(findings).to_be_focused()
    expect(findings).to_be_in_viewport()
    reasons = findings.get_by_role("list", name="Errors").get_by_role("listitem").all_inner_texts()
    expect(findings).to_have_accessible_description(
        f"Not submitted. {len(reasons)} problems stop it; each leads to its field."
    )
    for reason in reasons:
        expect(page.get_by_text(reason)).to_have_count(1)
    assert violations(page) == []


def test_a_reason_leads_to_its_field_and_the_refusal_goes_when_the_codes_are_saved(page: Page) -> None:
    for field, name in (("charge", "charge_dollars"), ("units", "units")):
        page.locator(f"a[data-where='lines.0.{field}']").click()
        expect(page.locator(f"[name='codes.lines[0].{name}']")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("1")
    expect(page.locator("#refused")).to_be_empty()
    assert_saved(page)
