"""The National Correct Coding Initiative: services that may not be billed together, most units of each."""

import csv
import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import chain, islice
from typing import TypeVar

from queue_app.codesets.database import replaced
from queue_app.codesets.rows import Broken, Lines, ReleaseFile, Taken, day_of

FACILITY, PROFESSIONAL = "facility", "professional"  # as coding units are called
NEVER = 9  # the modifier indicator of pairs that were withdrawn from their first day on

_Row = TypeVar("_Row")
_CODE = re.compile(r"[0-9A-V][0-9]{3}[0-9A-Z]")
_PAIR = re.compile(
    r" *([0-9A-V][0-9]{3}[0-9A-Z]) *\t *([0-9A-V][0-9]{3}[0-9A-Z]) *\t[^\t]*"
    r"\t *([0-9]{8}) *\t *([0-9]{8}|\*) *\t *([019]) *(?:\t.*)?"
)
_LIKE_A_ROW = re.compile(r'^"?[0-9A-V][0-9]{3}[0-9A-Z]"?[\t,]|\t[0-9]{8}\t|,"?[0-9]+"?,"?[1-3] ')
_LONGEST_HEADING = 30  # lines
_MOST_TOLD = 5  # broken rows
_BATCH = 50_000  # rows


# Reading the official files ---------------------------------------------------------------------------------


def reading_pairs(setting: str) -> Callable[[sqlite3.Connection, ReleaseFile, Lines], Taken]:
    """Takes over one file of a quarter, ccipra-v320r0-f1.txt: it has every pair there ever was of its codes.

    Columns, with tabs between: column 1 code, column 2 code, a star if older than 1996, first day, last day
    or a star, modifier indicator, why. What the tables have and the file does not name stays.
    """
    facility = int(setting == FACILITY)

    def take(connection: sqlite3.Connection, file: ReleaseFile, lines: Lines) -> Taken:
        before, rows = connection.total_changes, 0
        pairs = _rows(lines, _pair)
        while batch := [(facility, *pair) for pair in islice(pairs, _BATCH)]:
            rows += len(batch)
            connection.executemany(
                "INSERT INTO ncci (facility, col1, col2, starts, ends, indicator) VALUES (?, ?, ?, ?, ?, ?)"
                " ON CONFLICT DO UPDATE SET ends = excluded.ends, indicator = excluded.indicator"
                " WHERE ends IS NOT excluded.ends OR indicator != excluded.indicator",
                batch,
            )
        return Taken(rows, connection.total_changes - before)

    return take


def forgetting_pairs(setting: str) -> Callable[[sqlite3.Connection], None]:
    """Empties the table, before the files of a release are taken over again."""

    def forget(connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM ncci WHERE facility = ?", (int(setting == FACILITY),))

    return forget


def _pair(line: str) -> tuple[str, str, int, int | None, int]:
    found = _PAIR.fullmatch(line)
    if not found:
        raise Broken(_trouble([one.strip() for one in line.split("\t")]))
    col1, col2, starts, ends, indicator = found.groups()
    first, last = _day(starts), None if ends == "*" else _day(ends)
    if last is not None and last < first:
        raise Broken("its last day is before its first")
    return col1, col2, first, last, int(indicator)


def _trouble(fields: list[str]) -> str:
    if len(fields) < 6:
        return "it has fewer than six columns"
    if not _CODE.fullmatch(fields[0]) or not _CODE.fullmatch(fields[1]):
        return "there is no code in its first or second column"
    if fields[5] not in ("0", "1", "9"):
        return "its modifier indicator is not 0, 1 or 9"
    return "one of its days cannot be read"


def _day(digits: str) -> int:
    try:
        known = day_of(digits)
    except ValueError:
        known = None
    if known is None:
        raise Broken("one of its days cannot be read")
    return int(digits)


def reading_units(setting: str) -> Callable[[sqlite3.Connection, ReleaseFile, Lines], Taken]:
    """Takes over MCR_MUE_PractitionerServices_Eff_01-01-2026.csv: code, most units, MAI, why."""

    def take(connection: sqlite3.Connection, file: ReleaseFile, lines: Lines) -> Taken:
        facility, released_on = int(setting == FACILITY), file.begins.isoformat()
        rows = ((facility, released_on, *units) for units in _rows(lines, _units))
        return replaced(connection, "mue", rows, facility=facility, released_on=released_on)

    return take


def _units(line: str) -> tuple[str, int, int]:
    fields = [one.strip() for one in next(csv.reader([line]))]
    if len(fields) < 3 or not _CODE.fullmatch(fields[0]):
        raise Broken("it is not a code, its most units and how they are judged")
    if not fields[1].isdecimal() or len(fields[1]) > 9:
        raise Broken("its most units are no number")
    if not re.match(r"[123]\b", fields[2]):
        raise Broken("its adjudication indicator is not 1, 2 or 3")
    return fields[0], int(fields[1]), int(fields[2][0])


def _rows(lines: Lines, read: Callable[[str], _Row]) -> Iterator[_Row]:
    """The rows below the heading; the first broken ones are told together, for there may be many."""
    broken: list[tuple[int, str]] = []
    begun = False
    for number, line in lines:
        begun = begun or bool(_LIKE_A_ROW.search(line))
        if not begun and number > _LONGEST_HEADING:
            raise Broken("neither it nor any line above looks like a row")
        if begun:
            try:
                row = read(line)
            except Broken as problem:
                broken.append((number, str(problem)))
                if len(broken) == _MOST_TOLD:
                    break
            else:
                if not broken:
                    yield row
    if broken:
        raise Broken(*broken)


# Asking -----------------------------------------------------------------------------------------------------

_PAIRS = """
SELECT col1, col2, indicator FROM ncci
WHERE facility = :facility AND col1 IN (SELECT value FROM json_each(:codes))
    AND col2 IN (SELECT value FROM json_each(:codes))
    AND starts <= :on AND (ends IS NULL OR :on <= ends) AND indicator != :never
"""
_UNITS = """
SELECT code, value, mai FROM mue WHERE facility = :facility AND code IN (SELECT value FROM json_each(:codes))
    AND released_on = (SELECT max(released_on) FROM mue WHERE facility = :facility AND released_on <= :on)
"""


def pairs(
    connection: sqlite3.Connection, asked: Iterable[tuple[str, str]], on: date, setting: str
) -> dict[tuple[str, str], str]:
    """Those of the pairs, in either order, that are in force on the day, with their modifier indicator."""
    wanted = set(asked)
    given = {
        "codes": json.dumps(sorted(set(chain.from_iterable(wanted)))),
        "facility": int(setting == FACILITY),
        "on": int(f"{on:%Y%m%d}"),
        "never": NEVER,
    }
    found = connection.execute(_PAIRS, given)
    return {
        (col1, col2): str(may)
        for col1, col2, may in found
        if (col1, col2) in wanted or (col2, col1) in wanted
    }


def units(
    connection: sqlite3.Connection, codes: Iterable[str], on: date, setting: str
) -> dict[str, tuple[int, int]]:
    """Most units and MAI of those of the codes that have any, of the release in force on the day."""
    given = {
        "codes": json.dumps(sorted(set(codes))),
        "facility": int(setting == FACILITY),
        "on": on.isoformat(),
    }
    return {code: (most, mai) for code, most, mai in connection.execute(_UNITS, given)}
