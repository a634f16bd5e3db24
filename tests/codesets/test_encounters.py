"""What the end of a query says of the encounter."""

from pathlib import Path

import pytest

from queue_app.codesets.encounters import encounter, sevenths
from queue_app.codesets.tables import CodeTables
from queue_app.codesets.words import stems
from queue_app.domain.codes import System
from tests.codesets.builders import IN_2026, known, make_tables


@pytest.mark.parametrize(
    "query, rest, character",
    [
        ("Fx of ankle, init encntr", "Fx of ankle", "A"),
        ("Fx of ankle, initial encounter for open fracture", "Fx of ankle", "B"),
        ("Fx of ankle, init for opn fx type 3A/B/C", "Fx of ankle", "C"),
        ("Burn of hand, subs", "Burn of hand", "D"),
        ("Fx of ankle, subs for opn fx type I/2 w delay heal", "Fx of ankle", "H"),
        ("fx ankle subsequent encounter for closed fracture with nonunion", "fx ankle", "K"),
        ("Fx of ankle, subs for opn fx type 3A/B/C w malunion", "Fx of ankle", "R"),
        ("Fx of ankle, 7thG", "Fx of ankle ", "G"),
        ("fracture with nonunion", "fracture with nonunion", ""),
        ("initial insomnia", "initial insomnia", ""),
        ("subs", "subs", ""),
    ],
)
def test_the_end_of_a_query_may_name_the_encounter(query: str, rest: str, character: str):
    assert encounter(query) == (rest, character)


@pytest.mark.parametrize(
    "said, characters",
    [
        ("fracture", "A"),
        ("open fracture", "ABC"),
        ("fracture nonunion", "AKMN"),
        ("fracture sequela", "AS"),
        ("subsequent open", "ADBCEF"),
    ],
)
def test_words_anywhere_say_which_encounters_may_be_meant(said: str, characters: str):
    assert sorted(sevenths(stems(said))) == sorted(characters)


def test_the_code_with_the_seventh_character_asked_for_is_found_by_the_title_above_it(tmp_path: Path):
    tails = {"A": "initial encounter", "D": "subsequent encounter", "S": "sequela"}
    path = make_tables(
        tmp_path / "codes.sqlite",
        known("S90", "Bruise of toe", billable=False),
        *(known(f"S90XXX{letter}", f"Bruise of toe, {tail}") for letter, tail in tails.items()),
    )
    tables = CodeTables(path)
    for query, code in (
        ("bruise toe", "S90XXXA"),
        ("toe bruise, subs encntr", "S90XXXD"),
        ("bruise toe sequela", "S90XXXS"),
        ("bruise of toe 7thD", "S90XXXD"),
    ):
        assert tables.search(System.ICD10CM, query, IN_2026)[0].code == code, query


def test_a_title_of_an_encounter_is_found_too_where_none_stands_above_it(tmp_path: Path):
    path = make_tables(tmp_path / "codes.sqlite", known("S90XXXD", "Bruise of toe, subsequent encounter"))
    assert CodeTables(path).search(System.ICD10CM, "bruise toe", IN_2026)[0].code == "S90XXXD"
