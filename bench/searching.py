"""Finding codes: how often the one sought is among the first, how long it takes, and in what memory.

`python -m bench.searching FILE …`, each file a JSON line a query: {"query", "gold": [codes], "match":
"exact" or "prefix", "category"}. A file whose name begins with procedures is asked of ICD-10-PCS, every other
of ICD-10-CM. The files held_out were written before anything was done about what they find.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from bench.asking import Line, system_of
from queue_app.codesets.apart import build_apart
from queue_app.codesets.load import load

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
    told: Line = {"bench": "search", "file": file.name, "system": str(system_of(file)), "tables": tables}
    command = [sys.executable, "-m", "bench.asking", str(path), str(file.absolute())]
    answer = subprocess.run(command, cwd=HERE.parents[1], stdout=subprocess.PIPE, text=True, check=True)
    for line in map(json.loads, answer.stdout.splitlines()):
        must = {} if "category" in line else {"must": MUST.get((str(system_of(file)), tables), "")}
        yield told | line | must


if __name__ == "__main__":
    named = [Path(name) for name in sys.argv[1:]] or sorted(HERE.glob("*.jsonl"))
    if missing := [str(one) for one in named if not one.is_file()]:
        sys.exit(f"There is no file {', '.join(missing)}.")
    for line in measure(named):
        print(json.dumps(line), flush=True)
