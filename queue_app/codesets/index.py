"""What search reads: every title and term of every code, plainest first, under its words."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from queue_app.codesets.layout import BLOCK, SYSTEMS
from queue_app.codesets.words import telling, words

# What a code costs before any word is read: how seldom it is what a coder looks for when they did not say so.
RARE_CHAPTERS = {"O": 1.5, "P": 1.5, "Q": 0.3, "T": 0.4, "U": 0.5, "V": 1.5, "W": 1.5, "X": 1.5, "Y": 1.5, "Z": 0.5}
NOT_BILLABLE = 0.75
LATER_ENCOUNTER = 1.0
UNSPECIFIED = -0.1  # of two equally short titles, the one that leaves open what was not asked
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


def _entries(connection: sqlite3.Connection, system: str) -> Iterator[Entry]:
    """Titles and terms, each for its own code and, where that is a heading, for the heading's plainest code too."""
    known = {
        code: (title, billable, _cost(system, code, title))
        for code, title, billable in connection.execute(
            "SELECT code, title, billable AND valid_to IS NULL FROM codes"
            " WHERE system = ? AND title != '' AND released_on != '' ORDER BY code",
            (system,),
        )
    }
    plainest = _plainest(known)
    terms = connection.execute("SELECT code, text FROM terms WHERE system = ? ORDER BY code, text", (system,))
    shown = chain(((code, None) for code in known), terms)
    for code, term in shown:
        title, billable, cost = known.get(code, ("", 0, 0.0))
        if term is not None and term != title:
            cost = _cost(system, code, term) + TERM
        yield _entry(cost if billable else cost + NOT_BILLABLE, code, term, term or title)
        below = None if billable else plainest.get(code)
        if below and (term or cost + INHERITED < known[below][2]):
            yield _entry(cost + INHERITED, below, term or title, term or title)


def _plainest(known: dict[str, tuple[str, int, float]]) -> dict[str, str]:
    """For each heading, the billable code below it that says least beside what the heading says."""
    plainest: dict[str, str] = {}
    for code, (_, billable, cost) in known.items():
        for end in range(3, len(code)) if billable else ():
            best = plainest.get(code[:end])
            if best is None or cost < known[best][2]:
                plainest[code[:end]] = code
    return plainest


def _entry(cost: float, code: str, text: str | None, shown: str) -> Entry:
    return Entry(round(cost, 2), code, text, " ".join(dict.fromkeys(words(shown))))


def _cost(system: str, code: str, text: str) -> float:
    cost = float(len(telling(text)))
    if "unspecified" in text.lower() or "NOS" in text:
        cost += UNSPECIFIED
    if system == "icd10cm":
        cost += RARE_CHAPTERS.get(code[0], 0)
        if len(code) == 7 and code[0] in "ST" and code[6] not in "ABC":
            cost += LATER_ENCOUNTER
    return cost
