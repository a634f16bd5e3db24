"""A process that does nothing but search: how often the code sought is found, how fast, in what memory.

`python -m bench.asking TABLES FILE`. bench.searching starts it, so that its memory is of searching alone.
"""

import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import psutil

from queue_app.codesets.search import Found
from queue_app.codesets.tables import CodeTables
from queue_app.domain.codes import System, bare

DEPTHS = (1, 5, 10)

Line = dict[str, object]


def system_of(file: Path) -> System:
    return System.ICD10PCS if file.stem.startswith("procedures") else System.ICD10CM


def asked(tables: CodeTables, file: Path) -> Iterator[Line]:
    queries = [json.loads(line) for line in file.read_text().splitlines() if line.strip()]
    system, today = system_of(file), datetime.now(UTC).date()
    places: dict[str, list[int]] = defaultdict(list)
    clock, processor = [], []
    for one in queries:
        began, worked = time.perf_counter(), time.process_time()
        found = tables.search(system, one["query"], today, DEPTHS[-1])
        processor.append((time.process_time() - worked) * 1000)
        clock.append((time.perf_counter() - began) * 1000)
        for category in (one["category"], "all"):
            places[category].append(_place(found, one["gold"], one["match"] == "exact"))
    for category, reached in sorted(places.items(), key=lambda one: one[0] == "all"):
        shares = {
            f"at{depth}": round(sum(at < depth for at in reached) / len(reached), 3) for depth in DEPTHS
        }
        yield {"category": category, "queries": len(reached)} | shares
    memory = round(psutil.Process().memory_info().rss / 1e6)
    yield _times("ms", sorted(clock)) | _times("cpu_ms", sorted(processor)) | {"memory_mb": memory}


def _place(found: Sequence[Found], gold: Sequence[str], exact: bool) -> int:
    """Where the first right answer stands, from 0; far out if it is not there."""
    sought = tuple(bare(code) for code in gold)
    right = (one.code in sought if exact else one.code.startswith(sought) for one in found)
    return next((place for place, is_right in enumerate(right) if is_right), sys.maxsize)


def _times(unit: str, milliseconds: list[float]) -> Line:
    def share(part: float) -> float:
        return round(milliseconds[min(len(milliseconds) - 1, int(part * len(milliseconds)))], 1)

    return {f"p50_{unit}": share(0.5), f"p95_{unit}": share(0.95), f"p99_{unit}": share(0.99)}


if __name__ == "__main__":
    for line in asked(CodeTables(Path(sys.argv[1])), Path(sys.argv[2])):
        print(json.dumps(line), flush=True)
