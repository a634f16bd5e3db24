"""What every job needs, made once a process."""

from functools import cache

from queue_app.codesets.tables import CodeTables
from queue_app.domain.claim import Sender
from queue_app.mailbox import Mailbox
from queue_app.settings import Settings
from queue_app.store.store import Store


@cache
def settings() -> Settings:
    return Settings.from_environment()


@cache
def store() -> Store:
    return Store(settings().redis_url, settings().master_key(), settings().data)


@cache
def tables() -> CodeTables:
    return CodeTables(settings().code_tables)


@cache
def mailbox() -> Mailbox:
    return Mailbox(settings().billing)


@cache
def sender() -> Sender:
    return settings().sender
