"""Markup and plain notes become text that reads as it was meant."""

import pytest

from queue_app.fhir.narrative import from_markup, from_plain, in_one


def text_of(markup: str) -> str:
    return in_one(from_markup(markup))


def titles_and_texts(note: str) -> list[tuple[str, str]]:
    return [(section.title, section.text) for section in from_plain(note)]


def test_paragraphs_are_parted_by_blank_lines_and_breaks_by_line_ends():
    assert text_of("<div><p>One</p><p>two<br/>three</p></div>") == "One\n\ntwo\nthree"


def test_words_in_bold_stay_in_their_sentence():
    assert text_of("<div>No <b>acute</b>\n  distress.</div>") == "No acute distress."


def test_list_items_begin_with_a_bullet_even_when_they_hold_paragraphs():
    assert text_of("<ul><li>Aspirin</li><li><p>Statin</p></li></ul>") == "• Aspirin\n• Statin"


def test_table_rows_are_lines_and_cells_are_parted_by_tabs():
    table = "<table><tr><th></th><th>Result</th></tr><tr><td><p>Hb</p></td><td>12<br/>low</td></tr></table>"
    assert text_of(table) == "\tResult\nHb\t12 low"


def test_cells_that_are_never_closed_are_still_cells():
    assert text_of("<table><tr><td>Hb<td>12<tr><td>Na<td>140</table>") == "Hb\t12\nNa\t140"


def test_a_table_in_a_cell_does_not_break_the_row():
    inner = "<table><tr><td>a</td><td>b</td></tr></table>"
    assert text_of(f"<table><tr><td>x {inner}</td><td>y</td></tr></table>") == "x a b\ty"


def test_each_heading_begins_a_section():
    sections = from_markup("<h3>Plan</h3><p>Rest.</p><h3>Follow-up</h3><p>In a week.</p>")
    assert [(one.title, one.text) for one in sections] == [("Plan", "Rest."), ("Follow-up", "In a week.")]


def test_a_heading_over_headings_is_put_before_the_next():
    assert [one.title for one in from_markup("<h1>Discharge</h1><h2>Plan</h2>Rest.")] == ["Discharge › Plan"]


def test_a_whole_page_dressed_as_a_heading_is_text():
    (section,) = from_markup(f"<h1>{'word ' * 100}</h1>")
    assert section.title == "" and section.text.startswith("word word")


def test_headings_inside_one_text_stand_on_their_own_line():
    assert text_of("<h3>Plan</h3>Rest.<h3>Diet</h3>Soft.") == "Plan\nRest.\n\nDiet\nSoft."


def test_preformatted_text_keeps_its_columns():
    assert text_of("<pre>Na   140\nK      4</pre>") == "Na   140\nK      4"


def test_entities_are_read_and_those_without_a_character_do_no_harm():
    assert text_of("SpO2 &lt;90&#37; caf&eacute;") == "SpO2 <90% café"
    assert text_of(f"a &#{'9' * 9000}; b &#x110000; c").startswith("a � b")


def test_what_was_struck_out_does_not_read_like_what_counts():
    assert text_of("No <del>acute</del> distress") == "No [struck out: acute] distress"


def test_a_power_of_ten_stays_a_power():
    assert text_of("WBC 4.5 x 10<sup>9</sup>/L") == "WBC 4.5 x 10^9/L"


def test_scripts_styles_and_comments_are_not_read():
    assert text_of("a<script>alert(1)</script><style>p{}</style><!-- b -->c<title>d</title>") == "ac"


def test_character_data_is_taken_literally():
    assert text_of("<![CDATA[Na < 140 & K > 4 &amp;]]>") == "Na < 140 & K > 4 &amp;"


def test_a_greater_sign_in_an_attribute_does_not_leak():
    assert text_of("<img alt='a > b'/>seen <p title=\"it's\">today</p>") == "seen\n\ntoday"


def test_marks_that_turn_or_hide_text_are_gone():
    assert text_of("evil &#x202e;txt.exe\u202e\x00\x01\u200b") == "evil txt.exe"


def test_a_note_cannot_forge_the_layout():
    assert text_of("a\x05b\x02c") == "abc"


JUNK = (
    """
<a |<!--|</|&|<![CDATA[|<?|<a b="c|<a b='|<script>|</script|<|&#|<h1>
<td>|<table>|<br>|<pre> |<li>|<sup>1|[a|# |A
""".strip()
    .replace("\n", "|")
    .split("|")
)


@pytest.mark.parametrize("junk", [*JUNK, "\u0315\u0300"])
def test_repeated_junk_is_read_in_one_go(junk):
    """A parser that goes back and forth would need minutes for each, and this one does not."""
    markup = junk * (200_000 // len(junk))
    assert from_markup(markup) is not None
    assert from_plain(markup) is not None


def test_plain_lines_stay_lines_without_trailing_blanks():
    assert titles_and_texts("S: cough  \r\nO: clear\r\n\r\nP: rest\r\n") == [
        ("", "S: cough\nO: clear\n\nP: rest")
    ]


@pytest.mark.parametrize("heading", ["# Plan", "### Plan", "[Plan]", "PLAN:"])
def test_a_line_that_is_a_heading_begins_a_section(heading):
    assert titles_and_texts(f"Seen today.\n{heading}\nRest.") == [
        ("", "Seen today."),
        (heading.strip("#[]: "), "Rest."),
    ]


@pytest.mark.parametrize(
    "line", ["The following was done:", "PLAN: rest", "[Shift note] day 5", "BP:", "#4 stable", "- Plan"]
)
def test_a_line_that_only_looks_a_little_like_a_heading_is_text(line):
    assert titles_and_texts(f"Seen.\n{line}\nRest.") == [("", f"Seen.\n{line}\nRest.")]


def test_letters_and_their_accents_are_one_character():
    assert titles_and_texts("cafe\u0301") == [("", "café")]
