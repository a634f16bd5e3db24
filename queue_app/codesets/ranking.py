"""The codes a query may mean, in order: each by the term that leads to it and by its own title."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from queue_app.codesets.leaves import Leaf, leaves
from queue_app.codesets.lexicon import Lexicon
from queue_app.codesets.reading import Reading
from queue_app.codesets.terms import ASKED, TERM, Covered, terms
from queue_app.codesets.words import stem

UNASKED = 0.006  # what each telling word of a title costs that nobody asked for
SAYS_IT = 0.03  # what it is worth to say in the title itself what was asked
NOT_ELSEWHERE = 0.03  # what it costs to be for what is not named elsewhere
LEFT_OPEN = 0.012  # what it is worth to leave open what was not said, and costs to leave open what was
SAYS_ALL = 1.0  # says all that was asked and nothing else
OTHER = stem("other")


class Ranked(NamedTuple):
    """A code with the term that led to it."""

    score: float
    leaf: Leaf
    text: str | None  # None: its title


def ranked(lexicon: Lexicon, reading: Reading, on: date, prior: Mapping[str, float]) -> list[Ranked]:
    """The codes one reading of a query may mean, the likeliest first."""
    covered = Covered(reading)
    close = terms(lexicon, reading, covered)
    below = leaves(lexicon, reading, on, (term.code for term in close))
    best: dict[str, Ranked] = {}
    for term in close:
        ground = TERM * term.covered - NOT_ELSEWHERE * (OTHER in term.stems and OTHER not in reading.stems)
        here = below.get(term.code, ())
        most = max((covered[leaf.hits] for leaf in here), default=0.0)
        for leaf in here:
            score = ground + ASKED * covered[term.hits | leaf.hits] - leaf.cost
            score -= UNASKED * len(leaf.unasked - term.stems)
            score += SAYS_IT * covered[leaf.hits]
            score -= NOT_ELSEWHERE * (leaf.other and f"{leaf.code:X<6}"[:6] != f"{term.code:X<6}"[:6])
            if leaf.leaves_open:  # well if nothing more was said
                score += LEFT_OPEN if covered[leaf.hits] >= most else -LEFT_OPEN
            score *= reading.worth
            if habit := prior.get(leaf.code, 0.0):  # lifts no doubtful answer above one that says it all
                score = score + habit if score >= SAYS_ALL else min(score + habit, SAYS_ALL)
            if leaf.code not in best or score > best[leaf.code].score:
                best[leaf.code] = Ranked(score, leaf, term.text)
    return sorted(best.values(), key=lambda one: (-one.score, len(one.leaf.title), one.leaf.code))
