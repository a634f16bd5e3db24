"""What a coder does on the page of an encounter, by keyboard."""

from datetime import UTC, datetime

from playwright.sync_api import Page, expect

from queue_app.demo.people import PASSWORD
from queue_app.domain import moves
from queue_app.domain.codes import Codes, Diagnosis
from queue_app.domain.encounter import Document, Encounter
from queue_app.domain.people import SYSTEM
from queue_app.store.codec import heading
from tests.journeys.live import Live


def sign_in(page: Page, name: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)


def sign_in_here(page: Page, password: str = PASSWORD) -> None:
    page.get_by_label("Password").fill(password)
    page.keyboard.press("Enter")


def sign_in_beside(page: Page, name: str) -> None:
    """In another tab of the same browser."""
    other = page.context.new_page()
    sign_in(other, name)
    other.close()


def end_session(live: Live, page: Page) -> None:
    for cookie in page.context.cookies():
        live.store.sessions.end(cookie["value"])


def claim(live: Live, name: str, *diagnoses: str) -> Encounter:
    """Their next encounter, with these diagnoses alone: "I10", or "A41.9 y" for one present on admission."""
    coder = live.store.people.get(name)
    claimed = live.store.encounters.claim_next(coder)
    assert claimed
    return coded(live, claimed, *diagnoses)


def coded(live: Live, claimed: Encounter, *diagnoses: str) -> Encounter:
    """Whatever codes another journey may have left in it are gone."""
    given = (one.replace(".", "").upper().partition(" ") for one in diagnoses)
    codes = Codes(diagnoses=tuple(Diagnosis(code, poa) for code, _, poa in given))
    if claimed.codes == codes:
        return claimed
    coder = live.store.people.get(claimed.holder)
    return live.store.encounters.commit(moves.take("save", claimed, coder, datetime.now(UTC), codes=codes))


def claimed_next(live: Live, page: Page) -> Encounter:
    """The next encounter, claimed by a key on its coder's screen."""
    page.goto("/coder")
    page.keyboard.press("c")
    page.wait_for_url("**/encounters/*")
    claimed = live.store.encounters.get(shown(page))
    emptied = coded(live, claimed)
    if emptied is not claimed:
        page.reload()
    return emptied


def sent(live: Live, page: Page, *notes: Document) -> None:
    """The source sends these beside what the encounter on the screen has."""
    known = live.store.encounters.get(shown(page))
    every = {one.id: one for one in (*known.documents, *map(heading, notes))}
    move = moves.take("amend", known, SYSTEM, datetime.now(UTC), documents=tuple(every.values()))
    live.store.encounters.commit(move, notes)


def add(page: Page, key: str, typed: str) -> None:
    let_go(page)
    page.keyboard.press(key)
    page.keyboard.type(typed)
    page.keyboard.press("Enter")


def pick(page: Page, id: str, typed: str) -> None:
    """In what the claim tells of the stay: type into the box that comes to a field, take the first answer."""
    field = page.locator(f"#{id}")
    if not field.is_visible():
        let_go(page)
        page.keyboard.press("m")
    field.focus()
    page.keyboard.press("Enter")
    page.keyboard.type(typed)
    expect(page.locator(".options:popover-open [role=option]").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(field).to_be_focused()


def let_go(page: Page) -> None:
    """Whatever holds the focus loses it: keys mean the page again."""
    page.evaluate("document.activeElement.blur()")


def give_back(page: Page) -> None:
    let_go(page)  # an empty box may offer codes over the buttons
    page.get_by_role("button", name="Release").click()
    page.wait_for_url("**/coder")


def assert_saved(page: Page) -> None:
    expect(page.locator("#saved")).to_contain_text("Saved")


def noted(live: Live, page: Page) -> set[str]:
    """The verbs of the audit about the encounter on the screen."""
    return {line["verb"] for line in live.store.records.audited() if line.get("about") == shown(page)}


def shown(page: Page) -> str:
    """The id of the encounter on the screen."""
    return page.url.rpartition("/")[2]
