"""Two texts in one: nothing of either is lost, and what was carried over is told from what is new."""

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_app.domain.comparison import LARGEST, Kind, Piece, carried, compare, flat
from queue_app.domain.encounter import Section

WORDS = st.sampled_from(
    ["fever", "no", "K 3.1", "the", "the", ".", ". ", "\n", "\n\n", " ", "\t", "• ", "\f", "é🌡"]
)
NOTES = st.one_of(st.text(), st.lists(WORDS).map("".join))
DAY_2 = (
    "1. Heart failure: responding. Continue IV furosemide.\n2. Hypokalemia, K 3.1.\n3. Wean to room air.\n"
)
DAY_3 = (
    "1. Heart failure: responding. Oral torsemide.\n2. Hypokalemia, K 3.9.\n3. Wean to room air.\n4. AKI.\n"
)


def told(pieces):
    marks = {Kind.SAME: "{}", Kind.NEW: "+{}+", Kind.GONE: "-{}-"}
    return "".join(marks[kind].format(text) for kind, text in pieces)


def without(kind, pieces):
    return "".join(text for one, text in pieces if one is not kind)


def assert_nothing_is_lost(older, newer):
    pieces = compare(older, newer)
    assert without(Kind.GONE, pieces) == newer
    assert without(Kind.NEW, pieces) == older
    return pieces


@given(NOTES, NOTES)
def test_without_what_is_gone_it_is_the_newer_and_without_what_is_new_the_older(older, newer):
    assert_nothing_is_lost(older, newer)


@given(NOTES)
def test_a_text_beside_itself_is_carried_over_whole(text):
    assert compare(text, text) == ((Piece(Kind.SAME, text),) if text else ())


@given(NOTES, NOTES)
def test_pieces_alternate_and_none_is_empty(older, newer):
    pieces = compare(older, newer)
    assert all(text for _, text in pieces)
    assert all(one.kind is not two.kind for one, two in pairwise(pieces))


def test_a_copied_note_shows_the_words_that_are_new():
    assert told(compare(DAY_2, DAY_3)) == (
        "1. Heart failure: responding. -Continue IV furosemide-+Oral torsemide+.\n"
        "2. Hypokalemia, K -3.1-+3.9+.\n3. Wean to room air.\n+4. AKI.\n+"
    )


def test_a_sentence_that_came_between_others_moves_nothing():
    assert told(compare("Fever. Cough.\n", "Fever. No pain. Cough.\n")) == "Fever.+ No pain.+ Cough.\n"


def test_words_that_two_sentences_share_by_chance_are_not_carried_over():
    older = "The patient was seen in the clinic by the nurse for wound care.\n"
    newer = "Echocardiogram shows an ejection fraction of thirty in the left ventricle.\n"
    assert told(compare(older, newer)).startswith("-The patient was seen in the clinic")


@pytest.mark.parametrize(
    ("older", "newer", "words", "share"),
    [
        (DAY_2, DAY_2, 16, 100),
        ("Fever.", "Rash.", 1, 0),
        ("a b c d e", "a b c d e f g", 7, 71),
        ("x " * 999, "x " * 999 + "y", 1000, 99),
        ("Fever.", "", 0, 0),
    ],
    ids=["all", "none", "some", "nearly all", "no text"],
)
def test_the_share_counts_words_of_the_newer_text(older, newer, words, share):
    found = carried(compare(older, newer))
    assert (found.words, found.share) == (words, share)


def test_a_stretch_too_large_to_compare_by_words_is_gone_and_new():
    older, newer = "a b " * LARGEST + "a", "b a " * LARGEST + "b"
    kinds = [kind for kind, _ in assert_nothing_is_lost("Same.\n" + older, "Same.\n" + newer)]
    assert kinds == [Kind.SAME, Kind.GONE, Kind.NEW]


def a_note(random, vocabulary, statements):
    """About 60 kB of words, so many of a hundred end a sentence or a line."""
    words = []
    while sum(map(len, words)) < 60_000:
        words += [
            random.choice(vocabulary)
            + (random.choice((". ", ".\n")) if random.random() < statements else " ")
            for _ in range(500)
        ]
    return "".join(words)


@pytest.mark.parametrize("size", [2, 50, 3000])
@pytest.mark.parametrize("statements", [0, 0.08, 0.5, 1])
def test_of_two_large_notes_nothing_is_lost(size, statements):
    random = Random(size)
    vocabulary = [f"w{number}" for number in range(size)]
    older, newer = (a_note(random, vocabulary, statements) for _ in range(2))
    assert_nothing_is_lost(older, newer)


def test_the_title_of_a_section_is_a_line_of_its_own_and_no_text_can_pass_for_one():
    sections = (Section(title="Plan", text="Rest."), Section(title="", text="\fNo title"))
    assert flat(sections) == "\fPlan\nRest.\n\n No title\n\n"
