"""A coder codes from the words of a document: the code keeps them and shows them."""

from playwright.sync_api import expect

from queue_app.domain.evidence import stands
from tests.journeys.coding import assert_saved, shown
from tests.journeys.live import Live
from tests.journeys.looks import assert_good_in_every_look, bring_codes_forward
from tests.journeys.marking import add_here, kept, mark, marked, pieces, row, select

FOCUS_EACH_AND_ANSWER = """() => {
    const focusable = "a, button, input, select, textarea, summary, [tabindex]";
    const all = () => [...document.querySelectorAll(focusable)];
    const lost = [];
    for (let at = 0; at < all().length; at += 1) {
        const one = all()[at];
        one.focus();
        if (document.activeElement !== one) continue;
        const ctx = { response: { status: 200 } };
        document.dispatchEvent(new CustomEvent("htmx:after:swap", { detail: { ctx } }));
        if (document.activeElement !== one) lost.push(one.outerHTML);
    }
    return lost;
}"""


def test_a_code_keeps_the_words_it_was_found_from_and_shows_them_by_a_key(live: Live, claimed) -> None:
    page = claimed("maria")
    words = mark(page, pieces(page).first)
    add_here(page, "I10")
    mine = row(page, "I10")
    expect(mine.locator("[data-founded-open]")).to_have_text("“ 1")
    assert_saved(page)
    (evidence,) = kept(live, page)
    assert (evidence.about, evidence.text) == ("I10", words)
    encounter = live.store.encounters.get(shown(page))
    assert stands(evidence, live.store.encounters.documents(encounter))

    page.reload()
    mine.locator("[data-handle]").focus()
    page.keyboard.press("e")
    expect(mine.locator("[data-founded-list] a")).to_be_focused()
    assert marked(page) == words

    page.keyboard.press("Delete")
    expect(mine.locator("[data-handle]")).to_be_focused()
    expect(mine.locator("[data-founded-open]")).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(mine.locator("[data-founded-open]")).to_have_text("“ 1")


def test_an_answer_of_the_server_leaves_the_focus_where_it_is(claimed) -> None:
    page = claimed("maria", "E11.9")
    mark(page, pieces(page).first)
    add_here(page, "I10")
    row(page, "I10").locator("[data-handle]").focus()
    page.keyboard.press("e")
    assert_saved(page)
    expect(row(page, "I10").locator("[data-founded-list] a")).to_be_focused()
    for closed in page.locator("details").all():
        closed.evaluate("one => one.open = true")
    expect(page.locator("[data-suggestion]").first).to_be_visible()
    assert page.evaluate(FOCUS_EACH_AND_ANSWER) == []


def test_undo_takes_the_code_and_its_words_in_one_step(live: Live, claimed) -> None:
    page = claimed("maria")
    mark(page, pieces(page).first)
    add_here(page, "I10")
    assert_saved(page)
    page.keyboard.press("Escape")
    page.keyboard.press("Control+z")
    expect(row(page, "I10")).to_have_count(0)
    page.keyboard.press("Control+Shift+z")
    expect(row(page, "I10").locator("[data-founded-open]")).to_have_text("“ 1")


def test_words_of_two_documents_are_two_passages_and_a_code_that_is_there_gains_them(
    live: Live, claimed
) -> None:
    page = claimed("maria", "I10")
    ends = pieces(page)
    first, last = ends.first, ends.last
    select(page, first, last, 0, 3)
    add_here(page, "I10")
    expect(page.locator("[data-undo-said]")).to_contain_text("words are kept")
    assert_saved(page)
    expect(page.locator("[data-founded] > *").nth(1)).to_be_attached()
    page.reload()
    found = kept(live, page)
    assert len(found) > 1
    documents = live.store.encounters.documents(live.store.encounters.get(shown(page)))
    assert all(stands(one, documents) for one in found)


def test_a_selection_that_ends_at_the_edge_of_a_paragraph_is_the_whole_of_it(live: Live, claimed) -> None:
    page = claimed("maria")
    piece = pieces(page).first
    words = piece.evaluate("""one => {
        const [first, last] = [document.createElement("mark"), one.firstChild];
        one.insertBefore(first, last);
        first.append(last.data.slice(0, 4));
        last.data = last.data.slice(4);
        getSelection().setBaseAndExtent(last, 2, one, one.childNodes.length);
        return one.textContent.slice(6).trim();
    }""")
    add_here(page, "I10")
    assert_saved(page)
    (evidence,) = kept(live, page)
    encounter = live.store.encounters.get(shown(page))
    assert evidence.text == words and stands(evidence, live.store.encounters.documents(encounter))
    row(page, "I10").locator("[data-handle]").focus()
    page.keyboard.press("e")
    assert marked(page) == words


def test_a_suggestion_that_is_added_brings_its_words(live: Live, claimed) -> None:
    page = claimed("maria")
    suggested = page.locator("[data-suggestion]")
    expect(suggested.first).to_be_visible()
    words = suggested.first.locator("[data-passage] q").all_inner_texts()
    for key in "sa":
        page.keyboard.press(key)
    assert_saved(page)
    assert [one.text for one in kept(live, page)] == words


def test_evidence_is_accessible_and_fits(claimed) -> None:
    page = claimed("maria")
    mark(page, pieces(page).first)
    add_here(page, "I10")
    assert_saved(page)
    page.keyboard.press("Escape")
    bring_codes_forward(page)
    row(page, "I10").locator("[data-founded-open]").click()
    expect(row(page, "I10").locator("[data-founded-list] a")).to_be_visible()
    bring_codes_forward(page)
    assert_good_in_every_look(page)
