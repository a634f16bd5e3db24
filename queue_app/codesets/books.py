"""The printed indexes: alphabetic, external causes, neoplasms, drugs, and that of PCS."""

import csv
import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain, count
from typing import NamedTuple
from xml.etree import ElementTree  # nosec B405

from queue_app.codesets.database import replaced
from queue_app.codesets.rows import Broken, Lines, ReleaseFile, Taken, clean, elements
from queue_app.domain.codes import bare

# The code set that the lines of each book lead to.
LEADS_TO = {**dict.fromkeys(("index", "eindex", "neoplasm", "drug"), "icd10cm"), "pcs-index": "icd10pcs"}
BELOW = " > "  # between a term and its subterm
MANIFESTATION = "manifestation"  # the kind of a second code, printed in brackets

# What a column of the neoplasm and drug tables is called here, by words of its heading.
_COLUMNS = {
    "primary": "primary",
    "secondary": "secondary",
    "in situ": "in situ",
    "benign": "benign",
    "uncertain": "uncertain",
    "unspecified": "unspecified",
    "accidental": "accidental",
    "self-harm": "self-harm",
    "assault": "assault",
    "undetermined": "undetermined",
    "adverse": "adverse effect",
    "underdosing": "underdosing",
}
_CM = re.compile(r"[A-Z][0-9A-Z]{2,6}")
_PCS = re.compile(r"[0-9A-HJ-NP-Z]{1,7}")
_SEE = re.compile(r"\(see\s+(?:also\s+)?([^()]*)\)", re.IGNORECASE)
_NOWHERE = "condition"  # "see condition" sends the reader to look for the noun: no help to a program


class BookLine(NamedTuple):
    """A line of a book, once for each of its codes."""

    book: str
    position: int
    path: str
    modifiers: str
    see: str
    kind: str
    code: str


@dataclass
class _Term:
    position: int
    above: tuple[str, ...]
    title: str = ""
    modifiers: str = ""
    sees: list[str] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)  # by kind
    uses: bool = False  # of the PCS index: what it names is the value of a table, not another term
    leads_nowhere: bool = False

    @property
    def path(self) -> tuple[str, ...]:
        return (*self.above, self.title) if self.title else self.above


def reading(book: str) -> Callable[[sqlite3.Connection, ReleaseFile, Lines], Taken]:
    """Takes over CMS's XML of that book, or CSV with the columns path, nonessential_modifiers and code."""

    def take(connection: sqlite3.Connection, file: ReleaseFile, lines: Lines) -> Taken:
        numbered = iter(lines)
        first = next(numbered, (1, ""))
        again = chain([first], numbered)
        rows = _of_xml(book, again) if first[1].lstrip().startswith("<") else _of_csv(book, again)
        return replaced(connection, "book", rows, book=book)

    return take


def _of_csv(book: str, lines: Lines) -> Iterator[BookLine]:
    rows = csv.DictReader(line for _, line in lines)
    if not {"path", "nonessential_modifiers", "code"} <= set(rows.fieldnames or ()):
        raise Broken("the columns path, nonessential_modifiers and code are not all there")
    places = count(1)
    printed: set[str] = set()
    for row in rows:
        path, noted, code = (row[name] for name in ("path", "nonessential_modifiers", "code"))
        if not path or noted is None or code is None:
            raise Broken("it has fewer columns than the first line")
        path, see = clean(path), "; ".join(clean(one) for one in _SEE.findall(noted))
        for above in _above(path):  # a term with a code below it and none of its own has no row
            if above not in printed:
                printed.add(above)
                yield BookLine(book, next(places), above, "", "", "", "")
        printed.add(path)
        yield BookLine(book, next(places), path, clean(_SEE.sub("", noted)), see, "", _code(book, code))


def _above(path: str) -> Iterator[str]:
    parts = path.split(BELOW)
    return (BELOW.join(parts[:end]) for end in range(1, len(parts)))


def _of_xml(book: str, lines: Lines) -> Iterator[BookLine]:
    places = count(1)
    columns: dict[str, str] = {}
    open_terms: list[_Term] = []
    for event, element in elements(lines):
        starts = event == "start"
        if element.tag in ("mainTerm", "term"):
            if starts:
                open_terms.append(_Term(next(places), open_terms[-1].path if open_terms else ()))
            elif open_terms:
                yield from _printed(book, open_terms.pop())
                element.clear()
        elif element.tag == "head" and not starts:
            columns[element.get("col", "")] = _column(clean(element.text))
        elif open_terms and not starts:
            _note(book, open_terms[-1], element, columns)


def _note(book: str, term: _Term, element: ElementTree.Element, columns: dict[str, str]) -> None:
    """What an element says of the term it stands in."""
    text = clean(element.text)
    match element.tag:
        case "title":
            apart = [element.text or "", *(one.tail or "" for one in element)]
            term.title = clean(" ".join(apart)).replace(BELOW, " › ")
            term.modifiers = clean(" ".join(one.text or "" for one in element))
        case "code" | "codes" | "tab" if text.strip("-"):
            _add_code(term, "", _code(book, text))
        case "cell" if text.strip("-"):
            if element.get("col") not in columns:
                raise Broken("a code stands in a column that has no heading")
            _add_code(term, columns[element.get("col", "")], _code(book, text))
        case "manif" if _CM.fullmatch(bare(text.strip("[]-"))):
            _add_code(term, MANIFESTATION, _code(book, text.strip("[]")))
        case "see" | "seeAlso" | "use" if text.lower() == _NOWHERE:
            term.leads_nowhere = True
        case "see" | "seeAlso" | "use" if text:
            term.sees.append(text)
            term.uses |= element.tag == "use"
        case "seecat" | "subcat":
            term.sees.append(f"{'category' if element.tag == 'seecat' else 'subcategory'} {text}")


def _add_code(term: _Term, kind: str, code: str) -> None:
    while kind in term.codes:  # nowhere in the books known today
        kind = f"{kind} also".strip()
    term.codes[kind] = code


def _printed(book: str, term: _Term) -> Iterator[BookLine]:
    if not term.path:
        raise Broken("it ends a term that has no name")
    if term.leads_nowhere and not term.codes and not term.sees:
        return
    path, see = BELOW.join(term.path), "; ".join(term.sees)
    for kind, code in (term.codes or {"": ""}).items():
        yield BookLine(book, term.position, path, term.modifiers, see, kind or "use" * term.uses, code)


def _column(heading: str) -> str:
    return next((name for words, name in _COLUMNS.items() if words in heading.lower()), heading.lower())


def _code(book: str, printed: str) -> str:
    code = bare(printed.rstrip(" -"))
    if not (_CM if LEADS_TO[book] == "icd10cm" else _PCS).fullmatch(code):
        raise Broken("there is no code where the layout has it")
    return code


def lines_to(connection: sqlite3.Connection, code: str) -> list[BookLine]:
    """The lines that lead to that very code or, printed with a dash, to a heading above it."""
    above = [code[:end] for end in range(3, len(code) + 1)]
    found = connection.execute(
        "SELECT book, position, path, modifiers, see, kind, code FROM book"
        " WHERE code IN (SELECT value FROM json_each(?)) ORDER BY length(code) DESC, book, position",
        (json.dumps(above),),
    )
    return [BookLine(*row) for row in found]
