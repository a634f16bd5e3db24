"""NCCI: pairs of services that may not be billed together, and the most units of a service."""

from datetime import date
from pathlib import Path

import pytest

from queue_app.codesets.load import load
from queue_app.codesets.tables import CodeTables
from queue_app.domain.errors import Malformed
from tests.codesets.builders import make_tables, pairs_file, units_file, write_lines

FIRST, SECOND = "ccipra-v320r0-f1.txt", "ccipra-v320r0-f2.txt"
PAIR = ("11042", "97597")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_tables(tmp_path / "tables" / "codes.sqlite")


def in_force(path: Path, on: date, *pairs: tuple[str, str], setting: str = "professional") -> list[str]:
    found = CodeTables(path).ncci(pairs or [PAIR], on, setting)
    return [" ".join((*pair, indicator)) for pair, indicator in sorted(found.items())]


def test_a_pair_counts_from_its_first_to_its_last_day_in_either_order(path: Path, tmp_path: Path):
    file = pairs_file(tmp_path / FIRST, "11042 97597 20200101 20251231 1", "11042 99211 19960101 * 0")
    summary = load(path, "ncci", file)
    assert (summary.release, summary.rows, summary.changed) == ("2026-01-01", 2, 2)
    assert in_force(path, date(2019, 12, 31)) == in_force(path, date(2026, 1, 1)) == []
    assert in_force(path, date(2025, 12, 31), PAIR[::-1]) == ["11042 97597 1"]
    assert in_force(path, date(2026, 1, 1), PAIR, ("99211", "11042")) == ["11042 99211 0"]


def test_a_pair_that_was_withdrawn_from_its_first_day_on_never_counts(path: Path, tmp_path: Path):
    load(path, "ncci", pairs_file(tmp_path / FIRST, "11042 97597 20200101 20200101 9"))
    assert in_force(path, date(2020, 1, 1)) == []


def test_practitioners_and_hospitals_have_pairs_of_their_own(path: Path, tmp_path: Path):
    load(path, "ncci", pairs_file(tmp_path / FIRST, "11042 97597 20200101 * 1"))
    load(path, "ncci-facility", pairs_file(tmp_path / "ccioph-v320r0-f1.txt", "11042 97597 20200101 * 0"))
    assert in_force(path, date(2026, 1, 1)) == ["11042 97597 1"]
    assert in_force(path, date(2026, 1, 1), setting="facility") == ["11042 97597 0"]


def test_the_file_of_the_other_setting_is_refused(path: Path, tmp_path: Path):
    with pytest.raises(Malformed, match="is a file of the set ncci-facility, by its name"):
        load(path, "ncci", pairs_file(tmp_path / "ccioph-v320r0-f1.txt", "11042 97597 20200101 * 0"))


def test_the_files_of_a_release_add_up_and_the_older_one_goes_when_all_are_there(path: Path, tmp_path: Path):
    on = date(2026, 5, 1)
    load(path, "ncci", pairs_file(tmp_path / FIRST, "11042 97597 20200101 * 1", "11043 97597 20200101 * 1"))
    load(path, "ncci", pairs_file(tmp_path / SECOND, "11044 97597 20200101 * 1"))
    asked = [(f"1104{one}", "97597") for one in (2, 3, 4)]

    changed = pairs_file(tmp_path / "ccipra-v321r0-f1.txt", "11042 97597 20200101 20260331 1")
    summary = load(path, "ncci", changed)
    assert summary.changed == 1
    assert "1. The release of 2026-01-01 stays beside it" in summary.note
    assert in_force(path, on, *asked) == ["11043 97597 1", "11044 97597 1"]

    summary = load(path, "ncci", pairs_file(tmp_path / "ccipra-v321r0-f2.txt", "11044 97597 20200101 * 0"))
    assert summary.note == "Files of this release that are loaded: 2."
    assert in_force(path, on, *asked) == ["11044 97597 0"]
    kept = [one.source for one in CodeTables(path).releases() if one.set_name == "ncci"]
    assert kept == ["ccipra-v321r0-f1.txt", "ccipra-v321r0-f2.txt"]

    with pytest.raises(Malformed, match="is older"):
        load(path, "ncci", tmp_path / FIRST)


def test_a_corrected_file_takes_the_place_of_the_wrong_one(path: Path, tmp_path: Path):
    load(path, "ncci", pairs_file(tmp_path / FIRST, "11042 97597 20200101 * 1"))
    load(path, "ncci", pairs_file(tmp_path / SECOND, "11044 97597 20200101 * 1"))
    load(path, "ncci", pairs_file(tmp_path / "ccipra-v320r1-f1.txt", "11043 97597 20200101 * 1"))
    asked = [(f"1104{one}", "97597") for one in (2, 3, 4)]
    assert in_force(path, date(2026, 1, 1), *asked) == ["11043 97597 1", "11044 97597 1"]
    assert load(path, "ncci", tmp_path / SECOND).note == "This file is loaded already."


def test_the_first_five_broken_rows_are_told_with_their_lines(path: Path, tmp_path: Path):
    rows = ["11042 97597 20200101 * 1"] * 2 + ["1104 97597 20200101 * 1", "11042 97597 20209901 * 1"]
    rows += ["11042 97597 20200101 * 2", "11042 97597 20200101 20191231 1", "11042 x 20200101 * 1"]
    file = pairs_file(tmp_path / FIRST, *rows, "11042 also-broken 20200101 * 1", *rows[:2])
    before = path.read_bytes()
    with pytest.raises(Malformed) as refused:
        load(path, "ncci", file)
    assert str(refused.value) == (
        "Line 6 of ccipra-v320r0-f1.txt: there is no code in its first or second column;"
        " line 7: one of its days cannot be read;"
        " line 8: its modifier indicator is not 0, 1 or 9;"
        " line 9: its last day is before its first;"
        " line 10: there is no code in its first or second column. The tables are as they were."
    )
    assert path.read_bytes() == before


def test_a_first_row_that_is_broken_is_no_heading(path: Path, tmp_path: Path):
    with pytest.raises(Malformed, match="Line 4 "):
        load(
            path, "ncci", pairs_file(tmp_path / FIRST, "wrong 97597 20200101 * 1", "11042 97597 20200101 * 1")
        )


def test_a_file_cut_in_the_middle_of_a_row_is_refused(path: Path, tmp_path: Path):
    file = pairs_file(tmp_path / FIRST, "11042 97597 20200101 * 1", "11043 97597 20200101 * 1")
    file.write_text(file.read_text()[: -len("* 1 Misuse of a code with another\n")])
    with pytest.raises(Malformed, match=r"Line 5 .* fewer than six columns"):
        load(path, "ncci", file)


def test_a_file_that_has_no_pairs_at_all_is_refused(path: Path, tmp_path: Path):
    with pytest.raises(Malformed, match="neither it nor any line above looks like a row"):
        load(path, "ncci", write_lines(tmp_path / FIRST, *["Dear reader"] * 100))
    with pytest.raises(Malformed, match="longer than any line"):
        load(path, "ncci", write_lines(tmp_path / FIRST, "x" * 3_000_000))


def test_most_units_are_those_of_the_release_in_force_on_the_day(path: Path, tmp_path: Path):
    winter = units_file(
        tmp_path / "MCR_MUE_PractitionerServices_Eff_01-01-2026.csv", "11042,1,2", "J1100,120,3"
    )
    spring = units_file(
        tmp_path / "MCR_MUE_PractitionerServices_Eff_04-01-2026.csv", "11042,4,1", "J1100,120,3"
    )
    load(path, "mue", spring)
    load(path, "mue", winter)
    hospital = units_file(tmp_path / "MCR_MUE_OutpatientHospitalServices_Eff_01-01-2026.csv", "11042,9,3")
    load(path, "mue-facility", hospital)

    def most(on: date, setting: str = "professional") -> dict[str, tuple[int, int]]:
        return CodeTables(path).mue(["11042", "99999"], setting, on)

    assert most(date(2026, 3, 31)) == {"11042": (1, 2)}
    assert most(date(2027, 1, 1)) == {"11042": (4, 1)}
    assert most(date(2025, 12, 31)) == {}
    assert most(date(2026, 3, 31), "facility") == {"11042": (9, 3)}


@pytest.mark.parametrize(
    "row, told",
    [
        ("11042,many,2", "Line 4 .* no number"),
        ("11042,1,4", "Line 4 .* adjudication"),
        ("11042,-1,2", "Line 4 .* no number"),
    ],
)
def test_broken_units_are_refused_with_their_line(path: Path, tmp_path: Path, row: str, told: str):
    with pytest.raises(Malformed, match=told):
        load(path, "mue", units_file(tmp_path / "MCR_MUE_PractitionerServices_Eff_01-01-2026.csv", row))
