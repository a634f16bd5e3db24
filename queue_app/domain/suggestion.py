"""What is offered to a coder: a code, the words that support it, and what the coder made of it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from queue_app.domain.passage import Passage
from queue_app.domain.reading.triggers import Assertion


class Source(StrEnum):
    LINE = "line"  # an item of a list of diagnoses names it
    TERM = "term"  # running text mentions it
    RULE = "rule"  # it follows from others: a combination, a treatment


@dataclass(frozen=True, order=True)
class Mentioned(Passage):
    """A passage that names what is suggested."""

    heading: str  # of its section
    assertion: Assertion


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    code: str  # ICD-10-CM, bare
    title: str
    source: Source
    assertion: Assertion
    label: str  # what the coder must know before they take it; "" where that is nothing
    evidence: tuple[Mentioned, ...]  # the best first


@dataclass(frozen=True, kw_only=True)
class Basis:
    """All that suggestions follow from; where it is the same, they are."""

    documents: tuple[tuple[str, int], ...]  # id and version of each, in the order of reading
    on: date  # the day whose codes are valid
    inpatient: bool
    tables: str  # which file of code tables
    rules: str  # which program read


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What the documents of an encounter gave."""

    basis: Basis
    suggestions: tuple[Suggestion, ...]


class Verdict(StrEnum):
    ACCEPTED = "accepted"
    REJECTED = "rejected"  # by anybody: not offered again in this encounter
    HIDDEN = "hidden"  # by one coder, from themselves


@dataclass(frozen=True, kw_only=True)
class Decision:
    code: str
    verdict: Verdict
    by: str
    at: datetime
    source: Source
    rank: int  # its place among those on the screen, from 1
    ms: int  # since they were shown
    reason: str = ""  # of a rejection, a key of REASONS


# Why a code is not taken; the digits of the keyboard follow this order.
REASONS = {
    "not_supported": "The text does not support it",
    "not_present": "Denied, ruled out or only possible",
    "past": "Past, and not treated now",
    "other_code": "Another code says it better",
    "part_of_another": "Part of a condition that is coded",
    "somebody_else": "Said of somebody else",
    "other": "Another reason",
}
