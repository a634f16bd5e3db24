"""The code tables as the rest of Codedesk asks them: facts about codes, known modifiers, releases, search."""

import sqlite3
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from queue_app.codesets import search
from queue_app.codesets.database import Release, opened
from queue_app.codesets.facts import facts
from queue_app.codesets.search import Found
from queue_app.domain.codes import CodeFact, Facts, System, bare
from queue_app.domain.errors import Unavailable


@dataclass(frozen=True)
class Note:
    """A note of the tabular list."""

    code: str  # where it is printed: the code itself or a heading above it
    kind: str  # note includes excludes1 excludes2 code_first use_additional code_also seventh
    text: str


class CodeTables:
    """Reads one file of tables; a new file put in its place is seen at the next question.

    Safe to share between threads: each has its own connection. Raises Unavailable while there is no file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._here = threading.local()

    def look_up(self, system: System, code: str) -> CodeFact | None:
        return self.facts([(system, code)]).get((system, bare(code)))

    def facts(self, wanted: Iterable[tuple[System, str]]) -> Facts:
        """What is known of those codes; codes that do not exist are left out."""
        return facts(self._connection(), wanted)

    def modifiers(self) -> frozenset[str]:
        """The two-character modifiers of CPT and HCPCS."""
        return frozenset(row[0] for row in self._connection().execute("SELECT code FROM modifiers"))

    def notes(self, code: str) -> list[Note]:
        """The notes at an ICD-10-CM code and at the headings above it, from the heading down."""
        code = bare(code)
        above = {f"c{end}": code[:end] for end in range(3, 8)}
        found = self._connection().execute(
            "SELECT DISTINCT code, kind, text FROM notes WHERE code IN (:c3, :c4, :c5, :c6, :c7)"
            " ORDER BY code, position",
            above,
        )
        return [Note(*row) for row in found]

    def releases(self) -> list[Release]:
        """What the tables were made from."""
        found = self._connection().execute(
            "SELECT set_name, released_on, source, rows, loaded_at, notice FROM releases"
            " ORDER BY set_name, released_on"
        )
        return [Release(*row) for row in found]

    def search(self, system: System | None, query: str, on: date, limit: int = 20) -> list[Found]:
        """The codes likeliest meant by the beginning of a code or by words, judged on that day."""
        return search.search(self._connection(), system, query, on, limit)

    def _connection(self) -> sqlite3.Connection:
        try:
            status = self._path.stat()
        except OSError:
            raise Unavailable("The code tables are not built. Run `flask codes build`.") from None
        now = (status.st_dev, status.st_ino, status.st_mtime_ns)
        if getattr(self._here, "file", None) != now:
            if hasattr(self._here, "tables"):
                self._here.tables.close()
            self._here.tables = opened(self._path)
            self._here.file = now
        tables: sqlite3.Connection = self._here.tables
        return tables
