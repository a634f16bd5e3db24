"""What took the place of a code that ended, from CDC's conversion table as it is published: an Excel file."""

from datetime import date
from pathlib import Path

import pytest

from queue_app.codesets.load import load
from queue_app.codesets.tables import CodeTables
from tests.codesets.builders import known, make_tables, workbook, zipped

HEADING = [
    ("A conversion table\nof October 1, 2025", None, None),
    ("Current code assignment", "Effective", "Previous"),
]
FIRST, LAST = date(2025, 10, 1), date(2025, 9, 30)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_tables(
        tmp_path / "codes.sqlite",
        known("A000", "Cholera", valid_to=LAST),
        known("A0001", "Cholera, mild", valid_from=FIRST),
        known("A0009", "Cholera, unspecified", valid_from=FIRST),
        known("B000", "Another", valid_to=LAST),
        known("B999", "What both became", valid_from=FIRST),
    )


def test_a_code_that_ended_is_followed_by_those_that_took_its_place(path: Path, tmp_path: Path):
    rows = [("A00.01 ", 2025, "A00.0"), ("A00.09", 45931, "A00.0; A00.1"), ("B99.9", 2025, "A00.0 and B00.0")]
    rows += [("B99.8", 2025, "None"), (None, None, None)]
    file = workbook(tmp_path / "icd10cm-conversion-table-FY2026.xlsx", *HEADING, *rows)
    assert load(path, "icd10cm-conversion", file).rows == 5
    tables = CodeTables(path)
    assert tables.successors("A00.0", FIRST) == ["A0001", "A0009", "B999"]
    assert tables.successors("B00.0", FIRST) == ["B999"]
    assert tables.successors("A00.0", LAST) == [], "none of them was good then"
    assert tables.successors("A00.1'; --", FIRST) == []


def test_the_table_may_lie_in_a_zip_and_a_newer_one_takes_its_place(path: Path, tmp_path: Path):
    older = workbook(tmp_path / "Conversion-Table-FY2026.xlsx", *HEADING, ("A00.01", 2025, "A00.0"))
    newer = workbook(tmp_path / "Conversion-Table-FY2027.xlsx", *HEADING, ("A00.09", 2025, "A00.0"))
    for file in (older, newer):
        load(path, "icd10cm-conversion", zipped(file.with_suffix(".zip"), file))
    assert CodeTables(path).successors("A000", FIRST) == ["A0009"]
