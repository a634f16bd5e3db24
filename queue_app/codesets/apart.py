"""Building the tables in a process of its own, so that this one stays small; they talk in lines of JSON."""

import json
import subprocess  # nosec B404
import sys
from dataclasses import asdict
from pathlib import Path

from queue_app.codesets.database import Progress, Summary
from queue_app.domain.errors import Unavailable

_ROOT = Path(__file__).parents[2]


def build_apart(path: Path, progress: Progress) -> Summary:
    """Build the tables at that path, or say in Unavailable why not; the old ones are then as they were."""
    command = [sys.executable, "-m", "queue_app.codesets.build", str(path.absolute())]
    with subprocess.Popen(  # nosec B603
        command, cwd=_ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as builder:
        try:
            summary, last_words = _listen(builder, progress)
        except BaseException:  # whoever watches wants no more of it: nothing is lost by stopping at once
            builder.kill()
            raise
    if builder.returncode or summary is None:
        raise Unavailable(f"The code tables could not be built: {last_words} The old ones are as they were.")
    return summary


def _listen(builder: subprocess.Popen[str], progress: Progress) -> tuple[Summary | None, str]:
    summary, last_words = None, "it ended without a word."
    for line in builder.stdout or ():
        if not line.startswith("{"):
            last_words = line.strip() or last_words
            continue
        said = json.loads(line)
        if "doing" in said:
            progress(said["done"], said["total"], said["doing"])
        else:
            summary = Summary(**said)
    return summary, last_words


def tell_progress(done: int, total: int, doing: str) -> None:
    print(json.dumps({"done": done, "total": total, "doing": doing}), flush=True)


def tell_summary(summary: Summary) -> None:
    print(json.dumps(asdict(summary)), flush=True)
