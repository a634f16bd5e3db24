"""How a release changes what the tables know: new titles, codes that begin, codes that end."""

import csv
import sqlite3
from collections.abc import Callable, Container, Iterable
from datetime import date, timedelta

from queue_app.codesets.codelists import Contents
from queue_app.codesets.database import DATA, Release, Row, iso
from queue_app.codesets.database import day as day_of
from queue_app.domain.errors import Malformed

Rows = dict[str, Row]

# A release never ends more than a few of the codes in force: a file that seems to was cut short.
_MOST_ENDED = 0.2
_ENOUGH_TO_JUDGE = 1_000  # codes in force


class PoaExemption:
    """Which ICD-10-CM codes need no present-on-admission indicator, where CMS's own list is not loaded.

    The list of fiscal year 2026, condensed: a code is exempt if it begins so and, where seventh characters
    are named, has one of them (Official Guidelines for Coding and Reporting, Appendix I).
    """

    def __init__(self) -> None:
        with (DATA / "poa_exempt.csv").open(newline="") as file:
            self._sevenths = {row["prefix"]: row["sevenths"] for row in csv.DictReader(file)}

    def __contains__(self, code: object) -> bool:
        if not isinstance(code, str):
            return False
        for end in range(1, len(code) + 1):
            sevenths = self._sevenths.get(code[:end])
            if sevenths is not None:
                return not sevenths or code[6:] in tuple(sevenths)
        return False


Revise = Callable[[sqlite3.Connection, date, Contents], int]


def titles(system: str, *, whole: bool = False) -> Revise:
    """By a list of all the codes of a release; `whole`: it has their days and all else that is known."""

    def revise(connection: sqlite3.Connection, begins: date, told: Contents) -> int:
        known = rows_of(connection, system)
        revised = with_release(known, told.rows, begins, _exempt(system), whole=whole)
        _refuse_cut_short(known, revised, begins)
        connection.executemany(
            "INSERT OR REPLACE INTO modifiers (code, title) VALUES (?, ?)", told.modifiers.items()
        )
        return _written(connection, system, known, revised)

    return revise


def changes(system: str) -> Revise:
    """By a list of what a year adds, takes away and calls otherwise."""

    def revise(connection: sqlite3.Connection, begins: date, told: Contents) -> int:
        known = rows_of(connection, system)
        return _written(connection, system, known, with_changes(known, told, begins, _exempt(system)))

    return revise


def days(system: str) -> Revise:
    """By a list of the days on which each code could be billed."""

    def revise(connection: sqlite3.Connection, begins: date, told: Contents) -> int:
        known = rows_of(connection, system)
        return _written(connection, system, known, with_validity(known, told.rows, _exempt(system)))

    return revise


def exemptions(connection: sqlite3.Connection, begins: date, told: Contents) -> int:
    """By a list of the codes of a year that need no POA; those of other years stay as they were."""
    listed = {row.code for row in told.rows}
    changed = [
        row._replace(poa_exempt=code in listed)
        for code, row in rows_of(connection, "icd10cm").items()
        if row.billable and _good_on(row, begins) and row.poa_exempt != (code in listed)
    ]
    write(connection, "icd10cm", changed)
    return len(changed)


def _exempt(system: str) -> Container[str]:
    return PoaExemption() if system == "icd10cm" else ()


def _written(connection: sqlite3.Connection, system: str, known: Rows, revised: Rows) -> int:
    changed = [row for code, row in revised.items() if known.get(code) != row]
    write(connection, system, changed)
    # That a title now comes from a newer release, its last field, is no change to anybody.
    return sum(row.code not in known or row[:-1] != known[row.code][:-1] for row in changed)


def _refuse_cut_short(before: Rows, after: Rows, begins: date) -> None:
    in_force = [row for row in before.values() if row.billable and _good_on(row, begins)]
    ended = sum(not _good_on(after[row.code], begins) for row in in_force)
    if len(in_force) >= _ENOUGH_TO_JUDGE and ended > len(in_force) * _MOST_ENDED:
        raise Malformed(
            f"The file lacks {ended:,} of the {len(in_force):,} codes good on {begins}: it seems cut short."
            " The tables are as they were. Fetch it again."
        )


def with_release(
    known: Rows, told: Iterable[Row], begins: date, exempt: Container[str] = (), *, whole: bool = False
) -> Rows:
    """The rows after a release of titles that is in force from that day.

    Codes the tables do not have begin with the release unless it tells their days; codes that were good until
    then and are not in it have ended.
    """
    revised = dict(known)
    listed = set()
    for row in told:
        if row.billable:
            listed.add(row.code)
        before = known.get(row.code)
        if before is None or whole:
            revised[row.code] = _told_first(row, begins, exempt, whole)
        else:
            revised[row.code] = _retold(before, row, begins)
    for code, row in known.items():
        begun = row.valid_from is None or row.valid_from < begins
        if row.billable and code not in listed and begun and _good_on(row, begins):
            revised[code] = revised[code]._replace(valid_to=begins - timedelta(days=1))
    return revised


def with_changes(known: Rows, told: Contents, begins: date, exempt: Container[str] = ()) -> Rows:
    """The rows after a year's addenda: what they do not name stays as it was."""
    revised = dict(known)
    for row in told.rows:
        before = known.get(row.code)
        revised[row.code] = _retold(before, row, begins) if before else _told_first(row, begins, exempt)
    added = {row.code for row in told.rows if row.billable}
    for code in told.deleted - added & known.keys():
        if known[code].billable and _good_on(known[code], begins):
            revised[code] = revised[code]._replace(valid_to=begins - timedelta(days=1))
    return revised


def _told_first(row: Row, begins: date, exempt: Container[str], whole: bool = False) -> Row:
    start = row.valid_from if whole else begins if row.billable else None
    return row._replace(valid_from=start, released_on=begins.isoformat(), poa_exempt=row.code in exempt)


def _retold(before: Row, told: Row, begins: date) -> Row:
    newer = begins.isoformat() >= before.released_on
    row = before._replace(title=told.title, released_on=begins.isoformat()) if newer else before
    if told.billable and not row.billable:  # a heading that became a code
        return row._replace(billable=True, valid_from=begins)
    if told.billable and row.valid_to and row.valid_to < begins:  # a code that came back
        return row._replace(valid_to=None)
    return row


def _good_on(row: Row, day: date) -> bool:
    return (row.valid_from is None or row.valid_from <= day) and (row.valid_to is None or day <= row.valid_to)


def with_validity(known: Rows, told: Iterable[Row], exempt: Container[str] = ()) -> Rows:
    """The rows after a list of the days each code could be billed; codes without a title get a stopgap."""
    revised = dict(known)
    for row in told:
        code, start, end = row.code, row.valid_from, row.valid_to
        before = known.get(code)
        if before:
            revised[code] = Row(code, before.title, True, start, end, before.poa_exempt, before.released_on)
        else:
            revised[code] = Row(code, _stopgap(known, code), True, start, end, code in exempt)
    return revised


def _stopgap(known: Rows, code: str) -> str:
    above = (known[code[:end]].title for end in range(len(code) - 1, 2, -1) if code[:end] in known)
    heading = next((title for title in above if title), "")
    return f"{heading} (exact title not loaded)" if heading else ""


def rows_of(connection: sqlite3.Connection, system: str) -> Rows:
    found = connection.execute(
        "SELECT code, title, billable, valid_from, valid_to, poa_exempt, released_on FROM codes"
        " WHERE system = ?",
        (system,),
    )
    return {
        code: Row(code, title, bool(billable), day_of(start), day_of(end), bool(exempt), released_on)
        for code, title, billable, start, end, exempt, released_on in found
    }


def write(connection: sqlite3.Connection, system: str, rows: Iterable[Row]) -> None:
    connection.executemany(
        "INSERT OR REPLACE INTO codes"
        " (system, code, title, billable, valid_from, valid_to, poa_exempt, released_on)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (system, code, title, billable, iso(start), iso(end), exempt, released_on)
            for code, title, billable, start, end, exempt, released_on in rows
        ),
    )


def record(connection: sqlite3.Connection, release: Release) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO releases (set_name, released_on, source, rows, loaded_at, notice, content)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            release.set_name,
            release.released_on,
            release.source,
            release.rows,
            release.loaded_at,
            release.notice,
            release.content,
        ),
    )
