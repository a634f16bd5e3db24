"""The archive: documents, notes and history of finished encounters, in a file instead of in memory."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any

import msgspec

from queue_app.domain.errors import Unavailable
from queue_app.store import keys
from queue_app.store.codec import ms
from queue_app.store.connection import PATIENCE, Memory
from queue_app.store.scripts import Script

AT_ONCE = 20  # encounters moved in one go, so that the ticker is soon free for other things
TABLES = (
    """CREATE TABLE IF NOT EXISTS texts (
        encounter TEXT NOT NULL, document TEXT NOT NULL, sealed BLOB NOT NULL,
        PRIMARY KEY (encounter, document)
    )""",
    """CREATE TABLE IF NOT EXISTS steps (
        encounter TEXT NOT NULL, version INTEGER NOT NULL, line BLOB NOT NULL,
        PRIMARY KEY (encounter, version)
    )""",
    """CREATE TABLE IF NOT EXISTS notes (
        encounter TEXT NOT NULL, note TEXT NOT NULL, sealed BLOB NOT NULL,
        PRIMARY KEY (encounter, note)
    )""",
)
COUNT = "SELECT (SELECT count(*) FROM texts) + (SELECT count(*) FROM steps)"
OUT_OF_REACH = (
    "Documents, notes and history of this encounter are in the archive, and the archive cannot be read. "
    "Nothing was changed; tell your administrator to run `flask doctor`."
)

Line = Mapping[bytes, bytes]  # of a history, as Redis tells it; its note is sealed


class Archive:
    """Keeps what it is given as it was in Redis, sealed where it was.

    Nothing of it changes or comes back; a note that was written anew since takes its own place.
    """

    def __init__(self, redis: Memory, path: Path) -> None:
        self._redis = redis
        self._path = path
        self._let_go = Script(redis, "let_go", "encounter", durable=False)

    def texts(self, encounter_id: str, documents: Iterable[str]) -> dict[str, bytes]:
        """The sealed texts of these documents, named id/version; Unavailable unless all are there."""
        found = dict(self._rows("SELECT document, sealed FROM texts WHERE encounter = ?", encounter_id))
        if not found.keys() >= set(documents):
            raise Unavailable(OUT_OF_REACH)
        return found

    def notes(self, encounter_id: str, names: Iterable[str]) -> dict[str, bytes]:
        """These sealed notes; Unavailable unless all are there."""
        found = dict(self._rows("SELECT note, sealed FROM notes WHERE encounter = ?", encounter_id))
        if not found.keys() >= set(names):
            raise Unavailable(OUT_OF_REACH)
        return {name: found[name] for name in names}

    def history(self, encounter_id: str) -> list[Line]:
        """The archived lines of its history, in order; Unavailable when there are none."""
        rows = self._rows("SELECT line FROM steps WHERE encounter = ? ORDER BY version", encounter_id)
        if not rows:
            raise Unavailable(OUT_OF_REACH)
        return [msgspec.msgpack.decode(line, type=dict[bytes, bytes]) for (line,) in rows]

    def move(self, until: datetime) -> int:
        """Move some finished encounters that took no step since; returns how many texts and lines.

        They leave Redis once the disk has them in the archive, so that a crash in between leaves them in
        both, where they are found again. May run twice at once.
        """
        due = self._redis.zrange(keys.FINISHED, "-inf", ms(until), byscore=True, offset=0, num=AT_ONCE)
        if not due:
            return 0
        pipe = self._redis.pipeline()
        for encounter_id in (each.decode() for each in due):
            pipe.hget(keys.ENCOUNTER % encounter_id, "version")  # first: what comes after it is not let go
            pipe.hgetall(keys.DOCUMENTS % encounter_id)
            pipe.xrange(keys.HISTORY % encounter_id)
            pipe.hgetall(keys.NOTES % encounter_id)
        *told, moved_before = pipe.get(keys.ARCHIVED).execute()
        read = list(zip(due, *(told[place::4] for place in range(4)), strict=True))
        self._keep(
            (
                (each.decode(), name.decode(), text)
                for each, _, texts, _, _ in read
                for name, text in texts.items()
            ),
            (
                (each.decode(), int(line[b"version"]), msgspec.msgpack.encode(line))
                for each, _, _, history, _ in read
                for _, line in history
            ),
            (
                (each.decode(), name.decode(), sealed)
                for each, *_, notes in read
                for name, sealed in notes.items()
                if sealed  # else it is here already
            ),
            anew=not moved_before,
        )
        return sum(self._let_go(each, version, *chain(*notes.items())) for each, version, *_, notes in read)

    def problems(self) -> list[str]:
        """What is wrong with the file, a sentence each that says what to do."""
        moved = int(self._redis.get(keys.ARCHIVED) or 0)
        if not moved and not self._path.exists():
            return []
        try:
            with self._open("ro") as file:
                (kept,) = file.execute(COUNT).fetchone()
        except Unavailable:
            return [f"The archive {self._path} is missing or cannot be read: put back the copy you kept."]
        if kept >= moved:
            return self._closed()
        return [
            f"The archive {self._path} lacks {moved - kept} of {moved} texts and lines of history: "
            "it is older than the queue's memory. Put back the newest copy you kept."
        ]

    def _closed(self) -> list[str]:
        """Why nothing more can be written, if so."""
        try:
            with self._open("rw") as file:
                file.execute("DELETE FROM texts WHERE encounter IS NULL")  # none: but it has to be allowed
        except Unavailable:
            return [
                f"The archive {self._path} cannot be written, so finished encounters stay in memory: make "
                "it, its folder and the files beside it writable by the account that runs Codedesk."
            ]
        return []

    def _keep(self, texts: Iterable[Any], lines: Iterable[Any], notes: Iterable[Any], *, anew: bool) -> None:
        """Write it all, on disk when it returns.

        Only the first ever make the file: where older ones are missing, a new file would hide that.
        """
        with self._open("rwc" if anew else "rw") as file:
            file.execute("PRAGMA journal_mode = WAL")
            file.execute("PRAGMA synchronous = FULL")
            with file:
                for table in TABLES:
                    file.execute(table)
                file.executemany("INSERT OR REPLACE INTO texts VALUES (?, ?, ?)", texts)
                file.executemany("INSERT OR REPLACE INTO steps VALUES (?, ?, ?)", lines)
                file.executemany("INSERT OR REPLACE INTO notes VALUES (?, ?, ?)", notes)

    def _rows(self, query: str, encounter_id: str) -> list[tuple[Any, ...]]:
        with self._open("ro") as file:
            return file.execute(query, (encounter_id,)).fetchall()

    @contextmanager
    def _open(self, mode: str) -> Iterator[sqlite3.Connection]:
        """The file, for as long as it is needed; what SQLite raises becomes a Refusal."""
        try:
            where = f"{self._path.as_uri()}?mode={mode}"
            with closing(sqlite3.connect(where, uri=True, timeout=PATIENCE)) as file:
                yield file
        except sqlite3.Error as failure:
            raise Unavailable(OUT_OF_REACH) from failure
