"""Loading an official release file into the tables: all of it or nothing, and kept for the next build."""

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

from queue_app.codesets import index, phrases, revise
from queue_app.codesets.database import Progress, Release, Summary, count, opened, replacing
from queue_app.codesets.official import set_of, take, unpacked
from queue_app.codesets.rows import ReleaseFile, Taken
from queue_app.codesets.sets import BOOKS, SETS, CodeSet, Older
from queue_app.domain.errors import Malformed

_SHORTEST = 0.8  # of the rows of the release before, or the file was cut short


def quietly(done: int, total: int, doing: str) -> None:
    """Progress for those who do not want to hear of it."""


def load(
    path: Path, set_name: str, file: Path, progress: Progress = quietly, begins: date | None = None
) -> Summary:
    """Take an official file into the tables at that path; `begins` where its name does not say the release.

    Raises NotFound (no such set or file), Malformed (a broken row, a file cut short, a release older than the
    one in force) and Unavailable (no tables yet); the tables are then as they were.
    """
    progress(0, 3, "reading the file")
    release = unpacked(set_name, file, begins)
    code_set = set_of(set_name)
    with closing(opened(path)) as tables:
        _refuse_older(tables, set_name, release)
        if _holds(tables, set_name, release):
            return Summary(set_name, release.begins.isoformat(), 0, 0, "This file is loaded already.")
    with replacing(path, copy=True) as tables:
        progress(1, 3, "taking over its rows")
        taken, note = take_file(tables, set_name, release, datetime.now(UTC).isoformat(timespec="seconds"))
        related = [name for name, one in SETS.items() if one.subject == code_set.subject != ""]
        for newer in kept(tables, related, after=(release.begins.isoformat(), set_name)):
            take_kept(tables, newer)
        progress(2, 3, "making it findable")
        titles = set_name not in BOOKS  # which a book leaves as they are
        if code_set.searched and taken.changed:
            index.rebuild(tables, [code_set.searched], titles=titles)
        if code_set.read_in_notes and taken.changed:
            phrases.rebuild(tables, titles=titles)
    progress(3, 3, "done")
    return Summary(set_name, release.begins.isoformat(), taken.rows, taken.changed, note)


def take_file(
    tables: sqlite3.Connection, set_name: str, file: ReleaseFile, loaded_at: str
) -> tuple[Taken, str]:
    """Take the file's rows over and keep it; what became of it, and what to know about it."""
    code_set = set_of(set_name)
    taken = take(tables, set_name, file)
    _refuse_cut_short(tables, set_name, file, taken)
    gave_way, note = _give_way(tables, set_name, file)
    kept_as = Release(
        set_name=set_name,
        released_on=file.begins.isoformat(),
        source=file.name,
        rows=taken.rows,
        loaded_at=loaded_at,
        notice=taken.notice,
        content=file.content,
    )
    revise.record(tables, kept_as)
    if gave_way and code_set.forget:
        code_set.forget(tables)
        for one in kept(tables, [set_name]):
            take(tables, set_name, _file(one))
    return taken, note


def take_kept(tables: sqlite3.Connection, release: Release) -> None:
    """Take a file over again that was loaded before."""
    take_file(tables, release.set_name, _file(release), release.loaded_at)


def _file(release: Release) -> ReleaseFile:
    return ReleaseFile(release.source, date.fromisoformat(release.released_on), release.content or b"")


def kept(
    tables: sqlite3.Connection, set_names: Iterable[str] = SETS, after: tuple[str, str] = ("", "")
) -> list[Release]:
    """The site's own files of those sets after that day and set, in the order they are taken over in."""
    found = tables.execute(
        "SELECT set_name, released_on, source, rows, loaded_at, notice, content FROM releases"
        " WHERE content IS NOT NULL AND set_name IN (SELECT value FROM json_each(?))"
        " AND (released_on, set_name) > (?, ?) ORDER BY released_on, set_name, source",
        (json.dumps([*set_names]), *after),
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
    if set_of(set_name).older in (Older.ADD, Older.ARE_BESIDE):
        return
    newest = tables.execute(
        "SELECT max(released_on) FROM releases WHERE set_name = ? AND content IS NOT NULL", (set_name,)
    ).fetchone()[0]
    if newest and newest > release.begins.isoformat():
        raise Malformed(
            f"The release of {newest} is loaded and {release.name} is older ({release.begins})."
            " The tables are as they were."
        )


def _holds(tables: sqlite3.Connection, set_name: str, release: ReleaseFile) -> bool:
    given = (set_name, release.begins.isoformat(), release.content)
    sql = "SELECT count(*) FROM releases WHERE set_name = ? AND released_on = ? AND content = ?"
    return count(tables, sql, given) > 0


def _refuse_cut_short(tables: sqlite3.Connection, set_name: str, file: ReleaseFile, taken: Taken) -> None:
    """Lists of codes judge for themselves, by the codes in force; parts of a release have no fixed length."""
    code_set = set_of(set_name)
    if code_set.older not in (Older.ARE_BESIDE, Older.ARE_GONE) or code_set.part:
        return
    before = tables.execute(
        "SELECT rows, released_on FROM releases WHERE set_name = ? AND content IS NOT NULL"
        " ORDER BY released_on DESC LIMIT 1",
        (set_name,),
    ).fetchone()
    if before and taken.rows < before[0] * _SHORTEST:
        raise Malformed(
            f"{file.name} has {taken.rows:,} rows where the release of {before[1]} has {before[0]:,}: it"
            " seems cut short. The tables are as they were. Fetch it again."
        )


def _give_way(tables: sqlite3.Connection, set_name: str, file: ReleaseFile) -> tuple[bool, str]:
    """Let go of the files this one takes the place of; whether there were any, and what to know about it.

    Where a release comes in several files, the one before stays until as many of the new one are loaded.
    """
    code_set, this = set_of(set_name), file.begins.isoformat()
    known = tables.execute(
        "SELECT released_on, source FROM releases"
        " WHERE set_name = ? AND (content IS NOT NULL OR released_on = ?)",
        (set_name, this),
    ).fetchall()
    gone = [one for one in known if one[0] == this and _part(code_set, one[1]) == _part(code_set, file.name)]
    older = Counter(on for on, _ in known if on < this)
    parts = 1 + sum(on == this for on, _ in known) - len(gone)
    complete = parts >= max(older.values(), default=0)
    if complete and code_set.older is Older.ARE_GONE:
        gone += [one for one in known if one[0] in older]
    tables.executemany(
        "DELETE FROM releases WHERE set_name = ? AND released_on = ? AND source = ?",
        [(set_name, *one) for one in gone],
    )
    if not code_set.part:
        return bool(gone), ""
    waiting = "" if complete else f" The release of {max(older)} stays beside it until there are as many."
    return bool(gone), f"Files of this release that are loaded: {parts}.{waiting}"


def _part(code_set: CodeSet, source: str) -> str:
    found = re.search(code_set.part, source) if code_set.part else None
    return found[0] if found else ""
