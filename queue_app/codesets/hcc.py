"""The HCCs of diagnoses by the day of service, and the model that scores them, from the code tables."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from queue_app.domain.codes import bare
from queue_app.domain.hcc import HccEdit, Model


def year_of(tables: sqlite3.Connection, on: date) -> int | None:
    """The payment year that looks at that day: the next one, or the last that is known; None before V28."""
    first, last = tables.execute(  # asked apart, so that neither reads the whole table
        "SELECT (SELECT min(year) FROM hcc), (SELECT max(year) FROM hcc)"
    ).fetchone()
    return None if first is None or on.year + 1 < first else min(on.year + 1, last)


def listed(tables: sqlite3.Connection, codes: Iterable[str], on: date) -> dict[str, tuple[int, ...]]:
    """The HCCs of those of the codes that mean one, whoever the patient is."""
    found: dict[str, tuple[int, ...]] = {}
    for code, hcc in tables.execute(
        "SELECT code, hcc FROM hcc"
        " WHERE year = ? AND code IN (SELECT value FROM json_each(?)) ORDER BY code, hcc",
        (year_of(tables, on), json.dumps([*{*map(bare, codes)}])),
    ):
        found[code] = (*found.get(code, ()), hcc)
    return found


def model(tables: sqlite3.Connection, segment: str, codes: Iterable[str], on: date) -> Model | None:
    """The model for these codes; None for days that it does not look at."""
    year = year_of(tables, on)
    if year is None:
        return None
    asked = [*{*map(bare, codes)}]
    edits = tables.execute(
        "SELECT code, sex, age_to, age_from, hcc FROM hcc_edits"
        " WHERE code IN (SELECT value FROM json_each(?))",
        (json.dumps(asked),),
    )
    below: dict[int, set[int]] = defaultdict(set)
    for hcc, milder in tables.execute("SELECT hcc, below FROM hcc_below"):
        below[hcc].add(milder)
    return Model(
        year=year,
        hccs={code: frozenset(hccs) for code, hccs in listed(tables, asked, on).items()},
        edits={
            code: HccEdit(sex=sex, age_to=age_to, age_from=age_from, hcc=hcc)
            for code, sex, age_to, age_from, hcc in edits
        },
        below={hcc: frozenset(milder) for hcc, milder in below.items()},
        titles=dict(tables.execute("SELECT hcc, title FROM hcc_titles")),
        weights=dict(tables.execute("SELECT name, weight FROM hcc_weights WHERE segment = ?", (segment,))),
    )


def counting(tables: sqlite3.Connection, services: Iterable[str]) -> frozenset[str]:
    """Those of the CPT and HCPCS codes that make the diagnoses of a visit count."""
    found = tables.execute(
        "SELECT code FROM hcc_services WHERE code IN (SELECT value FROM json_each(?))",
        (json.dumps([*services]),),
    )
    return frozenset(row[0] for row in found)
