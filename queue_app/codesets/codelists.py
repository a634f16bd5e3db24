"""The files that list codes: how the rows of each are laid out."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from queue_app.codesets.database import Row
from queue_app.codesets.rows import Broken, Lines, clean, day_of
from queue_app.domain.codes import bare

CM = re.compile(r"[A-Z][0-9A-Z]{2,6}")
PCS = re.compile(r"[0-9A-HJ-NP-Z]{7}|[0-9A-HJ-NP-Z]{3}")
_HCPCS = re.compile(r"[A-V][0-9]{4}")
_CPT = re.compile(r"([0-9]{4}[0-9AFMTU])[\t ]+(\S.*)")
_MODIFIER = re.compile(r"[A-Z0-9]{2}")
_LICENCE = re.compile(r"copyright|licen[cs]e|©", re.IGNORECASE)
_ADDENDUM = re.compile(r"(Add|Delete|Revise from|Revise to): +(?:([01]) )?(\S+) +(\S.*)")


@dataclass(frozen=True)
class Contents:
    """What a release file says."""

    rows: list[Row]
    modifiers: dict[str, str]
    notice: str = ""  # licence line to show with the set
    deleted: frozenset[str] = frozenset()


def order(pattern: re.Pattern[str]) -> Callable[[Lines], Contents]:
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
            rows.append(Row(code=code, title=clean(title), billable=not ordered or line[14] == "1"))
        return Contents(rows, {})

    return read


def hcpcs(lines: Lines) -> Contents:
    """CMS contractor record: 1-5 code (4-5 modifier), 11 kind, 12-91 text, 269-276 added, 285-292 ended.

    Kind 3 opens a code and 7 a modifier; 4 and 8 go on with the text of the one before.
    """
    rows: list[Row] = []
    modifiers: dict[str, str] = {}
    for _, line in lines:
        code, kind, text = line[:5].strip(), line[10:11], clean(line[11:91])
        if kind == "3" and _HCPCS.fullmatch(code):
            rows.append(Row(code, text, True, day_of(line[268:276]), day_of(line[284:292])))
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


def cpt(lines: Lines) -> Contents:
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
            rows.append(Row(found[1], clean(found[2])))
        elif rows:
            raise Broken("it is not a code and its descriptor")
        elif not notice and _LICENCE.search(line):
            notice = clean(line)[:500]
    return Contents(rows, {}, notice)


def poa_exempt(lines: Lines) -> Contents:
    """CMS list: order number, dotted code, description, with tabs between; the first line names them."""
    rows = []
    for number, line in lines:
        fields = line.split("\t")
        code = bare(fields[1]) if len(fields) > 1 else ""
        if number > 1 and not CM.fullmatch(code):
            raise Broken("there is no ICD-10-CM code in its second column")
        if number > 1:
            rows.append(Row(code, "", poa_exempt=True))
    return Contents(rows, {})


def validity(pattern: re.Pattern[str]) -> Callable[[Lines], Contents]:
    """Rows code,valid_from,valid_to, days as YYYYMMDD; the latest end is where the list's knowledge ends."""

    def read(lines: Lines) -> Contents:
        spans: dict[str, tuple[date, date]] = {}
        for number, line in lines:
            code, *days = (field.strip() for field in line.split(","))
            if number == 1 and code == "code":
                continue
            if len(days) != 2 or not pattern.fullmatch(code):
                raise Broken("it is not a code, its first and its last day")
            start, end = (day_of(one) for one in days)
            if start is None or end is None or end < start:
                raise Broken("its days are missing or the wrong way round")
            known = spans.get(code, (start, end))
            spans[code] = (min(known[0], start), max(known[1], end))
        horizon = max((end for _, end in spans.values()), default=None)
        ends = {code: None if end == horizon else end for code, (_, end) in spans.items()}
        return Contents([Row(code, "", True, start, ends[code]) for code, (start, _) in spans.items()], {})

    return read


def addenda(pattern: re.Pattern[str]) -> Callable[[Lines], Contents]:
    """CDC's and CMS's lists of what a year changes: what to do, in order files 1 for a code, code, title.

    Order files of PCS have no 1 or 0, and a title of 60 characters before the whole one. The counts that end
    a list are left out; a code that became a heading is deleted and added.
    """

    def read(lines: Lines) -> Contents:
        added: dict[str, Row] = {}
        deleted: set[str] = set()
        for _, line in lines:
            if line.strip() in ("Codes", "Headers"):
                break
            found = _ADDENDUM.fullmatch(line.rstrip())
            if not found or not pattern.fullmatch(found[3]):
                raise Broken("it does not say what to do with which code")
            deed, flag, code, title = found.groups()
            if flag or pattern is PCS:
                title = title[61:].strip() or title
            if deed == "Delete":
                deleted.add(code)
            elif deed != "Revise from":
                is_code = len(code) == 7 if pattern is PCS else flag != "0"
                added[code] = Row(code, clean(title), is_code)
        return Contents(list(added.values()), {}, deleted=frozenset(deleted))

    return read
