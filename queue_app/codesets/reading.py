"""Reading a query: words repaired, shorthand and lay words written out, each weighed by what it tells."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, product
from math import prod

from queue_app.codesets.contraries import contraries, excluded
from queue_app.codesets.encounters import encounter
from queue_app.codesets.lexicon import Lexicon
from queue_app.codesets.turns import turned
from queue_app.codesets.words import (
    BILATERAL,
    DENIAL_ENDS,
    DENIED,
    DENYING,
    IDLE,
    LINKING,
    MOST_WORDS,
    ONE_SIDE,
    SIDES,
    SILENT,
    UNSPECIFIC,
    stem,
    words,
)

MOST_READINGS = 4
MOST_CHOICES = 64  # of meanings, looked through for them
LONGEST_PHRASE = 6  # words of a phrase of our lists
AS_WRITTEN = "="  # among a phrase's meanings: what is written may also stand for itself
AS_TYPED = 0.97  # how much is thought of the bare words where our lists have a meaning for them
LAY = 0.985  # how much is thought of a lay word's meaning beside the word as written

SIDE_WORDS = frozenset(["left", "right", "bilateral", "both", "bilat", "bl", "lt", "rt", "l", "r"])
HEREDITY = frozenset(
    ["autosomal", "dominant", "recessive", "linked", "familial", "isolated", "syndromic", "nonsyndromic"]
)

ASKS_NOTHING = SILENT | IDLE
NON = "non"
DENIALS = tuple(stem(word) for word in ("without", "not", "no"))
SHORTEST_BEGINNING = 3  # letters
HALF_TYPED = 0.92  # what a word is worth that only begins as typed
SECOND_GUESS = 0.95  # what each less common repair is worth of the one before it
EACH_SIDE = 0.25  # what a code of one side is worth where both were asked for
MISHEARD = 0.8  # what a word is worth that is not denied where the query may have denied it
HINT = 0.3  # how much hangs on a word that our lists add to say which code is the plain one
RAREST = 8.0  # what a word tells that stands in no entry
MENDED, UNKNOWN = 0.9, 0.7  # what each such word leaves of a code set's answers beside those of the others


@dataclass(frozen=True)
class Wanted:
    """One word of a query, as the entries of a code set know it."""

    stems: Mapping[str, float]  # any of these answers it, by how well
    tells: float  # how much of what is meant hangs on it


@dataclass(frozen=True)
class Reading:
    """One way to understand a query."""

    wanted: tuple[Wanted, ...]
    worth: float = 1.0
    seventh: str = ""  # the character of the encounter it speaks of; "" if of none
    said: str = ""  # the words it is read as, where they are not those typed

    @cached_property
    def tells(self) -> float:
        return sum(one.tells for one in self.wanted)

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset(one for wanted in self.wanted for one in wanted.stems)

    @cached_property
    def contraries(self) -> tuple[tuple[str, frozenset[str]], ...]:
        return contraries(self.stems)

    @cached_property
    def sides(self) -> frozenset[str]:
        return self.stems & SIDES


@dataclass(frozen=True)
class Typed:
    """A typed word with the known words it may stand for, the likeliest first."""

    written: str
    options: tuple[str, ...]
    trust: float = 1.0  # how sure it is that one of these is meant
    hint: bool = False  # not typed, but added by our lists

    @property
    def likeliest(self) -> str:
        return self.options[0] if self.options else self.written


@dataclass(frozen=True)
class Part:
    """Some words of a query, or what they mean."""

    words: Sequence[Typed]
    worth: float = 1.0


def readings(lexicon: Lexicon, query: str) -> list[Reading]:
    """The ways to understand a query, the one nearest to what is written first; none without a known word."""
    query, seventh = encounter(query)
    written = words(query)
    found: dict[tuple[frozenset[str], ...], Reading] = {}
    for text, likely in turned(query).items():
        for wanted, worth, said in _understood(lexicon, lexicon.joined(words(text)[:MOST_WORDS])):
            reading = Reading(wanted, worth * likely, seventh, _beside(written, said))
            found.setdefault(tuple(frozenset(one.stems) for one in wanted), reading)
    return list(found.values())


def _understood(
    lexicon: Lexicon, written: Sequence[str]
) -> Iterator[tuple[tuple[Wanted, ...], float, list[str]]]:
    """What the words ask for in each of their meanings, how much is thought of it, and its words."""
    typed = [_typed(lexicon, word, last=place == len(written)) for place, word in enumerate(written, start=1)]
    trust = prod(one.trust for one in typed)
    stems = {stem(word) for word in written}
    for meant in [*_likeliest(_written_out(lexicon, typed)), (Part(typed, AS_TYPED),)]:
        asked = [one for part in meant for one in part.words if not excluded(stem(one.written), stems)]
        wanted = _weighed(lexicon, asked)
        if wanted:
            said = [one.likeliest for one in asked if one is not END and not one.hint]
            yield wanted, trust * min(part.worth for part in meant), said


def _beside(written: Sequence[str], said: Sequence[str]) -> str:
    """The words it is read as; "" where they are the typed ones, or only go on from there."""
    read_as = " ".join(said)
    return "" if read_as.startswith(" ".join(written)) else read_as


def _likeliest(parts: list[list[Part]]) -> list[tuple[Part, ...]]:
    """The likeliest choices of one meaning for each part: those with the fewest second and third thoughts."""
    choices = islice(product(*(list(enumerate(part)) for part in parts)), MOST_CHOICES) if parts else ()
    ordered = sorted(choices, key=lambda choice: sum(thought for thought, _ in choice))
    return [tuple(part for _, part in choice) for choice in ordered[:MOST_READINGS]]


def _typed(lexicon: Lexicon, word: str, *, last: bool) -> Typed:
    """The word itself if it is known; of the last one, which may be half typed, also what begins so."""
    if word in IDLE and not last:
        return Typed(word, (word,))
    known = lexicon.knows(word)
    long_enough = word.isalpha() and len(word) >= SHORTEST_BEGINNING
    half_typed = last and len(word) == SHORTEST_BEGINNING - 1 and word.isalpha() and not known
    begun = lexicon.begun(word) if half_typed or (long_enough and (last or not known)) else ()
    if known:
        return Typed(word, (word, *(begun or (lexicon.neighbours(word) if long_enough else ()))))
    if begun:
        return Typed(word, begun)
    mended = lexicon.mended(word) if long_enough else ()
    return Typed(word, mended, MENDED if mended else UNKNOWN)


# Writing out ------------------------------------------------------------------------------------------------


def _written_out(lexicon: Lexicon, typed: Sequence[Typed]) -> list[list[Part]]:
    """The query in parts, each with its meanings; the longest phrases of our lists are taken first."""
    likeliest = [one.likeliest for one in typed]
    spans = [range(start + 1, start + 1 + LONGEST_PHRASE) for start in range(len(likeliest))]
    lexicon.learn(likeliest[start:end] for start, ends in enumerate(spans) for end in ends)
    parts: list[list[Part]] = []
    here = 0
    while here < len(typed):
        for end in range(min(here + LONGEST_PHRASE, len(typed)), here, -1):
            part = typed[here:end]
            meant = _meanings(lexicon, part, last=end == len(typed))
            if meant or end == here + 1:
                parts.append(meant or [Part(part)])
                here = end
                break
    return parts


def _meanings(lexicon: Lexicon, part: Sequence[Typed], *, last: bool) -> list[Part]:
    """What our lists say a phrase means; a side may stand in the middle of it: "broken left wrist"."""
    written = [one.likeliest for one in part]
    if len(part) > 1 and not LINKING.isdisjoint((written[0], written[-1])):
        return []
    sides = [one for one in part[1:-1] if one.written in SIDE_WORDS]
    meant = lexicon.meanings(written)
    if meant:
        sides = []
    elif sides and len(part) - len(sides) > 1:
        meant = lexicon.meanings([one.likeliest for one in part if one not in sides])
    if not meant and last and (len(part) > 1 or part[0].likeliest != part[0].written):
        sides, begun = [], lexicon.begun_meanings(" ".join(one.written for one in part))
        meant = [AS_WRITTEN, *(one for one in begun if one != AS_WRITTEN)] if begun else []
    worth = LAY if AS_WRITTEN in meant else 1.0
    return [Part(part) if one == AS_WRITTEN else Part([*_spelled_out(one), *sides], worth) for one in meant]


END = Typed("of", ())  # what a meaning denies ends with it


def _spelled_out(meaning: str) -> list[Typed]:
    every = words(meaning)
    if len(every) == 1:
        return [Typed(every[0], (every[0],))]
    return [*(Typed(word, (word,), hint=word in UNSPECIFIC) for word in every), END]


# Weighing ---------------------------------------------------------------------------------------------------


def _weighed(lexicon: Lexicon, typed: Sequence[Typed]) -> tuple[Wanted, ...]:
    """What the words ask for, each once; silent ones only if there are no others."""
    wanted: dict[frozenset[str], Wanted] = {}
    telling = any(one.written not in ASKS_NOTHING for one in typed)
    denying, before = False, ""
    for one in typed:
        denying = denying and one.written not in DENIAL_ENDS
        of_a_kind = one.written == "a" and before.isdigit()  # "2a"
        if one.options and not (telling and one.written in ASKS_NOTHING and not of_a_kind):
            for each in _asks_for(lexicon, one, denying, bool(wanted)):
                wanted.setdefault(frozenset(each.stems), each)
        denying, before = denying or one.written in DENYING, one.written
    return tuple(wanted.values())


def _asks_for(lexicon: Lexicon, typed: Typed, denying: bool, after: bool) -> list[Wanted]:
    """What the word asks for; one that the book writes with a hyphen asks for two things.

    What is denied after something else only says more of that; a denial that comes first is the complaint.
    """
    if typed.written in DENYING:
        tells = lexicon.posting(DENIALS[0]).tells
        return [Wanted(dict.fromkeys(DENIALS, 1.0), HINT * tells)] if tells else []
    parts = lexicon.stems(typed.likeliest)
    if len(parts) > 1:
        return [Wanted({one: 1.0}, tells) for one in parts if (tells := lexicon.posting(one).tells)]
    exact = typed.likeliest == typed.written
    stems: dict[str, float] = {}
    for place, option in enumerate(typed.options):
        begun = option.startswith(typed.written)
        worth = 1.0 if place == 0 and exact else HALF_TYPED if begun else SECOND_GUESS**place
        one, other = stem(option), DENIED + stem(option)
        stems.setdefault(other if denying else one, worth)
        if denying and not after:
            stems.setdefault(one, worth * MISHEARD)
        elif one == BILATERAL:  # what has no code for both sides has one for each
            stems |= dict.fromkeys(ONE_SIDE, worth * EACH_SIDE)
    if typed.written.startswith(NON):  # "nontraumatic" is what is not traumatic
        stems.setdefault(DENIED + stem(typed.written.removeprefix(NON)), 1.0)
    told = [tells for one in stems if (tells := lexicon.posting(one).tells)]
    if not told and denying:
        return []
    if not told:
        return [Wanted(dict.fromkeys(stems, 0.0), RAREST)]
    hint = HINT if typed.hint or denying or typed.written in HEREDITY else 1.0
    return [Wanted(stems, hint * (told[0] if exact else min(told)))]
