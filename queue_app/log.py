"""Our log: one JSON object a line on standard error, from the fields given and nothing else."""

import os
from contextlib import suppress
from datetime import UTC, datetime

import msgspec

STANDARD_ERROR = 2


def write(level: str, source: str, **line: object) -> None:
    """One line in one system call, so that many processes may share the file.

    A log that is full or gone stops nobody. Python's own logging takes as long as a trip to Redis.
    """
    told = {"at": datetime.now(UTC), "level": level, "from": source, **line}
    with suppress(OSError):
        os.write(STANDARD_ERROR, msgspec.json.encode(told) + b"\n")
