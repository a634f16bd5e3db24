"""The words of titles, terms and queries, made comparable: one spelling, one ending, one word for a thing."""

import csv
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from queue_app.codesets.database import DATA

LONGEST_QUERY = 200  # characters read
MOST_WORDS = 16

SILENT = frozenset(["a", "an", "and", "as", "at", "by", "due", "for", "from", "in", "into", "is", "my", "nd"])
SILENT |= {"of", "on", "or", "per", "rd", "s", "st", "th", "the", "this", "that", "to", "type", "with"}
# Small words between others, without which a phrase of our lists is still the same.
LINKING = frozenset(["of", "the", "in", "to", "my", "on", "with", "and", "for", "from", "w"])
# Words of whole sentences that ask for nothing; in a phrase of our lists they count.
IDLE = frozenset(["am", "are", "be", "been", "being", "but", "came", "can", "cannot", "cant", "could"])
IDLE |= {"did", "do", "does", "doing", "dont", "even", "ever", "feel", "feels", "get", "gets"}
IDLE |= {"getting", "go", "goes", "going", "gone", "got", "had", "has", "have", "having", "he"}
IDLE |= {"her", "him", "his", "how", "i", "it", "its", "just", "keep", "keeps", "me"}
IDLE |= {"much", "our", "really", "she", "so", "some", "still", "taken", "than", "then", "there"}
IDLE |= {"they", "too", "us", "very", "was", "we", "went", "were", "when", "where", "which"}
IDLE |= {"while", "who", "will", "would", "you", "your"}
# Words that make a title no more special: what has only these beside the asked-for words is the default code.
UNSPECIFIC = frozenset(["unspecified", "not", "site", "encounter", "initial", "uncomplicated", "other"])

_WORD = re.compile(r"[a-z]+|[0-9]+")
_APOSTROPHE = re.compile(r"(?<=\w)['’`´]s?\b|['’`´]")
_PLURAL = re.compile(r"(?<=[a-z]{3}[^sui])s$")
_FUSED = re.compile(r"(?<![a-z0-9])([a-z]+)-([a-z]+)(?![a-z0-9-])")
_ROMAN = {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "xi": "11"}
_ROMAN |= {"xii": "12", "xiii": "13"}
_EQUAL = _ROMAN | {"nos": "unspecified", "nec": "other", "first": "1", "second": "2", "third": "3"}
_EQUAL |= {"fourth": "4", "fifth": "5", "sixth": "6", "seventh": "7"}
_EQUAL |= {"one": "1", "two": "2", "three": "3", "four": "4"}

_OF_KINDS = _ROMAN | {"i": "1", "v": "5", "x": "10"}  # which alone are letters
_ROMAN_KIND = {
    number + letter: (figure, letter) for number, figure in _OF_KINDS.items() for letter in ("", *"abcdmn")
}
_KINDS = frozenset(["category", "class", "disease", "factor", "grade", "phase", "stage", "type"])
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_DENIED = re.compile(
    r"\b(without|not (?=(?:having|intractable|specified|elsewhere)))\b ?(.*?)(?= of |,|;| with | in |$)"
)
# "without behavioral disturbance, mood disturbance, and anxiety" is without each of them
_LISTED = re.compile(r"(?<=without )[^,]+(?:, [^,]+)+, (?:and|or) [^,]+$")
_EITHER = re.compile(r" whether with ")  # "unspecified whether with hypoxia": nobody said hypoxia
_LEFT_OPEN = re.compile(r"(?<=.)(?<!with )unspecified (?:as (?:to )?\w+(?: (?:or|versus) \w+)?|\w+)")
_FIRST_ENCOUNTER = re.compile(r",? initial encounter( for closed fracture)?$")
_LEAVES_OPEN = re.compile(r"(?<!with )unspecified|uncomplicated|without|not (?:intractable|specified)")
DENYING = frozenset(["without", "not", "no"])
DENIAL_ENDS = frozenset(["of", "with", "in"])
DENIED = "-"  # stands before the stem of what a title is without

# British spelling to American: rewritten on both sides, so that wrong English does no harm.
_SPELLINGS = (
    (re.compile(r"(?<=[a-z])ae(?=[a-z])|^ae(?=[mst])"), "e"),
    (re.compile(r"(?<=[a-z])oe(?=[a-z]{2}|a$)|^oe(?=[dst])"), "e"),
    (re.compile(r"(?<=[a-z]{2})our$"), "or"),
    (re.compile(r"(?<=[a-z]{3})is(?=e$|ed$|ing$|ation)"), "iz"),
    (re.compile(r"leuc(?=[ao])"), "leuk"),
    (re.compile(r"lys(?=ed$)"), "lyz"),
)
# Greek endings are made alike first; then the longest ending that leaves a stem is taken off.
_GREEK = (
    (re.compile(r"(?<=[a-z]{3})otic(s?)$"), "osis"),
    (re.compile(r"(?<=[a-z]{2})lytic(s?)$"), "lysis"),
    (re.compile(r"(?<=[a-z]{3})oses$"), "osis"),
    (re.compile(r"(?<=[a-z]{2})matous$"), "ma"),
    (re.compile(r"(?<=[a-z]{3})ices$"), "ix"),
)
_NOUNS = {"ation", "ational", "ations", "ion", "ional", "ions", "ism", "isms", "ist", "ities", "ity", "ment"}
_NOUNS |= {"ance", "ances", "ancy", "ence", "ences", "ency", "ments", "ness", "nesses", "ia", "ias"}
_VERBS = {"ate", "ated", "ates", "ating", "ed", "ied", "ies", "ing", "ings"}
_ADJECTIVES = {"al", "ally", "ant", "ar", "ary", "ative", "eal", "ent", "iac", "ial", "ially", "ian", "ic"}
_ADJECTIVES |= {"ical", "ically", "ics", "ine", "ious", "ive", "ous"}
_OTHERS = {"a", "ae", "ants", "as", "e", "ents", "es", "i", "is", "s", "um", "us", "uses", "y"}
_ENDINGS = sorted(_NOUNS | _VERBS | _ADJECTIVES | _OTHERS, key=lambda ending: (-len(ending), ending))
SHORTEST_STEM = 4


def words(text: str) -> list[str]:
    """The words of a text as they are written, in order, repeated ones too; no accents, no punctuation."""
    plain = text.lower()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode().lower()
    found = _WORD.findall(_APOSTROPHE.sub("", plain) if "'" in plain or "`" in plain else plain)
    return found if _ROMAN_KIND.keys().isdisjoint(found) else _numbered(found)


def _numbered(written: list[str]) -> list[str]:
    """With the Roman numbers of kinds in our figures: "type I" is "type 1", "IIb" is "2 b"."""
    found: list[str] = []
    for word in written:
        figure, letter = _ROMAN_KIND.get(word, ("", ""))
        if figure and ((found and found[-1] in _KINDS) or (letter and figure in ("2", "3"))):
            found += [figure, letter] if letter else [figure]
        else:
            found.append(word)
    return found


def heard(stems: Sequence[str]) -> list[str]:
    """Without the silent words; the letter of a kind ("2a") is none of them."""
    return [
        one
        for before, one in zip(("", *stems), stems, strict=False)
        if one.removeprefix(DENIED) not in QUIET or (one == "a" and before.isdigit())
    ]


def fused(text: str) -> dict[str, tuple[str, str]]:
    """What is written with a hyphen, as it would be without: {"xray": ("x", "ray")}."""
    return {one + other: (one, other) for one, other in _FUSED.findall(text.lower())}


@lru_cache(maxsize=30_000)
def stem(word: str) -> str:
    """What a word is compared by: its stem, or that of the plainer word for the same thing."""
    word = _EQUAL.get(word, word)
    return ALIKE.get(word) or ALIKE.get(_bare(word)) or _bare(word)


def phrase_key(written: Sequence[str]) -> str:
    """What a phrase is looked up by: its stems in any order, without the small words between them.

    A single word is shorthand or not to the letter: "bronch" is bronchitis, and the bronchus is not.
    """
    if len(written) == 1:
        return _PLURAL.sub("", written[0])
    return " ".join(sorted(stem(word) for word in written if word not in LINKING))


def stems(text: str) -> list[str]:
    return [stem(word) for word in words(text)]


def _bare(word: str) -> str:
    if len(word) < SHORTEST_STEM or not word.isalpha():
        return word
    for pattern, plain in (*_SPELLINGS, *_GREEK):
        word = pattern.sub(plain, word)
    if len(word) == SHORTEST_STEM:
        return word[:-1] if word.endswith("s") and word[-2] not in "sui" else word
    if word.endswith("ss"):
        return word
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            return word[: -len(ending)]
    return word


def _alike() -> dict[str, str]:
    """Our own list of words that mean the same to a coder: each line's words become the first one's stem."""
    same: dict[str, str] = {}
    with (DATA / "alike.csv").open(newline="", encoding="utf-8") as file:
        for first, *others in csv.reader(file):
            for one in others:
                same[one] = same[_bare(one)] = _bare(first)
    return same


ALIKE = MappingProxyType(_alike())
QUIET = frozenset(stem(word) for word in SILENT)
BILATERAL, *ONE_SIDE = map(stem, ("bilateral", "left", "right"))
SIDES = frozenset([BILATERAL, *ONE_SIDE])
_PLAIN = frozenset(stem(word) for word in UNSPECIFIC)


class Told(NamedTuple):
    """What a title says."""

    words: list[str]
    every: list[str]  # stems
    telling: list[str]  # those a coder would have to mean to choose it


def read(text: str) -> Told:
    """Read a title. Not telling is what stands in brackets, what it is *without*, the first encounter, and
    what it leaves unspecified.

    None of this reaches beyond a comma, and what stands between two of them stands in many titles: it is read
    once.
    """
    if "(" in text or "[" in text:
        return _read(text)
    if ", and " in text or ", or " in text:
        text = _LISTED.sub(lambda found: found[0].replace(", ", " "), text)
    first, *others = text.split(", ")
    told = _read(first)
    for one in others:
        more = _read(f", {one}")
        told = Told(told.words + more.words, told.every + more.every, told.telling + more.telling)
    return told


@lru_cache(maxsize=20_000)
def _read(text: str) -> Told:
    meant = text = _EITHER.sub(" without ", text)
    written = words(text)
    marked = denied(words(text.replace(",", " of ")) if "," in text[1:] else written)
    every = heard(marked)
    if "(" in meant or "[" in meant:
        meant = _ASIDE.sub(" ", meant)
    if "without " in meant or "not " in meant:
        meant = _DENIED.sub("", meant)
    if "unspecified" in meant:
        meant = _LEFT_OPEN.sub("", meant)
    if "initial" in meant:
        meant = _FIRST_ENCOUNTER.sub("", meant)
    telling = every if meant is text else heard(stems(meant))
    return Told(written, every, [one for one in telling if one not in _PLAIN])


def leaves_open(title: str) -> bool:
    """Whether a title is the one for those who said no more."""
    return _LEAVES_OPEN.search(title.lower()) is not None


def denied(written: Sequence[str]) -> list[str]:
    """Their stems, marked where the words before deny them: "without aura" is the stem -aura."""
    found = []
    denying = False
    for word in written:
        if word in DENYING:
            denying = True
        elif word in DENIAL_ENDS:
            denying = False
        found.append(DENIED + stem(word) if denying and word not in DENYING else stem(word))
    return found
