"""Reports for other programs and for spreadsheets."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import msgspec

from queue_app.domain.encounter import Encounter
from queue_app.services.acceptance import Tried
from queue_app.services.directories import Missing
from queue_app.store.floor import Listing
from queue_app.store.store import Store

COLUMNS = (
    "id", "account_number", "unit", "status", "version", "holder", "work_type", "worklist", "due_at",
    "arrived_at", "submitted_at", "charges", "control_number",
)  # fmt: skip
TRIED = ("code", "title", "source", "offered", "accepted", "share")
MISSING = ("kind", "id", "name", "encounters")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def encounters(store: Store, form: str) -> Iterator[str]:
    """Every encounter, a line each, as "jsonl" or "csv"."""
    every = store.floor.all(Listing(), datetime.now(UTC))
    if form == "csv":
        yield from (line.rstrip("\r\n") for line in encounters_as_csv(every))
        return
    for some in _in_hundreds(every):
        submitted = [one for one in some if one.submission]
        codes = dict(zip((one.id for one in submitted), store.encounters.submissions(submitted), strict=True))
        for one in some:
            last = codes.get(one.id)
            told = _facts(one) | {"codes": msgspec.to_builtins(last.codes) if last else None}
            yield json.dumps(told, ensure_ascii=False)


def as_csv(columns: Iterable[str], rows: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """A list as CSV lines; cells that a spreadsheet would run as a formula are made text."""
    yield _csv_line(columns)
    for row in rows:
        yield _csv_line([_cell(msgspec.to_builtins(row[name])) for name in columns])


def encounters_as_csv(rows: Iterable[Encounter]) -> Iterator[str]:
    return as_csv(COLUMNS, map(_facts, rows))


def missing_as_csv(missing: Iterable[Missing]) -> Iterator[str]:
    """What the directories lack, as the beginning of the files that would fill them."""
    return as_csv(MISSING, map(vars, missing))


def tried_as_csv(tried: Iterable[Tried]) -> Iterator[str]:
    """How often each suggested code is taken."""
    return as_csv(TRIED, ({name: getattr(one, name) for name in TRIED} for one in tried))


def _facts(one: Encounter) -> dict[str, Any]:
    return {name: msgspec.to_builtins(getattr(one, name)) for name in COLUMNS}


def _cell(value: object) -> str:
    if isinstance(value, list):
        value = " ".join(map(str, value))
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def _csv_line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()


def _in_hundreds(every: Iterator[Encounter]) -> Iterator[list[Encounter]]:
    while some := list(islice(every, 100)):
        yield some
