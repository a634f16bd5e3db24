"""What search reads, made with the tables: every title, term and index line under its words."""

import csv
import sqlite3
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from math import log
from typing import NamedTuple

from queue_app.codesets.database import BLOCK, DATA, SYSTEMS
from queue_app.codesets.words import fused, leaves_open, phrase_key, read, stem, words

SCHEMA = """
DROP TABLE IF EXISTS entries; DROP TABLE IF EXISTS titles; DROP TABLE IF EXISTS postings;
DROP TABLE IF EXISTS vocabulary; DROP TABLE IF EXISTS spellings; DROP TABLE IF EXISTS meanings;
DROP TABLE IF EXISTS entry_words;
-- A title, term or line of an index. Its id is its system's number times BLOCK, plus its place among the
-- entries of that system, plainest first: reading in the order of ids is reading the likeliest first.
CREATE TABLE entries (
    id INTEGER PRIMARY KEY, code TEXT NOT NULL,
    text TEXT,                           -- NULL: the title of the code
    required TEXT NOT NULL,              -- stems a coder would have to mean
    optional TEXT NOT NULL,              -- stems that do no harm
    weight REAL NOT NULL                 -- how much the required ones tell, all together
);
CREATE TABLE titles (
    system TEXT, code TEXT, title TEXT NOT NULL, billable INTEGER NOT NULL, valid_from TEXT, valid_to TEXT,
    telling TEXT NOT NULL, every TEXT NOT NULL,  -- stems
    open INTEGER NOT NULL,               -- the one for those who said no more
    cost REAL NOT NULL,                  -- the plainer, the less
    seventh TEXT NOT NULL,               -- of an injury's code, its seventh character, else ''
    PRIMARY KEY (system, code)
) WITHOUT ROWID;
CREATE TABLE postings (
    system TEXT, stem TEXT, tells REAL NOT NULL,
    ids BLOB NOT NULL,                   -- of the entries that have it, ascending, four bytes each
    PRIMARY KEY (system, stem)
) WITHOUT ROWID;
CREATE TABLE vocabulary (
    system TEXT, word TEXT, stems TEXT NOT NULL, entries INTEGER NOT NULL, PRIMARY KEY (system, word)
) WITHOUT ROWID;
CREATE TABLE spellings (                 -- the same words by length, the commonest first
    system TEXT, length INTEGER, words TEXT NOT NULL, PRIMARY KEY (system, length)
) WITHOUT ROWID;
CREATE TABLE meanings (                  -- of shorthand, lay words and the names of operations
    system TEXT,                         -- '' for all
    short TEXT,                          -- words.phrase_key of what is written
    written TEXT NOT NULL, words TEXT NOT NULL, PRIMARY KEY (system, short)
) WITHOUT ROWID;
CREATE INDEX meanings_written ON meanings (system, written);
"""

RARE_CHAPTERS = {"O": 1.5, "P": 1.5, "Q": 0.3, "T": 0.4, "U": 0.5, "V": 1.5, "W": 1.5, "X": 1.5, "Y": 1.5}
RARE_CHAPTERS |= {"Z": 0.5}
INJURIES = "MSTVWXY"  # chapters whose seventh character is the encounter
LATER_ENCOUNTER = 1.5
FIRST_ENCOUNTERS = "ABC"
LEFT_OPEN = -0.1  # of two equally short titles, the one that leaves open what was not asked
LEAVE_OPEN = frozenset(stem(word) for word in ("unspecified", "uncomplicated", "without"))
PREGNANCY = stem("pregnancy")
USUAL = frozenset(stem(word) for word in ("open", "external", "approach"))  # of procedures

# How the columns of the neoplasm and drug tables read behind a line; what is in brackets need not be meant.
COLUMNS = {
    "primary": "malignant neoplasm (primary)",
    "secondary": "secondary malignant neoplasm",
    "in situ": "carcinoma in situ",
    "benign": "benign neoplasm",
    "uncertain": "neoplasm of uncertain behavior",
    "unspecified": "neoplasm of unspecified behavior",
    "accidental": "poisoning (accidental)",
    "self-harm": "poisoning, intentional self-harm",
    "assault": "poisoning, assault",
    "undetermined": "poisoning, undetermined",
    "adverse effect": "adverse effect",
    "underdosing": "underdosing",
}


class Entry(NamedTuple):
    cost: float
    code: str
    text: str | None  # None: the title
    required: tuple[str, ...]
    optional: tuple[str, ...]


def rebuild(connection: sqlite3.Connection) -> int:
    """Write what search reads anew from the codes, the terms and the books; the number of entries."""
    for statement in SCHEMA.split(";"):
        connection.execute(statement)
    total = 0
    for number, system in enumerate(SYSTEMS, start=1):
        _write_titles(connection, system)
        entries = sorted(
            _entries(connection, system), key=lambda one: (one.cost, len(one.text or ""), one.code)
        )
        _write_entries(connection, system, number * BLOCK, entries)
        total += len(entries)
    _write_meanings(connection)
    connection.execute(
        "INSERT INTO spellings SELECT system, length(word), group_concat(word, ' ') FROM"
        " (SELECT system, word FROM vocabulary ORDER BY entries DESC) GROUP BY system, length(word)"
    )
    return total


# Reading what there is --------------------------------------------------------------------------------------


def _entries(connection: sqlite3.Connection, system: str) -> Iterator[Entry]:
    """Every entry, its written words noted for the spelling; what has a hyphen is known without it too."""
    seen: Counter[str] = Counter()
    together: dict[str, tuple[str, str]] = {}
    for text, entry in _read_all(connection, system):
        seen.update(set(words(text)))
        if "-" in text:
            together.update(fused(text))
        yield entry
    known = [(system, word, stem(word), many) for word, many in sorted(seen.items())]
    known += [(system, word, f"{stem(one)} {stem(other)}", 1) for word, (one, other) in together.items()]
    connection.executemany("INSERT OR IGNORE INTO vocabulary VALUES (?, ?, ?, ?)", known)


def _read_all(connection: sqlite3.Connection, system: str) -> Iterator[tuple[str, Entry]]:
    titled = connection.execute(
        "SELECT t.code, t.title, t.telling, t.every FROM titles t WHERE t.system = ?", (system,)
    ).fetchall()
    for code, title, telling, every in titled:
        yield title, _entry(system, code, None, telling.split(), every.split())
    terms = connection.execute("SELECT code, text FROM terms WHERE system = ?", (system,)).fetchall()
    for code, text in terms:
        every, telling = read(text)
        yield text, _entry(system, code, text, telling, every)
    lines = connection.execute(
        "SELECT b.path, b.modifiers, b.kind, b.code FROM book b JOIN titles t ON t.code = b.code"
        " WHERE t.system = ? AND b.kind != 'manifestation'",
        (system,),
    ).fetchall()
    for path, modifiers, kind, code in lines:
        column = COLUMNS.get(kind, kind)
        text = " ".join(part for part in (path, modifiers, column) if part)
        yield text, _line(system, code, text, path, column)


def _line(system: str, code: str, text: str, path: str, column: str) -> Entry:
    """A line of a printed index: of a main term's other forms and the modifiers, none need be meant."""
    main, _, below = path.partition(" > ")
    first, _, _ = main.partition(",")
    _, required = read(f"{first}, {below}, {column}".replace(" > ", ", "))
    every, _ = read(text.replace(" > ", ", "))
    return _entry(system, code, text, required, every)


def _entry(system: str, code: str, text: str | None, required: Iterable[str], every: Iterable[str]) -> Entry:
    must = _telling(system, code, required) or tuple(dict.fromkeys(every))
    may = tuple(one for one in dict.fromkeys(every) if one not in must)
    return Entry(_cost(system, code, must, may), code, text, must, may)


def _telling(system: str, code: str, stems: Iterable[str]) -> tuple[str, ...]:
    """Without what every other title of the chapter or section says."""
    idle = USUAL if system == "icd10pcs" else frozenset({PREGNANCY}) if code[0] == "O" else frozenset()
    every = tuple(dict.fromkeys(stems))
    return tuple(one for one in every if one not in idle) or every


def _cost(system: str, code: str, must: tuple[str, ...], may: tuple[str, ...]) -> float:
    """How seldom it is what a coder looks for when they did not say so."""
    cost = len(must) + LEFT_OPEN * (not LEAVE_OPEN.isdisjoint((*must, *may)))
    if system == "icd10cm":
        cost += RARE_CHAPTERS.get(code[0], 0)
        cost += LATER_ENCOUNTER * (_seventh(code) not in FIRST_ENCOUNTERS)
    return cost


def _seventh(code: str) -> str:
    return code[6:] if code[0] in INJURIES and len(code) == 7 and code[6:].isalpha() else ""


# Writing it down --------------------------------------------------------------------------------------------


def _write_titles(connection: sqlite3.Connection, system: str) -> None:
    codes = connection.execute(
        "SELECT code, title, billable, valid_from, valid_to FROM codes"
        " WHERE system = ? AND title != '' AND released_on != ''",
        (system,),
    ).fetchall()
    rows = []
    for code, title, *standing in codes:
        every, telling = read(title)
        entry = _entry(system, code, None, telling, every)
        stems = (" ".join(entry.required), " ".join((*entry.required, *entry.optional)))
        rows.append((system, code, title, *standing, *stems, leaves_open(title), entry.cost, _seventh(code)))
    connection.executemany("INSERT INTO titles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)


def _write_entries(connection: sqlite3.Connection, system: str, first: int, entries: list[Entry]) -> None:
    ids: dict[str, array[int]] = defaultdict(lambda: array("I"))
    for number, entry in enumerate(entries, start=first):
        for one in {*entry.required, *entry.optional}:
            ids[one].append(number)
    tells = {one: log(1 + len(entries) / len(found)) for one, found in ids.items()}
    rows = []
    for number, entry in enumerate(entries, start=first):
        weight = sum(tells[one] for one in entry.required)
        stems = (" ".join(entry.required), " ".join(entry.optional))
        rows.append((number, entry.code, entry.text, *stems, weight))
    connection.executemany("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?)", rows)
    connection.executemany(
        "INSERT INTO postings VALUES (?, ?, ?, ?)",
        ((system, one, tells[one], found.tobytes()) for one, found in sorted(ids.items())),
    )


def _write_meanings(connection: sqlite3.Connection) -> None:
    """Our lists. Lay words, which may stand for themselves too, are about diagnoses."""
    rows = [
        ("icd10cm" if meant.startswith("=") else "", short, meant)
        for short, meant in connection.execute("SELECT short, words FROM shorthand")
    ]
    with (DATA / "operations.csv").open(newline="", encoding="utf-8") as file:
        rows += [("icd10pcs", row["short"], row["words"]) for row in csv.DictReader(file)]
    connection.executemany(
        "INSERT OR IGNORE INTO meanings VALUES (?, ?, ?, ?)",
        ((system, phrase_key(words(short)), " ".join(words(short)), meant) for system, short, meant in rows),
    )
    known = sorted({word for _, short, _ in rows for word in words(short)})
    connection.executemany(
        "INSERT OR IGNORE INTO vocabulary VALUES (?, ?, ?, 0)",
        ((system, word, stem(word)) for word in known for system in SYSTEMS),
    )
