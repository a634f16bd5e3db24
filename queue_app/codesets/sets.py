"""Every file the code tables can be loaded from, a row each: what it gives, how it is read, where it goes."""

import re
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import partial

from queue_app.codesets import begins, books, codelists, conversions, drg, ncci, pcs, revise
from queue_app.codesets.codelists import CM, PCS, Contents
from queue_app.codesets.rows import Lines, ReleaseFile, Taken

Take = Callable[[sqlite3.Connection, ReleaseFile, Lines], Taken]


class Older(Enum):
    """What a release means for the older ones of its set."""

    ADD = "they still say something of codes that ended, and may be loaded later"
    STAY = "they stay as they were taken over, and none may be loaded later"
    ARE_BESIDE = "each speaks of its own time, and may be loaded whenever"
    ARE_GONE = "it takes their place, and none may be loaded later"


@dataclass(frozen=True, kw_only=True)
class CodeSet:
    """A file that can be loaded."""

    title: str
    gives: str  # what the site gains
    file: str  # the official one
    member: str  # the wanted file inside a zip, as a pattern of its name
    take: Take  # raises Broken or ValueError at a row that is not as it should be
    older: Older
    begins: Callable[[str], date | None] = begins.fiscal  # first day of the release, from the file's name
    subject: str = ""  # sets of one subject change the same rows: what is newer is taken over again
    searched: str = ""  # the code set whose search reads what it gives
    read_in_notes: bool = False  # diagnoses in notes are known by its words
    dated_inside: bool = False  # its first lines name the release where the file's name does not
    part: str = ""  # of names, where a release comes in several files: which of them, as a pattern
    forget: Callable[[sqlite3.Connection], None] | None = None  # before its files are taken again


def _codes(read: Callable[[Lines], Contents], write: revise.Revise) -> Take:
    def take(connection: sqlite3.Connection, file: ReleaseFile, lines: Lines) -> Taken:
        told = read(lines)
        rows = len(told.rows) + len(told.modifiers) + len(told.deleted)
        return Taken(rows, write(connection, file.begins, told) if rows else 0, told.notice)

    return take


def _icd10(
    system: str,
    name: str,
    pattern: re.Pattern[str],
    *,
    gives: str,
    file: str,
    member: str,
    addenda: str,
    addenda_member: str,
) -> dict[str, CodeSet]:
    """The list of a year's codes, what a year changes of it, and the days of its codes."""
    of_system = partial(CodeSet, subject=system, searched=system, read_in_notes=system == "icd10cm")
    return {
        system: of_system(
            title=f"{name} codes",
            gives=gives,
            file=file,
            member=member,
            take=_codes(codelists.order(pattern), revise.titles(system)),
            older=Older.ADD,
        ),
        f"{system}-addenda": of_system(
            title=f"{name} addenda",
            gives="what a year adds, ends and renames, before its whole list is out",
            file=addenda,
            member=addenda_member,
            take=_codes(codelists.addenda(pattern), revise.changes(system)),
            older=Older.ADD,
        ),
        f"{system}-validity": of_system(
            title=f"{name} days",
            gives="the days on which each code could be billed",
            file="CSV: code, first day, last day",
            member=r".*\.csv",
            begins=begins.code_editor,
            take=_codes(codelists.validity(pattern), revise.days(system)),
            older=Older.STAY,
        ),
    }


_CODE_LISTS: dict[str, CodeSet] = {
    **_icd10(
        "icd10cm",
        "ICD-10-CM",
        CM,
        gives="a year's diagnosis codes with their titles, and the days codes began and ended",
        file="icd10cm-CodeDescriptions-2026.zip (CDC), or the order file in it",
        member=r"(?!.*addenda)icd10cm.*\.txt",
        addenda="icd10cm-order-addenda-2027.txt (CDC)",
        addenda_member=r"icd10cm.*addenda.*\.txt",
    ),
    "poa-exempt": CodeSet(
        title="POA-exempt codes",
        gives="which diagnoses need no present-on-admission indicator that year",
        file="POAexemptCodesFY26.zip (CMS)",
        member=r"POAexemptCodes.*\.txt",
        take=_codes(codelists.poa_exempt, revise.exemptions),
        older=Older.STAY,
        subject="icd10cm",
    ),
    "icd10cm-conversion": CodeSet(
        title="ICD-10-CM conversion table",
        gives="which codes took the place of one that ended",
        file="ICD-10-CM-CONVERSION-TABLE-FY2026.xlsx (CDC)",
        member=r".*conversion[-_ ]table.*\.(xlsx|txt)",
        take=conversions.take,
        older=Older.ARE_GONE,
    ),
    **_icd10(
        "icd10pcs",
        "ICD-10-PCS",
        PCS,
        gives="the titles of all inpatient procedures, and search by them",
        file="icd10pcs_order_2026.txt (CMS)",
        member=r"(?!.*addenda)icd10pcs.*order.*\.txt",
        addenda="order_addenda_2026.txt (CMS)",
        addenda_member=r".*order_addenda.*\.txt",
    ),
    "hcpcs": CodeSet(
        title="HCPCS level II",
        gives="all codes and modifiers with their titles and days; codes that do not exist are refused",
        file="january-2026-alpha-numeric-hcpcs-file.zip (CMS)",
        member=r"HCPC.*ANWEB.*\.txt",
        begins=begins.quarterly,
        take=_codes(codelists.hcpcs, revise.titles("hcpcs", whole=True)),
        older=Older.STAY,
        searched="hcpcs",
    ),
    "cpt": CodeSet(
        title="CPT",
        gives="descriptors, and search by them; codes that do not exist are refused",
        file="the file the AMA licensed to the site, with its notice",
        member=r".*\.txt",
        begins=begins.quarterly,
        take=_codes(codelists.cpt, revise.titles("cpt", whole=True)),
        older=Older.STAY,
        searched="cpt",
    ),
}


def _book(title: str, name: str, file: str, gives: str) -> CodeSet:
    return CodeSet(
        title=title,
        gives=gives,
        file=f"{file} (CMS)",
        member=rf"{file[:7]}[-_]{name.removeprefix('pcs-')}.*\.(xml|csv)",
        take=books.reading(name),
        older=Older.ARE_GONE,
        dated_inside=True,
        searched=books.LEADS_TO[name],
        read_in_notes=name == "index",
    )


BOOKS = {
    "index": _book(
        "ICD-10-CM alphabetic index",
        "index",
        "icd10cm-index-2026.xml",
        "search by index terms, and the index in the book",
    ),
    "eindex": _book(
        "ICD-10-CM index of external causes",
        "eindex",
        "icd10cm-eindex-2026.xml",
        "search for what happened: falls, collisions, bites",
    ),
    "neoplasm": _book(
        "ICD-10-CM table of neoplasms",
        "neoplasm",
        "icd10cm-neoplasm-2026.xml",
        "tumours by site and behaviour",
    ),
    "drug": _book(
        "ICD-10-CM table of drugs and chemicals",
        "drug",
        "icd10cm-drug-2026.xml",
        "poisoning, adverse effect and underdosing by substance",
    ),
    "pcs-index": _book(
        "ICD-10-PCS index",
        "pcs-index",
        "icd10pcs_index_2026.xml",
        "procedures by everyday names, and the names of body parts and devices",
    ),
}


def _complications(level: str, named: str, table: str) -> CodeSet:
    return CodeSet(
        title=f"{named.capitalize()} ({level})",
        gives=f"which diagnoses are {named}, by the year's own list",
        file=f"Table {table} of the IPPS final rule, as text (CMS)",
        member=rf".*table[ _]?{table}(?!\.).*\.txt",
        take=drg.taking_severity(level),
        older=Older.ARE_BESIDE,
    )


_TABLES = {
    "pcs-tables": CodeSet(
        title="ICD-10-PCS tables",
        gives="building a procedure code character by character, with the meaning of each root operation",
        file="icd10pcs_tables_2026.xml (CMS)",
        member=r"icd10pcs[-_]tables.*\.xml",
        take=pcs.take_tables,
        older=Older.ARE_GONE,
    ),
    "pcs-definitions": CodeSet(
        title="ICD-10-PCS definitions",
        gives="what approaches, body parts, devices and qualifiers mean, beside the tables",
        file="icd10pcs_definitions_2026.xml (CMS)",
        member=r"icd10pcs[-_]definitions.*\.xml",
        take=pcs.take_definitions,
        older=Older.ARE_GONE,
    ),
    "drg": CodeSet(
        title="MS-DRG weights",
        gives="weights and mean lengths of stay of each DRG of a year",
        file="Table 5 of the IPPS final rule, as text (CMS)",
        member=r".*table[ _]?5.*\.txt",
        take=drg.take_weights,
        older=Older.ARE_BESIDE,
        dated_inside=True,
    ),
    "mcc": _complications("MCC", "major complications", "6I"),
    "cc": _complications("CC", "complications", "6J"),
}


def _pairs(setting: str, whose: str, letters: str) -> CodeSet:
    return CodeSet(
        title=f"NCCI pairs, {whose}",
        gives=f"warnings of services that may not be billed together on {setting} claims",
        file=f"{letters}-v320r0-f1.txt and the others of the quarter (CMS)",
        member=rf"{letters}-v\d+r\d.*\.txt",
        begins=begins.of_pairs,
        take=ncci.reading_pairs(setting),
        older=Older.ARE_GONE,
        part=r"-f(\d+)",
        forget=ncci.forgetting_pairs(setting),
    )


def _units(setting: str, whose: str, file: str) -> CodeSet:
    return CodeSet(
        title=f"NCCI units (MUE), {whose}",
        gives=f"warnings of more units than are likely on {setting} claims",
        file=f"MCR_MUE_{file}_Eff_01-01-2026.csv (CMS)",
        member=rf".*MUE_{file[:8]}.*\.csv",
        begins=begins.of_units,
        take=ncci.reading_units(setting),
        older=Older.ARE_BESIDE,
    )


SETS = {
    **_CODE_LISTS,
    **BOOKS,
    **_TABLES,
    "ncci": _pairs(ncci.PROFESSIONAL, "practitioners", "ccipra"),
    "ncci-facility": _pairs(ncci.FACILITY, "outpatient hospitals", "ccioph"),
    "mue": _units(ncci.PROFESSIONAL, "practitioners", "PractitionerServices"),
    "mue-facility": _units(ncci.FACILITY, "outpatient hospitals", "OutpatientHospitalServices"),
}
