"""Building an ICD-10-PCS code column by column: from the loaded tables, or else from the codes' titles."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from queue_app.codesets import pcs
from queue_app.codesets.pcs import CHARACTERS, NAMING, PcsAxis, PcsValue
from queue_app.domain.codes import System

# What the characters stand for where no tables say it; in other sections some have other names.
SECTIONS = {
    "0": "Medical and Surgical",
    "1": "Obstetrics",
    "2": "Placement",
    "3": "Administration",
    "4": "Measurement and Monitoring",
    "5": "Extracorporeal or Systemic Assistance and Performance",
    "6": "Extracorporeal or Systemic Therapies",
    "7": "Osteopathic",
    "8": "Other Procedures",
    "9": "Chiropractic",
    "B": "Imaging",
    "C": "Nuclear Medicine",
    "D": "Radiation Therapy",
    "F": "Physical Rehabilitation and Diagnostic Audiology",
    "G": "Mental Health",
    "H": "Substance Abuse Treatment",
    "X": "New Technology",
}
AXES = ("Section", "Body System", "Operation", "Body Part", "Approach", "Device", "Qualifier")
NOTHING = "None"  # of a value whose codes' titles have no word of their own


class Column(NamedTuple):
    """One character: what may stand there, and what was chosen."""

    axis: PcsAxis
    chosen: PcsValue | None


def columns(tables: sqlite3.Connection, code: str, on: date) -> list[Column]:
    """The columns as far as the code goes and the next one; fewer where it goes nowhere.

    Only values from which a code can still be reached are in them. Empty where nothing is loaded.
    """
    found: list[Column] = []
    for end in range(min(len(code), CHARACTERS - 1) + 1):
        axis = pcs.next_axis(tables, code[:end]) or _titled(tables, code[:end], on)
        if axis is None:
            break
        chosen = next((one for one in axis.values if one.value == code[end : end + 1]), None)
        found.append(Column(axis, chosen))
        if chosen is None:
            break
    return found


def _titled(tables: sqlite3.Connection, prefix: str, on: date) -> PcsAxis | None:
    """A column made of the titles of the codes good on that day that begin so, where any are loaded."""
    if tables.execute("SELECT 1 FROM pcs_rows LIMIT 1").fetchone() or not _has_titles(tables):
        return None
    labels = _named(tables, prefix) if len(prefix) < NAMING else _told_apart(tables, prefix, on)
    values = tuple(PcsValue(value, label) for value, label in sorted(labels.items()))
    return PcsAxis(len(prefix) + 1, AXES[len(prefix)], values) if values else None


def _has_titles(tables: sqlite3.Connection) -> bool:
    """Whether the order file is loaded, whose lines of three characters name the tables."""
    headers = "SELECT 1 FROM codes WHERE system = 'icd10pcs' AND code < '0FTZ' AND NOT billable LIMIT 1"
    return tables.execute(headers).fetchone() is not None


def _named(tables: sqlite3.Connection, prefix: str) -> dict[str, str]:
    """By the titles of the tables: "Hepatobiliary System and Pancreas, Resection"."""
    found = tables.execute(
        "SELECT code, title FROM codes WHERE system = ? AND code >= ? AND code < ? AND length(code) = ?",
        (System.ICD10PCS, prefix, prefix + "~", NAMING),
    )
    labels: dict[str, str] = {}
    for code, title in found:
        body, _, operation = title.rpartition(", ")
        labels[code[len(prefix)]] = (SECTIONS.get(code[0], ""), body, operation)[len(prefix)]
    return labels


def _told_apart(tables: sqlite3.Connection, prefix: str, on: date) -> dict[str, str]:
    """By the words that the titles of all codes of a value have, and those of other values have not."""
    found = tables.execute(
        "SELECT code, title FROM codes WHERE system = ? AND code >= ? AND code < ? AND length(code) = ?"
        " AND ifnull(valid_from <= ?, 1) AND ifnull(? <= valid_to, 1)",
        (System.ICD10PCS, prefix, prefix + "~", CHARACTERS, on.isoformat(), on.isoformat()),
    )
    titles: dict[str, list[list[str]]] = defaultdict(list)
    for code, title in found:
        titles[code[len(prefix)]].append(title.removesuffix(" Approach").replace(",", "").split())
    shared = {value: _in_all(each) for value, each in titles.items()}
    everywhere = _in_all(shared.values())
    return {
        value: " ".join(word for word in titles[value][0] if word in own - everywhere) or NOTHING
        for value, own in shared.items()
    }


def _in_all(texts: Iterable[Iterable[str]]) -> set[str]:
    several = [set(text) for text in texts]
    return set.intersection(*several) if several else set()
