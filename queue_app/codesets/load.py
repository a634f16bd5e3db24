"""Loading an official release file into the tables: all of it or nothing, and kept for the next build."""

import sqlite3
import zlib
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

from queue_app.codesets import index, revise
from queue_app.codesets.database import Progress, Release, Summary, opened, replacing
from queue_app.codesets.official import ReleaseFile, layout_of, read, unpacked
from queue_app.domain.errors import Malformed


def quietly(done: int, total: int, doing: str) -> None:
    """Progress for those who do not want to hear of it."""


def load(path: Path, set_name: str, file: Path, progress: Progress = quietly) -> Summary:
    """Take an official file into the tables at that path.

    Raises NotFound (no such set or file), Malformed (a broken row, a file cut short, a release older than the
    one in force) and Unavailable (no tables yet); the tables are then as they were.
    """
    progress(0, 3, "reading the file")
    release = unpacked(set_name, file)
    content = zlib.compress(release.text.encode())
    with closing(opened(path)) as tables:
        _refuse_older(tables, set_name, release)
        if _holds(tables, set_name, release, content):
            return Summary(set_name, release.begins.isoformat(), 0, 0, "This file is loaded already.")
    with replacing(path, copy=True) as tables:
        progress(1, 3, "taking over its rows")
        rows, changed = take_file(tables, set_name, release, datetime.now(UTC).isoformat(timespec="seconds"))
        for newer in kept(tables):
            if newer.set_name == set_name and newer.released_on > release.begins.isoformat():
                take_kept(tables, newer)
        progress(2, 3, "making it findable")
        index.rebuild(tables)
    progress(3, 3, "done")
    return Summary(set_name, release.begins.isoformat(), rows, changed)


def take_file(
    tables: sqlite3.Connection, set_name: str, file: ReleaseFile, loaded_at: str
) -> tuple[int, int]:
    """Take the file's rows over and keep it; rows read and rows changed."""
    contents = read(set_name, file)
    changed = revise.take(tables, set_name, file.begins, contents)
    kept_as = Release(
        set_name=set_name,
        released_on=file.begins.isoformat(),
        source=file.name,
        rows=len(contents.rows) + len(contents.modifiers),
        loaded_at=loaded_at,
        notice=contents.notice,
        content=zlib.compress(file.text.encode()),
    )
    revise.record(tables, kept_as)
    return kept_as.rows, changed


def take_kept(tables: sqlite3.Connection, release: Release) -> None:
    """Take a file over again that was loaded before."""
    text = zlib.decompress(release.content or b"").decode()
    again = ReleaseFile(release.source, date.fromisoformat(release.released_on), text)
    take_file(tables, release.set_name, again, release.loaded_at)


def kept(tables: sqlite3.Connection) -> list[Release]:
    """The site's own files in the tables, oldest release first."""
    found = tables.execute(
        "SELECT set_name, released_on, source, rows, loaded_at, notice, content FROM releases"
        " WHERE content IS NOT NULL ORDER BY released_on, set_name"
    )
    return [Release(*row) for row in found]


def salvaged(path: Path) -> tuple[list[Release], str]:
    """The site's own files in the tables at that path, and a sentence if they cannot be read any more."""
    if not path.exists():
        return [], ""
    try:
        with closing(opened(path, of_any_version=True)) as tables:
            return kept(tables), ""
    except sqlite3.DatabaseError:
        return [], "The old tables could not be read: load the site's files again (`flask codes load`)."


def _refuse_older(tables: sqlite3.Connection, set_name: str, release: ReleaseFile) -> None:
    if layout_of(set_name).older_too:
        return
    newest = tables.execute(
        "SELECT max(released_on) FROM releases WHERE set_name = ? AND content IS NOT NULL", (set_name,)
    ).fetchone()[0]
    if newest and newest > release.begins.isoformat():
        raise Malformed(
            f"The release of {newest} is loaded and {release.name} is older ({release.begins})."
            " The tables are as they were."
        )


def _holds(tables: sqlite3.Connection, set_name: str, release: ReleaseFile, content: bytes) -> bool:
    found = tables.execute(
        "SELECT content FROM releases WHERE set_name = ? AND released_on = ?",
        (set_name, release.begins.isoformat()),
    ).fetchone()
    return found is not None and found[0] == content
