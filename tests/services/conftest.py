"""What the tests of the services share."""

from collections.abc import Callable
from typing import Any

import pytest

from queue_app.codesets.tables import CodeTables
from queue_app.domain.encounter import Encounter
from queue_app.domain.lifecycle import Party, step_named
from queue_app.domain.people import Person
from queue_app.mailbox import Mailbox
from queue_app.services import billing, workflow
from queue_app.settings import Settings
from queue_app.store.store import Store
from tests.services.furniture import furnish
from tests.x12.builders import SENDER

Take = Callable[..., Encounter]


@pytest.fixture
def turned_off(store: Store, settings: Settings) -> Store:
    """The same store, as the programs of a site see it that turned suggestions off."""
    return Store(settings.redis_url, settings.master_key(), settings.data, suggests=False)


@pytest.fixture
def take(store: Store, tables: CodeTables) -> Take:
    """Take a step with the encounter as it was last seen, as a page does."""

    def taken(verb: str, seen: Encounter, actor: Person, **given: Any) -> Encounter:
        token = seen.token if step_named(verb).by & Party.HOLDER else None
        return workflow.perform(store, tables, verb, seen.id, actor, seen=seen.version, token=token, **given)

    return taken


@pytest.fixture
def furnished(store: Store) -> None:
    furnish(store)


@pytest.fixture
def deliver(store: Store, tables: CodeTables, mailbox: Mailbox, furnished: None) -> Callable[[], list[str]]:
    """What the relay and the billing worker do; returns the files that billing finds, oldest first."""

    def delivered() -> list[str]:
        billing.relay(store)
        for number in store.batches.undelivered():
            billing.export(store, tables, mailbox, SENDER, number)
        return [path.read_text() for path in sorted(mailbox.out.iterdir())]

    return delivered
