"""Whether a mention is said of this patient, today: reads the triggers around it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from queue_app.domain.reading.lists import phrased
from queue_app.domain.reading.triggers import (
    AFTER,
    BEFORE,
    ENDS,
    ENDS_OF,
    ENDS_OF_FAMILY,
    NO_TRIGGER,
    Assertion,
)

# The strongest reason not to take a mention at its word comes first.
GRAVEST = (
    Assertion.FAMILY,
    Assertion.NEGATED,
    Assertion.HYPOTHETICAL,
    Assertion.UNCERTAIN,
    Assertion.HISTORICAL,
)
FARTHEST = 90  # characters a word reaches; lists of what is denied reach to their end
LISTING = (Assertion.NEGATED, Assertion.FAMILY, Assertion.HISTORICAL, Assertion.HYPOTHETICAL)
FARTHEST_LIST = 400


def _pattern(phrases: str) -> re.Pattern[str]:
    """The longest of the phrases, as whole words."""
    each = sorted((one for one in phrased(phrases) if one != "?"), key=len, reverse=True)
    marks = r"|\?+" if "?" in phrased(phrases) else ""
    return re.compile(rf"(?<![\w'/-])(?:{'|'.join(map(_one, each))})(?![\w'/]|-(?=\w)){marks}", re.IGNORECASE)


def _one(phrase: str) -> str:
    told = re.escape(phrase).replace(r"\ ", r"\s+")
    told = told.replace("19__", r"19\d\d").replace("20__", r"20\d\d")
    return re.sub(r"(?<!\w)_(?!\w)", r"\\w+", told)


_NO_TRIGGER = _pattern(NO_TRIGGER)
_BEFORE = {kind: _pattern(phrases) for kind, phrases in BEFORE.items()}
_AFTER = {kind: _pattern(phrases) for kind, phrases in AFTER.items()}
_ENDS = {kind: _pattern(f"{ENDS}\n{more}") for kind, more in ENDS_OF.items()}
_ENDS[Assertion.FAMILY] = _pattern(ENDS_OF_FAMILY)
_NEW_CLAUSE = re.compile(
    r"[.;:\n]\s|,\s+(?:and\s+)?(?=(?:he|she|patient|pt|then|has|had|is|was|will|with|started|continue)\b)"
)
_COMMA = re.compile(r"[,;:.\n]\s|\band\s(?=\w+\s(?:was|is|were)\b)")


@dataclass(frozen=True)
class Reach:
    kind: Assertion
    start: int
    end: int


def reaches(statement: str) -> list[Reach]:
    """What every trigger of a statement rules over."""
    masked = _NO_TRIGGER.sub(lambda match: "\x00" * len(match[0]), statement)
    return list(_reaches(masked))


def _reaches(text: str) -> Iterator[Reach]:
    stops = {kind: _stops(text, kind) for kind in BEFORE}
    for kind, triggers in _BEFORE.items():
        for match in triggers.finditer(text):
            limit = match.end() + (FARTHEST_LIST if kind in LISTING else FARTHEST)
            yield Reach(kind, match.end(), min(_first(stops[kind], match.end(), len(text)), limit))
    commas = [match.end() for match in _COMMA.finditer(text)]
    for kind, triggers in _AFTER.items():
        for match in triggers.finditer(text):
            back = max(_last(stops[kind], match.start()), _last(commas, match.start()))
            yield Reach(kind, max(back, match.start() - FARTHEST // 2), match.start())


def _stops(text: str, kind: Assertion) -> list[int]:
    """Where a reach ends at the latest, ascending."""
    ends = [match.start() for match in _ENDS[kind].finditer(text)]
    return sorted([*ends, *(match.start() for match in _NEW_CLAUSE.finditer(text))])


def _first(stops: list[int], at: int, end: int) -> int:
    place = bisect_left(stops, at)
    return stops[place] if place < len(stops) else end


def _last(stops: list[int], at: int) -> int:
    place = bisect_right(stops, at)
    return stops[place - 1] if place else 0


def assertion(known: list[Reach], start: int, end: int) -> Assertion:
    """Of the mention that stands there in the statement."""
    kinds = {one.kind for one in known if one.start <= start and end <= one.end}
    return next((kind for kind in GRAVEST if kind in kinds), Assertion.AFFIRMED)
