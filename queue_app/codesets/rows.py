"""How the rows of each official file are laid out."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from queue_app.codesets.database import Row
from queue_app.domain.codes import bare

Lines = Iterable[tuple[int, str]]  # numbered from 1, blank ones left out

_CM = re.compile(r"[A-Z][0-9A-Z]{2,6}")
_PCS = re.compile(r"[0-9A-HJ-NP-Z]{7}|[0-9A-HJ-NP-Z]{3}")
_HCPCS = re.compile(r"[A-V][0-9]{4}")
_CPT = re.compile(r"([0-9]{4}[0-9AFMTU])[\t ]+(\S.*)")
_MODIFIER = re.compile(r"[A-Z0-9]{2}")
_LICENCE = re.compile(r"copyright|licen[cs]e|©", re.IGNORECASE)
_MONTHS = {"jan": 1, "apr": 4, "jul": 7, "oct": 10}


class Broken(Exception):
    """This row is not as the layout says."""


@dataclass(frozen=True)
class Contents:
    """What a release file says."""

    rows: list[Row]
    modifiers: dict[str, str]
    notice: str = ""  # licence line to show with the set


@dataclass(frozen=True)
class Layout:
    """How the files of a set are found and read."""

    member: str  # the wanted file inside a zip, as a pattern of its name
    read: Callable[[Lines], Contents]  # raises Broken or ValueError at a row that is not as it should be
    begins: Callable[[str], date | None]  # first day of the release, from the file's name
    older_too: bool = False  # an older release adds to a newer one: titles of codes that ended


def _order(pattern: re.Pattern[str]) -> Callable[[Lines], Contents]:
    """Order file: 1-5 number, 7-13 code, 15 flag (1 = may be billed), 17-76 short and from 78 the long title.

    CDC's shorter "codes" file, 1-7 code and from 9 the title, is read as well.
    """

    def read(lines: Lines) -> Contents:
        rows = []
        for _, line in lines:
            ordered = line[:5].isdigit() and line[5:6] == " " and line[14:15] in ("0", "1")
            code = line[6:13].strip() if ordered else line[:7].strip()
            title = (line[77:].strip() or line[16:76].strip()) if ordered else line[8:].strip()
            if not pattern.fullmatch(code):
                raise Broken("there is no code where the layout has it")
            if not title:
                raise Broken("the code has no title")
            rows.append(Row(code=code, title=_clean(title), billable=not ordered or line[14] == "1"))
        return Contents(rows, {})

    return read


def _hcpcs(lines: Lines) -> Contents:
    """CMS contractor record: 1-5 code (4-5 modifier), 11 kind, 12-91 text, 269-276 added, 285-292 ended.

    Kind 3 opens a code and 7 a modifier; 4 and 8 go on with the text of the one before.
    """
    rows: list[Row] = []
    modifiers: dict[str, str] = {}
    for _, line in lines:
        code, kind, text = line[:5].strip(), line[10:11], _clean(line[11:91])
        if kind == "3" and _HCPCS.fullmatch(code):
            rows.append(Row(code, text, True, _day(line[268:276]), _day(line[284:292])))
        elif kind == "7" and _MODIFIER.fullmatch(code):
            modifiers[code] = text
        elif kind == "4" and rows and rows[-1].code == code:
            last = rows.pop()
            rows.append(Row(code, f"{last.title} {text}", True, last.valid_from, last.valid_to))
        elif kind == "8" and code in modifiers:
            modifiers[code] += f" {text}"
        else:
            raise Broken("it is neither a code, a modifier nor the text of the one before it")
    return Contents(rows, modifiers)


def _cpt(lines: Lines) -> Contents:
    """AMA long descriptors: a preamble with the licence, then code, blank or tab, descriptor."""
    rows: list[Row] = []
    notice = ""
    for _, line in lines:
        found = _CPT.fullmatch(line.strip())
        if found:
            if not notice:
                raise Broken(
                    "the codes begin before any copyright or licence line; CPT may only be loaded from the"
                    " file the AMA licensed to this site, with its notice"
                )
            rows.append(Row(found[1], _clean(found[2])))
        elif rows:
            raise Broken("it is not a code and its descriptor")
        elif not notice and _LICENCE.search(line):
            notice = _clean(line)[:500]
    return Contents(rows, {}, notice)


def _poa_exempt(lines: Lines) -> Contents:
    """CMS list: order number, dotted code, description, with tabs between; the first line names them."""
    rows = []
    for number, line in lines:
        fields = line.split("\t")
        code = bare(fields[1]) if len(fields) > 1 else ""
        if number > 1 and not _CM.fullmatch(code):
            raise Broken("there is no ICD-10-CM code in its second column")
        if number > 1:
            rows.append(Row(code, "", poa_exempt=True))
    return Contents(rows, {})


def _validity(pattern: re.Pattern[str]) -> Callable[[Lines], Contents]:
    """Rows code,valid_from,valid_to, days as YYYYMMDD; the latest end is where the list's knowledge ends."""

    def read(lines: Lines) -> Contents:
        spans: dict[str, tuple[date, date]] = {}
        for number, line in lines:
            code, *days = (field.strip() for field in line.split(","))
            if number == 1 and code == "code":
                continue
            if len(days) != 2 or not pattern.fullmatch(code):
                raise Broken("it is not a code, its first and its last day")
            start, end = (_day(one) for one in days)
            if start is None or end is None or end < start:
                raise Broken("its days are missing or the wrong way round")
            known = spans.get(code, (start, end))
            spans[code] = (min(known[0], start), max(known[1], end))
        horizon = max((end for _, end in spans.values()), default=None)
        ends = {code: None if end == horizon else end for code, (_, end) in spans.items()}
        return Contents([Row(code, "", True, start, ends[code]) for code, (start, _) in spans.items()], {})

    return read


def _clean(text: str) -> str:
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())


def _day(digits: str) -> date | None:
    return datetime.strptime(digits.strip(), "%Y%m%d").date() if digits.strip() else None


def _fiscal(name: str) -> date | None:
    """ICD-10 years begin on 1 October of the year before; the spring update says April in its name."""
    full = re.search(r"20\d\d", name)
    short = re.search(r"FY(\d\d)(?!\d)", name)
    if not full and not short:
        return None
    year = int(full[0]) if full else 2000 + int(short[1]) if short else 0
    return date(year, 4, 1) if re.search(r"apr", name, re.IGNORECASE) else date(year - 1, 10, 1)


def _mce(name: str) -> date | None:
    """Version 44 of the Medicare Code Editor belongs to fiscal year 2027, and so on down."""
    found = re.search(r"v(\d\d)(?!\d)", name)
    return date(1982 + int(found[1]), 10, 1) if found else _fiscal(name)


def _quarterly(name: str) -> date | None:
    year = re.search(r"20\d\d", name)
    month = re.search("|".join(_MONTHS), name, re.IGNORECASE)
    return date(int(year[0]), _MONTHS[month[0].lower()] if month else 1, 1) if year else None


LAYOUTS = {
    "icd10cm": Layout(r"(?!.*addenda)icd10cm.*\.txt", _order(_CM), _fiscal, older_too=True),
    "icd10pcs": Layout(r"(?!.*addenda)icd10pcs.*order.*\.txt", _order(_PCS), _fiscal, older_too=True),
    "hcpcs": Layout(r"HCPC.*ANWEB.*\.txt", _hcpcs, _quarterly),
    "cpt": Layout(r".*\.txt", _cpt, _quarterly),
    "poa-exempt": Layout(r"POAexemptCodes.*\.txt", _poa_exempt, _fiscal),
    "icd10cm-validity": Layout(r".*\.csv", _validity(_CM), _mce),
    "icd10pcs-validity": Layout(r".*\.csv", _validity(_PCS), _mce),
}
