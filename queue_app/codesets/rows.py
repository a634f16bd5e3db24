"""What every reader of an official file works with: numbered lines, plain words, complaints about rows."""

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple, cast
from xml.etree import ElementTree  # nosec B405

Lines = Iterable[tuple[int, str]]  # numbered from 1, blank ones left out

LONGEST_LINE = 1_000_000  # bytes; the longest official one has some thousands
_PIECE = 1 << 20  # bytes unpacked at a time


class Broken(Exception):
    """Rows that are not as the layout says: what is wrong, and for more than the last line read, where."""

    def __init__(self, *told: str | tuple[int, str]) -> None:
        super().__init__(*told)
        self.told = told

    def sentence(self, number: int, name: str) -> str:
        first, *others = [one if isinstance(one, tuple) else (number, one) for one in self.told]
        more = "".join(f"; line {line}: {what}" for line, what in others)
        return f"Line {first[0]} of {name}: {first[1]}{more}. The tables are as they were."


@dataclass(frozen=True)
class ReleaseFile:
    """A release file, not yet read."""

    name: str
    begins: date
    content: bytes  # compressed


class Taken(NamedTuple):
    """What became of a file."""

    rows: int  # read from it
    changed: int  # rows of the tables that are not as they were
    notice: str = ""  # licence line to show with the set


class NumberedLines:
    """The lines of a compressed file, unpacked as they are read: millions of rows need no memory."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self.number = 0  # of the line read last

    def __iter__(self) -> Iterator[tuple[int, str]]:
        self.number = 0
        for raw in self._raw():
            self.number += 1
            line = _text(raw.removeprefix(b"\xef\xbb\xbf") if self.number == 1 else raw).rstrip("\r")
            if line.strip():
                yield self.number, line

    def _raw(self) -> Iterator[bytes]:
        rest = b""
        for piece in self._pieces():
            *whole, rest = (rest + piece).split(b"\n")
            yield from whole
            if len(rest) > LONGEST_LINE:
                raise Broken((self.number + 1, "it is longer than any line of an official file"))
        yield rest

    def _pieces(self) -> Iterator[bytes]:
        unpacker = zlib.decompressobj()
        for start in range(0, len(self._content), _PIECE):
            packed = self._content[start : start + _PIECE]
            while packed:
                yield unpacker.decompress(packed, _PIECE)
                packed = unpacker.unconsumed_tail
        yield unpacker.flush()


def _text(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def elements(lines: Lines) -> Iterator[tuple[str, ElementTree.Element]]:
    """("start" or "end", element) of an XML file, as its lines are read."""
    parser: ElementTree.XMLPullParser[Any] = ElementTree.XMLPullParser(("start", "end"))  # nosec B314
    try:
        for _, line in lines:
            if "<!DOCTYPE" in line or "<!ENTITY" in line:  # which could make a small file a huge one
                raise Broken("it declares a document type, which no official file does")
            parser.feed(line + "\n")
            yield from cast(Iterator[tuple[str, ElementTree.Element]], parser.read_events())
        parser.close()
    except ElementTree.ParseError:
        raise Broken("here it ceases to be XML; it may be another file, or one cut short") from None


def clean(text: str | None) -> str:
    """Plain text on one line."""
    told = text or ""
    if not told.isprintable():  # as hardly any is
        told = "".join(one if one.isprintable() else " " for one in told)
    return " ".join(told.split())


@lru_cache(maxsize=10_000)  # a file of millions of rows has a few hundred days
def day_of(digits: str) -> date | None:
    return datetime.strptime(digits.strip(), "%Y%m%d").date() if digits.strip() else None
