"""X12 text: values made safe to stand in it, segments to text, and text back to segments."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

Segment = tuple[str | tuple[str, ...], ...]  # as written: a tuple among the elements is a composite

ELEMENT, COMPONENT, REPETITION, END = "*", ":", "^", "~"
# All but the basic character set (both guides, B.1.1.2.2), our delimiters among it.
NOT_BASIC = re.compile(r"""[^A-Z0-9 !"&'()+,\-./;?=]""")
UNSAFE = re.compile(r"""[^A-Za-z0-9 !"&'()+,\-./;?=_@#]""")
NOT_DECOMPOSED = str.maketrans(
    {"Ø": "O", "Æ": "AE", "Œ": "OE", "Ł": "L", "Đ": "D", "Ð": "D", "Þ": "TH", "Ħ": "H", "Ŋ": "NG", "ẞ": "SS"}
    | dict.fromkeys("‘’ʼ‛´`", "'")
    | dict.fromkeys("“”„«»", '"')
    | dict.fromkeys("‐‑‒–—−", "-")
)


class Garbled(ValueError):
    """The text is not X12 that can be read; the sentence says why."""


class Misread(RuntimeError):
    """What we wrote is not what was meant, or not fit to send; nothing was delivered. Report as a fault."""


@dataclass(frozen=True)
class Row:
    """One segment as read. Elements count from 1, as in the guides; a simple element has one component."""

    id: str
    elements: tuple[tuple[str, ...], ...]

    def at(self, element: int, component: int = 1) -> str:
        """The value, or "" where there is none."""
        components = self.elements[element - 1] if element <= len(self.elements) else ()
        return components[component - 1].strip() if component <= len(components) else ""

    def code(self, element: int, component: int = 1) -> str:
        """The same in capitals, for senders who write codes small."""
        return self.at(element, component).upper()


def plain(value: str, most: int) -> str:
    """A name as any receiver takes it: basic character set, capitals, no delimiters, cut to `most`.

    Accents go (É becomes E), invisible marks vanish, whatever has no Latin letter becomes a blank, and blanks
    are joined. May come out empty, and is then as good as missing.
    """
    letters = value.upper()
    if not letters.isascii():
        decomposed = unicodedata.normalize("NFKD", letters.translate(NOT_DECOMPOSED)).upper()
        letters = "".join(one for one in decomposed if unicodedata.category(one) not in ("Mn", "Cf"))
    return " ".join(NOT_BASIC.sub(" ", letters).split())[:most].rstrip()


def dollars(cents: int) -> str:
    """12000 cents are 120, 1250 are 12.5: X12 numbers carry no idle zeros."""
    whole, rest = divmod(cents, 100)
    return f"{whole}.{rest:02}".rstrip("0") if rest else str(whole)


def day(on: date) -> str:
    """CCYYMMDD."""
    return f"{on.year:04}{on.month:02}{on.day:02}"


def join(segments: Iterable[Segment]) -> str:
    """Text without line breaks. A value that could break the file apart is our fault: Misread."""
    return "".join(f"{ELEMENT.join(_trimmed(map(_element, segment)))}{END}" for segment in segments)


def split(text: str) -> list[Row]:
    """Every segment from ISA to IEA, or to the end where IEA is missing.

    Takes the delimiters from the ISA; forgives a byte-order mark, line breaks, small letters in names,
    an ISA that is not padded, and anything before ISA or after IEA. Raises Garbled.
    """
    found = re.search(r"\bISA([^\w \t\r\n])", text, re.IGNORECASE)
    if not found:
        raise Garbled("It does not begin with an ISA segment, so it is not X12.")
    delimiter = found[1]
    header = text[found.start() :].split(delimiter, 16)
    if len(header) < 17 or max(map(len, header[:16])) > 20 or not header[13].strip().isdecimal():
        raise Garbled("Its ISA segment is damaged: sixteen elements are needed, the thirteenth a number.")
    component, end = header[16][:1], header[16][1:2]
    if not end or (component + end).isalnum() or end.isalnum() or component == delimiter:
        raise Garbled("Its ISA segment is damaged: the delimiters cannot be told.")
    isa = Row("ISA", (*((value,) for value in header[1:16]), (component,)))
    return [isa, *_rows(header[16][2:], delimiter, component, "\n" if end == "\r" else end)]


def _rows(body: str, delimiter: str, component: str, end: str) -> Iterator[Row]:
    ended = False
    for chunk in body.split(end):
        chunk = chunk.strip(" \t\r\n\x00\x1a\ufeff")
        if re.match(r"ISA[^\w \t\r\n]", chunk, re.IGNORECASE):
            raise Garbled("It holds more than one interchange: put each into a file of its own.")
        if chunk and not ended:
            name, *elements = chunk.split(delimiter)
            yield Row(name.strip().upper(), tuple(tuple(element.split(component)) for element in elements))
            ended = name.strip().upper() == "IEA"


def _element(element: str | tuple[str, ...]) -> str:
    if isinstance(element, str):
        return _safe(element)
    return COMPONENT.join(_trimmed(map(_safe, element)))


def _safe(value: str) -> str:
    if UNSAFE.search(value):
        raise Misread("A value with characters that X12 cannot carry reached the writer.")
    return value


def _trimmed(values: Iterable[str]) -> list[str]:
    """Idle delimiters at the end of a segment or composite are not written."""
    kept = list(values)
    while kept and not kept[-1]:
        kept.pop()
    return kept
