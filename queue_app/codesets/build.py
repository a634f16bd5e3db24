"""Building the code tables from the installed packages, our own lists and the files the site loaded before.

Run as `python -m queue_app.codesets.build FILE`, in a process of its own: the packages need 200 MB of memory.
"""

import csv
import gc
import sqlite3
import sys
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

from queue_app.codesets import apart, index, packages, phrases, revise, v28
from queue_app.codesets.database import DATA, Progress, Release, Row, Summary, count, replacing
from queue_app.codesets.load import salvaged, take_kept
from queue_app.domain.errors import Refusal

OWN_WORDS = date(2000, 1, 1)  # older than every release: the official title takes the place of ours
OWN_SOURCE = "Codedesk's own list"


def build(path: Path, progress: Progress) -> Summary:
    """Write the tables anew and put them in the place of the old ones; what the site loaded is kept."""
    loaded, lost = salvaged(path)
    steps = 6 + len(loaded)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    with replacing(path) as tables:
        progress(0, steps, "ICD-10-CM titles")
        printed = packages.TabularList()
        _write_diagnoses(tables, printed, now)
        progress(1, steps, "ICD-10-CM terms and notes")
        _write_terms_and_notes(tables, printed)
        progress(2, steps, "ICD-10-PCS validity")
        _write_procedures(tables, printed.released_on.isoformat(), now)
        progress(3, steps, "HCPCS and shorthand")
        _write_own_lists(tables, now)
        progress(4, steps, "HCCs")
        v28.write(tables)
        for step, release in enumerate(loaded, start=5):
            progress(step, steps, f"{release.set_name} of {release.released_on}")
            take_kept(tables, release)
        progress(steps - 1, steps, "making it findable")
        index.rebuild(tables)
        phrases.rebuild(tables)
        rows = count(tables, "SELECT count(*) FROM codes")
    progress(steps, steps, "done")
    return Summary("", printed.released_on.isoformat(), rows, rows, lost)


def _write_diagnoses(tables: sqlite3.Connection, printed: packages.TabularList, now: str) -> None:
    exempt = revise.PoaExemption()
    release = printed.released_on.isoformat()
    titled = {
        row.code: Row(row.code, row.title, row.billable, None, None, row.code in exempt, release)
        for row in printed.rows()
    }
    validity = list(packages.validity("icd10cm"))
    rows = revise.with_validity(titled, validity, exempt)
    revise.write(tables, "icd10cm", rows.values())
    revise.record(tables, Release("icd10cm", release, packages.TABULAR_SOURCE, len(titled), now))
    revise.record(tables, Release("icd10cm-validity", release, packages.VALIDITY_SOURCE, len(validity), now))


def _write_terms_and_notes(tables: sqlite3.Connection, printed: packages.TabularList) -> None:
    _add_terms(tables, "icd10cm", printed.terms())
    tables.executemany(
        "INSERT OR REPLACE INTO notes (code, position, kind, text) VALUES (?, ?, ?, ?)",
        printed.notes(),
    )
    tables.executemany(
        "INSERT INTO headings (id, position, above, title, span) VALUES (?, ?, ?, ?, ?)",
        printed.headings(),
    )


def _write_procedures(tables: sqlite3.Connection, release: str, now: str) -> None:
    named = _own_rows(tables, "icd10pcs", "procedures.csv")
    rows = revise.with_validity(named, packages.validity("icd10pcs"))
    revise.write(tables, "icd10pcs", rows.values())
    revise.record(tables, Release("icd10pcs", OWN_WORDS.isoformat(), OWN_SOURCE, len(named), now))
    revise.record(tables, Release("icd10pcs-validity", release, packages.VALIDITY_SOURCE, len(rows), now))


def _write_own_lists(tables: sqlite3.Connection, now: str) -> None:
    services = _own_rows(tables, "hcpcs", "services.csv")
    revise.write(tables, "hcpcs", services.values())
    revise.record(tables, Release("hcpcs", OWN_WORDS.isoformat(), OWN_SOURCE, len(services), now))
    modifiers = (DATA / "modifiers.txt").read_text().split()
    tables.executemany("INSERT INTO modifiers (code, title) VALUES (?, '')", ((one,) for one in modifiers))
    tables.executemany("INSERT INTO shorthand (short, words) VALUES (:short, :words)", _own("shorthand.csv"))
    tables.executemany(  # a lay word may also stand for itself
        "INSERT OR IGNORE INTO shorthand (short, words) VALUES (:short, '=; ' || :words)", _own("lay.csv")
    )
    index.write_meanings(tables)


def _own_rows(tables: sqlite3.Connection, system: str, name: str) -> revise.Rows:
    """Codes in our own words; their words stay findable when official titles take their place."""
    own = _own(name)
    terms = ((one["code"], text) for one in own for text in (one["title"], *one["terms"].split("; ")) if text)
    _add_terms(tables, system, terms)
    return {one["code"]: Row(one["code"], one["title"], released_on=OWN_WORDS.isoformat()) for one in own}


def _own(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _add_terms(tables: sqlite3.Connection, system: str, terms: Iterable[tuple[str, str]]) -> None:
    tables.executemany(
        "INSERT OR IGNORE INTO terms (system, code, text) VALUES (?, ?, ?)",
        ((system, *term) for term in terms),
    )


def main() -> int:
    """Build, telling the calling process how far it is."""
    gc.disable()  # nothing here goes in circles, and looking for some takes a tenth of the time
    try:
        apart.tell_summary(build(Path(sys.argv[1]), apart.tell_progress))
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
