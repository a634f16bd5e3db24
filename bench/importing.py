"""Importing FHIR bundles: the sample of real-looking ones if it is there, else the demo day's."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bench.site import ROOT, Site
from queue_app.store.records import Import

SAMPLE = ROOT.parent / "shared" / "data" / "encounters" / "clinosim-fhir" / "bundles.tar.gz"


def measure(site: Site) -> Iterator[dict[str, object]]:
    source = Path(os.environ.get("CODEDESK_BENCH_BUNDLES", SAMPLE))
    if not source.exists():
        yield {
            "bench": "import",
            "left_out": "no bundles: set CODEDESK_BENCH_BUNDLES to a file or folder of them",
        }
        return
    flask = Path(sys.executable).with_name("flask")
    began = time.perf_counter()
    subprocess.run([flask, "import", source], cwd=ROOT, env=site.environ, check=True, capture_output=True)
    seconds = time.perf_counter() - began
    told: Import = site.store.records.imports(1)[0]
    yield {
        "bench": "import",
        "bundles": told.arrived,
        "unreadable": told.unreadable,
        "seconds": round(seconds, 1),
        "per_second": round(told.arrived / seconds),
        "must": "per_second >= 60",
    }
