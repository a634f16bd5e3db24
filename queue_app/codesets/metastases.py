"""The sites of secondary neoplasms: of whatever there is a primary one, the secondary one is known too."""

import csv
import re
import sqlite3
from collections.abc import Iterator

from queue_app.codesets.database import DATA

_OF = re.compile(r"^(?:(?:other and )?unspecified )?malignant neoplasm of (?P<site>.+)$", re.IGNORECASE)
_IDLE = re.compile(
    r"\b(?:unspecified|overlapping|specified|parts?|sites?|left|right|(?:fe)?male)\b(?: of\b)?", re.IGNORECASE
)


def secondary(tables: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """(code, text): titles and terms of the primary neoplasms, as of the secondary ones of those sites."""
    with (DATA / "secondary.csv").open(newline="", encoding="utf-8") as file:
        codes = {row["primary"]: row["secondary"] for row in csv.DictReader(file)}
    known = {code for (code,) in tables.execute("SELECT code FROM titles WHERE system = 'icd10cm'")}
    told = tables.execute(
        "SELECT code, title FROM titles WHERE system = 'icd10cm' AND code >= 'C00' AND code < 'C77'"
        " UNION SELECT code, text FROM terms WHERE system = 'icd10cm' AND code >= 'C00' AND code < 'C77'"
    ).fetchall()
    found = set()
    for code, text in told:
        to = codes.get(code[:4], codes.get(code[:3], ""))
        if to in known and (neoplasm := _OF.match(text)):
            found.add((to, f"Secondary malignant neoplasm of {_plain(neoplasm['site'])}"))
    yield from sorted(found)


def _plain(site: str) -> str:
    return " ".join(_IDLE.sub("", site).replace(" ,", ",").split()).strip(", ")
