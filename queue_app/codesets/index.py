"""What search reads, made with the tables: every title, term and index line under its words."""

import csv
import sqlite3
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from math import log
from typing import NamedTuple

from queue_app.codesets.books import LEADS_TO, MANIFESTATION
from queue_app.codesets.database import BLOCK, DATA, SYSTEMS
from queue_app.codesets.metastases import secondary
from queue_app.codesets.words import fused, leaves_open, phrase_key, read, stem, stems, words

RARE_CHAPTERS = {"O": 1.5, "P": 1.5, "Q": 0.3, "T": 0.4, "U": 0.5, "V": 1.5, "W": 1.5, "X": 1.5, "Y": 1.5}
RARE_CHAPTERS |= {"Z": 0.5}
INJURIES = "MSTVWXY"  # chapters whose seventh character is the encounter
LATER_ENCOUNTER = 1.5
FIRST_ENCOUNTERS = "ABC"
LEFT_OPEN = -0.1  # of two equally short titles, the one that leaves open what was not asked
LEAVE_OPEN = frozenset(stem(word) for word in ("unspecified", "uncomplicated", "without"))
OF_PREGNANCY = frozenset({stem("pregnancy")})
METASTASIS = tuple(stems("secondary malignant neoplasm"))  # its site need not be named whole
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
    """In the order of its fields the plainest come first."""

    cost: float
    length: int  # of the text; 0: the title
    code: str
    text: str | None  # None: the title
    required: tuple[str, ...]
    optional: tuple[str, ...]


def rebuild(connection: sqlite3.Connection, systems: Iterable[str] = SYSTEMS, *, titles: bool = True) -> None:
    """Write what search reads of those code sets anew, from the codes, the terms and the books.

    Without `titles` those are taken as they were read before: reading them is most of the work.
    """
    for system in systems:
        if titles:
            _write_titles(connection, system)
        added = _encounters(connection, system)
        _write_entries(connection, system, sorted(_entries(connection, system, added)), added)
        _write_spellings(connection, system)


def write_meanings(connection: sqlite3.Connection) -> None:
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


# Reading what there is --------------------------------------------------------------------------------------


def _entries(
    connection: sqlite3.Connection, system: str, added: Sequence[tuple[str, int]]
) -> Iterator[Entry]:
    """Every entry, its written words noted for the spelling; what has a hyphen is known without it too."""
    seen: Counter[str] = Counter()
    together: dict[str, tuple[str, str]] = {}
    for text, written, entry in chain(_titled(connection, system), _told(connection, system)):
        seen.update(set(written))
        if "-" in text:
            together.update(fused(text))
        yield entry
    for text, many in added:
        seen.update(dict.fromkeys(words(text), many))
    known = [(system, word, stem(word), many) for word, many in sorted(seen.items())]
    known += [(system, word, f"{stem(one)} {stem(other)}", 1) for word, (one, other) in together.items()]
    connection.execute("DELETE FROM vocabulary WHERE system = ?", (system,))
    connection.executemany("INSERT OR IGNORE INTO vocabulary VALUES (?, ?, ?, ?)", known)


def _titled(connection: sqlite3.Connection, system: str) -> Iterator[tuple[str, list[str], Entry]]:
    """The titles, without those that only say of another one which encounter it is: see leaves."""
    found = connection.execute(
        "SELECT code, title, telling, every, cost FROM titles WHERE system = ? AND extends = ''", (system,)
    ).fetchall()
    for code, title, telling, every, cost in found:
        must = tuple(telling.split())
        # Of `every` the telling ones stand first: see _write_titles.
        yield title, words(title), Entry(cost, 0, code, None, must, tuple(every.split()[len(must) :]))


def _told(connection: sqlite3.Connection, system: str) -> Iterator[tuple[str, list[str], Entry]]:
    terms = connection.execute("SELECT code, text FROM terms WHERE system = ?", (system,)).fetchall()
    for code, text in chain(terms, _named(connection) if system == "icd10cm" else ()):
        told = read(text)
        yield text, told.words, _entry(system, code, text, told.telling, told.every)
    for code, text in secondary(connection) if system == "icd10cm" else ():
        told = read(text)
        yield text, told.words, _entry(system, code, text, METASTASIS, told.every)
    lines = connection.execute(
        "SELECT b.book, b.path, b.modifiers, b.kind, b.code FROM book b"
        " JOIN titles t ON t.system = ? AND t.code = b.code WHERE b.kind != ?",
        (system, MANIFESTATION),
    ).fetchall()
    for book, path, modifiers, kind, code in lines:
        if LEADS_TO[book] != system:  # some services have a code that is a diagnosis too
            continue
        column = COLUMNS.get(kind, kind)
        text = " ".join(part for part in (path, modifiers, column) if part)
        yield text, *_line(system, code, text, path, column)


def _named(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """What coders call a diagnosis and no book prints: our own list, as far as there are such codes."""
    known = {code for (code,) in connection.execute("SELECT code FROM titles WHERE system = 'icd10cm'")}
    with (DATA / "names.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["code"] in known:
                yield from ((row["code"], name) for name in row["names"].split("|"))


def _line(system: str, code: str, text: str, path: str, column: str) -> tuple[list[str], Entry]:
    """A line of a printed index: of a main term's other forms and the modifiers, none need be meant."""
    main, _, below = path.partition(" > ")
    first, _, _ = main.partition(",")
    required = read(f"{first}, {below}, {column}".replace(" > ", ", ")).telling
    told = read(text.replace(" > ", ", "))
    return told.words, _entry(system, code, text, required, told.every)


def _entry(system: str, code: str, text: str | None, required: Iterable[str], every: Iterable[str]) -> Entry:
    said = tuple(dict.fromkeys(every))
    must = _telling(system, code, required) or said
    may = tuple(one for one in said if one not in must)
    return Entry(_cost(system, code, must, may), len(text or ""), code, text, must, may)


def _telling(system: str, code: str, stems: Iterable[str]) -> tuple[str, ...]:
    """Without what every other title of the chapter or section says."""
    every = tuple(dict.fromkeys(stems))
    idle = USUAL if system == "icd10pcs" else OF_PREGNANCY if code[0] == "O" else frozenset()
    return (tuple(one for one in every if one not in idle) or every) if idle else every


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
    connection.execute("DELETE FROM titles WHERE system = ?", (system,))
    codes = connection.execute(
        "SELECT code, title, billable, valid_from, valid_to FROM codes"
        " WHERE system = ? AND title != '' AND released_on != ''",
        (system,),
    ).fetchall()
    named = {code: title for code, title, *_ in codes}
    entries: dict[str, Entry] = {}
    rows = []
    for code, title, *standing in codes:  # in the order of the codes: the shorter ones come first
        seventh = _seventh(code) if system == "icd10cm" else ""
        extends = _extends(code, title, named) if seventh else ""
        told = read(title.removeprefix(named[extends]) if extends else title)
        before = entries[extends] if extends else None
        entry = entries[code] = _entry(
            system,
            code,
            None,
            (*before.required, *told.telling) if before else told.telling,
            (*before.required, *before.optional, *told.every) if before else told.every,
        )
        stems = (" ".join(entry.required), " ".join((*entry.required, *entry.optional)))
        rows.append(
            (system, code, title, *standing, *stems, leaves_open(title), entry.cost, seventh, extends)
        )
    connection.executemany(f"INSERT INTO titles VALUES ({', '.join('?' * 12)})", rows)  # nosec B608


def _extends(code: str, title: str, named: Mapping[str, str]) -> str:
    """The code whose title this one only adds the encounter to; "" where there is none."""
    for end in range(6, 2, -1):
        above = named.get(code[:end])
        if above:
            return code[:end] if title.startswith(f"{above}, ") else ""
        if code[end - 1] != "X":
            break
    return ""


def _write_entries(
    connection: sqlite3.Connection,
    system: str,
    entries: Sequence[Entry],
    encounters: Iterable[tuple[str, int]],
) -> None:
    first = BLOCK * (1 + SYSTEMS.index(system))
    connection.execute("DELETE FROM entries WHERE id >= ? AND id < ?", (first, first + BLOCK))
    connection.execute("DELETE FROM postings WHERE system = ?", (system,))
    ids: dict[str, array[int]] = defaultdict(lambda: array("I"))
    for number, entry in enumerate(entries, start=first):
        for one in entry.required:
            ids[one].append(number)
        for one in entry.optional:
            ids[one].append(number)
    tells = {one: log(1 + len(entries) / len(found)) for one, found in ids.items()}
    added: Counter[str] = Counter()
    for text, many in encounters:
        added.update(dict.fromkeys(read(text).every, many))
    nowhere = {one: array("I") for one in added if one not in ids}
    tells |= {one: log(1 + len(entries) / added[one]) for one in nowhere}
    rows = []
    for number, entry in enumerate(entries, start=first):
        weight = sum(tells[one] for one in entry.required)
        stems = (" ".join(entry.required), " ".join(entry.optional))
        rows.append((number, entry.code, entry.text, *stems, weight))
    connection.executemany("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?)", rows)
    connection.executemany(
        "INSERT INTO postings VALUES (?, ?, ?, ?)",
        ((system, one, tells[one], found.tobytes()) for one, found in sorted((ids | nowhere).items())),
    )


def _encounters(connection: sqlite3.Connection, system: str) -> list[tuple[str, int]]:
    """What titles add that only say of another one which encounter it is, and how many add it."""
    return connection.execute(
        "SELECT substr(t.title, length(a.title) + 1), count(*) FROM titles t"
        " JOIN titles a ON a.system = t.system AND a.code = t.extends WHERE t.system = ? GROUP BY 1",
        (system,),
    ).fetchall()


def _write_spellings(connection: sqlite3.Connection, system: str) -> None:
    """The words by length; what our lists alone know is known too."""
    ours = connection.execute("SELECT written FROM meanings UNION SELECT short FROM shorthand")
    known = {word for (written,) in ours.fetchall() for word in words(written)}
    connection.executemany(
        "INSERT OR IGNORE INTO vocabulary VALUES (?, ?, ?, 0)",
        ((system, word, stem(word)) for word in sorted(known)),
    )
    connection.execute("DELETE FROM spellings WHERE system = ?", (system,))
    connection.execute(
        "INSERT INTO spellings SELECT system, length(word), group_concat(word, ' ') FROM"
        " (SELECT system, word FROM vocabulary WHERE system = ? ORDER BY entries DESC) GROUP BY length(word)",
        (system,),
    )
