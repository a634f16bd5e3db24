"""Small tables, and small files in the layouts of the official ones: say only what the test is about."""

import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from math import prod
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from queue_app.codesets import index, phrases, revise
from queue_app.codesets.database import Release, Row, replacing
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
    releases: Iterable[Release] = (),
) -> Path:
    with replacing(path) as tables:
        for system, row in codes:
            revise.write(tables, system, [row])
        tables.executemany("INSERT INTO terms (system, code, text) VALUES ('icd10cm', ?, ?)", terms)
        tables.executemany("INSERT INTO shorthand (short, words) VALUES (?, ?)", shorthand)
        for release in releases:
            revise.record(tables, release)
        index.write_meanings(tables)
        index.rebuild(tables)
        phrases.rebuild(tables)
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


def workbook(path: Path, *rows: Sequence[str | int | None]) -> Path:
    """An Excel file; texts as most programs write them, once each, and numbers in their cells."""
    texts = [*dict.fromkeys(one for row in rows for one in row if isinstance(one, str))]
    told = ""
    for number, row in enumerate(rows, start=1):
        told += f'<row r="{number}">'
        for letter, one in zip("ABCDEFG", row, strict=False):
            kind, value = (' t="s"', texts.index(one)) if isinstance(one, str) else ("", one)
            told += f'<c r="{letter}{number}"{kind}><v>{value}</v></c>' if one is not None else ""
        told += "</row>"
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    shared = "".join(f"<si><t>{escape(one)}</t></si>" for one in texts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("xl/sharedStrings.xml", f"<sst {space}>{shared}</sst>")
        out.writestr(
            "xl/worksheets/sheet1.xml", f"<worksheet {space}><sheetData>{told}</sheetData></worksheet>"
        )
    return path


def book_file(path: Path, *main_terms: str, columns: Iterable[str] = ()) -> Path:
    """A printed index as CMS's XML: main terms, each as its elements; columns are those after the first."""
    heads = [f'<head col="{number}">{name}</head>' for number, name in enumerate(columns, start=2)]
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        "<ICD10CM.index><version>2026</version><indexHeading>",
        *heads,
        "</indexHeading><letter><title>A</title>",
        *(f"<mainTerm>\n{one}\n</mainTerm>" for one in main_terms),
        "</letter></ICD10CM.index>",
    ]
    return write_lines(path, *lines)


def pcs_row(*axes: tuple[str, str]) -> str:
    """A row of a PCS table; of each axis its title and its values: "0 Open, 3 Percutaneous"."""
    listed = [(title, [one.split(" ", 1) for one in values.split(", ")]) for title, values in axes]
    codes = prod(len(values) for _, values in listed)
    told = "\n".join(pcs_axis(at, title, values) for at, (title, values) in enumerate(listed, start=4))
    return f'<pcsRow codes="{codes}">\n{told}\n</pcsRow>'


def pcs_axis(at: int, title: str, values: Iterable[Sequence[str]], definition: str = "") -> str:
    labels = "".join(f'<label code="{value}">{label}</label>' for value, label in values)
    meaning = f"<definition>{definition}</definition>" if definition else ""
    return f'<axis pos="{at}"><title>{title}</title>{labels}{meaning}</axis>'


def pcs_table(names: str, *rows: str, definition: str = "") -> str:
    """A PCS table; its names as "0 Section, 0 Body system, 1 Operation"."""
    titles = ("Section", "Body System", "Operation")
    axes = [
        pcs_axis(at, title, [name.split(" ", 1)], definition if at == 3 else "")
        for at, (title, name) in enumerate(zip(titles, names.split(", "), strict=True), start=1)
    ]
    return "<pcsTable>\n" + "\n".join((*axes, *rows)) + "\n</pcsTable>"


def pcs_file(path: Path, *tables: str) -> Path:
    return write_lines(path, "<ICD10PCS.tabular><version>2026</version>", *tables, "</ICD10PCS.tabular>")


def weights_file(path: Path, *drgs: tuple[int, str, str], year: int = 2026) -> Path:
    """CMS's Table 5: DRG, title, weight; each surgical, of MDC 08, three and four days long."""
    rows = [
        f'{drg:03}\tNo\tNo\t08\tSURG\t"{title}"\t9.9999\t{weight}\t3.0\t4.0' for drg, title, weight in drgs
    ]
    last = "999\tNo\tNo\t \t**\tUNGROUPABLE\t.\t.\t.\t"
    heading = f'"TABLE 5.LIST OF MS-DRGS,\r\nWEIGHTS AND STAYS FY {year} Final Rule"\t\t\t\t\t\t\t\t\t'
    return write_lines(path, heading, "MS-DRG \tPost-Acute\tSpecial", *rows, last, "\t\t\t\t\t\t\t\t\t")


def pairs_file(path: Path, *rows: str) -> Path:
    """CMS's file of NCCI pairs; rows as "11042 97597 20200101 * 1": codes, first and last day, indicator."""
    told = ["CPT only copyright, all rights reserved.", "", "Column 1\tColumn 2\t*=in existence\tEffective"]
    for row in rows:
        col1, col2, starts, ends, indicator = row.split()
        told.append("\t".join((col1, col2, "", starts, ends, indicator, "Misuse of a code with another")))
    return write_lines(path, *told)


def units_file(path: Path, *rows: str) -> Path:
    """CMS's file of MUEs; rows as "11042,1,2"."""
    heading = ('"CPT only copyright,', 'all rights reserved.",,,', "HCPCS/CPT Code,MUE Values,MAI,Rationale")
    kinds = {
        "1": "1 Line Edit",
        "2": "2 Date of Service Edit: Policy",
        "3": "3 Date of Service Edit: Clinical",
    }
    told = [row.split(",") for row in rows]
    return write_lines(
        path, *heading, *(f"{code},{value},{kinds.get(mai, mai)},CMS Policy" for code, value, mai in told)
    )
