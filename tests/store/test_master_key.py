"""The one key that opens what the queue holds: with any other nothing is read, and nothing written."""

import base64

import pytest

from queue_app.domain.errors import Unavailable
from queue_app.domain.people import SYSTEM
from queue_app.store import keys
from queue_app.store.store import Store
from tests.builders import arrived
from tests.conftest import KEY
from tests.people import MARIA, TOM

SAID = r"The master key is not the one .* Put back the copy you kept of keys/master\.key"


@pytest.fixture
def intruder(settings, store):
    """The same server, come to with another key."""
    arrived(store)
    return Store(settings.redis_url, b"another key, of thirty-two bytes", settings.data)


def test_with_another_key_nothing_is_read(intruder):
    for ask in (
        intruder.server.ping,
        intruder.people.everybody,
        lambda: intruder.encounters.find(["e1"]),
        lambda: intruder.encounters.claim_next(MARIA),
    ):
        with pytest.raises(Unavailable, match=SAID):
            ask()


def test_with_another_key_nothing_is_written(intruder, redis_raw):
    before = {key: redis_raw.dump(key) for key in redis_raw.scan_iter()}
    for write in (
        lambda: arrived(intruder, id="e2"),
        lambda: intruder.people.put(TOM, "hash"),
        lambda: intruder.records.audit("sign_in", SYSTEM.id),
        lambda: intruder.sessions.start({}, "tom", 0),
    ):
        for _ in range(2):  # nor at the second try, on a connection that was refused before
            with pytest.raises(Unavailable, match=SAID):
                write()
    assert {key: redis_raw.dump(key) for key in redis_raw.scan_iter()} == before


def test_the_right_key_goes_on_working_beside_it(store, intruder):
    with pytest.raises(Unavailable):
        intruder.server.ping()
    assert store.encounters.claim_next(MARIA)


def test_the_first_to_come_marks_an_empty_server(settings, redis_raw):
    first = Store(settings.redis_url, base64.b64decode(KEY), settings.data)
    assert first.server.ping()
    assert redis_raw.ttl(keys.MASTER) == -1
    with pytest.raises(Unavailable):
        Store(settings.redis_url, bytes(32), settings.data).server.ping()
    again = Store(settings.redis_url, base64.b64decode(KEY), settings.data)
    assert again.server.ping()


def test_the_mark_gives_no_part_of_the_key_away(store, redis_raw):
    store.server.ping()
    mark, key = redis_raw.get(keys.MASTER), base64.b64decode(KEY)
    assert len(mark) == 64
    assert key.hex() not in mark and KEY.rstrip("=") not in mark
