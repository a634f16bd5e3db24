"""The tables of ICD-10-PCS: loading them, and building a code from what is reachable."""

from contextlib import closing
from pathlib import Path

import pytest

from queue_app.codesets.database import opened
from queue_app.codesets.load import load
from queue_app.codesets.pcs import PcsAxis, next_axis, open_rows
from queue_app.domain.errors import Malformed
from tests.codesets.builders import make_tables, pcs_file, pcs_row, pcs_table, write_lines

TABLES = "icd10pcs_tables_2026.xml"
BYPASS = pcs_table(
    "0 Medical and Surgical, 0 Nervous System, 1 Bypass",
    pcs_row(
        ("Body Part", "6 Ventricle"),
        ("Approach", "0 Open, 3 Percutaneous"),
        ("Device", "7 Tissue"),
        ("Qualifier", "0 Nose, 1 Ear"),
    ),
    pcs_row(
        ("Body Part", "6 Ventricle, U Canal"),
        ("Approach", "0 Open"),
        ("Device", "Z None"),
        ("Qualifier", "2 Vein"),
    ),
    definition="Leading around",
)
CHANGE = pcs_table(
    "0 Medical and Surgical, 2 Heart, 2 Change",
    pcs_row(
        ("Body Part", "A Heart"), ("Approach", "X External"), ("Device", "Y Other"), ("Qualifier", "Z None")
    ),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_tables(tmp_path / "tables" / "codes.sqlite")


@pytest.fixture
def loaded(path: Path, tmp_path: Path) -> Path:
    load(path, "pcs-tables", pcs_file(tmp_path / TABLES, BYPASS, CHANGE))
    return path


def following(path: Path, prefix: str) -> PcsAxis | None:
    with closing(opened(path)) as tables:
        return next_axis(tables, prefix)


def offered(path: Path, prefix: str) -> str:
    axis = following(path, prefix)
    return f"{axis.title}: {' '.join(one.value for one in axis.values)}" if axis else ""


@pytest.mark.parametrize(
    "chosen, column",
    [
        ("", "Section: 0"),
        ("0", "Body System: 0 2"),
        ("00", "Operation: 1"),
        ("001", "Body Part: 6 U"),
        ("0016", "Approach: 0 3"),
        ("001U", "Approach: 0"),
        ("00160", "Device: 7 Z"),
        ("00163", "Device: 7"),
        ("00160Z", "Qualifier: 2"),
        ("001607", "Qualifier: 0 1"),
        ("0016070", ""),
        ("001X", ""),
        ("003", ""),
        ("%", ""),
    ],
)
def test_only_values_that_still_make_a_code_are_offered(loaded: Path, chosen: str, column: str):
    assert offered(loaded, chosen) == column


def test_the_rows_of_a_table_close_as_the_code_grows(loaded: Path):
    with closing(opened(loaded)) as tables:
        rows = [open_rows(tables, prefix) for prefix in ("001", "0016", "00163", "001U3", "002")]
    assert [len(one) for one in rows] == [2, 2, 1, 0, 0]
    row = rows[2][0]
    assert [axis.position for axis in row.axes] == [4, 5, 6, 7]
    assert [(one.value, one.label) for one in row.axes[3].values] == [("0", "Nose"), ("1", "Ear")]


def test_an_operation_comes_with_its_meaning(loaded: Path, tmp_path: Path):
    def bypass() -> tuple[str, ...]:
        axis = following(loaded, "00")
        assert isinstance(axis, PcsAxis)
        return axis.values[0][2:]

    assert bypass() == ("Leading around", "", "")
    terms = (
        "<terms><title>Bypass</title><definition>Leading around in full</definition>"
        "<explanation>With or without a device</explanation><includes>Shunts</includes></terms>"
    )
    section = f'<section code="0"><axis pos="3"><title>Operation</title>{terms}</axis></section>'
    file = write_lines(
        tmp_path / "icd10pcs_definitions_2026.xml", f"<ICD10PCS.definitions>{section}</ICD10PCS.definitions>"
    )
    load(loaded, "pcs-definitions", file)
    assert bypass() == ("Leading around in full", "With or without a device", "Shunts")


def test_a_value_that_stands_for_two_things_says_both(path: Path, tmp_path: Path):
    rows = [
        pcs_row(
            ("Body Part", "A Vein"),
            ("Approach", "X External"),
            ("Substance", f"1 {name}"),
            ("Group", f"{group} G"),
        )
        for name, group in (("Old drug", "5"), ("New drug", "9"))
    ]
    load(path, "pcs-tables", pcs_file(tmp_path / TABLES, pcs_table("X New, W Body, 0 Giving", *rows)))
    axis = following(path, "XW0AX")
    assert axis and [one.label for one in axis.values] == ["New drug or Old drug"]


def test_nothing_is_offered_while_no_tables_are_loaded(path: Path):
    assert following(path, "0") is None


@pytest.mark.parametrize(
    "broken, told",
    [
        (BYPASS.replace('codes="4"', 'codes="5"'), "row 1 of table 001, which ends here, lacks values"),
        (BYPASS.replace('<label code="6">', '<label code="66">', 1), "in other places"),
        (BYPASS.replace('pos="7"', 'pos="8"'), "in other places"),
        (pcs_table("0 Medical, 0 Nerves, 1 Bypass"), "has no rows"),
    ],
)
def test_a_broken_table_is_refused_with_its_line(path: Path, tmp_path: Path, broken: str, told: str):
    before = path.read_bytes()
    with pytest.raises(Malformed, match=rf"Line \d+ of {TABLES}: .*{told}"):
        load(path, "pcs-tables", pcs_file(tmp_path / TABLES, CHANGE, broken))
    assert path.read_bytes() == before
