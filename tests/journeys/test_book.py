"""A coder finds codes in the box, the book and the tables of procedures, with the keyboard alone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from queue_app.codesets.database import replacing
from queue_app.codesets.indexes import COLUMNS
from queue_app.codesets.load import load
from tests.codesets.builders import pcs_file, pcs_row, pcs_table
from tests.journeys.coding import assert_saved, let_go
from tests.journeys.live import Live
from tests.journeys.looks import assert_good_in_every_look, bring_codes_forward, violations

RESECTION = pcs_table(
    "0 Medical and Surgical, F Hepatobiliary System and Pancreas, T Resection",
    pcs_row(
        ("Body Part", "0 Liver, 4 Gallbladder"),
        ("Approach", "0 Open, 4 Percutaneous Endoscopic"),
        ("Device", "Z No Device"),
        ("Qualifier", "Z No Qualifier"),
    ),
    definition="Cutting out all of a body part",
)


@pytest.fixture
def with_pcs(live: Live, tmp_path: Path) -> None:
    """The site has loaded a table of procedures."""
    load(live.settings.code_tables, "pcs-tables", pcs_file(tmp_path / "icd10pcs_tables_2026.xml", RESECTION))


@pytest.fixture
def with_books(live: Live) -> None:
    """The site has loaded lines of the index and the table of drugs, and what became of a code."""
    lines = (
        ("index", 1, "Pneumonia", "(acute)", "", "", "J189"),
        ("index", 2, "Pneumonia > aspiration", "", "", "", "J690"),
        ("index", 3, "Pneumonia > aspiration > newborn", "", "Newborn, aspiration", "", "P2481"),
        ("index", 4, "Pneumonitis", "", "Pneumonia", "", ""),
        *(("drug", 1, "Ibuprofen", "", "", kind, f"T3931{at}") for at, kind in enumerate(COLUMNS["drug"], 1)),
    )
    with replacing(live.settings.code_tables, copy=True) as tables:
        tables.executemany("INSERT OR REPLACE INTO book VALUES (?, ?, ?, ?, ?, ?, ?)", lines)
        tables.execute("INSERT OR REPLACE INTO successors VALUES ('G35', 'G35D', '2025-10-01')")


def test_the_box_leads_into_the_book_and_the_book_back_with_a_code(claimed) -> None:
    page = claimed("maria")
    page.keyboard.press("/")
    page.keyboard.type("pneumonia unspecified organism")
    expect(page.get_by_role("option", name="J18.9")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowRight")
    book = page.get_by_role("region", name="Book")
    expect(book.get_by_role("heading", level=2)).to_contain_text("J18.9 Pneumonia, unspecified organism")
    expect(book).to_contain_text("Excludes1")
    expect(book.get_by_role("treeitem", name="J18.9")).to_be_focused()

    page.keyboard.press("ArrowLeft")
    expect(book.get_by_role("heading", level=2)).to_contain_text("J18 Pneumonia")
    page.keyboard.press("ArrowRight")
    expect(book.get_by_role("treeitem", name="J18.0")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(book.get_by_role("heading", level=2)).to_contain_text("J18.1 Lobar pneumonia")
    page.keyboard.press("Enter")
    expect(book).to_be_hidden()
    expect(page.locator("#diagnoses [data-handle]")).to_have_text(["J18.1"])
    assert_saved(page)


def test_the_book_goes_back_and_forward_and_escape_returns_to_the_box(claimed) -> None:
    page = claimed("maria")
    page.keyboard.press("b")
    book = page.get_by_role("region", name="Book")
    expect(book.get_by_role("treeitem", name="Chapter 1 Certain")).to_be_focused()
    page.keyboard.press("f")
    page.keyboard.type("viral pneumonia unspecified")
    page.keyboard.press("Enter")
    expect(book.get_by_role("link", name="J12.9")).to_be_focused()
    page.keyboard.press("Alt+ArrowLeft")
    expect(book.get_by_role("tree")).to_be_visible()
    page.keyboard.press("Alt+ArrowRight")
    expect(book.get_by_role("link", name="J12.9")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("combobox", name="Diagnosis")).to_be_focused()


@pytest.mark.usefixtures("with_pcs")
def test_a_procedure_is_built_with_a_key_for_each_value(claimed) -> None:
    page = claimed("maria")
    page.keyboard.press("t")
    book = page.get_by_role("region", name="Book")
    expect(book.get_by_role("link", name="0 Medical and Surgical")).to_be_focused()
    page.keyboard.type("0ft4")
    expect(book.get_by_role("heading", name="5 Approach")).to_be_visible()
    page.keyboard.press("x")
    expect(book.get_by_role("alert")).to_contain_text("No code goes on with X here")
    page.keyboard.press("4")
    expect(book.get_by_role("heading", name="6 Device")).to_be_visible()
    page.keyboard.press("Backspace")
    expect(book.get_by_role("link", name="0 Open")).to_be_focused()
    page.keyboard.press("Enter")
    expect(book.get_by_role("link", name="Z No Device")).to_be_focused()
    page.keyboard.type("zz")
    expect(book.get_by_role("button", name="Add it")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#procedures [data-handle]")).to_have_text(["0FT40ZZ"])
    row = page.locator("#procedures [data-row]")
    expect(row.locator("[data-field=on]")).to_be_focused()


@pytest.mark.usefixtures("with_books")
def test_an_index_is_walked_with_the_arrows_along_its_lines_and_codes(claimed) -> None:
    page = claimed("maria")
    page.keyboard.press("b")
    book = page.get_by_role("region", name="Book")
    book.get_by_role("link", name="Index", exact=True).click()
    expect(book.get_by_role("link", name="Pneumonia", exact=True)).to_be_focused()
    page.keyboard.press("f")
    page.keyboard.type("newb asp")
    page.keyboard.press("Enter")
    expect(book.get_by_role("link", name="Pneumonia › aspiration › newborn")).to_be_focused()
    page.keyboard.press("Enter")
    expect(book.get_by_role("navigation", name="Above it")).to_contain_text("aspiration")
    book.get_by_role("link", name="Pneumonia", exact=True).first.click()
    expect(book.get_by_role("navigation", name="Above it")).to_be_hidden()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    expect(book.get_by_role("link", name="aspiration", exact=True)).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(book.get_by_role("heading", level=2)).to_contain_text("J69.0")
    page.keyboard.press("Enter")
    expect(page.locator("#diagnoses [data-handle]")).to_have_text(["J69.0"])


@pytest.mark.usefixtures("with_books")
def test_the_codes_of_a_drug_are_chosen_with_the_arrows(claimed) -> None:
    page = claimed("maria")
    page.keyboard.press("b")
    book = page.get_by_role("region", name="Book")
    book.get_by_role("link", name="Drugs").click()
    expect(book.get_by_role("link", name="Ibuprofen")).to_be_focused()
    page.keyboard.press("f")
    page.keyboard.type("ibu")
    page.keyboard.press("Enter")
    expect(book.get_by_role("status")).to_contain_text("1 for “ibu”")
    expect(book.get_by_role("link", name="Ibuprofen")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(book.get_by_role("link", name="T39.312-")).to_be_focused()
    assert violations(page) == []
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(book.get_by_role("list", name="Terms with I")).to_be_visible()


@pytest.mark.usefixtures("with_books")
def test_a_code_that_ended_says_when_and_what_took_its_place(claimed) -> None:
    page = claimed("maria")
    page.keyboard.press("/")
    page.keyboard.type("G35")
    ended = page.get_by_role("option", name="G35 Multiple sclerosis")
    expect(ended).to_contain_text("ended Sep 30, 2025")
    expect(ended).to_contain_text("since then G35.D")
    page.keyboard.press("ArrowRight")
    book = page.get_by_role("region", name="Book")
    expect(book.get_by_role("article")).to_contain_text("It ended on Sep 30, 2025. Since then: G35.D")
    book.get_by_role("article").get_by_role("link", name="G35.D").click()
    expect(book.get_by_role("heading", level=2)).to_contain_text("G35.D")


def test_an_empty_box_offers_favourites_once_a_code_is_starred(claimed) -> None:
    page = claimed("maria")
    page.keyboard.press("/")
    page.keyboard.type("I10")
    expect(page.get_by_role("option", name="I10 Essential")).to_be_visible()
    page.keyboard.press("Alt+s")
    expect(page.get_by_role("option", name="I10 Essential").locator("[title=Favourite]")).to_be_visible()
    page.get_by_role("combobox", name="Diagnosis").fill("")
    page.keyboard.press("ArrowDown")
    group = page.get_by_role("group", name="Favourites")
    expect(group.get_by_role("option", name="I10 Essential")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.wait_for_timeout(400)  # by itself the box would offer them by now
    page.keyboard.press("Enter")
    expect(page.locator("#diagnoses [data-handle]")).to_have_text(["I10"])


def test_an_empty_box_for_services_says_that_cpt_is_known_by_number_alone(claimed) -> None:
    page = claimed("maria")
    page.get_by_role("combobox", name="Service").click()
    expect(page.get_by_text("CPT by number alone")).to_be_visible()
    assert violations(page) == []
    page.keyboard.type("99213")
    expect(page.get_by_role("option", name="99213")).to_contain_text("no descriptor is loaded")


@pytest.mark.parametrize("typed", ["crohn's", "[(*+?.^$|\\{ (", "a/b --' OR 1=1", "x" * 80])
def test_whatever_is_typed_into_the_box_is_taken_as_words(claimed, typed: str) -> None:
    page = claimed("maria")
    page.keyboard.press("/")
    page.keyboard.type(typed)
    box = page.locator("[data-box]").filter(has=page.get_by_role("combobox", name="Diagnosis"))
    answered = box.get_by_role("option").first.or_(page.get_by_text("Nothing found for").first)
    expect(answered).to_be_visible()


@pytest.mark.usefixtures("with_pcs")
def test_box_book_and_tables_are_accessible_and_fit(claimed) -> None:
    page = claimed("maria")
    bring_codes_forward(page)
    page.keyboard.press("/")
    page.keyboard.type("heart failure")
    expect(page.get_by_role("listbox").get_by_role("option").first).to_be_visible()
    assert_good_in_every_look(page)
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("region", name="Book")).to_contain_text("Excludes2")
    assert_good_in_every_look(page)
    page.keyboard.press("Escape")
    let_go(page)
    page.keyboard.press("t")
    expect(page.get_by_role("heading", name="1 Section")).to_be_visible()
    page.keyboard.type("0ft")
    expect(page.get_by_role("heading", name="4 Body Part")).to_be_visible()
    assert_good_in_every_look(page)
    page.keyboard.press("Escape")


def test_the_pages_of_the_book_are_accessible_and_fit(browse) -> None:
    page = browse("maria")
    for path in (
        "icd10cm",
        "icd10cm/S72.001A?on=2026-11-01&inpatient=1",
        "icd10cm?q=asthma",
        "hcpcs/J1",
        "cpt",
    ):
        page.goto(f"/codes/book/{path}")
        assert_good_in_every_look(page)


@pytest.mark.usefixtures("with_pcs")
def test_without_scripts_the_book_and_the_tables_are_plain_links(browse: Callable[..., Page]) -> None:
    page = browse("maria", java_script_enabled=False)
    page.goto("/codes/book/icd10pcs")
    for name in (
        "0 Medical",
        "F Hepato",
        "T Resection",
        "4 Gallbladder",
        "0 Open",
        "Z No Device",
        "Z No Qual",
    ):
        page.get_by_role("link", name=name).click()
    assert page.url.endswith("/codes/book/icd10pcs/0FT40ZZ")
    page.goto("/codes/book/icd10cm")
    page.get_by_role("treeitem", name="Chapter 10").click()
    page.get_by_role("treeitem", name="J09–J18").click()
    expect(page.get_by_role("treeitem", name="J18 Pneumonia")).to_be_visible()
