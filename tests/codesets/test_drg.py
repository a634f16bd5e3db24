"""Weights of DRGs and lists of complications, by the year of the grouper."""

from datetime import date
from pathlib import Path

import pytest

from queue_app.codesets.drg import DrgWeight
from queue_app.codesets.load import load
from queue_app.codesets.tables import CodeTables
from queue_app.domain.errors import Malformed
from tests.codesets.builders import make_tables, weights_file, write_lines

HIP = (522, "HIP REPLACEMENT, WITHOUT MCC", "2.2045")
HEADS = "Diagnosis Code\tDescription"
LATER = (522, "HIP REPLACEMENT, WITHOUT MCC", "2.3456")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_tables(tmp_path / "tables" / "codes.sqlite")


def test_a_drg_weighs_what_table_5_says_with_its_cap(path: Path, tmp_path: Path):
    summary = load(path, "drg", weights_file(tmp_path / "CMS-1833-F Table 5.txt", HIP))
    assert (summary.release, summary.rows) == ("2025-10-01", 2)
    hip = DrgWeight(522, "HIP REPLACEMENT, WITHOUT MCC", "SURG", "08", 2.2045, 3.0, 4.0)
    assert CodeTables(path).drg_weight(43, 522) == hip


@pytest.mark.parametrize("version, known", [(43, True), (430, True), (431, True), (44, False), (440, False)])
def test_the_weights_of_a_year_hold_for_all_versions_of_its_grouper(
    path: Path, tmp_path: Path, version: int, known: bool
):
    load(path, "drg", weights_file(tmp_path / "table5.txt", HIP))
    assert (CodeTables(path).drg_weight(version, 522) is not None) is known


def test_what_cannot_be_grouped_has_no_weight(path: Path, tmp_path: Path):
    load(path, "drg", weights_file(tmp_path / "table5.txt", HIP))
    ungroupable = CodeTables(path).drg_weight(43, 999)
    assert ungroupable and (ungroupable.weight, ungroupable.type, ungroupable.mdc) == (None, "", "")


def test_each_year_keeps_its_own_weights_in_whatever_order_they_come(path: Path, tmp_path: Path):
    load(path, "drg", weights_file(tmp_path / "later_table5.txt", LATER, year=2027))
    load(path, "drg", weights_file(tmp_path / "table5.txt", HIP))
    weights = [CodeTables(path).drg_weight(version, 522) for version in (43, 44)]
    assert [one.weight for one in weights if one] == [2.2045, 2.3456]


@pytest.mark.parametrize(
    "spoil, told",
    [
        (lambda text: text[: text.index("\n999\t")], "Line 5 .* cut short"),
        (lambda text: text.replace("2.2045", "heavy"), "Line 4 .* date or number"),
        (lambda text: text.replace("522\t", "5 2\t"), "Line 4 .* no DRG"),
        (lambda text: text.replace("\t3.0\t4.0", ""), "Line 4 .* lacks columns"),
    ],
)
def test_a_broken_table_is_refused_with_its_line(path: Path, tmp_path: Path, spoil, told: str):
    file = weights_file(tmp_path / "table5.txt", HIP, (523, "OTHER", "1.0"))
    file.write_text(spoil(file.read_text()))
    before = path.read_bytes()
    with pytest.raises(Malformed, match=told):
        load(path, "drg", file)
    assert path.read_bytes() == before


def severities(path: Path) -> dict[str, str]:
    return CodeTables(path).severity(431, ["i50.21", "E11.65", "J18.9"])


def test_complications_are_known_by_the_lists_of_their_year(path: Path, tmp_path: Path):
    file = write_lines(
        tmp_path / "fy2026 Table 6I.txt", "TABLE 6I - COMPLETE MCC LIST", HEADS,
        "I50.21\tAcute systolic heart failure", "", "\tNotes:", "\tof the year"
    )  # fmt: skip
    assert load(path, "mcc", file).rows == 1
    lesser = write_lines(tmp_path / "list.txt", "TABLE 6J - COMPLETE CC LIST", HEADS, "E11.65\tDiabetes")
    load(path, "cc", lesser, begins=date(2025, 10, 1))
    assert severities(path) == {"I5021": "MCC", "E1165": "CC"}


def test_the_list_of_the_other_severity_is_refused(path: Path, tmp_path: Path):
    file = write_lines(tmp_path / "fy2026 6.txt", "TABLE 6I - COMPLETE MCC LIST", "I50.21\tHeart failure")
    with pytest.raises(Malformed, match=r"Line 1 .* not the list of CCs"):
        load(path, "cc", file)


def test_a_broken_list_is_refused_with_its_line(path: Path, tmp_path: Path):
    file = write_lines(
        tmp_path / "fy2026 6I.txt", "TABLE 6I - COMPLETE MCC LIST", HEADS, "I50.21\tHeart", "garbage"
    )
    with pytest.raises(Malformed, match="Line 4 "):
        load(path, "mcc", file)
