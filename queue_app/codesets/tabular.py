"""The code lists as trees: chapter, section, category and code, with the notes that hold at each place."""

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from queue_app.codesets.database import day
from queue_app.domain.codes import System

# The kinds of notes in the order they are read in: what belongs here, what does not, what else to code.
KINDS = (
    "note",
    "inclusion",
    "includes",
    "excludes1",
    "excludes2",
    "code_first",
    "use_additional",
    "code_also",
    "seventh",
)
NOT_INHERITED = frozenset({"inclusion"})

_CATEGORY = 3  # characters of one
_CODE = re.compile(r"\b([A-Z](?:[0-9][0-9A-Z]|A[0-9])(?:\.[0-9A-Z]{1,4})?)(?:\.?-(?![0-9A-Z])|(?![0-9A-Z]))")
_LAST = "~"  # sorts behind every character of a code


class Entry(NamedTuple):
    """A line of the tree."""

    id: str  # of a code as it is kept: "I509"; of a chapter "9", of a section "I30-I5A"
    title: str
    span: str = ""  # the codes a chapter or section holds: "I30-I5A"
    billable: bool = False
    valid: bool = True  # on the day that was asked for
    leads_on: bool = True  # there is something below it


class NotesAt(NamedTuple):
    """What is printed at one place."""

    entry: Entry
    kinds: tuple[tuple[str, tuple[str, ...]], ...]  # each kind with its texts


class Place(NamedTuple):
    """An open place of the book."""

    way: tuple[Entry, ...]  # from the top down to the place itself; empty at the top
    levels: tuple[tuple[Entry, ...], ...]  # what stands beside each step of the way and, at last, below it
    notes: tuple[NotesAt, ...]  # its own, then those it inherits, the nearest first


def place(tables: sqlite3.Connection, system: System, name: str, on: date) -> Place | None:
    """The place of that name, judged on the day; "" is the top. None where there is none of that name."""
    ids = _way(tables, system, name)
    levels = [below(tables, system, above, on) for above in ("", *ids)]
    way = [entry for level, id_ in zip(levels, ids, strict=False) for entry in level if entry.id == id_]
    if (name and not ids) or len(way) != len(ids):
        return None
    notes = _notes(tables, way) if system is System.ICD10CM else ()
    return Place(tuple(way), tuple(level for level in levels if level), notes)


def below(tables: sqlite3.Connection, system: System, above: str, on: date) -> tuple[Entry, ...]:
    """What stands directly below a place of that name."""
    if system is not System.ICD10CM:
        return tuple(_grouped(tables, system, above, on))
    if _is_heading(above):
        return tuple(_below_heading(tables, above, on))
    return tuple(_codes(tables, system, above, on))


def coded(text: str) -> Iterator[tuple[str, str]]:
    """A note in pieces: (words, "") and (the code they name as printed, that code as it is kept)."""
    end = 0
    for found in _CODE.finditer(text):
        yield text[end : found.start()], ""
        yield found[0], found[1].replace(".", "")
        end = found.end()
    yield text[end:], ""


def _is_heading(name: str) -> bool:
    return "-" in name or not name[:1].isalpha()


def _way(tables: sqlite3.Connection, system: System, name: str) -> list[str]:
    """The names from the top down to that one; empty where there is none of that name."""
    if system is not System.ICD10CM:
        return [name[:end] for end in (1, 2) if end < len(name)] + [name] if name else []
    ids = [name] if name else []
    if not _is_heading(name):
        begins = [name[:end] for end in range(_CATEGORY, len(name) + 1)]
        ids = [row[0] for row in tables.execute(_KNOWN, (json.dumps(begins),))]
    while ids and (above := _above(tables, ids[0])):
        ids.insert(0, above)
    return ids if name in ids else []


_KNOWN = """
SELECT code FROM codes WHERE system = 'icd10cm' AND code IN (SELECT value FROM json_each(?)) ORDER BY code
"""


def _above(tables: sqlite3.Connection, name: str) -> str:
    """The heading a heading or category stands under; a category newer than the book is put by its code."""
    found = tables.execute("SELECT above FROM headings WHERE id = ?", (name,)).fetchone()
    if found is None and not _is_heading(name):
        found = tables.execute(
            "SELECT id FROM headings WHERE span LIKE '___-___' AND above != '' AND span <= ?"
            " ORDER BY span DESC LIMIT 1",
            (name + _LAST,),
        ).fetchone()
    return found[0] if found else ""


def _below_heading(tables: sqlite3.Connection, above: str, on: date) -> Iterator[Entry]:
    """Chapters, sections, or the categories of a section: those of the book, then newer ones."""
    printed = tables.execute(f"{_HEADED} WHERE h.above = ? ORDER BY h.position", (above,)).fetchall()  # nosec B608
    if "-" in above:
        newer = tables.execute(
            "SELECT code, title, '', billable, valid_from, valid_to FROM codes"
            " WHERE system = 'icd10cm' AND code BETWEEN ? AND ?"
            " AND length(code) = ? AND code NOT IN (SELECT id FROM headings)",
            (above[:2], above.partition("-")[2][:2] + _LAST, _CATEGORY),
        )
        printed += [row for row in newer if _above(tables, row[0]) == above]
    for name, title, span, billable, *days in printed:
        first, last = (day(one) for one in days)
        valid = (first is None or first <= on) and (last is None or on <= last)
        yield Entry(name, title, span, bool(billable), valid, not billable or _divided(tables, name))


_HEADED = """
SELECT h.id, coalesce(c.title, h.title), iif(h.title = '', '', h.span), ifnull(c.billable, 0),
    c.valid_from, c.valid_to
FROM headings h LEFT JOIN codes c ON c.system = 'icd10cm' AND c.code = h.id
"""


def _divided(tables: sqlite3.Connection, category: str) -> bool:
    """Whether a category that is a code, or was one, has codes below it."""
    below = "SELECT 1 FROM codes WHERE system = 'icd10cm' AND code > ? AND code < ? LIMIT 1"
    return tables.execute(below, (category, category + _LAST)).fetchone() is not None


_BELOW = """
SELECT code, title, billable, ifnull(valid_from <= :on, 1) AND ifnull(:on <= valid_to, 1) AS valid FROM codes
WHERE system = :system AND code > :above AND code < :last AND (valid OR title != '') ORDER BY code
"""


def _codes(tables: sqlite3.Connection, system: System, above: str, on: date) -> Iterator[Entry]:
    """The codes below one, without those below them; codes of other years are left out unless titled."""
    given = {"system": system, "above": above, "last": above + _LAST, "on": on.isoformat()}
    here: Entry | None = None
    for code, title, billable, valid in tables.execute(_BELOW, given):
        if here and code.startswith(here.id):
            here = here._replace(leads_on=True)
            continue
        if here:
            yield here
        here = Entry(code, title, "", bool(billable), bool(valid), False)
    if here:
        yield here


def _grouped(tables: sqlite3.Connection, system: System, above: str, on: date) -> Iterator[Entry]:
    """Lists without headings, by the first and then the first two characters of their codes."""
    if len(above) >= 2:
        yield from _codes(tables, system, above, on) if len(above) == 2 else ()
        return
    groups = tables.execute(
        "SELECT substr(code, 1, :length), min(code), max(code), count(*) FROM codes"
        " WHERE system = :system AND code >= :above AND code < :last GROUP BY 1 ORDER BY 1",
        {"system": system, "length": len(above) + 1, "above": above, "last": above + _LAST},
    )
    for name, first, last, count in groups:
        yield Entry(name, f"{count:,} codes", f"{first}–{last}")


def _notes(tables: sqlite3.Connection, way: Sequence[Entry]) -> tuple[NotesAt, ...]:
    """The notes of the last place of the way, then those of the places above it, from the nearest."""
    found = tables.execute(
        "SELECT code, kind, text FROM notes WHERE code IN (SELECT value FROM json_each(?))"
        " ORDER BY code, position",
        (json.dumps([entry.id for entry in way]),),
    ).fetchall()
    at = {code: [row[1:] for row in rows] for code, rows in groupby(found, lambda row: row[0])}
    return tuple(
        NotesAt(entry, kinds)
        for depth, entry in enumerate(reversed(way))
        if (kinds := tuple(_by_kind(at.get(entry.id, ()), inherited=depth > 0)))
    )


def _by_kind(notes: Iterable[tuple[str, str]], *, inherited: bool) -> Iterator[tuple[str, tuple[str, ...]]]:
    told = list(notes)
    for kind in KINDS:
        texts = tuple(text for its, text in told if its == kind)
        if texts and not (inherited and kind in NOT_INHERITED):
            yield kind, texts
