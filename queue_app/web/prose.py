"""A document's text as it is shown: paragraphs, lists ("• ") and tables (tabs), each piece with its place."""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

BULLET = "• "
_BLOCK = re.compile(r"(?:.+\n?)+")  # lines up to an empty one
_LINE = re.compile(r".+")


class Piece(NamedTuple):
    """Words on the page without a gap: all of the text from `at`."""

    at: int  # in code points of the section's text
    text: str


class Block(NamedTuple):
    kind: str  # paragraph, list or table
    rows: tuple[tuple[Piece, ...], ...]  # of a table its cells; else one piece each


def blocks(text: str) -> Iterator[Block]:
    for block in _BLOCK.finditer(text):
        lines = [Piece(block.start() + line.start(), line[0]) for line in _LINE.finditer(block[0])]
        if "\t" in block[0]:
            yield Block("table", tuple(tuple(_cells(line)) for line in lines))
            continue
        for listed, some in groupby(lines, key=lambda line: line.text.startswith(BULLET)):
            if listed:
                items = (Piece(line.at + len(BULLET), line.text.removeprefix(BULLET)) for line in some)
                yield Block("list", tuple((item,) for item in items))
            else:
                first, *more = some
                last = more[-1] if more else first
                whole = text[first.at : last.at + len(last.text)]
                yield Block("paragraph", ((Piece(first.at, whole),),))


def _cells(line: Piece) -> Iterator[Piece]:
    at = line.at
    for cell in line.text.split("\t"):
        yield Piece(at, cell)
        at += len(cell) + 1
