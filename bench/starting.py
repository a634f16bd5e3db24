"""How long a start takes: on a fresh clone, with everything to install and make, and the next one."""

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.site import ROOT, free_port, wait_for


def measure() -> Iterator[dict[str, object]]:
    with tempfile.TemporaryDirectory(prefix="codedesk-start-") as folder:
        clone = Path(folder) / "codedesk"
        subprocess.run(["git", "clone", "-q", ROOT, clone], check=True)
        yield {"bench": "fresh clone to serving", "seconds": _start(clone), "must": "seconds <= 150"}
        yield {"bench": "next start", "seconds": _start(clone), "must": "seconds <= 5"}


def _start(clone: Path) -> float:
    port = free_port()
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("CODEDESK_", "REDIS_", "VIRTUAL_"))
    }
    began = time.perf_counter()
    runner = subprocess.Popen(
        ["make", "run"],
        cwd=clone,
        env=kept | {"CODEDESK_PORT": str(port)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        process_group=0,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/readyz", 600)
        return round(time.perf_counter() - began, 1)
    finally:
        os.killpg(runner.pid, signal.SIGTERM)
        runner.wait(60)
