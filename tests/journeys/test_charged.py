"""A coder finds what was charged beside the codes and takes it over by one key."""

from collections.abc import Callable
from datetime import UTC, datetime

from playwright.sync_api import Page, expect

from queue_app.domain import moves
from queue_app.domain.encounter import Billed
from queue_app.domain.people import SYSTEM
from tests.journeys.coding import add, assert_saved, let_go, shown
from tests.journeys.live import Live
from tests.journeys.looks import assert_good_in_every_look, bring_codes_forward


def charged(live: Live, page: Page) -> None:
    """The source sends these charges for the encounter on the screen."""
    known = live.store.encounters.get(shown(page))
    day = known.stay.coded_on
    billed = (
        Billed("99283", "0450", 1, 45000, day),
        Billed("36415", "0300", 2, 3000, day),
        Billed("80053", "0300", 1, 5000, day),
        Billed("", "0270", 1, 1200, day),
    )
    live.store.encounters.commit(moves.take("amend", known, SYSTEM, datetime.now(UTC), billed=billed))
    page.reload()


def test_charges_beside_codes(live: Live, claimed: Callable[..., Page]) -> None:
    page = claimed("tom", "S61.001A")
    charged(live, page)
    rows = page.locator("[data-charge]")
    expect(rows).to_have_count(3)
    expect(page.locator("#charged")).to_contain_text("$12.00 charged without a code")

    let_go(page)
    page.keyboard.press("4")
    expect(rows.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("a")
    expect(rows).to_have_count(2)
    expect(rows.nth(1)).to_be_focused()  # it took the place of the one that was added
    expect(page.locator("[data-undo-said]")).to_have_text("Added 36415.")
    assert_saved(page)
    expect(rows.nth(1)).to_contain_text("80053")
    expect(rows.nth(1)).to_be_focused()
    (line,) = live.store.encounters.get(shown(page)).codes.lines
    assert (line.code, line.units, line.charge) == ("36415", 2, 3000)
    assert line.on == live.store.encounters.get(shown(page)).stay.coded_on

    units = page.locator("[name='codes.lines[0].units']")
    units.fill("1")
    page.keyboard.press("Tab")
    expect(page.locator("#findings")).to_contain_text("coded with 1 and charged with 2 units")
    expect(rows.nth(2)).to_contain_text("units differ")
    let_go(page)
    led = set()
    for _ in range(page.locator("#findings [data-where]").count()):
        page.keyboard.press("F8")
        led.add(page.evaluate("document.activeElement.id || document.activeElement.name"))
    assert {"charges-0", "codes.lines[0].units"} <= led

    page.keyboard.press("Control+z")
    expect(rows).to_have_count(2)
    page.keyboard.press("Control+z")
    expect(rows).to_have_count(3)
    add(page, "3", "99284")
    expect(rows.nth(3)).to_contain_text("coded, not charged")
    bring_codes_forward(page)
    assert_good_in_every_look(page)
