"""A coder sees how long they were active on an encounter; breaks, reloads and holds change nothing of it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect
from redis import Redis

from queue_app.store import codec, keys
from tests.journeys.coding import add, assert_saved, let_go, shown
from tests.journeys.live import Live
from tests.journeys.looks import assert_good_in_every_look, bring_codes_forward


def works(page: Page, minutes: int) -> None:
    """The coder presses something now and then."""
    for _ in range(minutes):
        page.keyboard.press("Shift")
        page.clock.run_for(60_000)


def long_since(live: Live, page: Page) -> None:
    """So far the clock of the server went, too: it has been on this desk for hours."""
    moment = codec.ms(datetime.now(UTC) - timedelta(hours=3))
    with Redis.from_url(live.settings.own_server) as redis:
        redis.hset(keys.ENCOUNTER % shown(page), mapping={"held_at": moment, "counted_at": moment})


def test_active_time(live: Live, claimed: Callable[..., Page]) -> None:
    page = claimed("maria")
    long_since(live, page)
    page.clock.install()
    page.reload(wait_until="networkidle")  # else the clock runs away from what is being fetched
    timer = page.locator("#active")
    expect(timer).to_have_text("active under 1 min")
    works(page, 3)
    expect(timer).to_have_text("active 3 min")
    page.clock.run_for(20 * 60_000)  # a break: two minutes after the last key it stands still
    expect(timer).to_have_text("active 4 min")

    page.reload(wait_until="networkidle")  # nothing was sent yet
    expect(timer).to_have_text("active 4 min")
    page.evaluate("document.hasFocus = () => false")
    works(page, 3)
    expect(timer).to_have_text("active 4 min")
    with page.expect_popup() as opened:
        page.keyboard.press("w")
    opened.value.wait_for_load_state("networkidle")
    works(opened.value, 2)  # to read there is work, too
    expect(timer).to_have_text("active 6 min")
    opened.value.close()
    page.evaluate("delete document.hasFocus")

    add(page, "/", "I10")
    page.clock.run_for(2_000)
    assert_saved(page)
    expect(timer).to_have_text("active 6 min")
    assert 360 <= live.store.encounters.get(shown(page)).active["maria"] < 420

    bring_codes_forward(page)
    assert_good_in_every_look(page)
    encounter = shown(page)
    long_since(live, page)
    works(page, 2)
    let_go(page)
    page.keyboard.press("h")
    page.locator("[name='hold.reason']").select_option("provider_query")
    page.get_by_role("button", name="Put on hold").last.click()
    page.wait_for_url("**/coder")
    assert 480 <= live.store.encounters.get(encounter).active["maria"] < 560
    page.goto(f"/encounters/{encounter}")
    page.get_by_role("button", name="Resume").click()
    expect(timer).to_have_text("active 8 min")
    assert page.evaluate("sessionStorage.length") == 0
