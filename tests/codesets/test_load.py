"""Loading official release files: all of a file or nothing of it."""

import gzip
from datetime import date
from pathlib import Path

import pytest

from queue_app.codesets.load import load, salvaged
from queue_app.codesets.tables import CodeTables
from queue_app.domain.codes import CodeFact, System
from tests.codesets.builders import (
    IN_2026,
    hcpcs_line,
    known,
    make_tables,
    order_file,
    write_lines,
    zipped,
)

HCPCS = "HCPC2026_JAN_ANWEB_01122026.txt"
CPT_NOTICE = (
    "CPT copyright 2025 American Medical Association. All rights reserved. Licensed to Example Hospital."
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_tables(
        tmp_path / "tables" / "codes.sqlite",
        known("A00", "Cholera", billable=False, valid_from=None),
        known("A000", "Cholera of the old kind"),
        known("A001", "Cholera of the other kind"),
        known("0DTJ4ZZ", "", system=System.ICD10PCS, released_on=""),
        known("G0463", "A clinic visit", system=System.HCPCS, valid_from=None, released_on="2000-01-01"),
    )


def look_up(path: Path, system: System, code: str) -> CodeFact:
    found = CodeTables(path).look_up(system, code)
    assert found is not None
    return found


def everything(path: Path) -> list[CodeFact]:
    wanted = [(System.ICD10CM, code) for code in ("A00", "A000", "A001", "A002", "A003")]
    return [fact for _, fact in sorted(CodeTables(path).facts(wanted).items())]


def test_a_procedure_gets_its_official_title_and_can_be_found_by_it(path: Path, tmp_path: Path):
    file = order_file(
        tmp_path / "icd10pcs_order_2026.txt",
        ("0DT", 0, "Gastrointestinal System, Resection"),
        ("0DTJ4ZZ", 1, "Resection of Appendix, Percutaneous Endoscopic Approach"),
    )
    summary = load(path, "icd10pcs", file)
    assert (summary.release, summary.rows, summary.changed) == ("2025-10-01", 2, 2)
    official = look_up(path, System.ICD10PCS, "0DTJ4ZZ")
    assert official.title == "Resection of Appendix, Percutaneous Endoscopic Approach"
    assert official.valid_from == date(2015, 10, 1)
    assert CodeTables(path).search(System.ICD10PCS, "append resect", IN_2026)[0].code == "0DTJ4ZZ"


@pytest.mark.parametrize("form", ["plain", "zip", "gz"])
def test_a_release_is_read_as_it_is_published_or_unpacked(path: Path, tmp_path: Path, form: str):
    rows = (
        ("A00", 0, "Cholera"),
        ("A000", 1, "Cholera, new title"),
        ("A001", 1, "Cholera of the other kind"),
    )
    file = order_file(tmp_path / "icd10cm-order-2026.txt", *rows)
    if form == "zip":
        addenda = write_lines(tmp_path / "icd10cm-order-addenda-2026.txt", "Delete:      1 B880    Mites")
        file = zipped(tmp_path / "icd10cm-CodeDescriptions-2026.zip", addenda, file)
    if form == "gz":
        packed = tmp_path / "icd10cm-order-2026.txt.gz"
        packed.write_bytes(gzip.compress(file.read_bytes()))
        file = packed
    load(path, "icd10cm", file)
    assert look_up(path, System.ICD10CM, "A00.0").title == "Cholera, new title"


def test_a_new_release_begins_ends_and_divides_codes(path: Path, tmp_path: Path):
    file = order_file(
        tmp_path / "icd10cm-order-2027.txt",
        ("A00", 0, "Cholera"),
        ("A000", 0, "Cholera of the old kind"),
        ("A0001", 1, "Cholera of the old kind, mild"),
        ("A003", 1, "Cholera of the third kind"),
    )
    load(path, "icd10cm", file)
    first, last_before = date(2026, 10, 1), date(2026, 9, 30)
    assert look_up(path, System.ICD10CM, "A003").valid_from == first
    assert look_up(path, System.ICD10CM, "A0001").valid_from == first
    assert look_up(path, System.ICD10CM, "A001").valid_to == last_before
    divided = look_up(path, System.ICD10CM, "A000")
    assert divided.billable and divided.valid_to == last_before
    assert not look_up(path, System.ICD10CM, "A00").billable


def test_a_heading_that_became_a_code_is_good_from_then_on(path: Path, tmp_path: Path):
    load(path, "icd10cm", order_file(tmp_path / "icd10cm-order-2027.txt", ("A00", 1, "Cholera")))
    assert look_up(path, System.ICD10CM, "A00").valid_from == date(2026, 10, 1)


def test_the_order_in_which_releases_are_loaded_does_not_matter(path: Path, tmp_path: Path):
    older = order_file(
        tmp_path / "icd10cm-order-2028.txt",
        ("A00", 0, "Cholera"),
        ("A000", 1, "Title of 2028"),
        ("A001", 1, "Other of 2028"),
        ("A002", 1, "Only in 2028"),
    )
    newer = order_file(
        tmp_path / "icd10cm-order-2029.txt",
        ("A00", 0, "Cholera"),
        ("A000", 1, "Title of 2029"),
        ("A003", 1, "New in 2029"),
    )
    other = path.with_name("other.sqlite")
    other.write_bytes(path.read_bytes())
    for file in (older, newer):
        load(path, "icd10cm", file)
    for file in (newer, older):
        load(other, "icd10cm", file)
    assert everything(path) == everything(other)
    assert look_up(path, System.ICD10CM, "A002").valid_to == date(2028, 9, 30)
    assert look_up(path, System.ICD10CM, "A000").title == "Title of 2029"


def test_an_older_release_gives_titles_only_to_codes_that_have_none_of_a_newer_one(tmp_path: Path):
    path = make_tables(
        tmp_path / "codes.sqlite", known("A000", "Newer title"), known("A001", "Stopgap", released_on="")
    )
    rows = (("A000", 1, "Older title"), ("A001", 1, "Its only title"))
    load(path, "icd10cm", order_file(tmp_path / "icd10cm-order-2019.txt", *rows))
    assert [fact.title for fact in everything(path)] == ["Newer title", "Its only title"]


def test_a_release_does_not_end_again_what_had_ended_before(tmp_path: Path):
    ended = date(2019, 9, 30)
    path = make_tables(tmp_path / "codes.sqlite", known("A000"), known("A001", valid_to=ended))
    load(path, "icd10cm", order_file(tmp_path / "icd10cm-order-2026.txt", ("A000", 1, "Still here")))
    assert look_up(path, System.ICD10CM, "A001").valid_to == ended


def test_services_come_with_their_days_and_all_of_their_text(path: Path, tmp_path: Path):
    file = write_lines(
        tmp_path / HCPCS,
        hcpcs_line("LT", "7", "Left side"),
        hcpcs_line("LT", "8", "of the body"),
        hcpcs_line("J9999", "3", "Injection of something,", "20100101", "20251231"),
        hcpcs_line("J9999", "4", "each drop"),
        " " * 320,
    )
    load(path, "hcpcs", file)
    drop = look_up(path, System.HCPCS, "J9999")
    assert drop.title == "Injection of something, each drop"
    assert (drop.valid_from, drop.valid_to) == (date(2010, 1, 1), date(2025, 12, 31))
    assert "LT" in CodeTables(path).modifiers()
    assert look_up(path, System.HCPCS, "G0463").valid_to == date(2025, 12, 31)  # ours, and not in theirs
    assert CodeTables(path).look_up(System.HCPCS, "G9999") is None
    assert CodeTables(path).look_up(System.HCPCS, "D0120") is not None  # dental codes are the ADA's


def test_the_official_list_says_which_codes_need_no_poa(path: Path, tmp_path: Path):
    file = write_lines(
        tmp_path / "POAexemptCodesFY26.txt", "Order26\tPOAexemptCode\tDescription", "01238\tA00.1\tCholera"
    )
    assert load(path, "poa-exempt", file).changed == 1
    assert look_up(path, System.ICD10CM, "A00.1").poa_exempt
    assert not look_up(path, System.ICD10CM, "A00.0").poa_exempt


def test_the_official_list_leaves_alone_the_codes_of_other_years(tmp_path: Path):
    path = make_tables(
        tmp_path / "codes.sqlite",
        known("A000", valid_to=date(2019, 9, 30), poa_exempt=True),
        known("A001", valid_from=date(2026, 10, 1), poa_exempt=True),
        known("A002", poa_exempt=True),
    )
    file = write_lines(tmp_path / "POAexemptCodesFY26.txt", "Order26\tPOAexemptCode", "1\tB00.1")
    load(path, "poa-exempt", file)
    assert [fact.poa_exempt for fact in everything(path)] == [True, True, False]


def test_the_list_of_days_gives_codes_their_days(path: Path, tmp_path: Path):
    file = write_lines(
        tmp_path / "icd10cm_validity_mce_v44.csv",
        "code,valid_from,valid_to",
        "A000,20151001,20220331",
        "A000,20220401,20240930",
        "A001,20151001,20270331",
    )
    load(path, "icd10cm-validity", file)
    assert look_up(path, System.ICD10CM, "A000").valid_to == date(2024, 9, 30)
    assert look_up(path, System.ICD10CM, "A001").valid_to is None


def test_the_sites_cpt_file_is_the_whole_truth_of_cpt_and_its_notice_is_kept(path: Path, tmp_path: Path):
    file = write_lines(tmp_path / "LONGULT_2026.txt", CPT_NOTICE, "", "99213\tMade-up descriptor of a visit")
    load(path, "cpt", file)
    tables = CodeTables(path)
    assert look_up(path, System.CPT, "99213").title == "Made-up descriptor of a visit"
    assert tables.look_up(System.CPT, "99214") is None
    assert tables.search(System.CPT, "992", IN_2026)[0].code == "99213"
    assert [release.notice for release in tables.releases() if release.set_name == "cpt"] == [CPT_NOTICE]


def test_a_file_loaded_twice_changes_nothing(path: Path, tmp_path: Path):
    file = write_lines(tmp_path / HCPCS, hcpcs_line("J9999", "3", "Injection", "20100101"))
    load(path, "hcpcs", file)
    before = path.read_bytes()
    summary = load(path, "hcpcs", file)
    assert (summary.changed, summary.note) == (0, "This file is loaded already.")
    assert path.read_bytes() == before


def test_a_title_is_taken_as_plain_text(path: Path, tmp_path: Path):
    title = "<b>Cholera</b>\x07\x1b[31m'); DROP TABLE codes; --"
    load(path, "icd10cm", order_file(tmp_path / "icd10cm-order-2026.txt", ("A000", 1, title)))
    assert look_up(path, System.ICD10CM, "A000").title == "<b>Cholera</b> [31m'); DROP TABLE codes; --"


def test_readers_see_a_new_release_without_being_restarted(path: Path, tmp_path: Path):
    tables = CodeTables(path)
    assert tables.look_up(System.HCPCS, "J9999") == CodeFact(
        system=System.HCPCS, code="J9999", title="", billable=True
    )
    load(path, "hcpcs", write_lines(tmp_path / HCPCS, hcpcs_line("J9999", "3", "Injection", "20100101")))
    seen = tables.look_up(System.HCPCS, "J9999")
    assert seen is not None and seen.title == "Injection"


def test_what_the_site_loaded_can_be_taken_from_the_old_tables(path: Path, tmp_path: Path):
    load(path, "hcpcs", write_lines(tmp_path / HCPCS, hcpcs_line("J9999", "3", "Injection", "20100101")))
    assert [(one.set_name, one.source) for one in salvaged(path)[0]] == [("hcpcs", HCPCS)]
    path.write_bytes(b"no database" * 100)
    assert salvaged(path)[0] == [] and "load the site's files again" in salvaged(path)[1]


def test_the_first_day_of_a_release_may_be_said_where_the_name_lacks_it(path: Path, tmp_path: Path):
    file = order_file(tmp_path / "order.txt", ("A000", 1, "New title"), ("A001", 1, "Other title"))
    assert load(path, "icd10cm", file, begins=date(2026, 10, 1)).release == "2026-10-01"
    assert look_up(path, System.ICD10CM, "A000").title == "New title"


def test_a_list_in_an_older_alphabet_is_read_line_by_line(path: Path, tmp_path: Path):
    file = tmp_path / HCPCS
    first, second = hcpcs_line("J9998", "3", "Ménière injection"), hcpcs_line("J9999", "3", "Übung")
    file.write_bytes(f"{first}\n".encode("cp1252") + second.encode())
    load(path, "hcpcs", file)
    titles = [look_up(path, System.HCPCS, code).title for code in ("J9998", "J9999")]
    assert titles[0] == "Ménière injection"
    assert titles[1].startswith("Übung")
