"""Excel files as lines of text: the first sheet, its cells parted by tabs."""

import re
import zipfile
from collections.abc import Iterator
from typing import IO, Any, cast
from xml.etree import ElementTree  # nosec B405

_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_SHEET, _TEXTS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
_PIECE = 1 << 16  # bytes
MOST_COLUMNS = 200


def lines(workbook: IO[bytes], most: int) -> Iterator[str]:
    """A line for each row of the first sheet; ValueError where there is none, or it has over `most` bytes."""
    with zipfile.ZipFile(workbook) as parts:
        names = parts.namelist()
        if _SHEET not in names or sum(one.file_size for one in parts.infolist()) > most:
            raise ValueError
        shared = [*map(_text, _each(parts, _TEXTS, "si"))] if _TEXTS in names else []
        for row in _each(parts, _SHEET, "row"):
            cells: dict[int, str] = {}
            for cell in row.iter(_NS + "c"):
                cells[_column(cell, len(cells))] = _content(cell, shared)
            yield "\t".join(cells.get(at, "") for at in range(max(cells, default=-1) + 1))


def _each(parts: zipfile.ZipFile, name: str, tag: str) -> Iterator[ElementTree.Element]:
    parser: ElementTree.XMLPullParser[Any] = ElementTree.XMLPullParser(("end",))  # nosec B314
    before = b""
    with parts.open(name) as stream:
        while piece := stream.read(_PIECE):
            if re.search(b"<!(DOCTYPE|ENTITY)", before[-10:] + piece):
                raise ValueError  # which could make a small file a huge one
            before = piece
            parser.feed(piece)
            for _, element in cast(Iterator[tuple[str, ElementTree.Element]], parser.read_events()):
                if element.tag == _NS + tag:
                    yield element
                    element.clear()
        parser.close()


def _column(cell: ElementTree.Element, next_one: int) -> int:
    """0 for "A7", 27 for "AB7"."""
    at = 0
    for letter in re.sub("[^A-Z]", "", cell.get("r", ""))[:3]:
        at = at * 26 + ord(letter) - 64
    return min(at - 1 if at else next_one, MOST_COLUMNS)


def _content(cell: ElementTree.Element, shared: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        return _text(cell)
    value = cell.findtext(_NS + "v", "")
    return shared[int(value)] if cell.get("t") == "s" and value else _flat(value)


def _text(element: ElementTree.Element) -> str:
    return _flat("".join(one.text or "" for one in element.iter(_NS + "t")))


def _flat(text: str) -> str:
    return " ".join(text.split())
