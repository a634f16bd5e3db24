"""From submit to the file in out/: one when idle, and how many a second under load."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from bench.site import Site
from queue_app.codesets.tables import CodeTables
from queue_app.domain.codes import Codes, Diagnosis, Line
from queue_app.domain.encounter import Encounter
from queue_app.domain.people import Person, Role
from queue_app.services import workflow
from tests.services.furniture import furnish

ONE_BY_ONE = 10
MANY = 600


def measure(site: Site) -> Iterator[dict[str, object]]:
    furnish(site.store)
    coder = Person(id="coder0", name="Coder", roles=frozenset({Role.CODER}), worklists=("clinic",))
    site.fill(ONE_BY_ONE + MANY)
    out = site.settings.billing / "out"
    tables = CodeTables(site.settings.code_tables)
    waits = [_submit_and_wait(site, tables, coder, out) for _ in range(ONE_BY_ONE)]
    yield {
        "bench": "submit to file, idle",
        "median_s": round(sorted(waits)[len(waits) // 2], 2),
        "worst_s": round(max(waits), 2),
        "must": "worst_s <= 2",
    }
    before = _claims_in(out)
    began = time.perf_counter()
    for _ in range(MANY):
        _submit(site, tables, coder)
    while _claims_in(out) - before < MANY:
        time.sleep(0.02)
    seconds = time.perf_counter() - began
    yield {
        "bench": "claims delivered under load",
        "claims": MANY,
        "per_second": round(MANY / seconds),
        "must": "per_second >= 30",
    }


def _submit_and_wait(site: Site, tables: CodeTables, coder: Person, out: Path) -> float:
    before = len(list(out.glob("*.837p")))
    _submit(site, tables, coder)
    began = time.perf_counter()
    while len(list(out.glob("*.837p"))) == before:
        time.sleep(0.005)
    return time.perf_counter() - began


def _submit(site: Site, tables: CodeTables, coder: Person) -> None:
    claimed = workflow.claim_next(site.store, coder)
    assert claimed
    seen = {"seen": claimed.version, "token": claimed.token}
    workflow.perform(site.store, tables, "submit", claimed.id, coder, codes=_codes(claimed), **seen)


def _codes(encounter: Encounter) -> Codes:
    on = encounter.stay.admitted_at.astimezone(UTC).date()
    assert on <= datetime.now(UTC).date()
    return Codes(
        diagnoses=(Diagnosis("J069"), Diagnosis("R059")),
        lines=(Line("99213", charge=12500, on=on, pointers=(1,)),),
    )


def _claims_in(out: Path) -> int:
    return sum(path.read_text().count("~CLM*") for path in out.glob("*.837p"))
