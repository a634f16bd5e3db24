"""The words and phrases the entries of a code set use, and repairing a word that is none of them."""

import json
import sqlite3
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from queue_app.codesets.words import phrase_key, stem

SHORTEST_REPAIRED = 4  # letters
SHORTEST_WITH_TWO_SLIPS = 6
SHORTEST_UNPREFIXED = 6
LONGEST_PREFIX = 7
MOST_ENDINGS = 40  # words a beginning may stand for
MOST_REPAIRS = 6
MOST_PHRASES = 2  # that a beginning may stand for

# What is often written apart from the word it belongs to.
PREFIXES = frozenset(
    ["anti", "dis", "extra", "hyper", "hypo", "intra", "micro", "multi", "non", "over", "para"]
)
PREFIXES |= {"peri", "post", "pre", "re", "sub", "under"}


class Posting(NamedTuple):
    """Where a stem is found."""

    tells: float  # the fewer entries have it, the more
    ids: Sequence[int]  # of the entries, ascending: the plainest first


NOWHERE = Posting(0.0, ())


class Line(NamedTuple):
    """An entry: a title, term or line of an index."""

    code: str
    text: str | None  # None: the title of the code
    required: Sequence[str]  # stems a coder would have to mean
    optional: Sequence[str]
    weight: float  # how much the required ones tell, all together


@dataclass(frozen=True)
class Lexicon:
    """What one code set knows of words. Made for one query, it asks nothing twice."""

    tables: sqlite3.Connection
    system: str
    _postings: dict[str, Posting] = field(default_factory=dict)
    _lines: dict[int, Line] = field(default_factory=dict)
    _meanings: dict[str, str] = field(default_factory=dict)

    def posting(self, one: str) -> Posting:
        """Where a stem is found; one nobody knows tells nothing and is nowhere."""
        if one not in self._postings:
            row = self.tables.execute(
                "SELECT tells, ids FROM postings WHERE system = ? AND stem = ?", (self.system, one)
            ).fetchone()
            self._postings[one] = Posting(row[0], array("I", row[1])) if row else NOWHERE
        return self._postings[one]

    def lines(self, ids: Iterable[int]) -> list[Line]:
        ids = sorted(ids)
        new = json.dumps([one for one in ids if one not in self._lines])
        found = self.tables.execute(
            "SELECT id, code, text, required, optional, weight FROM entries"
            " WHERE id IN (SELECT value FROM json_each(?))",
            (new,),
        )
        for number, code, text, must, may, weight in found:
            self._lines[number] = Line(code, text, must.split(), may.split(), weight)
        return [self._lines[one] for one in ids]

    def knows(self, word: str) -> bool:
        """Whether the word itself is used, or another form of it."""
        return self.uses(word) or (len(word) > SHORTEST_REPAIRED and self.posting(stem(word)) is not NOWHERE)

    def uses(self, word: str) -> bool:
        return self._one("SELECT 1 FROM vocabulary WHERE system = ? AND word = ?", word) is not None

    def stems(self, word: str) -> list[str]:
        """One stem; several where the book writes the word with a hyphen."""
        row = self._one("SELECT stems FROM vocabulary WHERE system = ? AND word = ?", word)
        return row[0].split() if row else [stem(word)]

    def begun(self, start: str) -> tuple[str, ...]:
        """Words that begin so, the commonest first."""
        found = self.tables.execute(
            "SELECT word FROM vocabulary WHERE system = ? AND word > ? AND word < ? AND entries > 0"
            " ORDER BY entries DESC LIMIT ?",
            (self.system, start, start + "~", MOST_ENDINGS),
        )
        return tuple(word for (word,) in found)

    def mended(self, word: str) -> tuple[str, ...]:
        """One slip of the pen, else a prefix too many, else letters left out, else two slips."""
        if len(word) < SHORTEST_REPAIRED:
            return self._swapped(word)
        near = self._of_length(len(word) - 2, len(word) + 2)
        slips = process.extract(word, near, scorer=OSA.distance, score_cutoff=2, limit=None)
        commonest = self._commonest(one for one, _, _ in slips)
        slips.sort(key=lambda one: (one[0][0] != word[0], commonest.index(one[0])))
        one_slip = tuple(one for one, many, _ in slips if many == 1)
        two_slips = tuple(one for one, _, _ in slips if len(word) >= SHORTEST_WITH_TWO_SLIPS)
        return (one_slip or self._unprefixed(word) or self._clipped(word) or two_slips)[:MOST_REPAIRS]

    def neighbours(self, word: str) -> tuple[str, ...]:
        """For a word that is used in other forms only: used words a slip away that are none of these.

        "migrane" could be a form of migrans, and is more likely a migraine.
        """
        if len(word) < SHORTEST_WITH_TWO_SLIPS or self.uses(word):
            return ()
        near = self._of_length(len(word) - 1, len(word) + 1)
        slips = process.extract(word, near, scorer=OSA.distance, score_cutoff=1, limit=None)
        other = [one for one, _, _ in slips if one[0] == word[0] and stem(one) != stem(word)]
        return tuple(self._commonest(other)[:MOST_REPAIRS])

    def _of_length(self, least: int, most: int) -> list[str]:
        """Known words, of each length the commonest first."""
        found = self.tables.execute(
            "SELECT words FROM spellings WHERE system = ? AND length BETWEEN ? AND ?",
            (self.system, least, most),
        )
        return [word for (together,) in found for word in together.split()]

    def _commonest(self, found: Iterable[str]) -> list[str]:
        ordered = self.tables.execute(
            "SELECT word FROM vocabulary WHERE system = ? AND word IN (SELECT value FROM json_each(?))"
            " ORDER BY entries DESC",
            (self.system, json.dumps([*found])),
        )
        return [word for (word,) in ordered]

    def _swapped(self, word: str) -> tuple[str, ...]:
        """Words as short as the one typed with two neighbours in the other order: "hpi" is hip."""
        swapped = (word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1))
        return tuple(self._commonest(swapped))

    def _unprefixed(self, word: str) -> tuple[str, ...]:
        """The longest known word it ends in: "peridiverticulitis" is about diverticulitis."""
        for start in range(2, min(LONGEST_PREFIX, len(word) - SHORTEST_UNPREFIXED) + 1):
            if self.knows(word[start:]):
                return (word[start:],)
        return ()

    def _clipped(self, word: str) -> tuple[str, ...]:
        """Words that begin alike and have all the letters in order: "intrmt" is intermittent."""
        found = self.tables.execute(
            "SELECT word FROM vocabulary WHERE system = ? AND word > ? AND word < ? AND word LIKE ?"
            " ORDER BY entries DESC LIMIT ?",
            (self.system, word[0], word[0] + "~", "%".join(word) + "%", MOST_REPAIRS),
        )
        return tuple(one for (one,) in found)

    def joined(self, written: list[str]) -> list[str]:
        """The words with those put together that are one in the book: "post operative" is postoperative."""
        joined: list[str] = []
        for word in written:
            before = joined[-1] if joined else ""
            apart = before in PREFIXES or (len(before) > 1 and before.isalpha() and not self.knows(before))
            if apart and word.isalpha() and self.knows(before + word):
                joined[-1] = before + word
            else:
                joined.append(word)
        return joined

    def learn(self, phrases: Iterable[Sequence[str]]) -> None:
        """Look up what our lists say those phrases mean, all at once."""
        new = {phrase_key(one) for one in phrases} - self._meanings.keys()
        self._meanings.update(dict.fromkeys(new, ""))
        self._meanings.update(
            self.tables.execute(
                "SELECT short, words FROM meanings WHERE short IN (SELECT value FROM json_each(?))"
                " AND system IN (?, '') ORDER BY system",
                (json.dumps([*new]), self.system),
            )
        )

    def meanings(self, written: Sequence[str]) -> list[str]:
        """What our lists say a phrase means: one meaning or several, or none."""
        key = phrase_key(written)
        if key not in self._meanings:
            self.learn([written])
        return _several(self._meanings[key]) if self._meanings[key] else []

    def begun_meanings(self, start: str) -> list[str]:
        """What phrases mean whose last word is begun as typed; first those with the book's commonest words.

        One that ends in a word only our lists know is meant where none ends in a word of the book.
        """
        before = start.rfind(" ") + 2  # where its last word begins
        found = self.tables.execute(
            "SELECT m.words, coalesce(v.entries, 0) FROM meanings m"
            " LEFT JOIN vocabulary v ON v.system = ? AND v.word = substr(m.written, ?)"
            " WHERE m.system IN (?, '') AND m.written > ? AND m.written < ?"
            " AND NOT instr(substr(m.written, ?), ' ')"
            " ORDER BY v.entries DESC, length(m.written) LIMIT ?",
            (self.system, before, self.system, start, start + "~", before, MOST_PHRASES),
        ).fetchall()
        of_the_book = [meanings for meanings, entries in found if entries]
        return [one for meanings in of_the_book or [row[0] for row in found] for one in _several(meanings)]

    def _one(self, question: str, word: str) -> tuple[str, ...] | None:
        row: tuple[str, ...] | None = self.tables.execute(question, (self.system, word)).fetchone()
        return row


def _several(meanings: str) -> list[str]:
    return [one.strip() for one in meanings.split(";")]
