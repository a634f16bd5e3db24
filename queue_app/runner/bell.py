"""Between the runner and whoever started it: the request to stop, and what it says."""

import signal
import time
from types import FrameType

BLINK = 0.1  # seconds


class Stopped(Exception):
    """Somebody asked to stop before everything had started."""


class Bell:
    """Rung by Ctrl-C, SIGTERM or a closed terminal; rung twice it asks for haste."""

    def __init__(self) -> None:
        self.rings = 0
        for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if each != signal.SIGHUP or signal.getsignal(each) != signal.SIG_IGN:  # nohup means: stay
                signal.signal(each, self._ring)

    def _ring(self, signum: int, frame: FrameType | None) -> None:
        self.rings += 1

    def rung(self) -> bool:
        return self.rings > 0

    def hurried(self) -> bool:
        return self.rings > 1

    def check(self) -> None:
        if self.rung():
            raise Stopped

    def wait(self) -> None:
        """A moment between two looks at something that takes its time."""
        self.check()
        time.sleep(BLINK)


def say(words: str) -> None:
    print(words, flush=True)
