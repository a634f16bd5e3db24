"""The side that the words around a mention tell, where the code it names leaves the side open."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from queue_app.codesets.tables import CodeTables
from queue_app.domain.codes import System
from queue_app.domain.reading.mention import Mention

DIGITS = {"right": "1", "left": "2", "bilateral": "3"}  # as nearly every category of ICD-10-CM numbers them
OPEN = "09"
NEAR = 40  # characters
_SIDE = re.compile(
    r"\b(?:(right|rt|(?-i:R(?!/)))|(left|lt|(?-i:L(?!/)))|(bilateral|bilat|both))\b(?! ?\d)", re.IGNORECASE
)
_UNSPECIFIED = re.compile(r"\bunspecified (?=\w)")


def side_told(text: str, start: int, end: int) -> str:
    """The one side that a statement tells near the mention; "" where it tells none or several."""
    near = text[max(0, start - NEAR) : end + NEAR]
    told = {tuple(DIGITS)[(found.lastindex or 1) - 1] for found in _SIDE.finditer(near)}
    return told.pop() if len(told) == 1 else ""


def sided(tables: CodeTables, mentions: Sequence[Mention]) -> list[Mention]:
    """The same, each with the code of its side where there is one with the same title but for the side."""
    asked = {(one.code, one.side) for one in mentions if one.side}
    siblings = {(code, side): tuple(_siblings(code, side)) for code, side in asked}
    codes = {code for code, _ in asked}.union(*siblings.values())
    facts = tables.facts((System.ICD10CM, code) for code in codes)
    titles = {code: fact.title for (_, code), fact in facts.items() if fact.billable}
    become: dict[tuple[str, str], str] = {}
    for (code, side), others in siblings.items():
        wanted = set(_titles(titles.get(code, ""), side))
        if found := next((other for other in others if titles.get(other) in wanted), None):
            become[code, side] = found
    return [replace(one, code=become.get((one.code, one.side), one.code)) for one in mentions]


def _siblings(code: str, side: str) -> Iterator[str]:
    for place in range(3, len(code)):
        if code[place] in OPEN:
            yield code[:place] + DIGITS[side] + code[place + 1 :]


def _titles(title: str, side: str) -> Iterator[str]:
    """The title with the side in the place of each "unspecified" in turn."""
    for found in _UNSPECIFIED.finditer(title):
        yield title[: found.start()] + side + " " + title[found.end() :]
