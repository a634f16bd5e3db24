"""The notes of the tabular list as codes: which ones a note names, and which 7th characters there are."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from queue_app.domain.codes import Codes, bare, dotted
from queue_app.domain.edits.finding import Note

KINDS = frozenset({"excludes1", "code_first", "use_additional", "seventh"})  # of notes the rules go by

_CODE = r"[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?"
_SPAN = re.compile(rf"\b({_CODE})(?:\.?-*(?: to |-)({_CODE}))?(?![0-9A-Za-z])(\.?-)?")
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]?")
_ELSEWHERE = re.compile(
    r"\bsee\b|\bfor codes\b", re.IGNORECASE
)  # these send the reader on, or say where it holds
_WITH = re.compile(r"\bwith\b(.*)", re.DOTALL)
_PLACES = {"fourth": 4, "4th": 4, "fifth": 5, "5th": 5, "sixth": 6, "6th": 6, "seventh": 7, "7th": 7}
_PLACE = re.compile(rf"({'|'.join(_PLACES)})[- ]character \.?([0-9A-Z])(?:-([0-9A-Z]))?(?: or ([0-9A-Z]))?\b")
_INTENT = re.compile(r"fifth or six(?:th)? character (\d)(?:-(\d))?")
_TAIL = re.compile(r"(?<![0-9A-Z])[.-]([0-9]{1,3})\b")
_CONDITIONAL = re.compile(r"\b(if (known|any)|(if|where) applicable|for adverse effects)\b")
_SEVENTH = re.compile(r"([0-9A-Z]): ")


class Reference(NamedTuple):
    """Codes a note names: one with all below it, or a range of them."""

    first: str  # bare beginnings
    last: str
    like: str = ""  # a regular expression the beginning of a bare code has to match; "": all are meant
    whole: bool = False  # one code, printed without the dash that says there is more below it

    def covers(self, code: str) -> bool:
        inside = self.first <= code[: len(self.first)] and code[: len(self.last)] <= self.last
        return inside and (not self.like or re.match(self.like, code) is not None)


class References(NamedTuple):
    """All the codes that some notes name."""

    all: tuple[Reference, ...]
    beginnings: tuple[str, ...]  # of those that are neither ranges nor conditional: one look tells of them
    spans: tuple[Reference, ...]  # the others

    def covers(self, code: str) -> bool:
        return code.startswith(self.beginnings) or any(span.covers(code) for span in self.spans)


@lru_cache(maxsize=8192)
def references(*texts: str) -> References:
    """The codes that notes name: "J44.-", "N17-N19", "(I11.0)", "T36-T50 with fifth or sixth character 5"."""
    found = tuple(reference for text in texts for reference in _in_note(text))
    plain = tuple(one.first for one in found if one.first == one.last and not one.like)
    return References(found, plain, tuple(one for one in found if one.first != one.last or one.like))


def _in_note(text: str) -> Iterator[Reference]:
    outside = _BRACKETS.sub("", text)
    parts = [match[1] for match in _BRACKETS.finditer(text)]
    parts += [] if _ELSEWHERE.search(outside) else outside.split("\n")
    for part in parts:
        yield from _named(part)


def _named(part: str) -> Iterator[Reference]:
    spans = list(_SPAN.finditer(part))
    like = _like(part[spans[-1].end() :]) if spans else ""
    if like is None:  # a condition that no code can tell
        return
    for first, last, more in (span.groups() for span in spans):
        whole = not (last or more or like)
        yield Reference(bare(first), bare(last or first), like, whole)


def _like(words: str) -> str | None:
    """What the words behind the codes ask of them, as a regular expression."""
    condition = _WITH.search(words)
    if not condition:
        return ""
    told = condition[1]
    if intent := _INTENT.search(
        told
    ):  # of drugs: the 6th character, or the 5th where the 6th is a placeholder
        one = f"[{intent[1]}-{intent[2] or intent[1]}]"
        return f".{{5}}{one}|.{{4}}{one}(X|$)"
    if place := _PLACE.search(told):
        low, high, other = place[2], place[3] or place[2], place[4] or ""
        return f".{{{_PLACES[place[1]] - 1}}}[{low}-{high}{other}]"
    tails = "|".join(_TAIL.findall(told))
    if not tails:
        return None
    return f".{{3}}.?({tails})" if "final" in told else f".{{3}}({tails})"


def is_conditional(note: Note) -> bool:
    """It asks for something only where there is such a thing to ask for."""
    return _CONDITIONAL.search(note.text) is not None


def printed_at(note: Note) -> str:
    """Where to find it in the book: J10.1, section I10-I1A or chapter 9."""
    if note.at.isdecimal():
        return f"chapter {note.at}"
    return note.at if "-" in note.at else dotted(note.at)


def sevenths(notes: Sequence[Note]) -> dict[str, str]:
    """The 7th characters in force, of the innermost heading that has any, with what each means."""
    found: dict[str, dict[str, str]] = {}
    for note in notes:
        match = _SEVENTH.match(note.text) if note.kind == "seventh" else None
        if match:
            found.setdefault(note.at, {})[match[1]] = note.text[match.end() :]
    return list(found.values())[-1] if found else {}


def completions(code: str, notes: Sequence[Note]) -> tuple[str, ...]:
    """What a code may become with its 7th character in its place; not each of them need exist."""
    letters = sevenths(notes)
    if not letters or not 3 <= len(code) <= 6:
        return ()
    put = [code.ljust(6, "X") + letter for letter in letters]
    if code[-1] in letters and len(code) > 3:  # it was typed too far to the left
        put.append(code[:-1].ljust(6, "X") + code[-1])
    return tuple(put)


def bilateral(code: str, other: str) -> str:
    """The code of both sides, where these two differ in nothing but 1 and 2; or ""."""
    if len(code) != len(other) or code[:3] != other[:3]:
        return ""
    differ = [at for at, (one, two) in enumerate(zip(code, other, strict=True)) if one != two]
    if len(differ) != 1 or {code[differ[0]], other[differ[0]]} != {"1", "2"}:
        return ""
    return f"{code[: differ[0]]}3{code[differ[0] + 1 :]}"


def may_be_proposed(codes: Codes, notes: Mapping[str, tuple[Note, ...]]) -> set[str]:
    """The diagnoses the rules would propose for these if they exist: facts about them belong in the case."""
    listed = [diagnosis.code for diagnosis in codes.diagnoses]
    pairs = {bilateral(code, other) for at, code in enumerate(listed) for other in listed[:at]}
    return {code for code in pairs if code}.union(
        *(completions(code, notes.get(code, ())) for code in listed),
        *(named_whole(notes.get(code, ())) for code in listed),
    )


def named_whole(notes: Iterable[Note]) -> set[str]:
    """The single codes that the notes of additional codes name."""
    return {
        reference.first
        for note in notes
        if note.kind == "use_additional"
        for reference in references(note.text).all
        if reference.whole
    }
