"""What became of a diagnosis code: CDC's table of new codes and the ones that were used before them."""

import re
import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta

from queue_app.codesets.database import replaced
from queue_app.codesets.rows import Broken, Lines, ReleaseFile, Taken
from queue_app.domain.codes import bare

_CODE = re.compile(r"[A-Z][0-9A][0-9A-Z](?:\.?[0-9A-Z]{1,4})?(?![0-9A-Z])")
_NONE = "none"  # of what could not be coded before
_DAY_ZERO = date(1899, 12, 30)  # of Excel, which counts days from there


def take(connection: sqlite3.Connection, file: ReleaseFile, lines: Lines) -> Taken:
    """New code, when (a year: its 1 October, or a day), the codes before: "G56.01 and G56.02"."""
    return replaced(connection, "successors", _read(lines))


def _read(lines: Lines) -> Iterator[tuple[str, str, str]]:
    begun = False
    for number, line in lines:
        fields = [one.strip() for one in line.split("\t")]
        if not any(fields):
            continue
        if not begun:
            begun = fields[0].lower().startswith("current code")
            if number > 20:
                raise Broken("no line above names the columns: current code, effective, previous codes")
            continue
        before = fields[2] if len(fields) > 2 else ""
        known = before.lower() == _NONE or _CODE.search(before)
        if not _CODE.fullmatch(fields[0]) or not known:
            raise Broken("it is not a code, since when, and the codes before it")
        for one in _CODE.findall(before):
            yield bare(one), bare(fields[0]), _since(fields[1]).isoformat()


def _since(printed: str) -> date:
    if not printed.isdecimal() or len(printed) > 5:
        raise Broken("it does not say since when the code is used")
    return date(int(printed), 10, 1) if int(printed) < 3000 else _DAY_ZERO + timedelta(days=int(printed))


def successors(connection: sqlite3.Connection, code: str, on: date) -> list[str]:
    """The codes good on the day that took the place of one, in order; empty where the table is not loaded."""
    found = connection.execute(
        "SELECT s.code FROM successors s JOIN codes c ON c.system = 'icd10cm' AND c.code = s.code"
        " WHERE s.before = ? AND s.code != s.before AND c.billable"
        " AND ifnull(c.valid_from <= ?, 1) AND ifnull(? <= c.valid_to, 1) ORDER BY s.code",
        (code, on.isoformat(), on.isoformat()),
    )
    return [found_code for (found_code,) in found]
