"""Everything kept in Redis and in the archive, behind one door."""

from pathlib import Path

from queue_app.store.archive import Archive
from queue_app.store.attempts import Attempts
from queue_app.store.batches import Batches
from queue_app.store.connection import connect
from queue_app.store.directories import Directories
from queue_app.store.earlier import Earlier
from queue_app.store.encounters import Encounters
from queue_app.store.floor import Floor
from queue_app.store.jobs import Jobs
from queue_app.store.ledger import Ledger
from queue_app.store.notes import Notes
from queue_app.store.past import Past
from queue_app.store.people import People
from queue_app.store.records import Records
from queue_app.store.seal import Seal, mark_of
from queue_app.store.server import Server
from queue_app.store.sessions import Sessions
from queue_app.store.sets import Sets
from queue_app.store.suggestions import Suggestions
from queue_app.store.usage import Usage


class Store:
    """`master` is the site's 32-byte key; without it nothing sealed can be read again.

    `data` is the folder for what moves out of memory: documents, notes and history of finished encounters,
    and the older lines of the audit. `suggests` is the site's choice whether documents are read for
    suggested codes.
    """

    def __init__(self, redis_url: str, master: bytes, data: Path, *, suggests: bool = True) -> None:
        redis = connect(redis_url, mark_of(master))
        self.archive = Archive(redis, data / "archive.sqlite")
        seal = Seal(master)
        self.encounters = Encounters(redis, seal, self.archive)
        self.earlier = Earlier(redis, seal, self.encounters)
        self.suggestions = Suggestions(redis, seal, self.encounters, on=suggests)
        self.notes = Notes(redis, seal, self.encounters, self.archive)
        self.floor = Floor(redis, self.encounters)
        self.past = Past(redis)
        self.batches = Batches(redis)
        self.directories = Directories(redis)
        self.people = People(redis)
        self.sessions = Sessions(redis)
        self.attempts = Attempts(redis)
        self.records = Records(redis, master)
        self.ledger = Ledger(redis, data / "audit")
        self.jobs = Jobs(redis_url)
        self.server = Server(redis)
        self.usage = Usage(redis)
        self.sets = Sets(redis, master)
