"""Everything kept in Redis, behind one door."""

from queue_app.store.batches import Batches
from queue_app.store.connection import connect
from queue_app.store.directories import Directories
from queue_app.store.encounters import Encounters
from queue_app.store.floor import Floor
from queue_app.store.jobs import Jobs
from queue_app.store.people import People
from queue_app.store.records import Records
from queue_app.store.seal import Seal
from queue_app.store.server import Server
from queue_app.store.sessions import Sessions


class Store:
    """`master` is the site's 32-byte key; without it nothing sealed can be read again."""

    def __init__(self, redis_url: str, master: bytes) -> None:
        redis = connect(redis_url)
        self.encounters = Encounters(redis, Seal(master))
        self.floor = Floor(redis, self.encounters)
        self.batches = Batches(redis)
        self.directories = Directories(redis)
        self.people = People(redis)
        self.sessions = Sessions(redis)
        self.records = Records(redis, master)
        self.jobs = Jobs(redis_url)
        self.server = Server(redis)
