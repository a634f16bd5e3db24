"""On which day a release begins, read off the official name of its file."""

import re
from datetime import date

_MONTHS = {"jan": 1, "apr": 4, "jul": 7, "oct": 10}


def fiscal(name: str) -> date | None:
    """ICD-10 years begin on 1 October of the year before; the spring update says April in its name."""
    full = re.search(r"(?<!\d)20\d\d(?!\d)", name)
    short = re.search(r"FY *(\d\d)(?!\d)", name)
    if not full and not short:
        return None
    year = int(full[0]) if full else 2000 + int(short[1]) if short else 0
    return date(year, 4, 1) if re.search(r"apr", name, re.IGNORECASE) else date(year - 1, 10, 1)


def code_editor(name: str) -> date | None:
    """Version 44 of the Medicare Code Editor belongs to fiscal year 2027, and so on down."""
    found = re.search(r"v(\d\d)(?!\d)", name)
    return date(1982 + int(found[1]), 10, 1) if found else fiscal(name)


def quarterly(name: str) -> date | None:
    year = re.search(r"20\d\d", name)
    month = re.search("|".join(_MONTHS), name, re.IGNORECASE)
    return date(int(year[0]), _MONTHS[month[0].lower()] if month else 1, 1) if year else None


def of_pairs(name: str) -> date | None:
    """Version 32.0 of the NCCI is that of January 2026, 32.1 of April: ccipra-v320r0-f1.txt."""
    found = re.search(r"v(\d\d)([0-3])r\d", name, re.IGNORECASE)
    return date(1994 + int(found[1]), 1 + 3 * int(found[2]), 1) if found else None


def of_units(name: str) -> date | None:
    """MCR_MUE_PractitionerServices_Eff_01-01-2026.csv."""
    found = re.search(r"(\d\d)-(\d\d)-(20\d\d)", name)
    if not found:
        return quarterly(name)
    try:
        return date(int(found[3]), int(found[1]), int(found[2]))
    except ValueError:
        return None
