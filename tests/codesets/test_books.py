"""Loading the printed indexes, and reading them as a book."""

from contextlib import closing
from pathlib import Path

import pytest

from queue_app.codesets.books import BookLine
from queue_app.codesets.database import opened
from queue_app.codesets.load import load
from queue_app.codesets.tables import CodeTables
from queue_app.domain.codes import System
from queue_app.domain.errors import Malformed
from tests.codesets.builders import IN_2026, book_file, hcpcs_line, known, make_tables, write_lines

INDEX = "icd10cm-index-2026.xml"
_LINES = (
    "SELECT book, position, path, modifiers, see, kind, code FROM book WHERE book = ? ORDER BY position, kind"
)
ABSCESS = """
<title>Abscess<nemod>(infective)</nemod> NEC</title><code>L02.91</code>
<term level="1"><title>brain<nemod>(any part)</nemod></title><code>G06.0</code>
<term level="2"><title>amebic</title><code>A06.6</code><manif>[G07]</manif></term></term>
<term level="1"><title>breast</title><seeAlso>Mastitis, acute</seeAlso><code>N61.1-</code></term>"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_tables(tmp_path / "tables" / "codes.sqlite", known("L0291", "Cutaneous abscess"))


def lines(path: Path, book: str) -> list[BookLine]:
    with closing(opened(path)) as tables:
        return [BookLine(*row) for row in tables.execute(_LINES, (book,))]


def test_a_term_is_found_below_the_terms_it_stands_in(path: Path, tmp_path: Path):
    summary = load(path, "index", book_file(tmp_path / INDEX, ABSCESS))
    assert (summary.release, summary.rows, summary.changed) == ("2025-10-01", 5, 5)
    assert lines(path, "index") == [
        ("index", 1, "Abscess NEC", "(infective)", "", "", "L0291"),
        ("index", 2, "Abscess NEC > brain", "(any part)", "", "", "G060"),
        ("index", 3, "Abscess NEC > brain > amebic", "", "", "", "A066"),
        ("index", 3, "Abscess NEC > brain > amebic", "", "", "manifestation", "G07"),
        ("index", 4, "Abscess NEC > breast", "", "Mastitis, acute", "", "N611"),
    ]


def test_a_term_with_two_codes_leads_to_both(path: Path, tmp_path: Path):
    load(path, "index", book_file(tmp_path / INDEX, "<title>A</title><code>A00</code><code>A01</code>"))
    assert [(one.kind, one.code) for one in lines(path, "index")] == [("", "A00"), ("also", "A01")]


def test_a_code_knows_the_lines_that_lead_to_it_and_to_the_headings_above(path: Path, tmp_path: Path):
    load(path, "index", book_file(tmp_path / INDEX, ABSCESS))
    leading = CodeTables(path).book_lines_to("n61.11")
    assert [(one.path, one.code) for one in leading] == [("Abscess NEC > breast", "N611")]


def test_a_line_leads_to_no_service_whose_code_looks_like_that_of_the_diagnosis(tmp_path: Path):
    path = make_tables(
        tmp_path / "codes.sqlite",
        known("G0402", "Acute disseminated encephalitis"),
        known("G0402", "Initial preventive examination", system=System.HCPCS),
    )
    myelitis = "<title>Myelitis</title><term level='1'><title>postvaccinal</title><code>G04.02</code></term>"
    load(path, "index", book_file(tmp_path / INDEX, myelitis))
    load(path, "hcpcs", write_lines(tmp_path / "HCPC2026_JAN_ANWEB.txt", hcpcs_line("G0403", "3", "Other")))
    found = CodeTables(path).search(None, "postvaccinal myelitis", IN_2026)
    assert [(one.system, one.code) for one in found] == [(System.ICD10CM, "G0402")]


def test_lines_that_only_say_see_condition_are_left_out_and_what_is_below_them_stays(
    path: Path, tmp_path: Path
):
    abdomen = "<title>Abdomen</title><see>condition</see>"
    acute = '<term level="1"><title>acute</title><code>R10.0</code></term>'
    load(path, "index", book_file(tmp_path / INDEX, abdomen + acute, "<title>Aarskog</title><see>Boy</see>"))
    assert [(one.path, one.see) for one in lines(path, "index")] == [
        ("Abdomen > acute", ""),
        ("Aarskog", "Boy"),
    ]


def test_a_table_has_a_line_for_each_of_its_columns_that_has_a_code(path: Path, tmp_path: Path):
    cells = '<cell col="2">C76.2</cell><cell col="3">C79.8-</cell><cell col="4">-</cell>'
    file = book_file(
        tmp_path / "icd10cm-neoplasm-April-1-2026.xml",
        f"<title>Neoplasm</title><term level='1'><title>abdomen</title>{cells}</term>",
        columns=("Malignant Primary", "Malignant Secondary", "Ca in situ"),
    )
    assert load(path, "neoplasm", file).release == "2026-04-01"
    assert [(one.path, one.kind, one.code) for one in lines(path, "neoplasm")] == [
        ("Neoplasm", "", ""),
        ("Neoplasm > abdomen", "primary", "C762"),
        ("Neoplasm > abdomen", "secondary", "C798"),
    ]


def test_the_index_of_procedures_names_tables_and_values(path: Path, tmp_path: Path):
    file = book_file(
        tmp_path / "icd10pcs_index_2026.xml",
        "<title>Appendectomy</title><term><see>Resection<codes>0DTJ</codes></see></term>",
        "<title>Achilles tendon</title><use>Lower Leg Tendon</use>",
    )
    load(path, "pcs-index", file)
    assert [one[2:] for one in lines(path, "pcs-index") if one.see] == [
        ("Appendectomy", "", "Resection", "", "0DTJ"),
        ("Achilles tendon", "", "Lower Leg Tendon", "use", ""),
    ]


def test_the_index_is_read_from_a_list_of_paths_too(path: Path, tmp_path: Path):
    file = write_lines(
        tmp_path / "paths_2026.csv",
        "path,nonessential_modifiers,code,other",
        '"Abdomen, abdominal > acute",(see also Pain) (sudden),R10.0-,x',
    )
    load(path, "index", file)
    assert lines(path, "index") == [
        ("index", 1, "Abdomen, abdominal", "", "", "", ""),  # which has no row of its own
        ("index", 2, "Abdomen, abdominal > acute", "(sudden)", "Pain", "", "R100"),
    ]


def test_a_newer_index_takes_the_place_of_the_older_one(path: Path, tmp_path: Path):
    load(path, "index", book_file(tmp_path / INDEX, ABSCESS))
    newer = book_file(tmp_path / "icd10cm-index-2027.xml", ABSCESS.replace("brain", "Brain"))
    assert load(path, "index", newer).changed == 3
    assert "Abscess NEC > Brain" in [one.path for one in lines(path, "index")]
    releases = [one.released_on for one in CodeTables(path).releases() if one.set_name == "index"]
    assert releases == ["2026-10-01"]
    with pytest.raises(Malformed, match="is older"):
        load(path, "index", tmp_path / INDEX)


@pytest.mark.parametrize(
    "term, told",
    [
        ("<title>Abscess</title><code>nonsense</code>", "Line 5 .* no code"),
        ("<code>L02.91</code>", "Line 6 .* no name"),
        ("<title>Abscess</title>\n</letter>", "Line 6 .* ceases to be XML"),
        ("<title>Abscess</title><cell col='9'>L02.91</cell>", "Line 5 .* no heading"),
        ("<!ENTITY a 'b'><title>A</title>", "Line 5 .* document type"),
    ],
)
def test_a_broken_book_is_refused_with_its_line(path: Path, tmp_path: Path, term: str, told: str):
    before = path.read_bytes()
    with pytest.raises(Malformed, match=told):
        load(path, "index", book_file(tmp_path / INDEX, term))
    assert path.read_bytes() == before


def test_a_book_cut_short_is_refused(path: Path, tmp_path: Path):
    file = book_file(tmp_path / INDEX, *[f"<title>Term {one}</title><code>A00</code>" for one in range(100)])
    whole = file.read_text()
    file.write_text(whole[: len(whole) // 2])
    with pytest.raises(Malformed, match="cut short"):
        load(path, "index", file)
    file.write_text(whole)
    load(path, "index", file)
    few = book_file(tmp_path / "icd10cm-index-2027.xml", "<title>Term</title><code>A00</code>")
    with pytest.raises(Malformed, match="1 rows where the release of 2025-10-01 has 100"):
        load(path, "index", few)
