"""How a query is understood before anything is ranked: spelling, shorthand, lay words, what is denied."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from queue_app.codesets.database import opened
from queue_app.codesets.lexicon import Lexicon
from queue_app.codesets.reading import Reading, readings
from queue_app.codesets.words import DENIED, stem
from tests.codesets.builders import known, make_tables


@pytest.fixture
def lexicon(tmp_path: Path) -> Iterator[Lexicon]:
    path = make_tables(
        tmp_path / "codes.sqlite",
        known("A01", "Intermittent wheezing of the hippus"),
        known("A02", "Gastro-esophageal fluttering"),
        known("A03", "Wheezing without fluttering"),
        known("A04", "Postoperative wheezing, left side"),
        known("A05", "Diverticulum of the hippus"),
        shorthand=[
            ("wz", "wheezing"),
            ("fast belly", "=; fluttering; hippus"),
            ("wheezy side", "fluttering"),
            ("wheezy sigh", "hippus"),
            ("wheezy hum in pregnancy", "hippus"),
        ],
    )
    tables: sqlite3.Connection = opened(path)
    yield Lexicon(tables, "icd10cm")
    tables.close()


def asks(reading: Reading) -> list[str]:
    """Of each word of a reading, the stem that answers it best."""
    return [max(one.stems, key=lambda each: one.stems[each]) for one in reading.wanted]


def first(lexicon: Lexicon, query: str) -> list[str]:
    return asks(readings(lexicon, query)[0])


@pytest.mark.parametrize(
    "typed, meant",
    [
        ("wheezing", "wheezing"),
        ("whezing", "wheezing"),
        ("wheeznig", "wheezing"),
        ("wheezzinng", "wheezing"),
        ("fluttrng", "fluttering"),
        ("intrmt", "intermittent"),
        ("intermit", "intermittent"),
        ("peridiverticulum", "diverticulum"),
    ],
)
def test_a_word_nobody_knows_is_read_as_the_nearest_known_one(lexicon: Lexicon, typed: str, meant: str):
    assert first(lexicon, f"{typed} hippus") == [stem(meant), stem("hippus")]


def test_a_known_word_is_never_mended(lexicon: Lexicon):
    assert lexicon.knows("side")
    assert first(lexicon, "side hippus") == [stem("side"), stem("hippus")]


def test_the_last_word_may_be_half_typed(lexicon: Lexicon):
    assert first(lexicon, "hippus whee") == [stem("hippus"), stem("wheezing")]


def test_words_written_apart_that_are_one_in_the_book_are_put_together(lexicon: Lexicon):
    assert first(lexicon, "post operative wheezing") == [stem("postoperative"), stem("wheezing")]


def test_a_word_the_book_writes_with_a_hyphen_is_found_without(lexicon: Lexicon):
    assert first(lexicon, "gastroesophageal fluttering")[:2] == [stem("gastro"), stem("esophageal")]


def test_shorthand_takes_the_place_of_what_is_written_which_is_only_the_last_resort(lexicon: Lexicon):
    meant, written = readings(lexicon, "WZ left")
    assert asks(meant) == [stem("wheezing"), stem("left")]
    assert asks(written) == ["wz", stem("left")] and written.worth < meant.worth


def test_a_lay_phrase_may_also_stand_for_itself_and_have_several_meanings(lexicon: Lexicon):
    found = readings(lexicon, "fast belly")
    assert [asks(one) for one in found][-2:] == [[stem("fluttering")], [stem("hippus")]]


def test_a_side_may_stand_in_the_middle_of_a_phrase(lexicon: Lexicon):
    assert first(lexicon, "wheezy left side") == [stem("fluttering"), stem("left")]


def test_a_phrase_may_be_half_typed(lexicon: Lexicon):
    assert [stem("fluttering")] in [asks(one) for one in readings(lexicon, "wheezy si")]


def test_a_phrase_that_ends_in_a_word_of_our_lists_alone_is_not_meant_beside_one_that_ends_in_the_books(
    lexicon: Lexicon,
):
    every = [asks(one) for one in readings(lexicon, "wheezy si")]
    assert [stem("fluttering")] in every and [stem("hippus")] not in every
    assert [stem("hippus")] in [asks(one) for one in readings(lexicon, "wheezy sig")]


def test_no_more_than_the_word_that_is_being_typed_is_completed(lexicon: Lexicon):
    assert [stem("hippus")] not in [asks(one) for one in readings(lexicon, "wheezy hu")]


def test_what_is_denied_is_asked_for_as_denied(lexicon: Lexicon):
    assert first(lexicon, "wheezing without fluttering")[-1] == "-" + stem("fluttering")
    assert first(lexicon, "wheezing with fluttering")[-1] == stem("fluttering")


def test_an_unknown_word_makes_the_rest_less_trusted(lexicon: Lexicon):
    sure, doubtful = readings(lexicon, "hippus")[0], readings(lexicon, "hippus 7777")[0]
    assert asks(sure) == asks(doubtful) and doubtful.worth < sure.worth


def test_a_query_of_unknown_words_has_no_reading(lexicon: Lexicon):
    assert readings(lexicon, "zzzz qqqq 12345") == []


@pytest.mark.parametrize(
    "typed, said",
    [
        ("wz hippus", "wheezing hippus"),
        ("whezing hippus", "wheezing hippus"),
        ("wheezing hippus", ""),
        ("hippus whee", ""),
        ("left wz", "left wheezing"),
    ],
)
def test_it_is_told_what_a_query_was_read_as_where_that_is_not_what_was_typed(
    lexicon: Lexicon, typed: str, said: str
):
    assert readings(lexicon, typed)[0].said == said


def test_a_meaning_does_not_contradict_what_is_written_beside_it(tmp_path: Path):
    path = make_tables(
        tmp_path / "codes.sqlite",
        known("A01", "Acute wheezing"),
        known("A02", "Chronic wheezing"),
        shorthand=[("wz", "acute wheezing")],
    )
    tables = opened(path)
    assert first(Lexicon(tables, "icd10cm"), "wz")[0] == stem("acute")
    assert first(Lexicon(tables, "icd10cm"), "chronic wz") == [stem("chronic"), stem("wheezing")]
    tables.close()


def test_both_sides_are_a_little_answered_by_each_of_them(lexicon: Lexicon):
    (both,) = readings(lexicon, "bilateral")[0].wanted
    assert both.stems[stem("bilateral")] > both.stems[stem("left")] == both.stems[stem("right")] > 0


def test_words_of_sentences_that_ask_for_nothing_are_passed_over(lexicon: Lexicon):
    assert first(lexicon, "he has got wheezing") == [stem("wheezing")]
    assert readings(lexicon, "she has gone wheezing")[0].worth == 1.0


def test_what_is_denied_after_something_else_is_not_asked_for(lexicon: Lexicon):
    qualified = readings(lexicon, "wheezing no fluttering")[0]
    assert DENIED + stem("fluttering") in qualified.stems and stem("fluttering") not in qualified.stems
    assert stem("hippus") not in readings(lexicon, "wheezing no hippus")[0].stems


def test_a_denial_that_comes_first_is_the_complaint(lexicon: Lexicon):
    assert stem("fluttering") in readings(lexicon, "no fluttering of hippus")[0].stems


def test_what_is_non_is_also_what_a_title_is_without(lexicon: Lexicon):
    assert DENIED + stem("fluttering") in readings(lexicon, "wheezing nonfluttering hippus")[0].stems
