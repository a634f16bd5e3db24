"""What the DRG of a stay or the score of a visit with twenty diagnoses costs, and the code editor."""

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

from bench.site import Site
from queue_app.codesets.mce import marks
from queue_app.codesets.tables import CodeTables
from queue_app.domain.codes import Codes, Diagnosis, Procedure
from queue_app.domain.encounter import Encounter, Patient, PatientClass, Stay, Unit
from queue_app.services.grouping import badges, preview
from queue_app.services.hcc import scored

TIMES = 300
DRG_MUST, HCC_MUST, MCE_MUST = 15, 15, 5  # ms
ON = date(2026, 11, 16)
QUIET = (
    "A419 J189 J9601 R6520 N179 I5023 E1165 E785 I10 D62"
    " E871 K219 F329 I4891 G4733 N390 L89154 Z66 Z794 Z87891"
)
LOUD = (
    "B9620 S72009A Z00129 O80 A33 J9601 N179 I5023 E1165 E785"
    " I10 D62 E871 K219 F329 I4891 G4733 N390 S42009A Y6551"
)


def measure(site: Site) -> Iterator[dict[str, object]]:
    tables = CodeTables(site.settings.code_tables)
    for named, codes in (("quiet", _codes(QUIET)), ("with alarms", _codes(LOUD, "10D00Z1", "02YA0Z0"))):
        stay = _stay(codes)
        yield {
            "bench": f"drg: 20 diagnoses and every what-if, {named}",
            **_timed(lambda stay=stay: preview(tables, stay, ON)),
            "must": f"ms_median <= {DRG_MUST}",
        }
        yield {
            "bench": f"mce: 20 diagnoses, {named}",
            **_timed(lambda stay=stay: marks(stay.patient, stay.stay, stay.codes, ON)),
            "must": f"ms_median <= {MCE_MUST}",
        }
    visit = replace(_stay(_codes(QUIET)), unit=Unit.PROFESSIONAL)
    yield {
        "bench": "hcc: score of 20 diagnoses and what each adds",
        **_timed(lambda: scored(tables, visit)),
        "must": f"ms_median <= {HCC_MUST}",
    }
    yield {
        "bench": "badges of 20 diagnoses",
        **_timed(lambda: badges(tables, QUIET.split(), ON, inpatient=True)),
    }


def _timed(work: Callable[[], object]) -> dict[str, object]:
    """Of the whole, and of what this process computed meanwhile: others may be at work beside it."""
    work()  # opens what is opened once
    took, computed = [], []
    for _ in range(TIMES):
        begun, begun_computing = time.perf_counter(), time.process_time()
        work()
        took.append((time.perf_counter() - begun) * 1000)
        computed.append((time.process_time() - begun_computing) * 1000)
    return {
        "ms_best": round(min(took), 2),
        "ms_median": round(statistics.median(took), 2),
        "ms_computed_median": round(statistics.median(computed), 2),
        "ms_computed_p99": round(statistics.quantiles(computed, n=100)[98], 2),
    }


def _codes(diagnoses: str, *procedures: str) -> Codes:
    listed = tuple(Diagnosis(code, "Y") for code in diagnoses.split())
    return Codes(listed, tuple(Procedure(code) for code in procedures))


def _stay(codes: Codes) -> Encounter:
    left = datetime(2026, 11, 16, 12, tzinfo=UTC)
    return Encounter(
        id="e1",
        unit=Unit.FACILITY,
        work_type="inpatient",
        worklist="inpatient",
        due_at=left,
        clock_at=left,
        arrived_at=left,
        account_number="A1",
        patient=Patient(mrn="M1", family="Sample", born_on=date(1956, 5, 4), sex="F"),
        stay=Stay(
            patient_class=PatientClass.INPATIENT,
            admitted_at=datetime(2026, 11, 9, tzinfo=UTC),
            discharged_at=left,
            facility="hospital",
        ),
        codes=codes,
    )
