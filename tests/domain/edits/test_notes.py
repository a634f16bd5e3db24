"""Reading codes out of the notes of the tabular list."""

import pytest

from queue_app.domain.codes import Codes
from queue_app.domain.edits.finding import Note
from queue_app.domain.edits.notes import bilateral, completions, may_be_proposed, references
from tests.domain.edits.builders import dx

NOTES_AND_CODES = [  # text, codes it names, codes it does not
    ("chronic lung disease (J44.-)", "J449 J44", "J45909 J4"),
    ("acute kidney failure (N17-N19)", "N170 N189 N19", "N16 N200"),
    ("hypertensive heart failure (I11.0)", "I110", "I119"),
    ("injuries (S12.0--S12.3-)", "S12000A S12301A", "S12400A"),
    ("insulin (Z79.4), or tablets (Z79.84)", "Z794 Z7984", "Z7985"),
    ("arthritis (M05.00 to M05.8A)", "M0500 M05712 M058A", "M059"),
    (
        "drugs (T36-T50 with fifth or sixth character 5)",
        "T360X5A T45515A T5015X5A",
        "T360X1A T43651A T510X1A",
    ),
    ("chemicals (T51-T65 with fifth or sixth character 1-4)", "T510X1A T5801XA", "T402X1A"),
    ("ketosis (E08, E09, with .10)", "E0810", "E0800 E1010"),
    ("skin (E08-E13 with .620)", "E11620", "E11621"),
    ("vessels (E08-E13 with .51-.52)", "E1151 E0852", "E1159"),
    ("weakness of the face (I69. with final characters -92)", "I69992 I69092", "I69993"),
    ("wound (S42.- with 7th character B or C)", "S42001B S42001C", "S42001A"),
    ("leukemia C91.0-C95.9 with 5th character 1", "C9101 C9501", "C9100"),
    ("code from category B95 or B96 to name the organism", "B951 B9620", "B9789"),
    ("hearing loss as in H90.-", "H903", "H911"),
    ("bruise S06.0- to S06.8-code to the other", "S060X0A S06890A", "S069X0A"),
    ("influenza A/H1N1, vitamin K, CD30-positive", "", "H100 K300 C300 D300"),
    ("a dash and no bracket (Z89.52-", "Z89521", "Z89511"),
    ("acidosis: see E08-E10 with ketosis", "", "E0810 E1010"),
    ("fracture (S52.- with open fracture 7th character)", "", "S52501A"),
    ("the cause of it", "", "A009 Z9989"),
    ("", "", "A009"),
]


@pytest.mark.parametrize(
    ("text", "named", "others"), NOTES_AND_CODES, ids=[row[0][:30] for row in NOTES_AND_CODES]
)
def test_a_note_names_these_codes_and_no_others(text: str, named: str, others: str) -> None:
    found = references(text)
    assert [code for code in (named + " " + others).split() if found.covers(code)] == named.split()


def test_several_notes_are_read_as_one() -> None:
    found = references("gout (M10.-)", "sepsis (A40-A41)")
    assert found.covers("M109") and found.covers("A419") and not found.covers("M119")


def test_only_a_single_code_without_a_dash_is_whole() -> None:
    found = references("(Z79.4, F17.-, B95-B97, T36-T50 with sixth character 5)", "(Z72.0)")
    assert [one.first for one in found.all if one.whole] == ["Z720"]
    assert [one.first for one in references("(Z79.4, F17.-, B95-B97)").all if one.whole] == ["Z794"]


def letters(at: str, which: str) -> tuple[Note, ...]:
    return tuple(Note(at, "seventh", f"{letter}: encounter") for letter in which)


def test_the_seventh_characters_of_the_innermost_heading_count() -> None:
    notes = (*letters("S72", "ADS"), *letters("S720", "AB"))
    assert completions("S72001", notes) == ("S72001A", "S72001B")


def test_empty_places_are_filled_with_x() -> None:
    assert completions("T1490", letters("T14", "A")) == ("T1490XA",)


def test_a_seventh_character_typed_too_early_moves_to_its_place() -> None:
    assert completions("T1490A", letters("T14", "AD")) == ("T1490AA", "T1490AD", "T1490XA")


def test_where_there_are_no_seventh_characters_nothing_is_added() -> None:
    assert completions("I10", ()) == ()


@pytest.mark.parametrize(
    ("code", "other", "both"),
    [
        ("H2511", "H2512", "H2513"),
        ("H2512", "H2511", "H2513"),
        ("S72001A", "S72002A", "S72003A"),
        ("S72001A", "S72002D", ""),
        ("H2511", "H2513", ""),
        ("J101", "J201", ""),
        ("H2511", "H251", ""),
    ],
)
def test_two_sides_may_have_one_code(code: str, other: str, both: str) -> None:
    assert bilateral(code, other) == both


def test_what_may_be_proposed_is_asked_for_beforehand() -> None:
    notes = {
        "E119": (Note("E11", "use_additional", "insulin (Z79.4), stage (N18.-)"),),
        "T1490": letters("T14", "A"),
        "H2511": (Note("H25", "excludes1", "another (H26.9)"),),
    }
    codes = Codes(dx("E119", "T1490", "H2511", "H2512"))
    assert may_be_proposed(codes, notes) == {"Z794", "T1490XA", "H2513"}
