"""What is known of single codes: from the tables, or by their form where the list is not ours to give."""

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence

from queue_app.codesets.database import day
from queue_app.domain.codes import CodeFact, System, bare

# CPT belongs to the AMA and dental codes to the ADA; the rest of HCPCS is in full only in CMS's own file.
_CPT = re.compile(r"[0-9]{4}[0-9AFMTU]")
_HCPCS = re.compile(r"[A-V][0-9]{4}")
_DENTAL = re.compile(r"D[0-9]{4}")
_CODE = re.compile(r"[0-9A-Z]{3,7}")


def facts(
    tables: sqlite3.Connection, wanted: Iterable[tuple[System, str]]
) -> dict[tuple[System, str], CodeFact]:
    """One question a system; codes that do not exist are left out."""
    asked: dict[System, set[str]] = defaultdict(set)
    for system, code in wanted:
        if _CODE.fullmatch(bare(code)):
            asked[system].add(bare(code))
    known: dict[tuple[System, str], CodeFact] = {}
    for system, codes in asked.items():
        form = _form(tables, system)
        for code in codes if form else ():
            if form and form.fullmatch(code):
                known[system, code] = CodeFact(system=system, code=code, title="", billable=True)
        known.update({(system, fact.code): fact for fact in _in_tables(tables, system, sorted(codes))})
    return known


def _form(tables: sqlite3.Connection, system: System) -> re.Pattern[str] | None:
    """The form a code must have to be taken on trust; None where only the tables count."""
    if system in (System.ICD10CM, System.ICD10PCS):
        return None
    loaded = tables.execute(
        "SELECT 1 FROM releases WHERE set_name = ? AND content IS NOT NULL LIMIT 1", (system,)
    ).fetchone()
    if system is System.CPT:
        return None if loaded else _CPT
    return _DENTAL if loaded else _HCPCS


def _in_tables(tables: sqlite3.Connection, system: System, codes: Sequence[str]) -> list[CodeFact]:
    found = tables.execute(
        "SELECT code, title, billable, valid_from, valid_to, poa_exempt FROM codes"
        " WHERE system = ? AND code IN (SELECT value FROM json_each(?))",
        (system, json.dumps(codes)),
    )
    return [
        CodeFact(
            system=system,
            code=code,
            title=title,
            billable=bool(billable),
            valid_from=day(start),
            valid_to=day(end),
            poa_exempt=bool(exempt),
        )
        for code, title, billable, start, end, exempt in found
    ]
