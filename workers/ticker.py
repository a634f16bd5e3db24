"""The clock of the house: wakes workers for what is owed and puts back what was left lying.

Nothing here holds truth: a ticker that dies is started again and finds everything in the store.
"""

import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import FrameType

from queue_app import log
from queue_app.domain.errors import Unavailable
from queue_app.services import billing, intake, workflow
from workers.tools import mailbox, settings, store, tables

PAUSE = 0.1  # seconds between looks at what is due


@dataclass
class Round:
    """Something done again and again."""

    name: str
    every: float  # seconds
    do: Callable[[], object]
    due_at: float = field(default=0.0)

    def take(self, now: float) -> None:
        if now < self.due_at:
            return
        self.due_at = now + self.every
        try:
            self.do()
        except Unavailable:
            self.due_at = now + 1  # Redis is away; it heals by itself
        except Exception as failure:  # one round that fails must not stop the others
            log.write("error", "codedesk.ticker", round=self.name, crash=type(failure).__name__)
            self.due_at = now + 5


def rounds() -> list[Round]:
    return [
        Round("relay", 0.2, lambda: billing.relay(store())),
        Round("answers", 0.5, _wake_for_answers),
        Round("intake", 0.5, _wake_for_intake),
        Round("suggestions", 0.5, _wake_for_suggestions),
        Round("lapse", 2, lambda: workflow.return_lapsed(store(), tables())),
        Round("archive", 2, _archive_finished),
        Round("audit", 10, _move_audit),
        Round("tidy", 10, lambda: store().jobs.tidy()),
    ]


def _wake_for_answers() -> None:
    if any(mailbox().answers()):
        store().jobs.offer("hear_back", f"hear_back-{_bucket()}")


def _wake_for_intake() -> None:
    if intake.waiting_files(settings().intake):
        store().jobs.offer("drain", f"drain-{_bucket()}")


def _wake_for_suggestions() -> None:
    if settings().suggestions and store().suggestions.to_read(1):
        store().jobs.offer("read", f"read-{_bucket()}")


def _archive_finished() -> None:
    if days := settings().archive_after_days:
        store().archive.move(datetime.now(UTC) - timedelta(days=days))


def _move_audit() -> None:
    if days := settings().audit_days:
        store().ledger.move(datetime.now(UTC) - timedelta(days=days))


def _bucket() -> int:
    """A job lost in a crash blocks its successor for ten seconds, not for ever."""
    return int(time.time()) // 10


def main() -> None:
    settings().intake.mkdir(parents=True, exist_ok=True)
    stopping = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    todo = rounds()
    while not stopping:
        for one in todo:
            one.take(time.monotonic())
        time.sleep(PAUSE)


if __name__ == "__main__":
    main()
