"""Words are found in the whole chart of an encounter as they are typed, and lead to codes."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.builders import NOON, a_document
from tests.journeys.coding import assert_saved
from tests.journeys.live import Live
from tests.journeys.looks import NARROW, assert_good_in_every_look
from tests.journeys.marking import passages_marked
from tests.test_runner import until

NOTES = (
    "Denies chest pain.\nChest\u00a0pain since Monday, worse\nin the chest\npain score 7.\n\n• MI ruled out",
    "Ménière disease, admitted.\n\nSodium\tlow\nPotassium\t3.1\n\nOdd marks: (*+?.^$|\\ <b>&amp;",
    "Family visits. Mild cough; patient’s X‑ray is clear, no chest pain. Straße, ﬁbrillation, cafe\u0301.",
)
NOTE_HERE = """() => [...CSS.highlights.get('found-here')][0].startContainer.parentElement
    .closest('[data-document]').querySelector('h2').textContent"""
NEXT_FRAME = "new Promise(done => requestAnimationFrame(() => setTimeout(done)))"


@pytest.fixture
def charted(opened: Callable[..., Page]) -> Callable[..., Page]:
    """An encounter with documents of these texts, on the screen of its coder or of somebody who reads."""

    def shown(name: str, texts: Sequence[str] = NOTES, title: str = "Note {}", **look: object) -> Page:
        documents = [
            a_document(text, id=f"d{at}", type=title.format(at), written_at=NOON + timedelta(hours=at))
            for at, text in enumerate(texts, 1)
        ]
        return opened(name, *documents, **look)

    return shown


def field(page: Page) -> Locator:
    return page.get_by_role("searchbox", name="Find words in all documents")


def found(page: Page, words: str) -> list[str]:
    """What is marked in the texts after these words were typed."""
    field(page).fill("")
    expect(page.locator("[data-text]:not(:has([data-version]))")).to_have_count(0)
    page.keyboard.type(words)
    return passages_marked(page, "found")


def note(page: Page, number: int) -> Locator:
    """A document in the list."""
    return page.locator(f"[data-document-link][href='#doc-d{number}']")


def assert_at(page: Page, told: str, title: str) -> None:
    expect(page.locator("[data-search-told]")).to_have_text(told)
    assert page.evaluate(NOTE_HERE) == title


def test_words_are_marked_counted_and_walked_through_all_documents(charted) -> None:
    page = charted("jun")
    page.keyboard.press("l")
    assert found(page, "Chest pain") == ["chest pain", "Chest\xa0pain", "chest\npain", "chest pain"]
    assert_at(page, "1 of 4", "Note 1")
    for number, hits in ((1, "3 hits"), (3, "1 hit")):
        expect(note(page, number).locator("[data-hits]")).to_have_text(hits)
    assert note(page, 2).get_attribute("data-without") == ""
    for key, told, title in (
        ("Enter", "2 of 4", "Note 1"),
        ("Shift+Enter", "1 of 4", "Note 1"),
        ("Shift+Enter", "4 of 4", "Note 3"),
        ("Enter", "1 of 4", "Note 1"),
    ):
        page.keyboard.press(key)
        assert_at(page, told, title)
    page.get_by_role("button", name="Previous hit").click()
    assert_at(page, "4 of 4", "Note 3")
    expect(note(page, 3)).to_have_attribute("aria-current", "true")
    expect(page.get_by_role("search").get_by_role("status")).to_contain_text("4 of 4: Note 3")
    note(page, 1).click()
    assert_at(page, "1 of 4", "Note 1")
    page.keyboard.press("Escape")  # in the text as in the field
    expect(field(page)).to_have_value("")
    expect(page.locator("[data-hits], [data-without]")).to_have_count(0)
    assert passages_marked(page, "found") == []


def test_what_is_sought_is_text_whatever_its_case_accents_and_blanks(charted) -> None:
    page = charted("jun")
    page.keyboard.press("l")
    for words, marked in {
        "(*+?.^$|\\": ["(*+?.^$|\\"],
        "<b>&amp;": ["<b>&amp;"],
        "MENIERE": ["Ménière"],
        "ménière": ["Ménière"],
        "potassium   3.1": ["Potassium3.1"],
        "patient's x-ray": ["patient’s X‑ray"],
        "strasse, fib": ["Straße, ﬁb"],
        "café.": ["cafe\u0301."],
        ".*": [],
        "   ": [],
    }.items():
        assert found(page, words) == marked, words


def test_one_or_two_letters_are_a_word_before_they_are_a_part_of_one(charted) -> None:
    page = charted("jun")
    page.keyboard.press("l")
    for words, marked, told in (
        ("mi", ["MI"], "1 of 1 as a word"),
        ("mo", ["Mo"], "1 of 1 at the start of words"),
        ("gh", ["gh"], "1 of 1"),
    ):
        assert found(page, words) == marked
        expect(page.locator("[data-search-told]")).to_have_text(told)


def test_words_that_are_typed_before_the_page_is_ready_are_sought_when_it_is(charted) -> None:
    page = charted("jun")
    scripts: list[Route] = []
    page.route("**/static/js/texts*", lambda route: scripts.append(route))
    page.reload(wait_until="commit")
    field(page).fill("potassium")
    expect(field(page)).to_be_focused()
    until(lambda: page.evaluate("1") and len(scripts) == 1)
    scripts[0].continue_()
    expect(page.locator("[data-search-told]")).to_have_text("1 of 1")


def test_nothing_found_is_said_in_a_sentence(charted) -> None:
    page = charted("jun")
    page.keyboard.press("l")
    assert found(page, "zebra <i>") == []
    expect(page.locator("[data-search-told]")).to_have_text("No document has “zebra <i>”.")
    expect(page.get_by_role("search").get_by_role("status")).to_have_text("No document has “zebra <i>”.")
    expect(page.locator("[data-without]")).to_have_count(len(NOTES))
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.get_by_role("region", name="Text of the documents")).to_be_focused()


def test_a_hit_becomes_the_evidence_of_a_code(live: Live, charted) -> None:
    page = charted("jun")
    page.keyboard.press("l")
    found(page, "mild cough")
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    box = page.get_by_role("combobox", name="Diagnosis")
    expect(box).to_have_value("Mild cough")
    box.fill("R05.9")
    page.keyboard.press("Enter")
    assert_saved(page)
    (evidence,) = live.store.encounters.get(page.url.rpartition("/")[2]).codes.evidence
    assert (evidence.about, evidence.document, evidence.text) == ("R059", "d3", "Mild cough")


def test_the_key_takes_the_words_that_are_selected(charted) -> None:
    page = charted("jun")
    page.get_by_text("Mild cough").evaluate(
        "one => getSelection().setBaseAndExtent(one.firstChild, 0, one.firstChild, 6)"
    )
    page.keyboard.press("l")
    expect(field(page)).to_have_value("Family")
    assert_at(page, "1 of 1", "Note 3")


def test_a_hit_brings_back_the_text_that_a_comparison_hides(charted) -> None:
    page = charted("lena", title="Ward round")
    page.locator("[data-compare]").first.click()
    expect(page.locator("[data-comparison]")).to_be_visible()
    page.keyboard.press("l")
    found(page, "chest pain")
    for _ in range(3):
        page.keyboard.press("Enter")
    expect(page.locator("[data-comparison]")).to_have_count(0)


@pytest.mark.parametrize("name", ["omar", "lena"])
def test_whoever_only_reads_searches_too(charted, name: str) -> None:
    page = charted(name)
    page.keyboard.press("l")
    assert found(page, "cough") == ["cough"]


def test_on_a_narrow_screen_hits_lead_to_the_text(charted) -> None:
    page = charted("jun", viewport=NARROW)
    page.get_by_role("link", name="Documents 3").click()
    field(page).click()
    assert found(page, "cough") == ["cough"]
    expect(note(page, 3)).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Mild cough")).to_be_in_viewport()
    expect(field(page)).to_be_focused()


def test_a_chart_of_hundreds_of_pages_is_searched_whole(charted) -> None:
    day = """Slept well, ambulated in the hall with help. Denies chest pain, nausea or fever. On exam lungs
        are clear, mild edema of both legs, wound dry and intact. Potassium 3.6, creatinine 1.2, hemoglobin
        stable at 9.8. Plan: continue furosemide, physical therapy twice a day, home when oxygen is weaned."""
    page = charted("lena", ["\n\n".join(f"Day {number}. {day}" for number in range(60))] * 31)
    page.keyboard.press("l")
    page.keyboard.type("chest pain")
    expect(page.locator("[data-search-told]")).to_have_text("1 of 1860")


def test_search_is_accessible_and_fits(charted) -> None:
    page = charted("jun")
    page.keyboard.press("l")
    found(page, "chest pain")
    assert_good_in_every_look(page)
    found(page, "zebra")
    assert_good_in_every_look(page)
