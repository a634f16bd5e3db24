"""The titles, terms and index lines that say most of what a query wants."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import nsmallest
from typing import NamedTuple

from queue_app.codesets.lexicon import Lexicon, Line
from queue_app.codesets.reading import Reading, Wanted

ASKED, TERM = 0.7, 0.3  # how much the share of the query counts that is covered, and that of the term
LOOKED_AT = 120  # terms looked at closely
KEPT = 50  # of those, whose codes are
PLENTY = 300  # candidates from which on a commoner word brings no new ones
PLAINEST = 1_500  # terms of a word that may become candidates
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
    told = _told(lexicon, reading.wanted)
    likeliest = nsmallest(LOOKED_AT, ((-much, number) for number, much in told.items()))
    close = [_term(reading, covered, line) for line in lexicon.lines(number for _, number in likeliest)]
    close.sort(key=lambda one: -(ASKED * covered[one.hits] + TERM * one.covered))
    return close[:KEPT]


def _term(reading: Reading, covered: Covered, line: Line) -> Term:
    met = covered[line.required & reading.stems] * reading.tells
    share = min(1.0, met / line.weight) if line.weight else 1.0
    return Term(line.code, line.text, line.every, line.every & reading.stems, share)


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
