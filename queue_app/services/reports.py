"""Reports for other programs and for spreadsheets."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import msgspec

from queue_app.domain.encounter import Encounter
from queue_app.services.directories import Missing
from queue_app.store.floor import Listing
from queue_app.store.store import Store

COLUMNS = (
    "id", "account_number", "unit", "status", "version", "holder", "work_type", "worklist", "due_at",
    "arrived_at", "submitted_at", "charges", "control_number",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def encounters(store: Store, form: str) -> Iterator[str]:
    """Every encounter, a line each, as "jsonl" or "csv"."""
    every = store.floor.all(Listing(), datetime.now(UTC))
    if form == "csv":
        yield from (line.rstrip("\r\n") for line in as_csv(every))
        return
    for some in _in_hundreds(every):
        submitted = [one for one in some if one.submission]
        codes = dict(zip((one.id for one in submitted), store.encounters.submissions(submitted), strict=True))
        for one in some:
            last = codes.get(one.id)
            told = _facts(one) | {"codes": msgspec.to_builtins(last.codes) if last else None}
            yield json.dumps(told, ensure_ascii=False)


def as_csv(rows: Iterable[Encounter]) -> Iterator[str]:
    """A list as CSV lines; cells that a spreadsheet would run as a formula are made text."""
    yield _csv_line(COLUMNS)
    for one in rows:
        yield _csv_line([_cell(value) for value in _facts(one).values()])


def missing_as_csv(missing: Iterable[Missing]) -> Iterator[str]:
    """What the directories lack, as the beginning of the files that would fill them."""
    yield _csv_line(("kind", "id", "name", "encounters"))
    for one in missing:
        yield _csv_line(map(_cell, (one.kind, one.id, one.name, one.encounters)))


def _facts(one: Encounter) -> dict[str, Any]:
    return {name: msgspec.to_builtins(getattr(one, name)) for name in COLUMNS}


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def _csv_line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()


def _in_hundreds(every: Iterator[Encounter]) -> Iterator[list[Encounter]]:
    while some := list(islice(every, 100)):
        yield some
