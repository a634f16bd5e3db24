"""The one SQLite file the code tables live in: what is in it, and how it is replaced whole or not at all."""

import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from queue_app.codesets.rows import Taken
from queue_app.disk import alone, sync
from queue_app.domain.errors import Unavailable

VERSION = 7  # of data/schema.sql; a file of another version is built again
DATA = Path(__file__).parent / "data"
SYSTEMS = ("icd10cm", "hcpcs", "cpt", "icd10pcs")  # the order in which equally good answers are shown

Progress = Callable[[int, int, str], None]  # steps done, steps in all, what is being done now

BLOCK = 10_000_000


@dataclass(frozen=True)
class Summary:
    """What a build or a load did."""

    set_name: str  # "" for a build of everything
    release: str  # first day, ISO
    rows: int  # read from the source
    changed: int  # rows of the tables that are not as they were
    note: str = ""

    def __str__(self) -> str:
        what = f"{self.set_name or 'Code tables'}, release of {self.release}"
        return f"{what}: {self.rows:,} rows read, {self.changed:,} changed. {self.note}".rstrip()


@dataclass(frozen=True)
class Release:
    """One release of one set that the tables hold."""

    set_name: str
    released_on: str
    source: str
    rows: int
    loaded_at: str
    notice: str = ""
    content: bytes | None = None
    of_site: bool = False  # from a file the site loaded


class Row(NamedTuple):
    """One code as a release tells it, and as the tables keep it."""

    code: str
    title: str
    billable: bool = True
    valid_from: date | None = None
    valid_to: date | None = None
    poa_exempt: bool = False
    released_on: str = ""  # first day of the release the title is from; "" for a stopgap


def opened(path: Path, *, of_any_version: bool = False) -> sqlite3.Connection:
    """A read-only connection; the file is never written in place, so no locks are needed."""
    if not path.is_file():
        raise Unavailable("The code tables are not built. Run `flask codes build`.")
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
    except sqlite3.DatabaseError:
        version = 0
    if version != VERSION and not of_any_version:
        connection.close()
        raise Unavailable("The code tables cannot be read by this version. Run `flask codes build` again.")
    return connection


@contextmanager
def replacing(path: Path, *, copy: bool = False) -> Iterator[sqlite3.Connection]:
    """A file to write beside the old one, empty or a copy of it, that takes its place if the block ends well.

    One at a time: a second one waits for the first.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.new")
    with alone(path.with_name(f".{path.name}.lock")):
        try:
            fresh.unlink(missing_ok=True)
            if copy:
                opened(path).close()
                shutil.copyfile(path, fresh)
            with closing(sqlite3.connect(fresh, isolation_level=None)) as connection:
                _write_fast(connection)
                if not copy:
                    connection.executescript((DATA / "schema.sql").read_text())
                connection.execute("BEGIN")
                yield connection
                connection.execute("COMMIT")
            _publish(fresh, path)
        finally:
            fresh.unlink(missing_ok=True)


def _write_fast(connection: sqlite3.Connection) -> None:
    """No journal: until it is published, the fresh file may be lost at any moment without harm."""
    for pragma in (
        "journal_mode = OFF",
        "synchronous = OFF",
        "cache_size = -100000",
        f"user_version = {VERSION}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _publish(fresh: Path, path: Path) -> None:
    sync(fresh)
    fresh.replace(path)
    sync(path.parent)


def replaced(
    connection: sqlite3.Connection, table: str, rows: Iterable[tuple[Any, ...]], **part: str | int
) -> Taken:
    """Write the rows of a table, or of that part of it, anew."""
    where = " AND ".join(f"{name} = :{name}" for name in part) or "TRUE"
    before = set(connection.execute(f"SELECT * FROM {table} WHERE {where}", part))  # nosec B608
    after = {tuple(row) for row in rows}
    if after:
        places = ", ".join("?" * len(next(iter(after))))
        connection.execute(f"DELETE FROM {table} WHERE {where}", part)  # nosec B608
        connection.executemany(f"INSERT OR REPLACE INTO {table} VALUES ({places})", after)  # nosec B608
    return Taken(len(after), max(len(after - before), len(before - after)))


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def count(connection: sqlite3.Connection, sql: str, given: Any = ()) -> int:
    return int(connection.execute(sql, given).fetchone()[0])
