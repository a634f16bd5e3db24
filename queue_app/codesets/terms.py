"""The titles, terms and index lines that say most of what a query wants."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from operator import itemgetter
from typing import NamedTuple

from queue_app.codesets.lexicon import Lexicon, Line
from queue_app.codesets.reading import Reading, Wanted

ASKED, TERM = 0.7, 0.3  # how much the share of the query counts that is covered, and that of the term
LOOKED_AT = 60  # terms looked at closely
KEPT = 40  # of those, whose codes are
PLENTY = 300  # candidates from which on a commoner word brings no new ones
PLAINEST = 1_000  # terms of a word that may become candidates
FEW = 8  # times as many: from here on it is quicker to look up the few among the many


class Term(NamedTuple):
    """A title, term or line that says some of what is wanted."""

    code: str
    text: str | None  # None: the title of the code
    stems: frozenset[str]
    hits: frozenset[str]  # those that were asked for
    covered: float  # share of it that was asked for


class Covered(dict[frozenset[str], float]):
    """The share of a query that some of its stems cover, reckoned once for each set of stems."""

    def __init__(self, reading: Reading) -> None:
        super().__init__()
        self._reading = reading

    def __missing__(self, hits: frozenset[str]) -> float:
        met = sum(_met(one, hits) * one.tells for one in self._reading.wanted)
        self[hits] = met / self._reading.tells
        return self[hits]


def _met(wanted: Wanted, stems: frozenset[str]) -> float:
    return max((wanted.stems[one] for one in stems & wanted.stems.keys()), default=0.0)


def terms(lexicon: Lexicon, reading: Reading, covered: Covered) -> list[Term]:
    """The terms that cover most of the query, and of those that cover it alike the plainest; best first."""
    lines = lexicon.lines(_likeliest(_told(lexicon, reading.wanted)))
    close = [(*_judged(reading, covered, line), line) for line in lines]
    close.sort(key=itemgetter(0), reverse=True)
    return [
        Term(line.code, line.text, frozenset(chain(line.required, line.optional)), hits, share)
        for _, hits, share, line in close[:KEPT]
    ]


def _likeliest(told: Mapping[int, float]) -> list[int]:
    """The entries that say most, and of those that say as much the plainest."""
    most = sorted(told.values(), reverse=True)[:LOOKED_AT]
    least = most[-1] if most else 0.0
    near = sorted((-much, number) for number, much in told.items() if much >= least)
    return [number for _, number in near[:LOOKED_AT]]


def _judged(reading: Reading, covered: Covered, line: Line) -> tuple[float, frozenset[str], float]:
    """How good a term is, the stems of it that were asked for, and the share of it that they are."""
    asked = reading.stems
    must = frozenset(one for one in line.required if one in asked)
    hits = must.union(one for one in line.optional if one in asked)
    share = min(1.0, covered[must] * reading.tells / line.weight) if line.weight else 1.0
    return ASKED * covered[hits] + TERM * share, hits, share


def _told(lexicon: Lexicon, wanted: Sequence[Wanted]) -> dict[int, float]:
    """How much of what is wanted each entry says. The rarest words choose who is looked at."""
    told: dict[int, float] = {}
    for one in sorted(wanted, key=lambda one: -one.tells):
        enough = len(told) >= PLENTY
        heard: dict[int, float] = {}
        for ids, worth in _entries(lexicon, one):
            near = _among(told, ids) if enough else ids[:PLAINEST]
            heard = dict.fromkeys(near, worth * one.tells) | heard  # the better answer stands
        for number, more in heard.items():
            told[number] = told.get(number, 0.0) + more
    return told


def _among(told: Mapping[int, float], ids: Sequence[int]) -> Iterable[int]:
    """Those looked at already that are among the ids, which ascend."""
    if len(ids) < len(told) * FEW:
        return told.keys() & set(ids)
    end = len(ids)
    return [one for one in told if (place := bisect_left(ids, one)) < end and ids[place] == one]


def _entries(lexicon: Lexicon, wanted: Wanted) -> Iterator[tuple[Sequence[int], float]]:
    """The entries of each stem that answers the word, the best answer first."""
    for one, worth in sorted(wanted.stems.items(), key=lambda one: -one[1]):
        yield lexicon.posting(one).ids, worth
