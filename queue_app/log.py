"""Our log: one JSON object a line on standard error, from the fields given and nothing else."""

import json
import logging
import sys


class AsJson(logging.Formatter):
    """One JSON object a line, from the fields given and nothing else."""

    def format(self, record: logging.LogRecord) -> str:
        told = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "from": record.name,
        }
        return json.dumps(told | getattr(record, "line", {"message": record.getMessage()}))


def log_to_stderr() -> None:
    """Send our own log lines, and only them, to standard error."""
    ours = logging.getLogger("codedesk")
    if not ours.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(AsJson())
        ours.addHandler(handler)
        ours.setLevel(logging.INFO)
        ours.propagate = False
