"""The words of titles, terms and queries, made comparable: no accents, no plurals, no punctuation."""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

LONGEST_QUERY = 200  # characters read
MOST_WORDS = 12

SILENT = frozenset(
    ["a", "an", "and", "at", "by", "due", "for", "from", "in", "is", "of", "on", "or", "the", "to", "with"]
)
# Words that make a title no more special: what has only these beside the asked-for words is the default code.
UNSPECIFIC = frozenset(["unspecified", "not", "site", "encounter", "initial", "uncomplicated"])

_WORD = re.compile(r"[a-z0-9]+")
_APOSTROPHE = re.compile(r"['’`´]")
_EQUAL = {"nos": "unspecified", "nec": "other"}

_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_WITHOUT = re.compile(r" without .*?(?= of |,|$)")
_LEFT_OPEN = re.compile(r"(?<=.)(?<!with )unspecified \w+")
_FIRST_ENCOUNTER = re.compile(r",? initial encounter( for closed fracture)?$")


def words(text: str) -> list[str]:
    """The comparable words of a text, in order, repeated ones too."""
    plain = _APOSTROPHE.sub("", text).lower()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode().lower()
    return [_comparable(word) for word in _WORD.findall(plain)]


@lru_cache(maxsize=20_000)
def _comparable(word: str) -> str:
    """Lets a plural meet its singular; both sides go through here, so it need not be good English."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return _EQUAL.get(word, word)


def affirmed(text: str) -> list[str]:
    """The words of a text that are not in what it is *without*."""
    return words(_WITHOUT.sub("", text) if " without " in text else text)


def read(text: str) -> tuple[list[str], list[str]]:
    """All words of a title, and those a coder would have to mean to choose it.

    The latter are not what stands in brackets, not what it is *without*, not the first encounter, not what it
    leaves unspecified.
    """
    every = words(text)
    meant = text
    if "(" in meant or "[" in meant:
        meant = _ASIDE.sub(" ", meant)
    if " without " in meant:
        meant = _WITHOUT.sub("", meant)
    if "unspecified" in meant:
        meant = _LEFT_OPEN.sub("", meant)
    if "initial" in meant:
        meant = _FIRST_ENCOUNTER.sub("", meant)
    telling = every if meant is text else words(meant)
    return every, [word for word in telling if word not in SILENT and word not in UNSPECIFIC]


def asked(query: str) -> list[str]:
    """The words of a query, each once; silent ones only if there are no others."""
    every = list(dict.fromkeys(words(query[:LONGEST_QUERY])))[:MOST_WORDS]
    return [word for word in every if word not in SILENT] or every


def spelled_out(query: str, meaning: Callable[[str], str | None]) -> str:
    """The query with shorthand written out, longest phrases first: "dm2 w dka" is "type 2 diabetes ..."."""
    typed = [part.strip(",;:.()[]\"'") for part in query[:LONGEST_QUERY].lower().split()]
    out, here = [], 0
    while here < len(typed):
        for length in (3, 2, 1):
            phrase = " ".join(typed[here : here + length])
            meant = meaning(phrase)
            if meant or length == 1:
                out.append(meant or phrase)
                here += min(length, len(typed) - here)
                break
    return " ".join(out)
