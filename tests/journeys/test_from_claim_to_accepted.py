"""A coder claims, reads, codes and submits in a real browser; billing accepts, or rejects."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

from playwright.sync_api import Page, expect

from queue_app.demo import answers, directories
from queue_app.demo.day import SEED
from queue_app.demo.visits import visits
from queue_app.domain.codes import Codes, dotted
from queue_app.domain.encounter import Encounter, Status
from tests.journeys.coding import add, claimed_next, give_back, let_go, pick, shown, sign_in
from tests.journeys.conftest import VISITS
from tests.journeys.live import Live
from tests.services.replies import a_277ca
from tests.x12.judge import complaints

ENOUGH = 30  # seconds


def test_a_clinic_visit_goes_from_claim_to_accepted(live: Live, browse: Callable[..., Page]) -> None:
    page = browse("jun")
    encounter = claimed_next(live, page)
    type_codes(page, right_codes(encounter))
    submit(page)

    submitted = until_status(live, encounter.id, Status.SENT)
    (claims,) = [path for path in live.mailbox.out.glob("*.837?") if number_in(path, submitted)]
    assert complaints(claims.read_text()) == []

    hear(live, {submitted.control_number: "A2:20:PR"})
    assert until_status(live, encounter.id, Status.ACCEPTED).answer == ""


def test_an_inpatient_stay_that_billing_rejects_is_reworked_and_sent_again(
    live: Live, browse: Callable[..., Page]
) -> None:
    page = browse("maria")
    encounter = claimed_next(live, page)
    type_codes(page, right_codes(encounter))
    submit(page)
    first = until_status(live, encounter.id, Status.SENT)

    hear(live, {first.control_number: "A3:562:85"})
    until_status(live, encounter.id, Status.REJECTED)
    page.goto("/coder")
    row = page.get_by_role("row").filter(has_text=encounter.account_number)
    expect(row).to_contain_text("NPI")
    row.get_by_role("button", name="Rework").click()
    page.wait_for_url("**/encounters/*")
    submit(page)

    second = until_status(live, encounter.id, Status.SENT)
    assert second.submission == 2
    assert second.control_number != first.control_number


def test_a_held_encounter_waits_on_the_desk_and_is_resumed(live: Live, browse: Callable[..., Page]) -> None:
    page = browse("tom")
    encounter = claimed_next(live, page)
    page.keyboard.press("h")
    page.locator("[popover]:popover-open").get_by_label("Reason").select_option("provider_query")
    page.get_by_role("textbox", name="Note").fill("Which side?")
    page.locator("[popover]:popover-open").get_by_role("button", name="Put on hold").click()

    page.wait_for_url("**/coder")
    assert live.store.encounters.get(encounter.id).status is Status.ON_HOLD
    held = page.get_by_role("row").filter(has_text=encounter.account_number)
    expect(held).to_contain_text("Which side?")
    held.get_by_role("button", name="Resume").click()
    page.wait_for_url("**/encounters/*")
    give_back(page)
    assert live.store.encounters.get(encounter.id).status is Status.READY


def test_a_supervisor_sees_the_floor_and_gives_work_to_somebody(
    live: Live, browse: Callable[..., Page]
) -> None:
    page = browse("lena")
    page.context.clear_cookies()
    sign_in(page, "lena")
    expect(page.get_by_role("heading", name="Floor")).to_be_visible()
    ready = page.locator("a[href='/supervisor/encounters?status=ready']")
    ready.click()
    row = page.locator("tbody tr").filter(has_text="Clinic").first
    row.get_by_role("button", name="Assign…").click()
    open_window = page.locator("[popover]:popover-open")
    open_window.get_by_role("combobox").select_option("jun")
    open_window.get_by_role("button", name="Assign").click()
    page.wait_for_url("**/encounters/*")
    assert live.store.encounters.get(shown(page)).holder == "jun"


def test_codes_that_came_too_late_are_offered_again(live: Live, browse: Callable[..., Page]) -> None:
    page = browse("jun")
    encounter = claimed_next(live, page)
    over = browse("lena")
    over.goto(f"/encounters/{encounter.id}")
    over.get_by_role("button", name="Release").click()
    over.wait_for_url("**/encounters/*")

    add(page, "/", "J06.9")
    expect(page.locator("#refused")).to_contain_text("kept")
    assert live.store.encounters.get(encounter.id).codes == encounter.codes


def test_a_poa_typed_out_of_habit_where_there_is_none_is_left_out(claimed: Callable[..., Page]) -> None:
    page = claimed("jun")
    add(page, "/", "I50.9 y")
    expect(page.locator("#diagnoses [data-handle]")).to_have_text(["I50.9"])


def test_a_service_points_to_the_only_diagnosis_there_is(claimed: Callable[..., Page]) -> None:
    page = claimed("jun", "J06.9")
    pointers = page.locator("#codes [data-field=pointers]")
    add(page, "3", "99213")
    expect(pointers.first).to_have_value("A")
    let_go(page)
    page.keyboard.press(".")  # the same once more
    expect(pointers).to_have_count(2)
    expect(pointers.last).to_have_value("A")
    add(page, "/", "R05.9")
    add(page, "3", "87880")
    expect(pointers.last).to_have_value("")


def right_codes(encounter: Encounter) -> Codes:
    """What the demo day knows to be right."""
    today = datetime.now(UTC).date()
    visit = next(one for one in visits(VISITS, today, SEED) if one.account_number == encounter.account_number)
    return answers.codes(visit, directories.prices())


def type_codes(page: Page, codes: Codes) -> None:
    """As a coder does it: by keyboard."""
    for diagnosis in codes.diagnoses:
        add(page, "/", f"{dotted(diagnosis.code)} {diagnosis.poa.lower()}".strip())
    for procedure in codes.procedures:
        add(page, "2", procedure.code)
        if procedure.on:
            page.locator("#codes [name$='.on']").last.fill(procedure.on.isoformat())
    if codes.abstract.operating:
        pick(page, "abstract-operating", codes.abstract.operating)
    if codes.abstract.birth_weight:
        page.locator("#abstract-birth_weight").fill(str(codes.abstract.birth_weight))
    for number, line in enumerate(codes.lines):
        add(page, "3", line.code)
        row = f"codes.lines[{number}]"
        page.locator(f"[name='{row}.modifiers']").fill(" ".join(line.modifiers))
        page.locator(f"[name='{row}.units']").fill(str(line.units))
        page.locator(f"[name='{row}.charge_dollars']").fill(f"{line.charge / 100:.2f}")
        page.locator(f"[name='{row}.pointers']").fill(" ".join(map(str, line.pointers)))


def submit(page: Page) -> None:
    expect(page.locator("[data-findings]")).not_to_contain_text("first-listed diagnosis:")
    page.get_by_role("button", name="Submit", exact=True).click()
    page.wait_for_url("**/coder")


def until_status(live: Live, encounter_id: str, status: Status) -> Encounter:
    deadline = time.monotonic() + ENOUGH
    while (found := live.store.encounters.get(encounter_id)).status is not status:
        assert time.monotonic() < deadline, f"it is {found.status}"
        time.sleep(0.1)
    return found


def number_in(path: object, encounter: Encounter) -> bool:
    return f"CLM*{encounter.control_number}*" in path.read_text()  # type: ignore[attr-defined]


def hear(live: Live, statuses: dict[str, str]) -> None:
    """Put billing's answer into the drop folder, as a clearing house would."""
    part = live.mailbox.inbox / "answer.277.part"
    part.write_text(a_277ca(statuses))
    part.rename(live.mailbox.inbox / f"{time.monotonic_ns()}.277")
