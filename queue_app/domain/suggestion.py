"""What is offered to a coder: a code, the words that support it, and how far they do."""

from dataclasses import dataclass
from enum import StrEnum

from queue_app.domain.reading.triggers import Assertion


class Source(StrEnum):
    LINE = "line"  # an item of a list of diagnoses names it
    TERM = "term"  # running text mentions it
    RULE = "rule"  # it follows from others: a combination, a treatment


@dataclass(frozen=True, order=True)
class Evidence:
    """A passage, half-open, in Unicode code points of the text of that section of the document."""

    document: str  # its id
    version: int
    section: int  # its place in the document, from 0
    start: int
    end: int
    heading: str
    text: str
    assertion: Assertion


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    code: str  # ICD-10-CM, bare
    title: str
    source: Source
    assertion: Assertion
    label: str  # what the coder must know before they take it; "" where that is nothing
    evidence: tuple[Evidence, ...]  # the best first
