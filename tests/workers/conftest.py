"""What the tests of the workers share: an environment as the runner makes it."""

import signal
from collections.abc import Callable, Iterator

import pytest
from rq import Queue, SimpleWorker
from rq.serializers import JSONSerializer

from queue_app.settings import Settings
from queue_app.store.jobs import QUEUES, connection
from tests.conftest import KEY
from workers import tools

TOOLS = (tools.settings, tools.store, tools.tables, tools.mailbox, tools.sender)


@pytest.fixture
def at_work(settings, store, code_tables, monkeypatch) -> Iterator[Settings]:
    """Workers and ticker find this site in their environment."""
    monkeypatch.setenv("CODEDESK_DATA", str(settings.data))
    monkeypatch.setenv("REDIS_URL", settings.redis_url)
    monkeypatch.setenv("CODEDESK_KEY", KEY)
    settings.code_tables.symlink_to(code_tables)
    forget()
    yield settings
    forget()


def forget() -> None:
    """What a process makes once is made anew."""
    for tool in TOOLS:
        tool.cache_clear()


@pytest.fixture
def work(at_work) -> Iterator[Callable[[], None]]:
    """Let a worker do all that waits, on every queue."""
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def worked() -> None:
        redis = connection(at_work.redis_url)
        for name in QUEUES:
            queue = Queue(name, connection=redis, serializer=JSONSerializer)
            worker = SimpleWorker([queue], connection=redis, serializer=JSONSerializer)
            worker.work(burst=True, logging_level="ERROR")

    yield worked
    for number, handler in handlers.items():
        signal.signal(number, handler)
