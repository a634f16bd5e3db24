"""The tables ICD-10-PCS codes are built from, a character at a time: only what can still become a code."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from math import prod
from typing import NamedTuple
from xml.etree import ElementTree  # nosec B405

from queue_app.codesets.database import replaced
from queue_app.codesets.rows import Broken, Lines, ReleaseFile, Taken, clean, elements

CHARACTERS = 7
NAMING = 3  # characters that name a table


class PcsValue(NamedTuple):
    """One value of an axis; what it means is said where the book or the loaded definitions say it."""

    value: str
    label: str
    definition: str = ""
    explanation: str = ""
    includes: str = ""


class PcsAxis(NamedTuple):
    """One character of a code."""

    position: int  # from 1
    title: str  # "Body Part"
    values: tuple[PcsValue, ...]


class PcsRow(NamedTuple):
    """A row of a table: any value of each of its axes makes a code with any of the others."""

    table: str  # three characters
    axes: tuple[PcsAxis, ...]  # of positions 4 to 7


# Reading the official files ---------------------------------------------------------------------------------


def take_tables(connection: sqlite3.Connection, file: ReleaseFile, lines: Lines) -> Taken:
    """icd10pcs_tables_2026.xml, of CMS."""
    axes: list[tuple[str, int, str, str]] = []
    values: list[tuple[str, int, int, str, str]] = []
    for event, element in elements(lines):
        if event == "end" and element.tag == "pcsTable":
            _read_table(element, axes, values)
            element.clear()
    if not values:
        return Taken(0, 0)
    titled, listed = replaced(connection, "pcs_axes", axes), replaced(connection, "pcs_rows", values)
    return Taken(listed.rows, titled.changed + listed.changed)


def _read_table(
    table: ElementTree.Element,
    axes: list[tuple[str, int, str, str]],
    values: list[tuple[str, int, int, str, str]],
) -> None:
    named = _axes(table, 1)
    rows = [_axes(row, NAMING + 1) for row in table.findall("pcsRow")]
    if [len(axis.values) for axis in named] != [1] * NAMING or not rows:
        raise Broken("the table that ends here is not named by three characters, or has no rows")
    code = "".join(axis.values[0].value for axis in named)
    for number, (row, printed) in enumerate(zip(rows, table.findall("pcsRow"), strict=True), start=1):
        codes = prod(len(axis.values) for axis in row)  # which the book counts too
        if len(row) != CHARACTERS - NAMING or printed.get("codes", str(codes)) != str(codes):
            raise Broken(f"row {number} of table {code}, which ends here, lacks values")
    for axis in (*named, *rows[0]):
        definition = axis.values[0].definition if axis in named else ""
        axes.append((code, axis.position, axis.title, definition))
    for number, row in enumerate([named, *rows]):
        values += [(code, number, axis.position, one.value, one.label) for axis in row for one in axis.values]


def _axes(table_or_row: ElementTree.Element, first: int) -> list[PcsAxis]:
    axes = []
    for position, axis in enumerate(table_or_row.findall("axis"), start=first):
        labels = [(one.get("code", ""), clean(one.text)) for one in axis.findall("label")]
        if axis.get("pos") != str(position) or not labels or any(len(value) != 1 for value, _ in labels):
            raise Broken("the table that ends here has its values in other places than the layout says")
        definition = clean(axis.findtext("definition"))
        values = tuple(PcsValue(value, label, definition) for value, label in labels)
        axes.append(PcsAxis(position, clean(axis.findtext("title")), values))
    return axes


def take_definitions(connection: sqlite3.Connection, file: ReleaseFile, lines: Lines) -> Taken:
    """icd10pcs_definitions_2026.xml, of CMS: for each section and character, what the values mean."""
    rows: list[tuple[str, int, str, str, str, str]] = []
    for event, element in elements(lines):
        if event == "end" and element.tag == "section":
            rows += _definitions(element)
            element.clear()
    return replaced(connection, "pcs_definitions", rows)


def _definitions(section: ElementTree.Element) -> Iterator[tuple[str, int, str, str, str, str]]:
    code = section.get("code", "")
    for axis in section.findall("axis"):
        position = axis.get("pos", "")
        if len(code) != 1 or position not in "1234567":
            raise Broken("the section that ends here does not say of which character it speaks")
        for terms in axis.findall("terms"):
            said = [
                "; ".join(clean(one.text) for one in terms.findall(kind))
                for kind in ("definition", "explanation", "includes")
            ]
            for title in terms.findall("title"):
                yield code, int(position), clean(title.text), said[0], said[1], said[2]


# Building a code --------------------------------------------------------------------------------------------

_NAMES = """
SELECT DISTINCT a.title, r.value, r.label, coalesce(d.definition, a.definition),
    coalesce(d.explanation, ''), coalesce(d.includes, '')
FROM pcs_rows r JOIN pcs_axes a ON a.table_code = r.table_code AND a.position = r.position
LEFT JOIN pcs_definitions d
    ON d.section = substr(r.table_code, 1, 1) AND d.position = r.position AND d.label = r.label
WHERE r.table_code >= :first AND r.table_code < :last AND r.row = 0 AND r.position = :position
ORDER BY r.value
"""
_ROWS = """
SELECT r.row, r.position, a.title, r.value, r.label, coalesce(d.definition, ''),
    coalesce(d.explanation, ''), coalesce(d.includes, '')
FROM pcs_rows r JOIN pcs_axes a ON a.table_code = r.table_code AND a.position = r.position
LEFT JOIN pcs_definitions d
    ON d.section = substr(r.table_code, 1, 1) AND d.position = r.position AND d.label = r.label
WHERE r.table_code = ? AND r.row > 0 ORDER BY r.row, r.position, r.value
"""


def open_rows(connection: sqlite3.Connection, prefix: str) -> list[PcsRow]:
    """The rows of the table a code that begins so belongs to, as far as they allow that beginning."""
    rows: dict[int, dict[int, tuple[str, list[PcsValue]]]] = defaultdict(dict)
    for number, position, title, *value in connection.execute(_ROWS, (prefix[:NAMING],)):
        rows[number].setdefault(position, (title, []))[1].append(PcsValue(*value))
    read = [
        PcsRow(prefix[:NAMING], tuple(PcsAxis(at, title, tuple(had)) for at, (title, had) in axes.items()))
        for axes in rows.values()
    ]
    return [row for row in read if _allows(row, prefix)]


def _allows(row: PcsRow, prefix: str) -> bool:
    chosen = zip(prefix[NAMING:], row.axes, strict=False)
    return all(any(one.value == character for one in axis.values) for character, axis in chosen)


def next_axis(connection: sqlite3.Connection, prefix: str) -> PcsAxis | None:
    """What may follow that beginning; None where nothing can, and after the seventh character."""
    position = len(prefix) + 1
    if position > CHARACTERS:
        return None
    if position <= NAMING:
        given = {"first": prefix, "last": f"{prefix}~", "position": position}
        named = connection.execute(_NAMES, given).fetchall()
        return PcsAxis(position, named[0][0], tuple(PcsValue(*row[1:]) for row in named)) if named else None
    axes = [row.axes[position - NAMING - 1] for row in open_rows(connection, prefix)]
    together: dict[str, PcsValue] = {}
    for one in sorted({value for axis in axes for value in axis.values}):
        before = together.get(one.value)  # in some tables a value stands for another thing in another row
        together[one.value] = one._replace(label=f"{before.label} or {one.label}") if before else one
    return PcsAxis(position, axes[0].title, tuple(together.values())) if axes else None
