"""A coder answers what the edits find from the keyboard: mends it by a key, or says why it stands."""

from playwright.sync_api import Page, expect

from tests.journeys.coding import let_go
from tests.journeys.looks import assert_good_in_every_look, bring_codes_forward

HANDLES = "#diagnoses [data-handle]"


def finding(page: Page, rule: str) -> object:
    return page.locator(f"[data-finding][data-rule='{rule}']")


def test_a_digit_lets_a_warning_stand_and_undo_and_t_take_it_back(claimed) -> None:
    page = claimed("tom", "J10.1", "J11.1")
    excludes = finding(page, "excludes1")
    excludes.focus()
    page.keyboard.press("2")
    struck = page.get_by_role("list", name="Overridden").get_by_role("listitem")
    expect(struck).to_contain_text("The conditions are unrelated")

    page.keyboard.press("Control+z")
    expect(struck).to_have_count(0)
    page.keyboard.press("Control+y")
    expect(struck).to_contain_text("The conditions are unrelated")
    excludes.focus()
    page.keyboard.press("t")
    expect(struck).to_have_count(0)


def test_ones_own_words_are_a_reason_too_and_stay_after_the_codes_are_moved(claimed) -> None:
    page = claimed("tom", "J10.1", "J11.1")
    finding(page, "excludes1").focus()
    page.keyboard.press("5")
    page.keyboard.type("Two seasons, says Dr. House")
    page.keyboard.press("Enter")
    struck = page.get_by_role("list", name="Overridden").get_by_role("listitem")
    expect(struck).to_contain_text("Two seasons, says Dr. House")

    page.locator(HANDLES).first.focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(struck).to_contain_text("J10.1 at position 2")
    expect(struck).to_contain_text("Two seasons")
    page.locator(HANDLES).first.focus()
    page.keyboard.press("Delete")
    expect(struck).to_have_count(0)
    expect(page.locator("[data-override]")).to_have_count(0)


def test_after_an_answer_the_next_warning_has_the_focus(claimed) -> None:
    page = claimed("tom", "J10.1", "J11.1", "E11.9", "N18.9")
    others = page.locator("[data-waits]:not([data-rule=excludes1])")
    expect(others.locator("visible=true").filter(has_text="chronic kidney disease")).to_have_count(1)
    finding(page, "excludes1").focus()
    page.keyboard.press("1")
    expect(page.locator("[data-waits]:focus")).to_have_count(1)
    expect(page.get_by_role("list", name="Overridden").get_by_role("listitem")).to_have_count(1)
    page.keyboard.press("f")
    expect(page.locator("[data-waits]:focus")).to_have_count(1)


def test_a_letter_takes_what_a_finding_proposes(claimed) -> None:
    page = claimed("tom", "E11.9", "N18.9")
    finding(page, "diabetes-and-kidney-apart").focus()
    page.keyboard.press("a")
    expect(page.locator(HANDLES)).to_have_text(["E11.22", "N18.9"])
    insulin = finding(page, "use-additional").locator("[data-propose=Z794]")
    insulin.first.click()
    expect(page.locator(HANDLES)).to_have_text(["E11.22", "N18.9", "Z79.4"])


def test_two_sides_become_one_code_and_the_lines_follow(claimed) -> None:
    page = claimed("tom", "I10", "H25.11", "H25.12")
    finding(page, "sides-apart").focus()
    page.keyboard.press("a")
    expect(page.locator(HANDLES)).to_have_text(["I10", "H25.13"])
    page.keyboard.press("Control+z")
    expect(page.locator(HANDLES)).to_have_text(["I10", "H25.11", "H25.12"])


def test_f_goes_to_the_findings_f8_to_their_culprits_and_escape_back_to_the_box(claimed) -> None:
    page = claimed("tom", "J10.1", "J11.1")
    first = page.locator("[data-finding]").first
    page.keyboard.press("f")
    expect(first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("combobox", name="Diagnosis")).to_be_focused()

    where = page.locator("[data-where]").first.get_attribute("data-where") or ""
    page.keyboard.press("F8")
    assert (
        page.evaluate("document.activeElement.closest('[data-section]').dataset.section")
        == where.split(".")[0]
    )
    let_go(page)
    finding(page, "excludes1").focus()
    expect(page.locator("[data-spoken-of] [data-handle]")).to_have_text("J11.1")
    page.keyboard.press("Enter")
    expect(page.locator(HANDLES).last).to_be_focused()


def test_findings_are_accessible_and_fit(claimed) -> None:
    page = claimed("tom", "J10.1", "J11.1", "E11.9", "N18.9")
    bring_codes_forward(page)
    finding(page, "excludes1").focus()
    page.keyboard.press("1")
    expect(page.get_by_role("list", name="Overridden").get_by_role("listitem")).to_have_count(1)
    page.keyboard.press("f")
    assert_good_in_every_look(page)
