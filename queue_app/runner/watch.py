"""The processes that must stay alive: one that dies is started again, each time after a longer pause."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from queue_app.runner.process import Process, begin, end, how_it_ended

LONGEST_PAUSE = 30.0  # seconds
STEADY = 60.0  # seconds after which a process counts as healthy again
LONGEST_LOG = 10_000_000  # bytes; a longer one is put aside at the next start


@dataclass(frozen=True)
class Part:
    name: str  # as it is spoken of: "The web server"
    command: tuple[str, ...]
    patience: float  # seconds it may take to finish what it is doing when asked to stop


class Watched:
    """A part that runs; what it writes goes to its log file, or to the terminal when there is none."""

    def __init__(self, part: Part, environ: Mapping[str, str], log: Path | None) -> None:
        self.part, self.environ, self.log = part, environ, log
        self.pause = 1.0
        self.again_at: float | None = None  # when it is down: the moment to start it again
        if log and log.exists() and log.stat().st_size > LONGEST_LOG:
            log.rename(log.with_suffix(".old.log"))
        self._begin()

    def look(self, say: Callable[[str], None]) -> None:
        """Notices a death and says so; when its pause is over, starts it again."""
        if self.again_at is None:
            if self.process.poll() is not None:
                self._bury(say)
        elif time.monotonic() >= self.again_at:
            self._begin()

    def stop(self, hurried: Callable[[], bool]) -> None:
        end(self.process, self.part.patience, hurried)

    def last_words(self, lines: int = 12) -> str:
        """The end of its log; empty when it writes to the terminal."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:]) if self.log else ""

    def _begin(self) -> None:
        self.begun_at, self.again_at = time.monotonic(), None
        if self.log is None:
            self.process: Process = begin(self.part.command, self.environ)
        else:
            with self.log.open("ab") as output:
                self.process = begin(self.part.command, self.environ, output)

    def _bury(self, say: Callable[[str], None]) -> None:
        end(self.process, 0)  # what is left of its group
        if time.monotonic() - self.begun_at > STEADY:
            self.pause = 1.0
        where = f" Its last words are in {self.log}." if self.log else ""
        how = how_it_ended(self.process)
        say(f"{self.part.name} stopped unexpectedly ({how}); it starts again in {self.pause:.0f} s.{where}")
        self.again_at = time.monotonic() + self.pause
        self.pause = min(2 * self.pause, LONGEST_PAUSE)
