"""The words of titles and queries, made comparable."""

import pytest

from queue_app.codesets.words import MOST_WORDS, asked, read, spelled_out, words


@pytest.mark.parametrize(
    "one, other",
    [
        ("Fractures of hips", "fracture of hip"),
        ("Ménière's disease", "menieres disease"),
        ("Crohn’s", "crohn"),
        ("arteries", "artery"),
        ("Pneumonia NOS", "PNEUMONIA unspecified"),
        ("gastro-esophageal", "gastro esophageal"),
    ],
)
def test_two_ways_to_write_a_thing_have_the_same_words(one: str, other: str):
    assert words(one) == words(other)


@pytest.mark.parametrize("word", ["pelvis", "abscess", "status", "virus"])
def test_a_word_that_ends_in_s_without_being_a_plural_stays_whole(word: str):
    assert words(word) == [word]


@pytest.mark.parametrize(
    "title, telling",
    [
        ("Essential (primary) hypertension", ["essential", "hypertension"]),
        ("Type 2 diabetes mellitus without complications", ["type", "2", "diabete", "mellitus"]),
        ("Laceration without foreign body of left hand", ["laceration", "left", "hand"]),
        (
            "Unspecified fracture of left femur, initial encounter for closed fracture",
            ["fracture", "left", "femur"],
        ),
        ("Pneumonia, unspecified organism", ["pneumonia"]),
        (
            "Type 2 diabetes mellitus with unspecified complications",
            ["type", "2", "diabete", "mellitus", "complication"],
        ),
    ],
)
def test_a_title_is_told_by_what_a_coder_would_have_to_mean(title: str, telling: list[str]):
    assert read(title)[1] == telling


def test_a_query_keeps_each_word_once_and_only_the_first_few():
    assert asked("left LEFT lefts") == ["left"]
    assert len(asked(" ".join(f"w{number}" for number in range(100)))) == MOST_WORDS


def test_small_words_count_only_when_there_are_no_others():
    assert asked("fracture of the hip") == ["fracture", "hip"]
    assert asked("of the") == ["of", "the"]


def test_the_longest_shorthand_is_written_out_first():
    meanings = {"w": "with", "c diff": "clostridium difficile", "diff": "difference"}
    assert spelled_out("C diff, w sepsis", meanings.get) == "clostridium difficile with sepsis"
