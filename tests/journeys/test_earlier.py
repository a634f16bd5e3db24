"""What the patient was coded with before is beside the documents; a diagnosis is carried forward by a key."""

from dataclasses import replace
from datetime import timedelta

from playwright.sync_api import Page, expect

from queue_app.domain.codes import Codes, Diagnosis
from queue_app.domain.encounter import Hold
from tests.builders import submitted
from tests.journeys.coding import assert_saved, let_go, shown
from tests.journeys.live import Live
from tests.journeys.looks import assert_good_in_every_look
from tests.journeys.marking import add_here, mark, pieces, row


def coded_before(live: Live, page: Page, *diagnoses: str) -> str:
    """The id of an earlier encounter of the patient on the screen."""
    now = live.store.encounters.get(shown(page))
    began_at = now.stay.admitted_at - timedelta(days=200)
    facts = {name: getattr(now, name) for name in ("unit", "work_type", "worklist", "patient")}
    stay = replace(now.stay, admitted_at=began_at, discharged_at=began_at + timedelta(hours=5))
    codes = Codes(tuple(map(Diagnosis, diagnoses)))
    kept = Hold(
        id="b", reason="other", blocks="billing", owner="biller", placed_by="lena", placed_at=began_at
    )
    facts |= {"account_number": f"B{now.account_number}", "holds": (kept,), "stay": stay}
    return submitted(live.store, codes, id=f"before{now.id}", **facts).id


def test_a_chronic_diagnosis_is_carried_forward_and_waits_for_words_of_today(live: Live, claimed) -> None:
    page = claimed("maria", "R07.9")
    before = coded_before(live, page, "J069", "E119")
    page.keyboard.press("o")
    drawer = page.get_by_role("region", name="Earlier encounters")
    first = drawer.get_by_role("button", name="E11.9")
    expect(first).to_be_focused()  # the chronic one leads
    assert_good_in_every_look(page)

    first.focus()
    page.keyboard.press("j")
    expect(drawer.get_by_role("button", name="J06.9")).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("a")
    expect(row(page, "E11.9")).to_contain_text("carried forward")
    expect(first).to_be_focused()
    assert_saved(page)
    warning = page.locator("#findings").get_by_text("carried forward from an earlier encounter")
    expect(warning).to_be_visible()
    (carried,) = live.store.encounters.get(shown(page)).codes.carried
    assert (carried.about, carried.encounter) == ("E119", before)

    let_go(page)
    page.keyboard.press("Control+z")
    expect(row(page, "E11.9")).to_have_count(0)
    page.keyboard.press("Control+Shift+z")
    expect(row(page, "E11.9")).to_contain_text("carried forward")

    mark(page, pieces(page).first)
    add_here(page, "E11.9")
    expect(row(page, "E11.9").locator("[data-founded-open]")).to_have_text("“ 1")
    expect(warning).to_have_count(0)
