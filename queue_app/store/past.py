"""What was done just now, told as having been done earlier: a demo day is not made in a minute."""

from collections.abc import Mapping
from datetime import datetime

from queue_app.store import codec, keys
from queue_app.store.connection import Memory
from queue_app.store.scripts import Script


class Past:
    def __init__(self, redis: Memory) -> None:
        self._redis = redis
        self._tell = Script(redis, "past", "encounter")

    def made_up(self) -> None:
        """Note that the patients here are made up, so that every page says so."""
        self._redis.set(keys.MADE_UP, "1")

    def tell(self, encounter_id: str, moments: Mapping[str, datetime]) -> None:
        """When each step of the encounter is said to have been taken, by its verb.

        Its history, its own moments, its places and its submissions all say so; the audit does not.
        """
        self._tell(
            encounter_id, *(part for verb, moment in moments.items() for part in (verb, codec.ms(moment)))
        )

    def tell_batch(self, number: int, made_at: datetime) -> None:
        """When a batch is said to have been gathered; its file, when it is not written yet, says so too."""
        self._redis.hset(keys.BATCH % number, "made_at", codec.ms(made_at))
