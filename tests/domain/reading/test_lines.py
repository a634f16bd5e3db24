"""Taking a section apart: under headings, item by item, sentence by sentence, each at its place."""

import pytest

from queue_app.domain.encounter import Section
from queue_app.domain.reading.lines import statements
from queue_app.domain.reading.parts import Part, part_of


def told(text: str, title: str = "") -> list[tuple[str, str, bool]]:
    section = Section(title=title, text=text)
    return [
        (text[one.start : one.end].strip(), one.part.name.lower(), one.names) for one in statements(section)
    ]


def named(text: str, title: str = "Assessment") -> list[str]:
    return [words for words, _, names in told(text, title) if names]


@pytest.mark.parametrize(
    ("title", "part"),
    [
        ("Discharge diagnoses", Part.FINAL),
        ("PRINCIPAL DIAGNOSIS:", Part.FINAL),
        ("Clinical impression", Part.FINAL),
        ("A/P", Part.DIAGNOSES),
        ("Assessment and plan", Part.DIAGNOSES),
        ("Admitting diagnosis", Part.DIAGNOSES),
        ("Differential diagnosis", Part.DIFFERENTIAL),
        ("PMH", Part.PAST),
        ("Family history", Part.FAMILY),
        ("Review of systems", Part.REVIEW),
        ("Allergies", Part.ALLERGIES),
        ("Discharge medications", Part.MEDICATIONS),
        ("Discharge instructions", Part.INSTRUCTIONS),
        ("Brief hospital course", Part.NARRATIVE),
        ("Labs › Impression", Part.DIAGNOSES),
        ("Something else entirely", None),
    ],
)
def test_a_heading_says_what_stands_below_it(title, part):
    assert part_of(title) is part


def test_items_of_a_list_name_diagnoses_and_what_follows_them_does_not():
    assert named("1. Sepsis due to UTI: ceftriaxone.\n2. Hypertension. Continue lisinopril 10 mg.") == [
        "Sepsis due to UTI",
        "Hypertension",
    ]


def test_a_list_may_stand_in_one_line():
    assert named("1. Viral gastroenteritis 2. Dehydration", "Impression") == [
        "Viral gastroenteritis",
        "Dehydration",
    ]


def test_a_list_may_be_parted_by_semicolons_or_points():
    text = "Small bowel obstruction; hypokalemia. Hypertension."
    assert named(text, "Final diagnoses") == ["Small bowel obstruction", "hypokalemia", "Hypertension"]


def test_headings_inside_a_text_begin_a_new_part():
    text = "HPI: Cough for a week.\nFAMILY HISTORY: asthma\nASSESSMENT:\nAcute bronchitis"
    assert [part for _, part, _ in told(text)] == ["narrative", "family", "diagnoses"]


def test_a_heading_in_the_middle_of_a_line_counts():
    text = "Hypertension, gout. Medications: lisinopril daily"
    assert told(text, "Past history") == [
        ("Hypertension, gout", "past", False),
        ("lisinopril daily", "medications", False),
    ]


def test_a_sentence_that_tells_a_story_names_nothing():
    assert named("66-year-old man who presents with low back pain.") == []


def test_a_wrapped_line_is_one_statement():
    text = "Acute on chronic systolic heart failure with a very long explanation that\nwas wrapped here"
    assert len(told(text, "Hospital course")) == 1


def test_places_are_those_of_the_text_however_strange_it_is():
    text = "1. Ménière’s disease 😀\n\n2.\u00a0Gout\u2028\x00 <b>\n• \n:::\n" + "x" * 1000
    section = Section(title="Assessment", text=text)
    for one in statements(section):
        assert 0 <= one.start < one.end <= len(text)
        assert text[one.start : one.end].strip()
