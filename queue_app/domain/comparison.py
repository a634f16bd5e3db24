"""A text beside an older one: which of its words are new, which are gone, and which were carried over."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import Match, SequenceMatcher
from enum import StrEnum
from itertools import groupby, pairwise
from typing import NamedTuple

from queue_app.domain.encounter import Section

HEADING = "\f"  # begins the line of a section's title
LARGEST = 4000  # tokens of a stretch without a sentence in common; a larger one is new and gone as a whole
OFTEN = 8  # what stands in a stretch more often than this begins no match: "the" is carried over by chance
_STATEMENT = re.compile(r"(?<=[.!?])(?=[ \t])|(?<=\n)(?!\n)")  # between two of them
_TOKEN = re.compile(r"\n|[^\S\n]+|\w(?:\S*\w)?|[^\w\s]")
_WORD = re.compile(r"\w(?:\S*\w)?")


class Kind(StrEnum):
    SAME = "same"  # carried over
    NEW = "new"
    GONE = "gone"


class Piece(NamedTuple):
    kind: Kind
    text: str


class Carried(NamedTuple):
    words: int  # of the newer text
    same: int  # of these, how many were carried over

    @property
    def share(self) -> int:
        """Percent, rounded down: 100 only where there is no new word at all."""
        return 100 * self.same // self.words if self.words else 0


def flat(sections: Iterable[Section]) -> str:
    """The sections of a document as one text."""
    return "".join(f"{_heading(one.title)}{_plain(one.text)}\n\n" for one in sections)


def compare(older: str, newer: str) -> tuple[Piece, ...]:
    """Both texts in one: without what is gone it is the newer, without what is new the older, to the letter.

    Sentences and lines are aligned first, by those that stand once in each text; words are compared only
    between these. That takes about as long as the texts are long, but for a stretch without a sentence in
    common; where it has more than LARGEST tokens, all of it is gone and new. What was moved is both.
    """
    found = _compared(_STATEMENT.split(older), _STATEMENT.split(newer))
    runs = groupby((piece for piece in found if piece.text), key=lambda piece: piece.kind)
    return tuple(Piece(kind, "".join(text for _, text in some)) for kind, some in runs)


def carried(pieces: Iterable[Piece]) -> Carried:
    """How much of the newer text was carried over."""
    counts = Counter[Kind]()
    for kind, text in pieces:
        counts[kind] += len(_WORD.findall(text))
    return Carried(counts[Kind.SAME] + counts[Kind.NEW], counts[Kind.SAME])


def _heading(title: str) -> str:
    return f"{HEADING}{_plain(title)}\n" if title else ""


def _plain(text: str) -> str:
    return text.replace(HEADING, " ")


def _compared(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    at, to = 0, 0
    for i, j in (*_anchors(old, new), (len(old), len(new))):
        yield from _between(old[at:i], new[to:j])
        yield Piece(Kind.SAME, "".join(new[j : j + 1]))
        at, to = i + 1, j + 1


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Where statements stand that both texts have once, as many as are in the same order."""
    place = {statement: i for i, statement in enumerate(old)}
    there, here = Counter(old), Counter(new)
    both = [(place[one], j) for j, one in enumerate(new) if here[one] == 1 and there[one] == 1]
    ends: list[int] = []  # of the best run of each length: where it ends in the old text
    runs: list[int] = []  # the same, as indexes of `both`
    before: list[int] = []
    for index, (i, _) in enumerate(both):
        length = bisect_left(ends, i)
        before.append(runs[length - 1] if length else -1)
        ends[length : length + 1], runs[length : length + 1] = [i], [index]
    found, index = [], runs[-1] if runs else -1
    while index >= 0:
        found.append(both[index])
        index = before[index]
    return found[::-1]


def _between(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    """Statements without an anchor among them: the equal ones at both ends, then the words in the middle."""
    first, last = _ends(old, new)
    yield Piece(Kind.SAME, "".join(new[:first]))
    yield from _words("".join(old[first : len(old) - last]), "".join(new[first : len(new) - last]))
    yield Piece(Kind.SAME, "".join(new[len(new) - last :]))


def _words(older: str, newer: str) -> Iterator[Piece]:
    old, new = _TOKEN.findall(older), _TOKEN.findall(newer)
    first, last = _ends(old, new)
    middle = old[first : len(old) - last], new[first : len(new) - last]
    runs = [Match(i + first, j + first, size) for i, j, size in _matches(*middle)]
    at, to = 0, 0
    for i, j, size in (Match(0, 0, first), *runs, Match(len(old) - last, len(new) - last, last)):
        yield Piece(Kind.GONE, "".join(old[at:i]))
        yield Piece(Kind.NEW, "".join(new[to:j]))
        yield Piece(Kind.SAME, "".join(new[j : j + size]))
        at, to = i + size, j + size


def _ends(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """How many are equal at the beginning and, of the rest, at the end."""
    shorter = min(len(old), len(new))
    first = next((n for n in range(shorter) if old[n] != new[n]), shorter)
    return first, next((n for n in range(shorter - first) if old[-1 - n] != new[-1 - n]), shorter - first)


def _matches(old: list[str], new: list[str]) -> list[Match]:
    """The runs of tokens that were carried over, but for a few words between larger changes: mere chance."""
    if not old or not new or max(len(old), len(new)) > LARGEST:
        return []
    often = {token for token, count in Counter(new).items() if count > OFTEN}
    matcher = SequenceMatcher(lambda one: one.isspace() or one in often, old, new, autojunk=False)
    found = [Match(0, 0, 0), *matcher.get_matching_blocks()]
    changed = [max(two.a - one.a - one.size, two.b - one.b - one.size) for one, two in pairwise(found)]
    return [
        run
        for run, before, after in zip(found[1:-1], changed[:-1], changed[1:], strict=True)
        if run.size > min(before, after)
    ]
