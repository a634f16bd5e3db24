"""Which of the codes that say what is wanted comes first: sides, encounters, chapters, the site's own."""

from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from queue_app.codesets import index
from queue_app.codesets.database import opened, replacing
from queue_app.codesets.search import Found, search
from queue_app.codesets.tables import CodeTables
from queue_app.domain.codes import System
from tests.codesets.builders import IN_2026, known, make_tables


def found(path: Path, query: str, on: date = IN_2026) -> list[Found]:
    return CodeTables(path).search(System.ICD10CM, query, on)


def codes(path: Path, query: str) -> list[str]:
    return [one.code for one in found(path, query)]


@pytest.fixture
def knees(tmp_path: Path) -> Path:
    return make_tables(
        tmp_path / "codes.sqlite",
        known("M70", "Ache of knee", billable=False),
        known("M700", "Ache of unspecified knee"),
        known("M701", "Ache of right knee"),
        known("M702", "Ache of left knee"),
        terms=[("M70", "Runner's woe")],
    )


def test_the_side_that_was_asked_for_comes_first(knees: Path):
    assert codes(knees, "knee ache left")[0] == "M702"
    assert codes(knees, "ache right knee")[0] == "M701"


@pytest.fixture
def ears(tmp_path: Path) -> Path:
    return make_tables(
        tmp_path / "codes.sqlite",
        known("H601", "Itch of right ear"),
        known("H602", "Itch of left ear"),
        known("H603", "Itch of ear, bilateral"),
        known("H609", "Itch of ear, unspecified ear"),
        known("H70", "Woe of both fingers"),
        shorthand=[("bl", "bilateral")],
    )


@pytest.mark.parametrize("both", ["both", "bl", "bilat", "bilateral"])
def test_both_sides_are_the_bilateral_code(ears: Path, both: str):
    assert codes(ears, f"itch {both} ears")[0] == "H603"
    assert codes(ears, f"itch ear {both}")[0] == "H603"


def test_a_title_that_says_the_contrary_of_a_word_that_was_asked_comes_later(tmp_path: Path):
    path = make_tables(
        tmp_path / "codes.sqlite",
        known("A01", "Chronic wheeze"),
        known("A02", "Morning wheeze"),
        known("A03", "Acute grumbling"),
    )
    found = codes(path, "acute wheeze")
    assert found.index("A02") < found.index("A01")


def test_what_recurs_or_is_of_a_graft_is_not_meant_unless_it_is_said(tmp_path: Path):
    path = make_tables(
        tmp_path / "codes.sqlite",
        known("A01", "Recurrent wheeze"),
        known("A02", "Thunderous wheeze"),
    )
    assert codes(path, "wheeze")[0] == "A02"
    assert codes(path, "wheeze, recurrent")[0] == "A01"


def test_without_a_side_the_code_that_leaves_it_open_comes_first(knees: Path):
    assert codes(knees, "knee ache")[0] == "M700"


def test_a_term_of_a_heading_leads_to_the_code_below_with_the_side(knees: Path):
    best = found(knees, "runner's woe left")[0]
    assert (best.code, best.matched) == ("M702", "Runner's woe")


def test_a_heading_is_less_likely_than_its_plainest_code(tmp_path: Path):
    path = make_tables(
        tmp_path / "codes.sqlite",
        known("K35", "Goutlet", billable=False),
        known("K350", "Left goutlet"),
        known("K359", "Goutlet, unspecified"),
    )
    answers = codes(path, "goutlet")
    assert answers[0] == "K359" and set(answers) == {"K359", "K35", "K350"}


def test_a_code_that_means_it_is_likelier_than_a_heading_that_says_it(tmp_path: Path):
    path = make_tables(
        tmp_path / "codes.sqlite",
        known("K35", "Goutlet", billable=False),
        known("K40", "Toe trouble"),
        terms=[("K40", "Goutlet")],
    )
    assert codes(path, "goutlet") == ["K40", "K35"]


@pytest.fixture
def bumps(tmp_path: Path) -> Path:
    return make_tables(
        tmp_path / "codes.sqlite",
        known("S019", "Bump of hand", billable=False),
        known("S019XXA", "Bump of hand, initial encounter"),
        known("S019XXD", "Bump of hand, subsequent encounter"),
        known("S019XXS", "Bump of hand, sequela"),
    )


def test_the_first_encounter_comes_before_later_ones(bumps: Path):
    assert codes(bumps, "bump hand")[0] == "S019XXA"


def test_a_later_encounter_comes_first_when_it_is_asked_for(bumps: Path):
    assert codes(bumps, "bump hand subsequent")[0] == "S019XXD"
    assert codes(bumps, "sequela of bump of hand")[0] == "S019XXS"


def test_a_code_of_pregnancy_comes_first_only_when_pregnancy_is_spoken_of(tmp_path: Path):
    path = make_tables(
        tmp_path / "codes.sqlite", known("O21", "Grumpiness in pregnancy"), known("R45", "Grumpiness")
    )
    assert codes(path, "grumpiness")[0] == "R45"
    assert codes(path, "grumpiness pregnant")[0] == "O21"


def test_what_a_title_is_without_does_not_answer_the_word(tmp_path: Path):
    path = make_tables(
        tmp_path / "codes.sqlite", known("A01", "Wheeze without glow"), known("A02", "Wheeze with faint glow")
    )
    assert codes(path, "wheeze glow")[0] == "A02"
    assert codes(path, "wheeze without glow")[0] == "A01"


def test_a_code_for_what_is_not_named_elsewhere_is_no_default(tmp_path: Path):
    path = make_tables(
        tmp_path / "codes.sqlite", known("A01", "Other wheeze"), known("A09", "Wheeze, unspecified")
    )
    assert codes(path, "wheeze")[0] == "A09"


def test_a_code_that_ended_comes_after_the_good_ones_below_it(tmp_path: Path):
    path = make_tables(
        tmp_path / "codes.sqlite",
        known("G35", "Grumbles", valid_to=date(2025, 9, 30)),
        known("G35D", "Grumbles, unspecified", valid_from=date(2025, 10, 1)),
    )
    assert [(one.code, one.valid) for one in found(path, "grumbles")] == [("G35D", True), ("G35", False)]
    assert found(path, "grumbles", date(2025, 1, 1))[0].code == "G35"


def test_what_the_site_codes_often_is_likelier(tmp_path: Path):
    path = make_tables(tmp_path / "codes.sqlite", known("A01", "Blue woe"), known("A02", "Red woe"))
    tables = opened(path)
    assert search(tables, System.ICD10CM, "woe", IN_2026, 2)[0].code == "A02"  # the shorter title
    assert search(tables, System.ICD10CM, "woe", IN_2026, 2, {"A01": 0.01})[0].code == "A01"


def test_a_line_of_the_index_finds_its_code_and_is_what_matched(tmp_path: Path):
    path = make_tables(tmp_path / "codes.sqlite", known("A01", "Trouble of the toe"))
    with replacing(path, copy=True) as tables:
        tables.execute(
            "INSERT INTO book (book, position, path, modifiers, see, kind, code)"
            " VALUES ('index', 1, 'Woe, woeful > marching', '(of soldiers)', '', '', 'A01')"
        )
        index.rebuild(tables)
    for query in ("marching woe", "woe of soldiers marching"):
        best = found(path, query)[0]
        assert (best.code, best.matched) == ("A01", "Woe, woeful > marching (of soldiers)")


def test_a_column_of_the_neoplasm_table_is_read_as_the_kind_of_growth(tmp_path: Path):
    path = make_tables(tmp_path / "codes.sqlite", known("C01", "First thing"), known("D01", "Second thing"))
    with replacing(path, copy=True) as tables:
        tables.executemany(
            "INSERT INTO book (book, position, path, modifiers, see, kind, code)"
            " VALUES ('neoplasm', 1, 'elbow pit', '', '', ?, ?)",
            [("primary", "C01"), ("benign", "D01")],
        )
        index.rebuild(tables)
    assert codes(path, "malignant neoplasm elbow pit")[0] == "C01"
    assert codes(path, "benign neoplasm of elbow pit")[0] == "D01"


def test_habit_lifts_no_doubtful_answer_above_one_that_says_all_that_was_asked(tmp_path: Path):
    path = make_tables(tmp_path / "codes.sqlite", known("A01", "Woe"), known("A02", "Woe of the great toe"))
    with closing(opened(path)) as tables:
        assert search(tables, System.ICD10CM, "woe", IN_2026, 2, {"A02": 0.9})[0].code == "A01"


def test_a_code_that_leaves_open_what_was_said_stands_behind_the_one_that_says_it(tmp_path: Path):
    path = make_tables(
        tmp_path / "codes.sqlite",
        known("L89", "Sore", billable=False),
        known("L891", "Sore, stage 4"),
        known("L899", "Sore, unspecified stage"),
        terms=[("L89", "Sore of any stage 4")],
    )
    assert codes(path, "sore stage 4")[0] == "L891"
    assert codes(path, "sore")[0] == "L899"


def test_a_metastasis_is_found_by_any_site_of_the_primary_neoplasms_it_is_of(tmp_path: Path):
    path = make_tables(
        tmp_path / "codes.sqlite",
        known("C412", "Malignant neoplasm of vertebral column"),
        known("C413", "Malignant neoplasm of ribs, sternum and clavicle"),
        known("C710", "Malignant neoplasm of cerebrum"),
        known("C7931", "Secondary malignant neoplasm of brain"),
        known("C7951", "Secondary malignant neoplasm of bone"),
        known("C799", "Secondary malignant neoplasm of unspecified site"),
        shorthand=[("mets", "secondary malignant neoplasm unspecified site")],
    )
    for query in ("rib mets", "mets to rib", "mets vertebral column", "mets bone"):
        assert codes(path, query)[0] == "C7951"
    assert codes(path, "mets cerebrum")[0] == "C7931"
    assert codes(path, "mets")[0] == "C799"
