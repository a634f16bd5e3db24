"""Codes as the rules read them: each with its place and its name for a sentence."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from queue_app.domain.codes import CodeFact, Codes, Diagnosis, Facts, Line, Procedure, System, dotted

# How a sentence names a code of the case: "J10.1 at position 2", "0BJ08ZZ at procedure 1", "99213 on line 3".
_PLACES = {"diagnoses": "at position", "procedures": "at procedure", "lines": "on line"}
_PARTS = {words: part for part, words in _PLACES.items()}
_NAMED = re.compile(rf"\b({'|'.join(_PARTS)}) (\d+)\b")


class Listed(NamedTuple):
    at: int  # 0 is the principal or first-listed one
    code: str
    poa: str
    fact: CodeFact | None  # None: there is no such code

    @property
    def where(self) -> str:
        return f"diagnoses.{self.at}"

    @property
    def name(self) -> str:
        return name("diagnoses", self.at, dotted(self.code))

    @property
    def title(self) -> str:
        return self.fact.title if self.fact else ""

    @property
    def seventh(self) -> str:
        """The 7th character: A, D or S of most injuries; blank where the code has none."""
        return self.code[6:7]


class Service(NamedTuple):
    at: int
    line: Line
    fact: CodeFact | None

    @property
    def code(self) -> str:
        return self.line.code

    @property
    def where(self) -> str:
        return f"lines.{self.at}"

    @property
    def name(self) -> str:
        return name("lines", self.at, self.code)


class Performed(NamedTuple):
    at: int
    procedure: Procedure
    fact: CodeFact | None

    @property
    def code(self) -> str:
        return self.procedure.code

    @property
    def where(self) -> str:
        return f"procedures.{self.at}"

    @property
    def name(self) -> str:
        return name("procedures", self.at, self.code)


Row = Listed | Performed | Service


def diagnoses(codes: Codes, facts: Facts) -> Iterator[Listed]:
    for at, diagnosis in enumerate(codes.diagnoses):
        yield Listed(at, diagnosis.code, diagnosis.poa, facts.get((System.ICD10CM, diagnosis.code)))


def procedures(codes: Codes, facts: Facts) -> Iterator[Performed]:
    for at, procedure in enumerate(codes.procedures):
        yield Performed(at, procedure, facts.get((System.ICD10PCS, procedure.code)))


def services(codes: Codes, facts: Facts) -> Iterator[Service]:
    for at, line in enumerate(codes.lines):
        yield Service(at, line, facts.get((line.system, line.code)))


def name(part: str, at: int, code: str) -> str:
    """A code and its place, as sentences name it."""
    return f"{shown(code)} {_PLACES[part]} {at + 1}"


def spoken_of(codes: Codes, where: str, sentence: str) -> Iterator[str]:
    """The codes at a place ("lines.1.units") and at those that the sentence names."""
    part, _, rest = where.partition(".")
    places = [(_PARTS[words], int(number) - 1) for words, number in _NAMED.findall(sentence)]
    if rest:
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
