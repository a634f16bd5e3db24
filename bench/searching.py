"""Finding codes: how often the one sought is among the first, how long it takes, and in what memory.

`python -m bench.searching FILE …`, each file a JSON line a query: {"query", "gold": [codes], "match":
"exact" or "prefix", "category"}. A file named procedures is asked of ICD-10-PCS, every other of ICD-10-CM.
"""

import json
import os
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import psutil

from queue_app.codesets.apart import build_apart
from queue_app.codesets.load import load
from queue_app.codesets.search import Found
from queue_app.codesets.tables import CodeTables
from queue_app.domain.codes import System, bare

HERE = Path(__file__).parent / "queries"
DATA = Path(os.environ.get("CODEDESK_BENCH_RELEASES", Path(__file__).parents[2] / "shared" / "data"))
RELEASES = {  # what a site would load, where the samples have it
    "index": DATA / "search" / "icd10cm_index_paths.csv.gz",
    "icd10pcs": DATA / "codesets" / "icd10pcs" / "cms_2026_pcs_order.zip",
}
MUST = {
    ("icd10cm", "with releases"): "at1 >= .80, at5 >= .92, at10 >= .95, p50 <= 10 ms, p99 <= 50 ms",
    ("icd10cm", "packages alone"): "at1 >= .70, at5 >= .86, at10 >= .90",
    ("icd10pcs", "with releases"): "at10 >= .85",
}
DEPTHS = (1, 5, 10)

Line = dict[str, object]


def measure(files: Sequence[Path]) -> Iterator[Line]:
    with tempfile.TemporaryDirectory(prefix="codedesk-bench-") as folder:
        path = Path(folder) / "codes.sqlite"
        build_apart(path, lambda done, total, doing: None)
        for file in files:
            yield from _asked(path, file, "packages alone")
        loaded = [_loaded(path, name, file) for name, file in RELEASES.items() if file.exists()]
        if not loaded:
            yield {"bench": "search", "left_out": "no releases: set CODEDESK_BENCH_RELEASES to their folder"}
            return
        for file in files:
            yield from _asked(path, file, "with releases")


def _loaded(path: Path, name: str, file: Path) -> str:
    load(path, name, file, begins=datetime(2026, 4, 1, tzinfo=UTC).date())
    return name


def _asked(path: Path, file: Path, tables: str) -> Iterator[Line]:
    system = System.ICD10PCS if file.stem == "procedures" else System.ICD10CM
    queries = [json.loads(line) for line in file.read_text().splitlines() if line.strip()]
    here, today = CodeTables(path), datetime.now(UTC).date()
    places: dict[str, list[int]] = defaultdict(list)
    milliseconds = []
    for one in queries:
        began = time.perf_counter()
        found = here.search(system, one["query"], today, DEPTHS[-1])
        milliseconds.append((time.perf_counter() - began) * 1000)
        for category in (one["category"], "all"):
            places[category].append(_place(found, one["gold"], one["match"] == "exact"))
    told = {"bench": "search", "file": file.name, "system": str(system), "tables": tables}
    for category, reached in sorted(places.items(), key=lambda one: one[0] == "all"):
        shares = {
            f"at{depth}": round(sum(at < depth for at in reached) / len(reached), 3) for depth in DEPTHS
        }
        yield told | {"category": category, "queries": len(reached)} | shares
    yield (
        told
        | _times(sorted(milliseconds))
        | {
            "memory_mb": round(psutil.Process().memory_info().rss / 1e6),
            "must": MUST.get((str(system), tables), ""),
        }
    )


def _place(found: Sequence[Found], gold: Sequence[str], exact: bool) -> int:
    """Where the first right answer stands, from 0; far out if it is not there."""
    sought = tuple(bare(code) for code in gold)
    right = (one.code in sought if exact else one.code.startswith(sought) for one in found)
    return next((place for place, is_right in enumerate(right) if is_right), sys.maxsize)


def _times(milliseconds: list[float]) -> Line:
    def share(part: float) -> float:
        return round(milliseconds[min(len(milliseconds) - 1, int(part * len(milliseconds)))], 1)

    return {"p50_ms": share(0.5), "p95_ms": share(0.95), "p99_ms": share(0.99)}


if __name__ == "__main__":
    named = [Path(name) for name in sys.argv[1:]] or sorted(HERE.glob("*.jsonl"))
    if missing := [str(one) for one in named if not one.is_file()]:
        sys.exit(f"There is no file {', '.join(missing)}.")
    for line in measure(named):
        print(json.dumps(line), flush=True)
