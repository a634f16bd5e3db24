"""A stay with twenty documents goes from claim to submit by the keyboard alone."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Locator, Page, expect

from queue_app.domain.encounter import Document, PatientClass, Section, Status, Unit
from tests.builders import a_document, a_stay, arrived
from tests.journeys.coding import assert_saved
from tests.journeys.live import Live
from tests.journeys.test_from_claim_to_accepted import until_status

DOCUMENTS = 20
SOUGHT = "Lives with gout of the left foot"
NOW = datetime.now(UTC)
STAY = a_stay(
    patient_class=PatientClass.INPATIENT,
    admitted_at=NOW - timedelta(days=5),
    discharged_at=NOW - timedelta(days=1),
    facility="HLMC",
    attending="DR-1101",
    payer="MEDICARE-A",
    disposition="01",
)


def a_round(number: int) -> Document:
    said = f"Day {number}. Slept well, walks in the hall.\n\n" * 6 + (f"{SOUGHT}." if number == 9 else "")
    return a_document(
        id=f"round-{number}",
        type="Ward round",
        written_at=STAY.admitted_at + timedelta(hours=3 * number),
        sections=(Section(title="Interval history", text=said), Section(title="Plan", text="Go on.")),
    )


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def read_all(page: Page) -> None:
    """From each unread document to the next, and down its text until its end was in sight for a moment."""
    unread = page.locator("[data-document-link]:not([data-read])")
    here = page.locator("[data-document-link][aria-current]")
    while unread.count():
        press(page, "u")
        for _ in range(40):
            page.clock.run_for(500)
            if here.get_attribute("data-read") is not None:
                break
            expect(page.locator(f"[id='{here.get_attribute('href')[1:]}'] [data-version]")).to_be_attached()
            press(page, "PageDown")
        else:
            raise AssertionError(f"the end of {here.inner_text()} cannot be reached")


def type_codes(page: Page) -> None:
    """By number, by words, from words of the text, and a procedure with its day."""
    press(page, "/")
    page.keyboard.type("K80.00 y")
    press(page, "Enter")
    page.keyboard.type("hypertension")
    expect(offered(page)).to_contain_text("I10")
    press(page, "Enter", "Escape", "l")
    page.keyboard.type(SOUGHT)
    expect(page.locator("[data-search-told]")).to_have_text("1 of 1")
    press(page, "Escape", "/", "Control+a")
    page.keyboard.type("M10.072 y")
    press(page, "Enter", "Escape", "2")
    page.keyboard.type("lap chole")
    expect(offered(page)).to_contain_text("0FT44ZZ")
    press(page, "Enter")
    page.keyboard.type(f"{STAY.admitted_at:%m%d%Y}")
    press(page, "Enter")


def mend(page: Page) -> None:
    """What was refused: F8 leads to each culprit."""
    press(page, "F8", "y", "F8", "Enter")
    page.keyboard.type("lindq")
    expect(offered(page)).to_contain_text("Lindqvist")
    press(page, "Enter")
    assert_saved(page)


def offered(page: Page) -> Locator:
    return page.locator(".options:popover-open [role=option]").first


def test_a_stay_with_twenty_documents_goes_from_claim_to_submit(
    live: Live, browse: Callable[..., Page]
) -> None:
    arrived(
        live.store,
        *map(a_round, range(DOCUMENTS)),
        id="twenty",
        account_number="twenty",
        unit=Unit.FACILITY,
        work_type="inpatient",
        worklist="inpatient",
        due_at=NOW - timedelta(days=400),
        stay=STAY,
    )
    page = browse("maria")
    page.clock.install()
    page.goto("/coder")
    press(page, "c")
    page.wait_for_url("**/encounters/twenty")
    read_all(page)
    type_codes(page)
    assert_saved(page)
    press(page, "Control+Enter")
    findings = page.locator("#findings")
    expect(findings).to_contain_text("I10 at position 2 does not say whether it was present on admission")
    expect(findings).to_contain_text("Nobody is named who did 0FT44ZZ")
    mend(page)
    press(page, "Control+Enter")
    page.wait_for_url("**/coder")

    sent_off = until_status(live, "twenty", Status.SENT).codes
    assert [(one.code, one.poa) for one in sent_off.diagnoses] == [
        ("K8000", "Y"),
        ("I10", "Y"),
        ("M10072", "Y"),
    ]
    assert [(one.code, one.on) for one in sent_off.procedures] == [("0FT44ZZ", STAY.admitted_at.date())]
    assert [(one.about, one.text) for one in sent_off.evidence] == [("M10072", SOUGHT)]
    assert sent_off.abstract.operating == "DR-1101"
