"""One place where a document names a code, and who wrote the document."""

import re
from dataclasses import dataclass
from enum import StrEnum

from queue_app.domain.documents import DISCHARGE_SUMMARIES
from queue_app.domain.encounter import Document
from queue_app.domain.reading.parts import Part
from queue_app.domain.reading.triggers import Assertion


class Writer(StrEnum):
    PROVIDER = "provider"  # whose words a diagnosis is coded from
    NURSE = "nurse"  # and everybody else who cares for the patient, guideline I.B.14
    MACHINE = "machine"  # reports of images and laboratories: findings, not diagnoses, guideline III.B


# Read in this order: the first that the name of a document holds says who speaks in it.
_WRITERS = (
    (
        Writer.NURSE,
        r"nurs|triage|dietit|nutrition|rooming|medication admin|vital signs|social work|(case|care) manage|"
        r"(physical|occupational|speech|respiratory) therap|pharmac|flowsheet|respiratory care",
    ),
    (
        Writer.MACHINE,
        r"imaging|patholog|radiolog|radiograph|x-?ray|\bmri\b|\bct\b|ultraso|mammogra|panel|cardiogra|\be[ck]g\b|"
        r"laborator|culture|blood count|\blabs?\b|diagnostic|\borders?\b",
    ),
)


def writer_of(document: Document) -> Writer:
    name = document.type.casefold()
    return next((who for who, words in _WRITERS if re.search(words, name)), Writer.PROVIDER)


def concludes(document: Document) -> bool:
    """Whether it is the discharge summary."""
    return writer_of(document) is Writer.PROVIDER and (
        document.type_code in DISCHARGE_SUMMARIES or "discharge summ" in document.type.casefold()
    )


@dataclass(frozen=True, kw_only=True)
class Mention:
    code: str
    document: int  # its place among the documents of the encounter
    section: int
    start: int
    end: int
    part: Part
    assertion: Assertion
    names: bool  # stands where diagnoses are named
    writer: Writer = Writer.PROVIDER
    final: bool = False  # in the document that concludes the stay
    side: str = ""  # right, left or bilateral, where the words around it tell one
    words: int = 1  # how many words it takes
    typed: bool = False  # says which type of diabetes
    taken: bool = False  # behind a word that says the patient takes it
    close: bool = True  # the words are those that the book or our list has for the code
