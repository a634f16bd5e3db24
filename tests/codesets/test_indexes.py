"""Looking things up in the printed indexes."""

from pathlib import Path

import pytest

from queue_app.codesets.load import load
from queue_app.codesets.tables import CodeTables
from tests.codesets.builders import book_file, make_tables

ACCIDENT = (
    "<title>Accident</title><code>X58</code>"
    '<term level="1"><title>boat, boating</title><see>Accident, watercraft</see></term>'
    '<term level="1"><title>watercraft</title><code>V94.9</code>'
    '<term level="2"><title>sinking<nemod>(fast)</nemod></title><code>V90.0</code></term></term>'
)
FALL = (
    '<title>Fall, falling</title><code>W19</code><term level="1"><title>boat</title><code>V94</code></term>'
)


@pytest.fixture
def tables(tmp_path: Path) -> CodeTables:
    path = make_tables(tmp_path / "tables" / "codes.sqlite")
    load(path, "eindex", book_file(tmp_path / "icd10cm-eindex-2026.xml", ACCIDENT, FALL))
    return CodeTables(path)


def test_an_index_opens_at_its_letters_main_terms_and_what_is_below_them(tables: CodeTables):
    assert tables.index_letters("eindex") == ["A", "F"]
    assert tables.index_terms("eindex", "A") == ["Accident"]
    assert [term.path for term in tables.index_at("eindex", "accident > WATERCRAFT")] == [
        ("Accident", "watercraft"),
        ("Accident", "watercraft", "sinking"),
    ]
    assert tables.index_letters("index") == []


@pytest.mark.parametrize(
    ("query", "paths"),
    [
        ("boat", ["Fall, falling > boat", "Accident > boat, boating"]),
        ("sink acc", ["Accident > watercraft > sinking"]),
        ("FAST", ["Accident > watercraft > sinking"]),
        ("oat", []),
        ("%", []),
        ("' OR 1=1 --", []),
        ("(", []),
        ("x" * 10_000, []),
    ],
)
def test_words_find_terms_by_their_beginnings_in_any_order(tables: CodeTables, query: str, paths: list[str]):
    found = [" > ".join(term.path) for term in tables.index_holding("eindex", query)]
    assert sorted(found) == sorted(paths)


@pytest.mark.parametrize(
    ("see", "path"),
    [
        ("Accident, watercraft", "Accident > watercraft"),
        ("Accident, boat", "Accident > boat, boating"),
        ("Fall", "Fall, falling"),
        ("Accident, transport, by type", "Accident"),
        ("Nothing, at all", ""),
        ("%", ""),
    ],
)
def test_a_reference_leads_as_far_as_the_book_has_it(tables: CodeTables, see: str, path: str):
    assert tables.index_sent_to("eindex", see) == path


def test_the_sites_of_the_table_of_neoplasms_are_its_main_terms(tmp_path: Path):
    path = make_tables(tmp_path / "tables" / "codes.sqlite")
    breast = (
        "<title>Neoplasm, neoplastic</title>"
        '<term level="1"><title>breast</title><cell col="2">C50.9-</cell><cell col="3">C79.81</cell></term>'
    )
    columns = ("Malignant Primary", "Malignant Secondary")
    load(path, "neoplasm", book_file(tmp_path / "icd10cm-neoplasm-2026.xml", breast, columns=columns))
    tables = CodeTables(path)
    assert tables.index_letters("neoplasm") == ["B"]
    (site,) = tables.index_terms("neoplasm", "B")
    (term,) = tables.index_at("neoplasm", site)
    assert term.code == {"primary": "C509", "secondary": "C7981"}
