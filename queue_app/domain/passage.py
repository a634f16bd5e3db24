"""A passage: words of a document, and where exactly they stand."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Passage:
    """Half-open, in Unicode code points of the text of that section of that version of the document."""

    document: str  # its id
    version: int
    section: int  # its place in the document, from 0
    start: int
    end: int
    text: str
