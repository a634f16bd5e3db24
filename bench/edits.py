"""How often each edit fires on encounters that somebody coded, and what all of them cost on a heavy claim."""

import csv
import os
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bench.importing import SAMPLE
from bench.site import Site
from queue_app.codesets.tables import CodeTables
from queue_app.domain import edits
from queue_app.domain.arrival import Arrival
from queue_app.domain.codes import Codes, Diagnosis, Line, System, bare
from queue_app.domain.edits import charged as charged_edits
from queue_app.domain.edits.rule import Rule
from queue_app.domain.encounter import Encounter, Unit
from queue_app.fhir import reader, sources
from queue_app.services import coding
from tests.builders import an_encounter

ROUNDS = 200
BESIDE = {rule.id for rule in vars(charged_edits).values() if isinstance(rule, Rule)}
HEAVY = (
    "I130 I5043 N186 E1122 E1142 E11621 L97412 J441 J9601 A419 "
    "R6520 N179 I2510 I4891 D631 G4733 E6601 Z6841 Z794 Z992"
)  # twenty diagnoses with many notes


def measure(site: Site) -> Iterator[dict[str, object]]:
    tables = CodeTables(site.settings.code_tables)
    bundles = Path(os.environ.get("CODEDESK_BENCH_BUNDLES", SAMPLE))
    answers = bundles.with_name("answers.csv")
    if answers.exists():
        yield from _alarms(tables, bundles, answers)
    else:
        yield {
            "bench": "edits",
            "left_out": "no coded encounters: set CODEDESK_BENCH_BUNDLES to bundles with answers",
        }
    yield _cost(tables)


def _alarms(tables: CodeTables, bundles: Path, answers: Path) -> Iterator[dict[str, object]]:
    """Of the rules about diagnoses, as the answers hold little else."""
    with answers.open(newline="") as file:
        coded = {row["encounter"]: row["diagnoses_rank_role_icd10"] for row in csv.DictReader(file)}
    fired: Counter[str] = Counter()
    doubted: Counter[str] = Counter()
    classes: Counter[str] = Counter()
    weights, count, charged, beside = {}, 0, 0, 0
    for arrival in _arrivals(bundles):
        encounter = an_encounter(
            unit=arrival.unit, patient=arrival.patient, stay=arrival.stay, billed=arrival.billed
        )
        codes = _codes(tables, encounter, coded.get(Path(arrival.path).stem, ""))
        case = coding.case(tables, encounter, codes, None, None, encounter.stay.ended_at.date())
        every = edits.findings(case)
        charged += bool(arrival.billed)
        beside += any(one.rule in BESIDE for one in every)
        found = {one.rule: one for one in every if one.where.startswith("diagnoses")}
        fired.update(found.keys())
        weights |= {rule: one.severity for rule, one in found.items()}
        count += 1
        classes[arrival.stay.patient_class] += 1
        doubted[arrival.stay.patient_class] += any(one.waits for one in found.values())
    yield {
        "bench": "edits",
        "a_warning_to_answer": sum(doubted.values()),
        "of": count,
        "percent": round(100 * sum(doubted.values()) / count, 1),
        "by_class": {name: f"{doubted[name]} of {all_}" for name, all_ in sorted(classes.items())},
    }
    yield {"bench": "edits", "charges_told": charged, "charges_to_look_at": beside, "of": count}
    for rule, times in fired.most_common():
        must = {"must": "percent <= 2"} if rule == "excludes1" else {}
        yield {
            "bench": "edits",
            "rule": rule,
            "severity": weights[rule],
            "encounters": times,
            "of": count,
            "percent": round(100 * times / count, 1),
            **must,
        }


def _arrivals(bundles: Path) -> Iterator[Arrival]:
    for source in sources.open_sources([bundles]):
        yield from (each for each in reader.read(source) if isinstance(each, Arrival))


def _codes(tables: CodeTables, encounter: Encounter, answer: str) -> Codes:
    """The answer as "1:DD:N23|2:CM:I10"; inpatients get POA Y where one is needed."""
    listed = [bare(one.split(":")[2]) for one in answer.split("|") if one]
    known = tables.facts((System.ICD10CM, code) for code in listed)
    poa = "Y" if encounter.inpatient and encounter.unit is Unit.FACILITY else ""
    exempt = {code for (_, code), fact in known.items() if fact.poa_exempt}
    return Codes(tuple(Diagnosis(code, "" if code in exempt else poa) for code in listed))


def _cost(tables: CodeTables) -> dict[str, object]:
    """Twenty diagnoses and twenty-five lines, with everything the tables are asked for."""
    encounter = an_encounter()
    day = encounter.stay.admitted_at.date()
    lines = tuple(Line(str(80048 + n), ("59",), charge=100, on=day, pointers=(1, 2)) for n in range(25))
    codes = Codes(tuple(Diagnosis(code) for code in HEAVY.split()), (), lines)
    took = []
    for _ in range(ROUNDS):
        began = time.process_time()
        edits.findings(coding.case(tables, encounter, codes, None, None, day))
        took.append(1000 * (time.process_time() - began))
    case = coding.case(tables, encounter, codes, None, None, day)
    began = time.process_time()
    found = edits.findings(case)
    return {
        "bench": "edits",
        "diagnoses": len(codes.diagnoses),
        "lines": len(lines),
        "findings": len(found),
        "rules_alone_ms": round(1000 * (time.process_time() - began), 1),
        "median_ms": round(statistics.median(took), 1),
        "p95_ms": round(statistics.quantiles(took, n=20)[-1], 1),
        "must": "p95_ms <= 10",
    }
