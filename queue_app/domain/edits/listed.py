"""Diagnoses and services as the rules read them: each with its place and its name for a sentence."""

from collections.abc import Iterator
from typing import NamedTuple

from queue_app.domain.codes import CodeFact, Codes, Facts, Line, System, dotted


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
        return f"{shown(dotted(self.code))} at position {self.at + 1}"

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
    def where(self) -> str:
        return f"lines.{self.at}"

    @property
    def name(self) -> str:
        return f"{shown(self.line.code)} on line {self.at + 1}"


def diagnoses(codes: Codes, facts: Facts) -> Iterator[Listed]:
    for at, diagnosis in enumerate(codes.diagnoses):
        yield Listed(at, diagnosis.code, diagnosis.poa, facts.get((System.ICD10CM, diagnosis.code)))


def services(codes: Codes, facts: Facts) -> Iterator[Service]:
    for at, line in enumerate(codes.lines):
        yield Service(at, line, facts.get((System.CPT, line.code)) or facts.get((System.HCPCS, line.code)))


def shown(code: str, blank: str = "A blank code") -> str:
    """A code as a message may repeat it, whatever was typed."""
    if not code.isprintable():
        code = "".join(filter(str.isprintable, code))
    return code.strip()[:10] or blank
