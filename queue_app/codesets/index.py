"""What search reads: every title and term of every code, plainest first, under its words."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from queue_app.codesets.database import BLOCK, SYSTEMS
from queue_app.codesets.words import read

# What a code costs before any word is read: how seldom it is what a coder looks for when they did not say so.
RARE_CHAPTERS = {
    "O": 1.5,
    "P": 1.5,
    "Q": 0.3,
    "T": 0.4,
    "U": 0.5,
    "V": 1.5,
    "W": 1.5,
    "X": 1.5,
    "Y": 1.5,
    "Z": 0.5,
}
NOT_BILLABLE = 0.75
LATER_ENCOUNTER = 1.5
LEFT_OPEN = -0.1  # of two equally short titles, the one that leaves open what was not asked
LEAVE_OPEN = frozenset({"unspecified", "uncomplicated", "without"})
TERM = 0.2  # a term is a little less than a title
INHERITED = 0.3  # a heading's title or term, offered for its plainest code


class Entry(NamedTuple):
    cost: float
    code: str
    text: str | None  # None: the title
    words: str


def rebuild(connection: sqlite3.Connection) -> int:
    """Write the entries anew from the codes and terms; their number."""
    connection.execute("DELETE FROM entries")
    connection.execute("DELETE FROM vocabulary")
    connection.execute("INSERT INTO entry_words(entry_words) VALUES ('delete-all')")
    seen: Counter[str] = Counter()
    total = 0
    for number, system in enumerate(SYSTEMS, start=1):
        entries = list(_entries(connection, system))
        entries.sort(key=lambda one: (one.cost, len(one.words), one.code))
        first = number * BLOCK
        connection.executemany(
            "INSERT INTO entries (id, code, cost, text) VALUES (?, ?, ?, ?)",
            ((first + place, one.code, one.cost, one.text) for place, one in enumerate(entries)),
        )
        connection.executemany(
            "INSERT INTO entry_words (rowid, words) VALUES (?, ?)",
            ((first + place, one.words) for place, one in enumerate(entries)),
        )
        for one in entries:
            seen.update(one.words.split())
        total += len(entries)
    connection.executemany("INSERT INTO vocabulary (word, entries) VALUES (?, ?)", sorted(seen.items()))
    connection.execute("INSERT INTO entry_words(entry_words) VALUES ('optimize')")
    return total


class Reading(NamedTuple):
    """A title or term, read."""

    text: str
    words: str
    cost: float


def _entries(connection: sqlite3.Connection, system: str) -> Iterator[Entry]:
    """Titles and terms, for their own codes and, where those are headings, for the plainest codes below."""
    codes: dict[str, Reading] = {}
    headings: set[str] = set()
    for code, title, billable in connection.execute(
        "SELECT code, title, billable AND valid_to IS NULL FROM codes"
        " WHERE system = ? AND title != '' AND released_on != '' ORDER BY code",
        (system,),
    ):
        codes[code] = _read(system, code, title)
        if not billable:
            headings.add(code)
    plainest = _plainest(codes, headings) if system == "icd10cm" else {}
    for code, title in codes.items():
        yield Entry(title.cost + NOT_BILLABLE * (code in headings), code, None, title.words)
        below = plainest.get(code) if code in headings else None
        if below and title.cost + INHERITED < codes[below].cost:
            yield Entry(title.cost + INHERITED, below, title.text, title.words)
    for code, text in connection.execute("SELECT code, text FROM terms WHERE system = ?", (system,)):
        term = _read(system, code, text)
        yield Entry(term.cost + TERM + NOT_BILLABLE * (code in headings), code, text, term.words)
        if code in headings and code in plainest:
            yield Entry(term.cost + TERM + INHERITED, plainest[code], text, term.words)


def _plainest(codes: dict[str, Reading], headings: set[str]) -> dict[str, str]:
    """For each heading, the billable code below it that says least beside what the heading says."""
    plainest: dict[str, str] = {}
    for code, title in codes.items():
        for end in range(3, len(code)) if code not in headings else ():
            best = plainest.get(code[:end])
            if best is None or title.cost < codes[best].cost:
                plainest[code[:end]] = code
    return plainest


def _read(system: str, code: str, text: str) -> Reading:
    every, telling = read(text)
    cost = len(telling) + LEFT_OPEN * (not LEAVE_OPEN.isdisjoint(every))
    if system == "icd10cm":
        cost += RARE_CHAPTERS.get(code[0], 0)
        if len(code) == 7 and code[0] in "ST" and code[6] not in "ABC":
            cost += LATER_ENCOUNTER
    return Reading(text, " ".join(dict.fromkeys(every)), cost)
