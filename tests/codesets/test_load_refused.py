"""Release files that cannot be taken: each is told why, and the tables stay as they were."""

import gzip
import zipfile
from pathlib import Path

import pytest

from queue_app.codesets import official
from queue_app.codesets.load import load
from queue_app.domain.errors import Malformed, NotFound, Unavailable
from tests.codesets.builders import hcpcs_line, known, make_tables, order_file, workbook, write_lines, zipped

HCPCS = "HCPC2026_JAN_ANWEB_01122026.txt"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_tables(tmp_path / "tables" / "codes.sqlite", known("A000", "Cholera"))


@pytest.mark.parametrize(
    "set_name, name, lines, told",
    [
        ("cpt", "cpt2026.txt", ["99213\tMade-up"], "Line 1 .* before any copyright or licence"),
        ("cpt", "cpt2026.txt", ["Copyright AMA", "99213\tMade-up", "9921\tBroken"], "Line 3 "),
        ("icd10cm", "icd10cm-order-2026.txt", ["00001 A00     0 Cholera", "garbage"], "Line 2 "),
        ("icd10cm", "icd10cm-order-2026.txt", ["00001 A000    1 "], "Line 1 .* no title"),
        ("icd10pcs", "icd10pcs_order_2026.txt", ["00001 A0O0000 1 Not a PCS code"], "Line 1 "),
        ("hcpcs", HCPCS, [hcpcs_line("J9999", "3", "x", "20101350")], "Line 1 .* date"),
        ("hcpcs", HCPCS, [hcpcs_line("J9999", "4", "goes on with nothing")], "Line 1 "),
        ("poa-exempt", "POAexemptCodesFY26.txt", ["head", "1\tnot a code\tx"], "Line 2 "),
        ("icd10cm-validity", "validity_v44.csv", ["A000,20240101,20230101"], "wrong way round"),
        ("icd10cm-validity", "validity_v44.csv", ["A000,20240101"], "Line 1 "),
        ("hcpcs", HCPCS, [], "holds no rows"),
        ("icd10cm", "codes.txt", ["00001 A00     0 Cholera"], "does not say which release"),
    ],
)
def test_a_broken_file_is_named_with_its_line_and_the_tables_stay_as_they_were(
    path: Path, tmp_path: Path, set_name: str, name: str, lines: list[str], told: str
):
    before = path.read_bytes()
    with pytest.raises(Malformed, match=told):
        load(path, set_name, write_lines(tmp_path / name, *lines))
    assert path.read_bytes() == before
    assert [one.name for one in path.parent.iterdir() if one.name.endswith(".new")] == []


@pytest.mark.parametrize("content", [b"PK\x03\x04 cut off", b"", b"\x1f\x8b\x08 cut off", b"\x00" * 5_000])
def test_a_file_that_is_no_release_at_all_is_refused(path: Path, tmp_path: Path, content: bytes):
    for name in ("icd10cm-order-2026.zip", "icd10cm-order-2026.txt.gz", "icd10cm-order-2026.txt"):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(Malformed):
            load(path, "icd10cm", tmp_path / name)


def test_the_zip_of_another_set_is_refused(path: Path, tmp_path: Path):
    archive = zipped(tmp_path / "2026.zip", order_file(tmp_path / "icd10cm-order-2026.txt", ("A00", 0, "x")))
    with pytest.raises(Malformed, match="zip of another"):
        load(path, "icd10pcs", archive)


def test_a_file_that_is_another_set_by_its_name_is_refused(path: Path, tmp_path: Path):
    file = write_lines(tmp_path / "icd10cm-eindex-2026.xml", "<ICD10CM.index/>")
    with pytest.raises(Malformed, match="is a file of the set eindex"):
        load(path, "index", file)


def test_a_file_that_was_cut_short_ends_no_codes(tmp_path: Path):
    many = [known(f"B{number:05}") for number in range(1_500)]
    path = make_tables(tmp_path / "codes.sqlite", *many)
    rows = [(f"B{number:05}", 1, "Title") for number in range(1_000)]
    with pytest.raises(Malformed, match="cut short"):
        load(path, "icd10cm", order_file(tmp_path / "icd10cm-order-2026.txt", *rows))


def test_an_older_release_of_services_is_refused(path: Path, tmp_path: Path):
    line = hcpcs_line("J9999", "3", "Injection", "20100101")
    load(path, "hcpcs", write_lines(tmp_path / HCPCS, line))
    with pytest.raises(Malformed, match="is older"):
        load(path, "hcpcs", write_lines(tmp_path / "HCPC2025_OCT_ANWEB.txt", line))


def test_an_unknown_set_or_file_is_said_to_be_unknown(path: Path, tmp_path: Path):
    with pytest.raises(NotFound, match="Known are: icd10cm"):
        load(path, "nonsense", tmp_path / "file")
    with pytest.raises(NotFound, match="There is no file"):
        load(path, "hcpcs", tmp_path / "file")


def test_nothing_can_be_loaded_into_tables_that_are_not_built(tmp_path: Path):
    file = write_lines(tmp_path / HCPCS, hcpcs_line("J9999", "3", "Injection"))
    with pytest.raises(Unavailable, match="flask codes build"):
        load(tmp_path / "none.sqlite", "hcpcs", file)


def test_a_small_file_that_unpacks_to_a_huge_one_is_refused(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(official, "LARGEST", 1_000_000)
    blanks = tmp_path / "icd10cm-order-2026.txt"
    blanks.write_bytes(b"\n" * 2_000_000)
    packed = tmp_path / "icd10cm-order-2026.txt.gz"
    packed.write_bytes(gzip.compress(blanks.read_bytes()))
    archive = tmp_path / "icd10cm-CodeDescriptions-2026.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out:
        out.write(blanks, blanks.name)
    for file in (blanks, packed, archive):
        with pytest.raises(Malformed, match="unpacks to over"):
            load(path, "icd10cm", file)


def test_a_line_without_an_end_is_refused_before_it_fills_the_memory(path: Path, tmp_path: Path):
    file = write_lines(tmp_path / "icd10cm-order-2026.txt", "00001 A00     0 Cholera", "x" * 3_000_000)
    with pytest.raises(Malformed, match=r"Line 2 .* longer than any line"):
        load(path, "icd10cm", file)


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([("Current code assignment", "Effective", "Previous"), ("A00.0", 2026, "nothing")], "Line 2 "),
        ([("Current code assignment", "Effective", "Previous"), ("A00.0", None, "A00.1")], "since when"),
        ([("A00.0", 2026, "A00.1")] * 30, "no line above names the columns"),
        ([], "holds no rows"),
    ],
)
def test_a_broken_sheet_is_named_with_its_line(path: Path, tmp_path: Path, rows: list, told: str):
    before = path.read_bytes()
    with pytest.raises(Malformed, match=told):
        load(path, "icd10cm-conversion", workbook(tmp_path / "conversion-table-FY2026.xlsx", *rows))
    assert path.read_bytes() == before


@pytest.mark.parametrize("sheet", [None, "<worksheet", '<!DOCTYPE a [<!ENTITY b "c">]><worksheet/>'])
def test_an_excel_file_without_a_sheet_that_can_be_read_is_refused(
    path: Path, tmp_path: Path, sheet: str | None
):
    file = tmp_path / "conversion-table-FY2026.xlsx"
    with zipfile.ZipFile(file, "w") as out:
        out.writestr("xl/worksheets/sheet1.xml" if sheet else "word/document.xml", sheet or "")
    with pytest.raises(Malformed, match="no sheet that can be read"):
        load(path, "icd10cm-conversion", file)
