"""The code lists as trees, with the notes of each place and of those above it."""

from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from queue_app.codesets.database import opened
from queue_app.codesets.tables import CodeTables
from queue_app.codesets.tabular import below, coded
from queue_app.domain.codes import System
from tests.codesets.builders import known, make_tables

ON = date(2026, 11, 1)


def way(tables: CodeTables, name: str, system: System = System.ICD10CM) -> list[str]:
    place = tables.place(system, name, ON)
    return [entry.id for entry in place.way] if place else []


@pytest.mark.parametrize(
    ("name", "above"),
    [
        ("J18.9", ["10", "J09-J18", "J18"]),
        ("j189", ["10", "J09-J18", "J18"]),
        ("J18", ["10", "J09-J18"]),
        ("J09-J18", ["10"]),
        ("10", []),
        ("C4A.0", ["2", "C43-C44", "C4A"]),  # printed after C43, whatever its letters
        ("D49", ["2", "D49-D49"]),  # a section of one category
        ("W00.0XXA", ["20", "W00-W19", "W00", "W000"]),  # the placeholders are no codes
        ("T36.0X1A", ["19", "T36-T50", "T36", "T360", "T360X", "T360X1"]),
    ],
)
def test_a_place_stands_below_category_section_and_chapter(tables: CodeTables, name: str, above: list[str]):
    assert way(tables, name)[:-1] == above


@pytest.mark.parametrize("name", ["J1899", "XYZ", "99", "J09-J99", "%", "J18.9' OR 1=1", "é", "-"])
def test_what_is_no_place_has_none(tables: CodeTables, name: str):
    assert tables.place(System.ICD10CM, name, ON) is None


def test_the_top_has_the_chapters_and_each_level_what_stands_beside_it(tables: CodeTables):
    top = tables.place(System.ICD10CM, "", ON)
    assert top and [entry.span for entry in top.levels[0]][:2] == ["A00-B99", "C00-D49"]
    assert len(top.levels[0]) == 22
    place = tables.place(System.ICD10CM, "J18.9", ON)
    assert place and [entry.id for entry in place.levels[3]] == ["J180", "J181", "J182", "J188", "J189"]
    assert len(place.levels) == 4, "nothing stands below a code that can be billed"


def test_notes_are_inherited_from_category_section_and_chapter_the_nearest_first(tables: CodeTables):
    place = tables.place(System.ICD10CM, "J18.9", ON)
    assert place
    assert [one.entry.id for one in place.notes] == ["J18", "J09-J18", "10"]
    assert [kind for kind, _ in place.notes[0].kinds] == ["excludes1", "excludes2", "code_first", "code_also"]
    asthma = tables.place(System.ICD10CM, "J45.909", ON)
    assert asthma and dict(asthma.notes[0].kinds)["inclusion"] == ("Asthma NOS",)


def test_inclusion_terms_hold_for_their_own_code_alone(tables: CodeTables):
    place = tables.place(System.ICD10CM, "S72.001A", ON)
    assert place
    inherited = [kind for one in place.notes if one.entry.id != "S72001A" for kind, _ in one.kinds]
    assert "seventh" in inherited and "inclusion" not in inherited


def test_codes_of_other_years_stand_in_the_tree_only_with_a_title(tmp_path: Path):
    ended = {"valid_to": date(2020, 9, 30)}
    codes = (known("A00", billable=False), known("A000"), known("A001", "", **ended), known("A002", **ended))
    with closing(opened(make_tables(tmp_path / "codes.sqlite", *codes))) as tables:
        found = below(tables, System.ICD10CM, "A00", ON)
    assert [(entry.id, entry.valid) for entry in found] == [("A000", True), ("A002", False)]


def test_a_category_that_was_a_code_stands_as_ended_and_leads_on_to_what_it_was_divided_into(
    tables: CodeTables,
):
    place = tables.place(System.ICD10CM, "G35", ON)
    assert place is not None
    entry = place.way[-1]
    assert (entry.billable, entry.valid, entry.leads_on) == (True, False, True)
    assert "G35A" in [one.id for one in place.levels[-1]]
    before = tables.place(System.ICD10CM, "G35", date(2025, 9, 30))
    assert before is not None and before.way[-1].valid


def test_lists_without_headings_are_parted_by_the_beginnings_of_their_codes(tables: CodeTables):
    assert way(tables, "J1885", System.HCPCS) == ["J", "J1", "J1885"]
    place = tables.place(System.HCPCS, "J1", ON)
    assert place and "J1885" in [entry.id for entry in place.levels[-1]]
    assert tables.place(System.HCPCS, "J9999999", ON) is None


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("heart failure (I50.-)", [("I50.-", "I50")]),
        ("injury of head (S00-S09)", [("S00", "S00"), ("S09", "S09")]),
        ("weeks of gestation (Z3A.-), see QA0.1", [("Z3A.-", "Z3A"), ("QA0.1", "QA01")]),
        ("HIV NOS, hemoglobin H, grade 3B, 1C2", []),
        ("T36-T50 with final character 5", [("T36", "T36"), ("T50", "T50")]),
    ],
)
def test_a_note_is_cut_at_the_codes_it_names(text: str, codes: list[tuple[str, str]]):
    pieces = list(coded(text))
    assert "".join(words for words, _ in pieces) == text
    assert [piece for piece in pieces if piece[1]] == codes
