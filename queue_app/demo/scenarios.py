"""The stories of the demo day, each a TOML file under data/: its documents and, apart from them, codes."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from queue_app.demo.words import Choice, OneOf
from queue_app.domain.encounter import PatientClass

FOLDER = Path(__file__).parent / "data"

# How the length of a stay is given: the key in the file, and how many minutes one is.
LENGTHS = {
    PatientClass.INPATIENT: ("nights", 24 * 60),
    PatientClass.OBSERVATION: ("hours", 60),
    PatientClass.EMERGENCY: ("minutes", 1),
    PatientClass.CLINIC: ("minutes", 1),
}


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A document before its slots are filled."""

    kind: str  # a key of bundle.KINDS
    title: str
    when: str  # "+40m", "+4h", "day 2 08:20" or "end"
    author: str  # a role
    sections: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Scenario:
    key: str
    patient_class: PatientClass
    service: str
    reason: str
    ages: tuple[int, int]
    sexes: str  # such as "FFM": two of three are women
    length: tuple[int, int]  # in the unit of LENGTHS
    attending: tuple[str, ...]  # provider ids
    dispositions: tuple[str, ...]  # UB-04 patient status
    priority: str  # emergency, urgent, elective, routine or newborn
    payers: tuple[str, ...]  # empty: whatever a person of that age has
    slots: Mapping[str, Choice]
    one_of: OneOf
    documents: tuple[Draft, ...]
    diagnoses: tuple[str, ...]
    procedures: tuple[str, ...]
    lines: tuple[str, ...]


def scenarios() -> dict[PatientClass, tuple[Scenario, ...]]:
    """All of them by class, in the order of their files."""
    common = tomllib.loads((FOLDER / "common.toml").read_text())
    return {
        kind: tuple(_read(path, kind, common) for path in sorted((FOLDER / kind).glob("*.toml")))
        for kind in PatientClass
    }


def _read(path: Path, kind: PatientClass, common: Mapping[str, Any]) -> Scenario:
    told = tomllib.loads(path.read_text())
    codes = told["codes"]
    low, high = told[LENGTHS[kind][0]]
    return Scenario(
        key=path.stem,
        patient_class=kind,
        service=told["service"],
        reason=told["reason"],
        ages=(told["ages"][0], told["ages"][1]),
        sexes=told["sexes"],
        length=(low, high),
        attending=tuple(told["attending"]),
        dispositions=tuple(told.get("dispositions", ("01",))),
        priority=told["priority"],
        payers=tuple(told.get("payers", ())),
        slots=common["slots"] | told.get("slots", {}),
        one_of=common["one_of"] | told.get("one_of", {}),
        documents=tuple(Draft(**document) for document in told["documents"]),
        diagnoses=tuple(codes["diagnoses"]),
        procedures=tuple(codes.get("procedures", ())),
        lines=tuple(codes.get("lines", ())),
    )
