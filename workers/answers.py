"""Take billing's answers from the drop folder."""

from queue_app.services import hearing
from workers.tools import mailbox, sender, store, tables


def hear_back() -> None:
    with mailbox().lock("answers"):
        hearing.hear_back(store(), tables(), mailbox(), sender())
