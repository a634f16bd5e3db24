"""The phrases that notes name diagnoses by: of the titles, the inclusion and index terms, and our own list.

A phrase is kept as the set of its words, so that "fracture of left hip" and "left hip fracture" are one.
"""

import csv
import json
import re
import sqlite3
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from queue_app.codesets.books import BELOW
from queue_app.codesets.database import DATA, count
from queue_app.domain.reading.lists import listed
from queue_app.domain.reading.short import SHORT
from queue_app.domain.reading.words import NUMBERED, PASSING, key, words

# How far a phrase is from what the book prints as the name of the code; the lowest wins.
OURS, TITLE, TERM, SHORTENED, HEADING = range(5)
MOST_WORDS = 10

# One word alone says too little, whatever the index has under it.
VAGUE = frozenset(
    listed(
        """
abnormal abscess absence abuse adhesion adjustment adult adverse aftercare air allergy anger arrest
atrophy attack birth bite bleed bleeding block blood blue body bone brain breast burn calcification
cancer care carrier chest child cold collapse complication compression contact contraception contusion
counseling crush crying cut cyst death decreased deep deficiency deformity degeneration delayed delivery
dependence diet disease dislocation disorder displacement double drug ear edema effect elderly elevated
embolism enlargement examination excess exercise exposure eye failure fall family female finding fire
fistula fit follow foot foreign fracture gain gas general hand heart heat heavy hernia high hip history
home hyperplasia hypertrophy increased infarction infection inflammation injury irregular ischemia joint
kidney knee labor laceration lesion light liver loss low lung male mass medication mouth muscle necrosis
negative neoplasm new newborn nodule noise normal nose observation obstruction old pain perforation
poisoning polyp positive pregnancy problem procedure prolapse prostate puncture rapid reaction removal
replacement result retained rigidity rupture scar school screening sequelae shock short skin sleep slow
spine sprain status stenosis sterilization stiffness stone stool strain stress stricture stroke swelling
syndrome tenderness tension test throat thrombosis tired tooth traction transplant traumatic travel
tumor ulcer urine use uterus water weakness withdrawal work worry wound
"""
    )
)
_APART = frozenset("VWXY")  # how it came about: the record must say it in many words
_SAYING_NOTHING = frozenset(
    {"adverse effect", "family history", "alcohol disease liver", "occlusion thrombotic"}
)
_OF_OTHERS = ("Z80", "Z81", "Z82", "Z83", "Z84")  # of the family, of whom nothing is offered


class _Rule(NamedTuple):
    """What is said otherwise, or not at all; a text without the sign, in small letters, need not be read."""

    sign: str
    pattern: re.Pattern[str]
    to: str


def _rule(sign: str, pattern: str, to: str) -> _Rule:
    return _Rule(sign, re.compile(pattern, re.IGNORECASE), to)


_RULES = (
    _rule("(", r"\([^)]*\)", " "),
    _rule("[", r"\[[^\]]*\]", " "),
    _rule("initial encounter", r", initial encounter( for closed fracture)?$", ""),
    _rule("initial encounter", r"initial encounter for open fracture( type I or II)?$", "open"),
    _rule(
        "specified",
        r",? ?(unspecified|not specified)( as to)?( (organism|cause|type|part|site|severity|eye|ear|"
        r"body region|location|laterality|chronicity|etiology|organ|stage|degree|form|side))?\b",
        " ",
    ),
    _rule("unspecified", r"\bunspecified (part|body|site|side|fracture) of\b", " "),
    _rule("not elsewhere classified", r"\bnot elsewhere classified\b", " "),
    _rule("site not specified", r"\bsite not specified\b", " "),
    _rule("nos", r"\bNOS\b", " "),
    _rule("nec", r"\bNEC\b", " "),
    _rule("complication", r",? without (mention of )?complications?\b", ""),
    _rule("uncomplicated", r",? uncomplicated\b", ""),
    _rule("single episode", r",? single episode\b", ""),
    _rule("other specified", r"\bother specified\b", "other"),
    _rule("secondary ", r"^secondary (malignant neoplasm|neuroendocrine tumor)", r"metastasis \1"),
)
_WITHOUT = re.compile(
    r",? (?:without|not intractable|nonintractable|not specified as)\b(?!.*\bwith\b).*$", re.IGNORECASE
)
# How the same is said in notes, beside what the book prints.
_ALSO = (
    _rule(" or ", r"\b(\w+) or \w+ of (?=.*\b(?:artery|arteries|vein|ureter)\b)", r"\1 of "),
    _rule("cerebral infarction", r"^cerebral infarction\b", "ischemic stroke"),
    _rule("cerebral infarction", r"^cerebral infarction\b", "stroke"),
    _rule("malignant neoplasm of", r"^malignant neoplasm of\b", "cancer of"),
    _rule("breast", r"\b(?:fe)?male (?=breast)", ""),
    _rule("malignant neoplasm of", r"^metastasis malignant neoplasm of\b", "metastasis to"),
    _rule(
        "diabetic",
        r"^type ([12]) diabetes mellitus with diabetic (?=\w+)",
        r"diabetic type \1 diabetes with ",
    ),
    _rule("in pregnancy", r"\bin pregnancy\b", ""),
)
# Between terms of an index that are read apart; "type > II" is not.
_PIECES = re.compile("".join(f"(?<!{word})" for word in sorted(NUMBERED)) + BELOW, re.IGNORECASE)
_OPTIONAL = frozenset(
    listed(
        """
body closed described displaced displacement episode essential intractable native nature nonobstructive
nontraumatic organ organism part primary simple skin so structure uncomplicated unilateral unknown
"""
    )
)


class Phrase(NamedTuple):
    """A code that a set of words names; the closest is the least."""

    rank: int
    code: str


def rebuild(tables: sqlite3.Connection, *, titles: bool = True) -> int:
    """Write the phrases anew from the codes, the terms and the index; their number.

    Without `titles` only those of the index are read: the others are as they were.
    """
    named = dict(_titles(tables))
    defaults = _defaults(named)
    _write(tables, _of_index(tables, named, defaults), of_index=True)
    if titles:
        _write(tables, _of_codes(tables, named, defaults), of_index=False)
    known = {word for (words_,) in tables.execute("SELECT words FROM phrases") for word in words_.split()}
    tables.execute("DELETE FROM phrase_words")
    tables.executemany("INSERT INTO phrase_words (word) VALUES (?)", ((one,) for one in sorted(known)))
    return count(tables, "SELECT count(DISTINCT words) FROM phrases")


def _write(tables: sqlite3.Connection, told: Iterable[tuple[str, Phrase]], *, of_index: bool) -> None:
    """Of those of the same words the closest."""
    best: dict[str, Phrase] = {}
    for words_, phrase in told:
        if words_ not in best or phrase < best[words_]:
            best[words_] = phrase
    tables.execute("DELETE FROM phrases WHERE of_index = ?", (of_index,))
    tables.executemany(
        "INSERT INTO phrases (words, of_index, code, rank) VALUES (?, ?, ?, ?)",
        ((words_, of_index, one.code, one.rank) for words_, one in sorted(best.items())),
    )


def look_up(tables: sqlite3.Connection, keys: Iterable[str]) -> dict[str, tuple[str, int]]:
    """Key → code and rank."""
    found = tables.execute(
        "SELECT words, code, rank FROM phrases WHERE words IN (SELECT value FROM json_each(?))"
        " ORDER BY rank DESC, code DESC",  # of two the closer one stays
        (json.dumps(list(keys)),),
    )
    return {words_: (code, rank) for words_, code, rank in found}


def vocabulary(tables: sqlite3.Connection) -> frozenset[str]:
    return frozenset(row[0] for row in tables.execute("SELECT word FROM phrase_words"))


def _of_codes(
    tables: sqlite3.Connection, titles: dict[str, str], defaults: dict[str, str]
) -> Iterator[tuple[str, Phrase]]:
    yield from _ours(titles)
    for code, title in titles.items():
        yield from _of(title, code, TITLE)
    for code, title in tables.execute(
        "SELECT code, title FROM codes WHERE system = 'icd10cm' AND NOT billable AND title != ''"
    ):
        if code in defaults:
            yield from _of(title, defaults[code], HEADING)
    for code, text in tables.execute("SELECT code, text FROM terms WHERE system = 'icd10cm'"):
        yield from _of_line(text, code, titles, defaults)


def _of_index(
    tables: sqlite3.Connection, titles: dict[str, str], defaults: dict[str, str]
) -> Iterator[tuple[str, Phrase]]:
    for path, code in tables.execute(
        "SELECT path, code FROM book WHERE book = 'index' AND code != '' AND kind = ''"
    ):
        yield from _of_line(_PIECES.sub(", ", path).replace(BELOW, " "), code, titles, defaults)


def _of_line(
    text: str, code: str, titles: dict[str, str], defaults: dict[str, str]
) -> Iterator[tuple[str, Phrase]]:
    """The phrases of a term of a code or, of that of a heading, for the plainest code below it."""
    if code in titles:
        yield from _of(text, code, TERM)
    elif code in defaults:
        yield from _of(text, defaults[code], HEADING)


def _titles(tables: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Codes that can be billed at a first encounter and are still in force."""
    for code, title in tables.execute(
        "SELECT code, title FROM codes WHERE system = 'icd10cm' AND billable AND title != ''"
        " AND ifnull(valid_to >= released_on, 1)"
    ):
        if (
            code[0] in _APART
            or code.startswith(_OF_OTHERS)
            or (len(code) == 7 and code[6] not in "ABC" and code[0] in "STM")
        ):
            continue
        yield code, title


def _defaults(titles: dict[str, str]) -> dict[str, str]:
    """For each heading the plainest code below it, where that one leaves open what the heading does."""
    plainest: dict[str, str] = {}
    for code, title in titles.items():
        if not re.search(r"unspecified|without|uncomplicated|not specified", title):
            continue
        for end in range(3, len(code)):
            best = plainest.get(code[:end])
            if best is None or _particular(best, titles) > _particular(code, titles):
                plainest[code[:end]] = code
    return plainest


def _particular(code: str, titles: dict[str, str]) -> tuple[bool, int, str]:
    """The lower, the less the code says: what is "with" something says more."""
    return (re.search(r"\bwith\b", titles[code]) is not None, len(titles[code]), code)


def _of(text: str, code: str, rank: int) -> Iterator[tuple[str, Phrase]]:
    """The phrases of a title or term: as printed, and without what goes without saying."""
    if "in diseases classified elsewhere" in text or (code[0] == "O" and rank == HEADING):
        return
    if rank != TERM and text.startswith("Other "):
        return
    plain, lower = text, text.lower()
    for sign, pattern, to in _RULES:
        if sign in lower:
            plain = pattern.sub(to, plain)
    shorter = _WITHOUT.sub("", plain) if "without" in plain or "intractable" in plain else plain
    told = {plain: rank} if plain == shorter else {plain: rank, shorter: max(SHORTENED, rank)}
    for each, cost in (*told.items(), *((one, max(TERM, rank)) for one in _also(shorter))):
        forms = [form for part in each.split(", ") for form in _forms(part)]
        yield from _kept(forms, code, cost)
        if not _OPTIONAL.isdisjoint(forms):
            yield from _kept([one for one in forms if one not in _OPTIONAL], code, max(SHORTENED, rank))


@lru_cache(maxsize=20_000)  # a title has most of its words in common with those before it
def _forms(part: str) -> tuple[str, ...]:
    return tuple(word.form for word in words(part))


def _also(text: str) -> set[str]:
    """The text as each of the other ways of saying it makes it, and with several of them."""
    told, lower = {text}, text.lower()
    for sign, pattern, to in _ALSO:
        if sign in lower:
            told |= {pattern.sub(to, one) for one in told}
    return told - {text}


def _kept(forms: list[str], code: str, rank: int) -> Iterator[tuple[str, Phrase]]:
    telling = set(forms) - PASSING
    if not telling or len(telling) > MOST_WORDS:
        return
    if len(telling) == 1:
        [only] = telling
        if only in VAGUE or len(only) < 5 or only.isdigit() or rank >= SHORTENED or code[0] in "ST":
            return
    if (each := key(telling)) not in _SAYING_NOTHING:
        yield each, Phrase(rank, code)


def _ours(titles: dict[str, str]) -> Iterator[tuple[str, Phrase]]:
    with (DATA / "clinical.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            for phrase in row["phrases"].split("|"):
                for side, code in _sides(row["code"], titles):
                    forms = [word.form for word in words(phrase, SHORT)]
                    telling = {*forms, *side.split()}
                    yield key(telling - PASSING or telling), Phrase(OURS, code)


def _sides(code: str, titles: dict[str, str]) -> list[tuple[str, str]]:
    """A "?" in a code of our list stands for the character that tells the side."""
    if "?" not in code:
        return [("", code)] if code in titles else []
    sides = (("right", "1"), ("left", "2"), ("bilateral", "3"), ("", "9"), ("", "0"))
    each = [(side, code.replace("?", letter)) for side, letter in sides]
    return [(side, one) for side, one in each if one in titles][:4]
