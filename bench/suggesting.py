"""What suggestions from notes are worth, and what they take: precision, recall, traps, documents a second."""

import time
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.site import Site
from queue_app.codesets.tables import CodeTables
from queue_app.domain.encounter import Document, Encounter, PatientClass, Section, Unit
from queue_app.services.suggesting import suggestions
from tests.builders import a_stay, an_encounter

NOTES = Path(__file__).parent / "notes"
ON = datetime(2026, 5, 4, 15, tzinfo=UTC)  # the codes of fiscal year 2026 are in force
ROUNDS = 5


@dataclass(frozen=True)
class Note:
    id: str
    encounter: Encounter
    documents: tuple[Document, ...]
    gold: frozenset[str]
    never: frozenset[str]


def notes(name: str) -> list[Note]:
    told = tomllib.loads((NOTES / f"{name}.toml").read_text())["note"]
    return [_note(one) for one in told]


def _note(told: dict[str, Any]) -> Note:
    kind = PatientClass(told["class"])
    documents = tuple(
        Document(
            id=f"d{place}", type=each["type"], signed=True, sections=(Section(title="", text=each["text"]),)
        )
        for place, each in enumerate((told, *told.get("more", ())))
    )
    unit = Unit.FACILITY if kind is PatientClass.INPATIENT else Unit.PROFESSIONAL
    stay = a_stay(patient_class=kind, admitted_at=ON, discharged_at=ON)
    return Note(
        told["id"],
        an_encounter(unit=unit, stay=stay),
        documents,
        frozenset(told["gold"]),
        frozenset(told["never"]),
    )


def measure(site: Site) -> Iterator[dict[str, object]]:
    tables = CodeTables(site.settings.code_tables)
    for name in ("development", "held_out"):
        yield {"bench": "suggest", "notes": name, **figures(tables, notes(name))}
    yield speed(tables)


def figures(tables: CodeTables, all_notes: list[Note]) -> dict[str, object]:
    counts: Counter[str] = Counter()
    for note in all_notes:
        offered = {one.code for one in suggestions(tables, note.encounter, note.documents)}
        counts["offered"] += len(offered)
        counts["gold"] += len(note.gold)
        counts["right"] += len(offered & note.gold)
        counts["never"] += len(offered & note.never)
    return {
        "of": len(all_notes),
        "precision": round(counts["right"] / max(1, counts["offered"]), 3),
        "recall": round(counts["right"] / max(1, counts["gold"]), 3),
        "traps_offered": counts["never"],
        "must": "precision >= 0.65, recall >= 0.60, traps_offered = 0",
    }


def speed(tables: CodeTables) -> dict[str, object]:
    every = [*notes("development"), *notes("held_out")]
    start = time.perf_counter()
    for _ in range(ROUNDS):
        for note in every:
            suggestions(tables, note.encounter, note.documents)
    took = time.perf_counter() - start
    count = ROUNDS * sum(len(note.documents) for note in every)
    return {
        "bench": "suggest",
        "documents_a_second": round(count / took, 1),
        "ms_an_encounter": round(1000 * took / (ROUNDS * len(every)), 1),
        "must": "documents_a_second >= 30",
    }
