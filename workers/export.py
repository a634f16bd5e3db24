"""Deliver one batch of claims to billing."""

from queue_app.services import billing
from workers.tools import mailbox, sender, store, tables


def export(number: int) -> None:
    billing.export(store(), tables(), mailbox(), sender(), number)
