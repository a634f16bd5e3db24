"""Codes as the rules read them: each with its place and its name for a sentence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from queue_app.domain.codes import CodeFact, Codes, Diagnosis, Facts, Line, Procedure, System, dotted

# How a sentence names a code of the case: "J10.1 at position 2", "0BJ08ZZ at procedure 1", "99213 on line 3".
_PLACES = {"diagnoses": "at position", "procedures": "at procedure", "lines": "on line"}
_PARTS = {words: part for part, words in _PLACES.items()}
_NAMED = re.compile(rf"\b({'|'.join(_PARTS)}) (\d+)\b")


@dataclass(frozen=True, slots=True)
class Row:
    """A code of the claim, and where it stands."""

    part: ClassVar[str]  # of the codes

    at: int
    code: str
    fact: CodeFact | None  # None: there is no such code

    @property
    def where(self) -> str:
        return f"{self.part}.{self.at}"

    @property
    def name(self) -> str:
        return f"{shown(self.written)} {_PLACES[self.part]} {self.at + 1}"

    @property
    def written(self) -> str:
        """The code as people read it."""
        return self.code


@dataclass(frozen=True, slots=True)
class Listed(Row):
    """A diagnosis; the one at 0 is principal or first-listed."""

    part = "diagnoses"

    poa: str

    @property
    def written(self) -> str:
        return dotted(self.code)

    @property
    def title(self) -> str:
        return self.fact.title if self.fact else ""

    @property
    def seventh(self) -> str:
        """The 7th character: A, D or S of most injuries; blank where the code has none."""
        return self.code[6:7]


@dataclass(frozen=True, slots=True)
class Performed(Row):
    part = "procedures"

    procedure: Procedure


@dataclass(frozen=True, slots=True)
class Service(Row):
    part = "lines"

    line: Line


def diagnoses(codes: Codes, facts: Facts) -> Iterator[Listed]:
    for at, one in enumerate(codes.diagnoses):
        yield Listed(at, one.code, facts.get((System.ICD10CM, one.code)), one.poa)


def procedures(codes: Codes, facts: Facts) -> Iterator[Performed]:
    for at, one in enumerate(codes.procedures):
        yield Performed(at, one.code, facts.get((System.ICD10PCS, one.code)), one)


def services(codes: Codes, facts: Facts) -> Iterator[Service]:
    for at, one in enumerate(codes.lines):
        yield Service(at, one.code, facts.get((one.system, one.code)), one)


def spoken_of(codes: Codes, where: str, sentence: str) -> Iterator[str]:
    """The codes at a place ("lines.1.units") and at those that the sentence names."""
    part, _, rest = where.partition(".")
    places = [(_PARTS[words], int(number) - 1) for words, number in _NAMED.findall(sentence)]
    if rest and part in _PLACES:
        places.append((part, int(rest.partition(".")[0])))
    for part, at in places:
        rows: tuple[Diagnosis | Procedure | Line, ...] = getattr(codes, part)
        if 0 <= at < len(rows):
            yield rows[at].code


def shown(code: str, blank: str = "A blank code") -> str:
    """A code as a message may repeat it, whatever was typed."""
    if not code.isprintable():
        code = "".join(filter(str.isprintable, code))
    return code.strip()[:10] or blank
