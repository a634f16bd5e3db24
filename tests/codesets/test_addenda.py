"""Addenda: what a year adds, ends and renames."""

from datetime import date
from pathlib import Path

import pytest

from queue_app.codesets.load import load
from queue_app.codesets.tables import CodeTables
from queue_app.domain.codes import CodeFact, System
from queue_app.domain.errors import Malformed
from tests.codesets.builders import known, make_tables, order_file, write_lines

ADDENDA = "icd10cm-codes-addenda-2027.txt"
FIRST, LAST_BEFORE = date(2026, 10, 1), date(2026, 9, 30)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_tables(
        tmp_path / "tables" / "codes.sqlite",
        known("A00", "Cholera", billable=False, valid_from=None),
        known("A000", "Cholera of the old kind"),
        known("A001", "Cholera of the other kind"),
        known("0DTJ4ZZ", "Resection", system=System.ICD10PCS),
    )


def fact(path: Path, code: str, system: System = System.ICD10CM) -> CodeFact:
    found = CodeTables(path).look_up(system, code)
    assert found is not None
    return found


def test_codes_begin_end_and_are_renamed_with_the_year(path: Path, tmp_path: Path):
    file = write_lines(
        tmp_path / ADDENDA,
        "Add:         A0011   Cholera of the other kind, mild",
        "Delete:      A001    Cholera of the other kind",
        "Revise from: A000    Cholera of the old kind",
        "Revise to:   A000    Cholera of the oldest kind",
        "",
        "Codes",
        "  74260 codes in icd10cm_order_2026.txt",
    )
    summary = load(path, "icd10cm-addenda", file)
    assert (summary.release, summary.rows, summary.changed) == ("2026-10-01", 3, 3)
    assert (fact(path, "A0011").valid_from, fact(path, "A0011").billable) == (FIRST, True)
    assert fact(path, "A001").valid_to == LAST_BEFORE
    assert fact(path, "A000").title == "Cholera of the oldest kind"
    assert fact(path, "A000").valid_to is None


def test_a_code_that_becomes_a_heading_ends(path: Path, tmp_path: Path):
    short = "Cholera of the other kind".ljust(60)
    file = write_lines(
        tmp_path / "icd10cm-order-addenda-2027.txt",
        f"Delete:      1 A001    {short} Cholera of the other kind",
        f"Add:         0 A001    {short} Cholera of the other kind, in full",
        f"Add:         1 A0019   {short} Other cholera of the other kind",
    )
    load(path, "icd10cm-addenda", file)
    assert (fact(path, "A001").valid_to, fact(path, "A001").title[-7:]) == (LAST_BEFORE, "in full")
    assert fact(path, "A0019").title == "Other cholera of the other kind"


def test_addenda_of_procedures_have_two_titles_and_no_flag(path: Path, tmp_path: Path):
    title = "Resection of Appendix, Percutaneous Endoscopic Approach, Anew"
    file = write_lines(
        tmp_path / "order_addenda_2027.txt",
        f"Add:         0DTJ4ZX {'Resection, Anew':<60} {title}",
        "Delete:      0DTJ4ZZ Resection",
        "Headers",
    )
    load(path, "icd10pcs-addenda", file)
    assert fact(path, "0DTJ4ZX", System.ICD10PCS).title == title
    assert fact(path, "0DTJ4ZZ", System.ICD10PCS).valid_to == LAST_BEFORE


def test_an_older_list_loaded_after_the_addenda_does_not_undo_them(path: Path, tmp_path: Path):
    load(path, "icd10cm-addenda", write_lines(tmp_path / ADDENDA, "Delete:      A001    Cholera"))
    rows = (("A000", 1, "Of 2026"), ("A001", 1, "Other of 2026"))
    load(path, "icd10cm", order_file(tmp_path / "icd10cm-order-2026.txt", *rows))
    assert fact(path, "A001").valid_to == LAST_BEFORE


@pytest.mark.parametrize("line", ["Add: nothing", "Remove:      A001    Cholera", "Add:         A0?1    x"])
def test_a_broken_line_is_named_and_the_tables_stay_as_they_were(path: Path, tmp_path: Path, line: str):
    before = path.read_bytes()
    with pytest.raises(Malformed, match=r"Line 2 .* what to do with which code"):
        load(path, "icd10cm-addenda", write_lines(tmp_path / ADDENDA, "Delete:      A001    Cholera", line))
    assert path.read_bytes() == before
