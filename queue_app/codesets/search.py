"""Finding a code: by the beginning of the code, or by words in any order."""

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from types import MappingProxyType

from queue_app.codesets.database import SYSTEMS
from queue_app.codesets.facts import facts
from queue_app.codesets.lexicon import Lexicon
from queue_app.codesets.ranking import ranked
from queue_app.codesets.reading import readings
from queue_app.codesets.words import LONGEST_QUERY
from queue_app.domain.codes import System, bare

MOST = 100  # answers anybody may ask for
CLEARLY = 0.06  # by how much an answer must beat all that a reading can be worth for it not to be tried
NO_PRIOR: Mapping[str, float] = MappingProxyType({})

_CODE = re.compile(r"(?=.*\d)[A-Z0-9]{2,7}|[A-Z]")


@dataclass(frozen=True)
class Found:
    """One answer."""

    system: System
    code: str
    title: str
    billable: bool
    matched: str  # the title, term or index line that holds the words, or the code itself
    valid: bool  # on the day that was asked for
    read_as: str = ""  # the words the query was read as, where they are not those typed
    score: float = 1.0  # about 1: it says all that was asked and nothing else


def search(
    tables: sqlite3.Connection,
    system: System | None,
    query: str,
    on: date,
    limit: int,
    prior: Mapping[str, float] = NO_PRIOR,
) -> list[Found]:
    """The likeliest codes first; an empty list for a query nothing answers, however strange it is.

    `prior` says what the site's own final codes make likelier, by bare code: 0.05 outweighs a small doubt.
    """
    limit = max(0, min(limit, MOST))
    query = query[:LONGEST_QUERY].encode(errors="ignore").decode()
    systems = [system] if system else [System(one) for one in SYSTEMS]
    found: dict[tuple[System, str], Found] = {}
    by_code = _by_code(tables, systems, query, on, limit)
    for one in chain(by_code, _by_words(tables, systems, query, on, prior)):
        if len(found) >= limit:
            break
        found.setdefault((one.system, one.code), one)
    return list(found.values())


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


def _by_words(
    tables: sqlite3.Connection, systems: Sequence[System], query: str, on: date, prior: Mapping[str, float]
) -> Iterator[Found]:
    answers = []
    for place, system in enumerate(systems):
        lexicon = Lexicon(tables, system)
        best = 0.0
        for reading in readings(lexicon, query):
            if reading.worth < best - CLEARLY:
                continue
            found = ranked(lexicon, reading, on, prior)
            best = max(best, found[0].score if found else 0.0)
            answers += [(-one.score, place, one, reading.said) for one in found]
    answers.sort(key=lambda one: one[:2])
    for _, place, one, said in answers:
        leaf = one.leaf
        matched = one.text or leaf.title
        yield Found(
            systems[place], leaf.code, leaf.title, leaf.billable, matched, leaf.valid, said, one.score
        )
