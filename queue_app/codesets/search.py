"""Finding a code: by the beginning of the code, or by words in any order."""

import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice

from queue_app.codesets.database import BLOCK, SYSTEMS
from queue_app.codesets.facts import facts
from queue_app.codesets.words import LONGEST_QUERY, affirmed, asked, spelled_out, words
from queue_app.domain.codes import System, bare

MOST = 100  # answers anybody may ask for
CANDIDATES = 100  # entries looked at more closely, of each system
HALF_TYPED = 0.6  # what a word costs that only begins as asked
DENIED = 2.0  # what a word costs that the title is without
NOT_VALID = 5.0  # what a code costs that could not be billed on the day

SHORTEST_STEM = 3  # letters from which on a word stands for all that begin so
LONGEST_INDEXED = 5  # letters of a beginning that FTS5 keeps ready, see database.SCHEMA
MOST_ENDINGS = 60
MOST_TRIES = 16  # weaker readings of a query that nothing answers in full

_CODE = re.compile(r"(?=.*\d)[A-Z0-9]{2,7}|[A-Z]")


@dataclass(frozen=True)
class Found:
    """One answer."""

    system: System
    code: str
    title: str
    billable: bool
    matched: str  # the title or term that holds the words, or the code itself
    valid: bool  # on the day that was asked for


def search(
    tables: sqlite3.Connection, system: System | None, query: str, on: date, limit: int
) -> list[Found]:
    """The likeliest codes first; an empty list for a query nothing answers, however strange it is."""
    limit = max(0, min(limit, MOST))
    query = query[:LONGEST_QUERY].encode(errors="ignore").decode()
    systems = [system] if system else [System(one) for one in SYSTEMS]
    written_out = spelled_out(query, lambda short: _meaning(tables, short))
    readings = list(dict.fromkeys((tuple(asked(written_out)), tuple(asked(query)))))
    by_code = _by_code(tables, systems, query, on, limit) if len(readings) == 1 else ()
    by_words = _by_words(tables, systems, readings, on)
    found: dict[tuple[System, str], Found] = {}
    for one in chain(by_code, by_words):
        if len(found) >= limit:
            break
        found.setdefault((one.system, one.code), one)
    return list(found.values())


def _meaning(tables: sqlite3.Connection, short: str) -> str | None:
    row = tables.execute("SELECT words FROM shorthand WHERE short = ?", (short,)).fetchone()
    return row[0] if row else None


# By the beginning of a code --------------------------------------------------------------------------------

_BELOW = """
SELECT code, title, billable, ifnull(valid_from <= :on, 1) AND ifnull(:on <= valid_to, 1) AS valid FROM codes
WHERE system = :system AND code > :start AND code < :end AND (billable AND valid) = :good
ORDER BY code LIMIT :limit
"""


def _by_code(
    tables: sqlite3.Connection, systems: Sequence[System], query: str, on: date, limit: int
) -> Iterator[Found]:
    """That very code, then codes below it good on the day, then the others; each in the book's order."""
    start = bare(query[:20])
    if not _CODE.fullmatch(start):
        return
    if "." in query.strip(". "):  # only ICD-10-CM is written with a dot
        systems = [one for one in systems if one is System.ICD10CM]
    for fact in facts(tables, [(system, start) for system in systems]).values():
        yield Found(fact.system, fact.code, fact.title, fact.billable, fact.code, fact.valid_on(on))
    for good in (True, False):
        for system in systems:
            given = {
                "system": system,
                "start": start,
                "end": start + "~",
                "on": on.isoformat(),
                "limit": limit,
            }
            for code, title, billable, valid in tables.execute(_BELOW, given | {"good": good}):
                yield Found(system, code, title, bool(billable), code, bool(valid))


# By words ---------------------------------------------------------------------------------------------------

_CANDIDATES = """
SELECT e.cost, e.text, c.code, c.title, c.billable,
    ifnull(c.valid_from <= :on, 1) AND ifnull(:on <= c.valid_to, 1)
FROM entry_words w JOIN entries e ON e.id = w.rowid JOIN codes c ON c.system = :system AND c.code = e.code
WHERE w.entry_words MATCH :match AND w.rowid BETWEEN :first AND :last
ORDER BY w.rowid LIMIT :limit
"""


@dataclass(frozen=True)
class Wanted:
    """One word of a query, as the tables know it."""

    word: str
    entries: int  # that have a word which begins so
    match: str  # in the language of FTS5


def _by_words(
    tables: sqlite3.Connection, systems: Sequence[System], readings: Sequence[tuple[str, ...]], on: date
) -> Iterator[Found]:
    """Entries that have every word of a reading of the query; failing that, those that have all but a few."""
    known = [[_wanted(tables, word) for word in words] for words in readings]
    strict = [wanted for wanted in known if wanted and all(one.entries for one in wanted)]
    answered = False
    for wanted in strict:
        for found in _ranked(tables, systems, wanted, on):
            answered = True
            yield found
    weaker = () if answered else islice(_weaker(known[0]), MOST_TRIES)
    for wanted in weaker:
        ranked = _ranked(tables, systems, wanted, on)
        if ranked:
            yield from ranked
            return


def _weaker(wanted: Sequence[Wanted]) -> Iterator[list[Wanted]]:
    """The query with ever fewer words, the commonest given up first; words nobody knows cannot help."""
    left = sorted((one for one in wanted if one.entries), key=lambda one: -one.entries)
    while left:
        yield left
        for place in range(len(left) if len(left) > 2 else 0):
            yield left[:place] + left[place + 1 :]
        left = left[1:]


def _wanted(tables: sqlite3.Connection, word: str) -> Wanted:
    """Short words stand for themselves; of longer ones the beginning is enough."""
    end = word + (" " if len(word) < SHORTEST_STEM else "~")
    known = tables.execute(
        "SELECT word, entries FROM vocabulary WHERE word >= ? AND word < ? ORDER BY entries DESC", (word, end)
    ).fetchall()
    if len(word) < SHORTEST_STEM or len(word) > LONGEST_INDEXED:
        # FTS5 gathers all entries of an unindexed beginning before it answers; whole words it reads lazily.
        match = " OR ".join(f'"{one}"' for one, _ in known[:MOST_ENDINGS])
    else:
        match = f'"{word}"*'
    return Wanted(word, sum(entries for _, entries in known), f"({match})")


def _ranked(
    tables: sqlite3.Connection, systems: Sequence[System], wanted: list[Wanted], on: date
) -> list[Found]:
    candidates = chain.from_iterable(_candidates(tables, system, wanted, on) for system in systems)
    return [found for _, found in sorted(candidates, key=lambda one: one[0])]


def _candidates(
    tables: sqlite3.Connection, system: System, wanted: list[Wanted], on: date
) -> Iterator[tuple[tuple[float, bool, int, str], Found]]:
    """The plainest entries of one system, each with what it is ranked by, lowest first."""
    first = (SYSTEMS.index(system) + 1) * BLOCK
    given = {
        "system": system,
        "match": " AND ".join(one.match for one in wanted),
        "first": first,
        "last": first + BLOCK - 1,
        "limit": CANDIDATES,
        "on": on.isoformat(),
    }
    for cost, text, code, title, billable, valid in tables.execute(_CANDIDATES, given):
        found = Found(system, code, title, bool(billable), text or title, bool(valid))
        cost += _mismatch(wanted, found.matched) + (0 if valid else NOT_VALID)
        yield (cost, not billable, len(title), code), found


def _mismatch(wanted: list[Wanted], matched: str) -> float:
    said = words(matched) if any(one.word == "without" for one in wanted) else affirmed(matched)
    cost = 0.0
    for one in wanted:
        if one.word not in said:
            cost += HALF_TYPED if any(word.startswith(one.word) for word in said) else DENIED
    return cost
