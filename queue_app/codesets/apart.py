"""Building the tables in a process of its own, so that this one stays small; they talk in lines of JSON."""

import json
import subprocess  # nosec B404: starts our own module with this interpreter
import sys
from dataclasses import asdict
from pathlib import Path

from queue_app.codesets.layout import Progress, Summary
from queue_app.domain.errors import Unavailable

_ROOT = Path(__file__).parents[2]


def build_apart(path: Path, progress: Progress) -> Summary:
    """Build the tables at that path. Unavailable says why it could not be done; the old tables are then as they were."""
    command = [sys.executable, "-m", "queue_app.codesets.build", str(path.absolute())]
    with subprocess.Popen(  # nosec B603: no shell, no word from outside
        command, cwd=_ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as builder:
        said = _listen(builder, progress)
        problem = builder.stderr.read().strip() if builder.stderr else ""
    if builder.returncode or said is None:
        reason = problem.splitlines()[-1] if problem else "it ended without a word"
        raise Unavailable(f"The code tables could not be built: {reason}. The old ones are as they were.")
    return said


def _listen(builder: subprocess.Popen[str], progress: Progress) -> Summary | None:
    summary = None
    for line in builder.stdout or ():
        said = json.loads(line)
        if "doing" in said:
            progress(said["done"], said["total"], said["doing"])
        else:
            summary = Summary(**said)
    return summary


def tell_progress(done: int, total: int, doing: str) -> None:
    print(json.dumps({"done": done, "total": total, "doing": doing}), flush=True)


def tell_summary(summary: Summary) -> None:
    print(json.dumps(asdict(summary)), flush=True)
