"""Medicare severity DRGs as CMS's final rule prints them: weights, stays, and which diagnoses complicate."""

import csv
import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import astuple, dataclass
from datetime import date

from queue_app.codesets.database import replaced
from queue_app.codesets.rows import Broken, Lines, ReleaseFile, Taken, clean
from queue_app.domain.codes import bare

LAST = 999  # ungroupable: the last row of every Table 5
_DIAGNOSIS = re.compile(r"[A-Z][0-9A-Z]{2}(\.[0-9A-Z]{1,4})?")


@dataclass(frozen=True)
class DrgWeight:
    """What Table 5 says of a DRG."""

    drg: int
    title: str
    type: str  # MED, SURG; "" for 998 and 999
    mdc: str  # "08", "PRE"; "" where it may be any
    weight: float | None  # to the average Medicare stay
    gmlos: float | None = None  # geometric mean length of stay, days
    amlos: float | None = None  # arithmetic


def version_of(day: date) -> int:
    """Version 43 belongs to the fiscal year 2026, which begins on 1 October 2025."""
    return day.year + (day.month >= 10) - 1983


def take_weights(connection: sqlite3.Connection, file: ReleaseFile, lines: Lines) -> Taken:
    """Table 5: DRG, post-acute, special pay, MDC, type, title, weight, weight with 10 % cap, both stays."""
    version = version_of(file.begins)
    rows = list(_weights(lines))
    if rows and rows[-1].drg != LAST:
        raise Broken(f"the table ends here, before DRG {LAST}: it was cut short")
    return replaced(connection, "drg", ((version, *astuple(one)) for one in rows), version=version)


def _weights(lines: Lines) -> Iterator[DrgWeight]:
    begun = False
    for _, line in lines:
        fields = [clean(one) for one in next(csv.reader([line], delimiter="\t"))]
        if not begun:
            begun = fields[0] == "MS-DRG"
        elif re.fullmatch(r"\d{3}", fields[0]):
            if len(fields) < 10 or not fields[5]:
                raise Broken("it lacks columns of Table 5")
            kind = fields[4] if fields[4] in ("MED", "SURG") else ""
            stays = [_number(printed) for printed in fields[7:10]]
            yield DrgWeight(int(fields[0]), fields[5], kind, fields[3], *stays)
        elif any(fields):
            raise Broken("there is no DRG in its first column")


def _number(printed: str) -> float | None:
    return float(printed) if printed not in ("", ".") else None


def taking_severity(level: str) -> Callable[[sqlite3.Connection, ReleaseFile, Lines], Taken]:
    """Takes over table 6I (MCC) or 6J (CC): dotted code, tab, description; notes may follow."""

    def take(connection: sqlite3.Connection, file: ReleaseFile, lines: Lines) -> Taken:
        version = version_of(file.begins)
        rows = [(version, code, level) for code in _diagnoses(level, lines)]
        return replaced(connection, "severity", rows, version=version, level=level)

    return take


def _diagnoses(level: str, lines: Lines) -> Iterator[str]:
    begun = False
    for number, line in lines:
        code, _, title = line.partition("\t")
        if number == 1 and re.search(r"\b(CC|MCC) LIST", line) and f" {level} LIST" not in line:
            raise Broken(f"this is not the list of {level}s")
        if not begun:
            begun = code == "Diagnosis Code"
        elif _DIAGNOSIS.fullmatch(code.strip()) and title.strip():
            yield bare(code)
        elif code:
            raise Broken("it is not a code, a tab and what the code means")


def weight(connection: sqlite3.Connection, version: int, drg: int) -> DrgWeight | None:
    """Of a version as the grouper writes it, 430 and 431, or of its year, 43: April has October's weights."""
    found = connection.execute(
        "SELECT drg, title, type, mdc, weight, gmlos, amlos FROM drg WHERE version = ? AND drg = ?",
        (_year(version), drg),
    ).fetchone()
    return DrgWeight(*found) if found else None


def severity(connection: sqlite3.Connection, version: int, codes: Iterable[str]) -> dict[str, str]:
    """CC or MCC of those of the codes that are one."""
    return dict(
        connection.execute(
            "SELECT code, level FROM severity WHERE version = ? AND code IN (SELECT value FROM json_each(?))",
            (_year(version), json.dumps([bare(code) for code in codes])),
        )
    )


def _year(version: int) -> int:
    return version // 10 if version >= 100 else version
