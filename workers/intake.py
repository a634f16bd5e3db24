"""Take in what was put into the watched folder."""

from queue_app.services import intake
from workers.tools import mailbox, settings, store, tables


def drain() -> None:
    with mailbox().lock("intake"):
        intake.drain(store(), tables(), settings().zone, settings().intake)
