"""A coder who enters services finds their prices in place, and their own charge where they typed one."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from queue_app.demo import directories
from tests.journeys.coding import add, assert_saved

VISIT, OTHER = "99283", "99284"


def dollars(code: str, units: int = 1) -> str:
    return f"{directories.prices()[code] * units / 100:.2f}"


def field(page: Page, name: str, line: int = -1) -> Locator:
    """Of the line added last; the encounter may have others from before."""
    return page.locator(f"[name^='codes.lines'][name$='.{name}']").nth(line)


@pytest.fixture
def page(claimed: Callable[..., Page]) -> Page:
    """An encounter on Tom's desk."""
    return claimed("tom")


def test_a_code_typed_in_full_gets_its_price_and_the_price_follows_the_units(page: Page) -> None:
    add(page, "3", VISIT)
    expect(field(page, "charge_dollars")).to_have_value(dollars(VISIT))

    field(page, "units").fill("3")
    page.keyboard.press("Tab")
    expect(field(page, "charge_dollars")).to_have_value(dollars(VISIT, 3))
    page.keyboard.press("Control+s")
    assert_saved(page)
    page.reload()
    expect(field(page, "charge_dollars")).to_have_value(dollars(VISIT, 3))


def test_a_code_chosen_from_the_list_gets_its_price_at_once_and_another_code_its_own(page: Page) -> None:
    page.keyboard.press("3")
    page.keyboard.type(VISIT)
    page.locator("#list-lines").get_by_role("option").first.click()
    expect(field(page, "charge_dollars")).to_have_value(dollars(VISIT))

    page.locator("[data-section=lines] [data-handle]").last.click()
    page.keyboard.type(OTHER)
    page.keyboard.press("Enter")
    expect(field(page, "code")).to_have_value(OTHER)
    expect(field(page, "charge_dollars")).to_have_value(dollars(OTHER))


def test_what_a_person_typed_stays_and_so_does_a_charge_they_emptied(page: Page) -> None:
    add(page, "3", VISIT)
    expect(field(page, "charge_dollars")).to_have_value(dollars(VISIT))
    field(page, "charge_dollars").fill("12.34")
    field(page, "units").fill("2")
    add(page, "3", OTHER)
    expect(field(page, "charge_dollars")).to_have_value(dollars(OTHER))
    expect(field(page, "charge_dollars", -2)).to_have_value("12.34")

    field(page, "charge_dollars", -2).fill("")
    field(page, "units").fill("2")
    page.keyboard.press("Tab")
    expect(field(page, "charge_dollars")).to_have_value(dollars(OTHER, 2))
    expect(field(page, "charge_dollars", -2)).to_have_value("")


def test_a_charge_typed_just_as_it_was_offered_counts_as_typed(page: Page) -> None:
    add(page, "3", VISIT)
    expect(field(page, "charge_dollars")).to_have_value(dollars(VISIT))
    field(page, "charge_dollars").fill(dollars(VISIT))
    field(page, "units").fill("2")
    add(page, "3", OTHER)
    expect(field(page, "charge_dollars")).to_have_value(dollars(OTHER))
    expect(field(page, "charge_dollars", -2)).to_have_value(dollars(VISIT))
