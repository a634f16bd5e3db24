"""Building a procedure code column by column, with the tables and without them."""

from datetime import date
from pathlib import Path

from queue_app.codesets.load import load
from queue_app.codesets.tables import CodeTables
from queue_app.domain.codes import System
from tests.codesets.builders import known, make_tables, pcs_file
from tests.codesets.test_pcs import BYPASS, CHANGE, TABLES

ON = date(2026, 11, 1)
TITLES = {
    "0FT40ZZ": "Resection of Gallbladder, Open Approach",
    "0FT44ZZ": "Resection of Gallbladder, Percutaneous Endoscopic Approach",
    "0FT00ZZ": "Resection of Liver, Open Approach",
    "0FT04ZZ": "Resection of Liver, Percutaneous Endoscopic Approach",
}


def shown(tables: CodeTables, code: str) -> list[str]:
    """Each column as "title: values", the chosen one in brackets."""
    return [
        f"{column.axis.title}: "
        + " ".join(f"[{one.value}]" if one == column.chosen else one.value for one in column.axis.values)
        for column in tables.pcs_columns(code, ON)
    ]


def test_each_column_has_what_was_chosen_and_the_last_what_can_be(tmp_path: Path):
    path = make_tables(tmp_path / "tables" / "codes.sqlite")
    load(path, "pcs-tables", pcs_file(tmp_path / TABLES, BYPASS, CHANGE))
    tables = CodeTables(path)
    assert shown(tables, "") == ["Section: 0"]
    assert shown(tables, "001U") == [
        "Section: [0]",
        "Body System: [0] 2",
        "Operation: [1]",
        "Body Part: 6 [U]",
        "Approach: 0",
    ]
    assert shown(tables, "0016070")[-1] == "Qualifier: [0] 1"
    assert shown(tables, "0099999") == ["Section: [0]", "Body System: [0] 2", "Operation: 1"]


def test_without_tables_the_titles_of_the_codes_tell_the_values_apart(tmp_path: Path):
    codes = [known(code, title, system=System.ICD10PCS) for code, title in TITLES.items()]
    header = known(
        "0FT", "Hepatobiliary System and Pancreas, Resection", system=System.ICD10PCS, billable=False
    )
    ended = known(
        "0FT43ZZ", "Resection of Gallbladder, Odd Approach", system=System.ICD10PCS, valid_to=date(2020, 1, 1)
    )
    tables = CodeTables(make_tables(tmp_path / "codes.sqlite", header, ended, *codes))

    def labels(code: str) -> dict[str, str]:
        return {one.value: one.label for one in tables.pcs_columns(code, ON)[-1].axis.values}

    assert labels("0") == {"F": "Hepatobiliary System and Pancreas"}
    assert labels("0F") == {"T": "Resection"}
    assert labels("0FT") == {"0": "Liver", "4": "Gallbladder"}
    assert labels("0FT4") == {"0": "Open", "4": "Percutaneous Endoscopic"}
    assert labels("0FT40") == {"Z": "None"}


def test_with_neither_there_is_nothing_to_build_from(tmp_path: Path):
    path = make_tables(tmp_path / "codes.sqlite", known("0FT44ZZ", "", system=System.ICD10PCS))
    assert CodeTables(path).pcs_columns("", ON) == []
