"""Looking things up in the printed indexes: by letter and main term, by words, and along See and See also."""

import re
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby
from string import ascii_uppercase, digits
from typing import NamedTuple

from queue_app.codesets.books import BELOW, BookLine

MOST = 400  # terms shown at once
LONGEST = 200  # characters of what is looked for

# The tables of neoplasms and drugs have several codes a term, in the order of the printed columns.
COLUMNS = {
    "neoplasm": ("primary", "secondary", "in situ", "benign", "uncertain", "unspecified"),
    "drug": ("accidental", "self-harm", "assault", "undetermined", "adverse effect", "underdosing"),
}
_WORD = re.compile(r"\w+")
_LAST = "\U0010ffff"  # sorts behind every other character
_BY_PATH = "book INDEXED BY book_paths WHERE book = ?"  # left alone, SQLite reads the whole book
_FIELDS = "book, position, path, modifiers, see, kind, code"


class Term(NamedTuple):
    """A term of an index with all its codes."""

    path: tuple[str, ...]  # the main term and the subterms down to it
    modifiers: str  # nonessential ones, in brackets
    sees: tuple[str, ...]  # where it sends the reader
    codes: tuple[tuple[str, str], ...]  # (kind, code); the kind is "" but in tables
    uses: bool  # of the PCS index: it sends to the name of a value, not to another term

    @property
    def code(self) -> dict[str, str]:
        return dict(self.codes)


def letters(tables: sqlite3.Connection, book: str) -> list[str]:
    """The first letters of the main terms; empty where the book is not loaded."""
    root = _root(tables, book)
    sql = f"SELECT 1 FROM {_BY_PATH} AND path >= ? COLLATE NOCASE AND path < ? COLLATE NOCASE LIMIT 1"  # nosec B608
    return [
        letter
        for letter in digits + ascii_uppercase
        if tables.execute(sql, (book, root + letter, root + letter + _LAST)).fetchone()
    ]


def main_terms(tables: sqlite3.Connection, book: str, letter: str) -> list[str]:
    """The terms of that letter, in the order of the book, without the subterms; as they are asked for."""
    root = _root(tables, book)
    found = tables.execute(
        f"SELECT path FROM {_BY_PATH} AND path >= ? COLLATE NOCASE AND path < ? COLLATE NOCASE"  # nosec B608
        " AND instr(substr(path, ?), ?) = 0 GROUP BY path ORDER BY min(position)",
        (book, root + letter, root + letter + _LAST, len(root) + 1, BELOW),
    )
    return [path for (path,) in found]


def at(tables: sqlite3.Connection, book: str, path: str) -> list[Term]:
    """A term and everything below it, in the order of the book; empty where there is none of that name."""
    beginning = path + BELOW
    found = tables.execute(
        f"SELECT {_FIELDS} FROM {_BY_PATH} AND path = ? COLLATE NOCASE"  # nosec B608
        f" UNION ALL SELECT {_FIELDS} FROM {_BY_PATH} AND path >= ? COLLATE NOCASE"
        " AND path < ? COLLATE NOCASE ORDER BY position",
        (book, path[:LONGEST], book, beginning, beginning + _LAST),
    )
    return _terms(found)


def holding(tables: sqlite3.Connection, book: str, query: str) -> list[Term]:
    """The terms that have a word beginning with each word of the query, the shortest paths first."""
    words = _WORD.findall(query[:LONGEST].lower())
    if not words:
        return []
    clauses = " AND path || modifiers LIKE ?" * len(words)
    found = tables.execute(
        f"SELECT {_FIELDS} FROM book WHERE book = ?{clauses} ORDER BY position",  # nosec B608
        (book, *(f"%{word}%" for word in words)),
    )
    begins = [re.compile(rf"\b{re.escape(word)}", re.IGNORECASE) for word in words]
    terms = [
        term
        for term in _terms(found, most=20 * MOST)
        if all(begin.search(" ".join((*term.path, term.modifiers))) for begin in begins)
        and (term.codes or term.sees or any(begin.search(term.path[-1]) for begin in begins))
    ]
    return sorted(terms, key=lambda term: len(term.path))[:MOST]


def sent_to(tables: sqlite3.Connection, book: str, see: str) -> str:
    """The path that "Accident, transport, car occupant" means, as far as the book has it; or ""."""
    parts = [part.strip() for part in see[:LONGEST].split(",")]
    path = ""
    while parts:
        for taken in range(len(parts), 0, -1):
            below = _child(tables, book, path, ", ".join(parts[:taken]))
            if below:
                path, parts = below, parts[taken:]
                break
        else:
            return path
    return path


def _child(tables: sqlite3.Connection, book: str, above: str, named: str) -> str:
    """The term below that path which is named so, or begins so before a comma or another word."""
    start = above + BELOW if above else ""
    found = tables.execute(
        f"SELECT path FROM {_BY_PATH} AND path >= ? COLLATE NOCASE AND path < ? COLLATE NOCASE"  # nosec B608
        " AND instr(substr(path, ?), ?) = 0 ORDER BY length(path), position LIMIT 50",
        (book, start + named, start + named + _LAST, len(start) + 1, BELOW),
    )
    ends = ("", ",", " ")
    return next((path for (path,) in found if path[len(start) + len(named) :][:1] in ends), "")


def _root(tables: sqlite3.Connection, book: str) -> str:
    """What every path begins with, in a book with one main term: "Neoplasm, neoplastic > "."""
    if book != "neoplasm":
        return ""
    first = tables.execute("SELECT path FROM book WHERE book = ? AND position = 1", (book,)).fetchone()
    return first[0].split(BELOW)[0] + BELOW if first else ""


def _terms(rows: Iterable[tuple[str, int, str, str, str, str, str]], most: int = MOST) -> list[Term]:
    lines: Iterator[BookLine] = (BookLine(*row) for row in rows)
    terms: list[Term] = []
    for _, group in groupby(lines, lambda line: line.position):
        same = list(group)
        line = same[0]
        sees = tuple(one for one in line.see.split("; ") if one)
        codes = tuple((one.kind, one.code) for one in same if one.code)
        uses = any(one.kind == "use" for one in same)
        terms.append(Term(tuple(line.path.split(BELOW)), line.modifiers, sees, codes, uses))
        if len(terms) >= most:
            break
    return terms
