"""The running site that journeys go through."""

from dataclasses import dataclass

from queue_app.mailbox import Mailbox
from queue_app.settings import Settings
from queue_app.store.store import Store


@dataclass
class Live:
    """The running site, and a way behind its pages."""

    url: str
    settings: Settings
    store: Store
    mailbox: Mailbox

    def session_of(self, name: str) -> str:
        """The cookie of a new session of that person, as signing in gives it."""
        return self.store.sessions.start({}, name, self.store.people.account(name).generation)
