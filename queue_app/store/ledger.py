"""The ledger: older lines of the audit, in files by month instead of in memory."""

import json
import os
from datetime import datetime
from itertools import groupby
from pathlib import Path

from queue_app.disk import alone, sync
from queue_app.store import codec, keys
from queue_app.store.connection import Memory

AT_ONCE = 1000  # lines moved in one go, so that the ticker is soon free for other things
TAIL = 1 << 16  # bytes: more than a line has

Id = tuple[int, int]  # of a line: its moment in ms, and its place within it
Line = tuple[Id, dict[str, str]]


class Ledger:
    """Every line is in Redis or in the ledger, for a moment in both, and in the ledger once."""

    def __init__(self, redis: Memory, folder: Path) -> None:
        self._redis = redis
        self._folder = folder

    def move(self, until: datetime) -> int:
        """Move some lines from before that moment; returns how many left Redis.

        They leave once the disk has them. Their numbers only rise, so after a crash in between the last one
        written says where to go on. May run twice at once. Raises OSError where the folder cannot be written,
        ValueError where the file cannot be read; nothing has left Redis then.
        """
        before = codec.ms(until)
        if not self._redis.xrange(keys.AUDIT, "-", f"({before}-0", count=1):
            return 0
        self._folder.mkdir(mode=0o700, exist_ok=True)
        with alone(self._folder / "lock"):
            lines = [_read(*line) for line in self._redis.xrange(keys.AUDIT, "-", f"({before}-0", AT_ONCE)]
            if not lines:
                return 0
            _mend(self._folder)
            written = _last(self._folder)
            _append(self._folder, [line for line in lines if line[0] > written])
            moment, place = lines[-1][0]
            removed: int = self._redis.xtrim(keys.AUDIT, minid=f"{moment}-{place + 1}", approximate=False)
            return removed

    def problems(self) -> list[str]:
        """What is wrong with the files, a sentence that says what to do."""
        try:
            _last(self._folder)
        except (OSError, ValueError):
            return [
                f"The newest file of the audit in {self._folder} cannot be read or written, so its lines "
                "stay in memory: put back the copy you kept, and let the account that runs Codedesk write it."
            ]
        return []


def _read(id: bytes, told: dict[bytes, bytes]) -> Line:
    return _id(id.decode()), {name.decode(): value.decode() for name, value in told.items()}


def _id(text: str) -> Id:
    moment, place = text.split("-")
    return int(moment), int(place)


def _append(folder: Path, lines: list[Line]) -> None:
    """Each line to the file of its month, on disk when it returns; an earlier month first."""
    for month, some in groupby(lines, key=lambda line: f"{codec.at(line[0][0]):%Y-%m}"):
        text = "".join(_written(*line) for line in some).encode()
        made = os.open(folder / f"audit-{month}.jsonl", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with open(made, "wb") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        sync(folder)


def _written(id: Id, told: dict[str, str]) -> str:
    line = {"id": f"{id[0]}-{id[1]}", "moment": codec.at(id[0]).isoformat(), **told}
    return json.dumps(line, ensure_ascii=False) + "\n"


def _last(folder: Path) -> Id:
    """The id of the last line in the ledger."""
    for path in sorted(folder.glob("audit-*.jsonl"), reverse=True):
        _, whole = _end(path)
        if whole:
            try:
                return _id(json.loads(whole.splitlines()[-1])["id"])
            except (LookupError, TypeError, ValueError):
                raise ValueError(f"{path.name} does not end with a line of the audit") from None
    return 0, 0


def _mend(folder: Path) -> None:
    """Take away half a line that a crash cut off: it is still in Redis."""
    for path in sorted(folder.glob("audit-*.jsonl"))[-1:]:
        begins, whole = _end(path)
        os.truncate(path, begins + len(whole))


def _end(path: Path) -> tuple[int, bytes]:
    """The last whole lines of a file that may be written, and where they begin."""
    with path.open("rb+") as file:
        begins = max(0, file.seek(0, os.SEEK_END) - TAIL)
        file.seek(begins)
        tail = file.read()
    whole = tail[: tail.rfind(b"\n") + 1]
    if begins and not whole:
        raise ValueError(f"{path.name} has no lines")
    return begins, whole
