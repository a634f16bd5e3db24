"""Small tables, and small files in the layouts of the official ones: say only what the test is about."""

import zipfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from queue_app.codesets import index, revise
from queue_app.codesets.database import Row, replacing
from queue_app.domain.codes import System

IN_2026 = date(2026, 1, 15)


def known(
    code: str, title: str | None = None, *, system: System = System.ICD10CM, **facts: Any
) -> tuple[System, Row]:
    """A code as the tables know it; without more said, it has been good since 2015."""
    given = {"valid_from": date(2015, 10, 1), "released_on": "2020-10-01"} | facts
    return system, Row(code, f"Title of {code}" if title is None else title, **given)


def make_tables(
    path: Path,
    *codes: tuple[System, Row],
    terms: Iterable[tuple[str, str]] = (),
    shorthand: Iterable[tuple[str, str]] = (),
) -> Path:
    with replacing(path) as tables:
        for system, row in codes:
            revise.write(tables, system, [row])
        tables.executemany("INSERT INTO terms (system, code, text) VALUES ('icd10cm', ?, ?)", terms)
        tables.executemany("INSERT INTO shorthand (short, words) VALUES (?, ?)", shorthand)
        index.rebuild(tables)
    return path


def order_file(path: Path, *rows: tuple[str, int, str]) -> Path:
    """The order file of ICD-10-CM and PCS: number, code, flag, short title, long title."""
    lines = [
        f"{number:05} {code:<7} {flag} {title[:60]:<60} {title}"
        for number, (code, flag, title) in enumerate(rows, 1)
    ]
    path.write_text("\r\n".join(lines) + "\r\n", newline="")
    return path


def hcpcs_line(code: str, kind: str, text: str, added: str = "", ended: str = "") -> str:
    """One line of CMS's contractor record; a modifier stands in the last two places of the code."""
    head = f"{code:>5}00100{kind}{text:<80}"
    return f"{head:<268}{added:<8}{'':<8}{ended:<8}".ljust(320)


def write_lines(path: Path, *lines: str) -> Path:
    path.write_text("\r\n".join(lines) + "\r\n", newline="")
    return path


def zipped(archive: Path, *members: Path) -> Path:
    with zipfile.ZipFile(archive, "w") as out:
        for member in members:
            out.write(member, f"official/{member.name}")
    return archive
