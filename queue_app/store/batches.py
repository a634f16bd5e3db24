"""Batches: the files for billing, from the moment their claims are gathered until they are delivered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from queue_app.domain.encounter import Unit
from queue_app.domain.errors import NotFound
from queue_app.store import codec, keys
from queue_app.store.connection import Memory
from queue_app.store.scripts import Script

KEPT = 1000  # delivered batches listed on the page; the batches themselves stay


class State(StrEnum):
    GATHERED = "gathered"  # claim numbers are given
    STAGED = "staged"  # the file is whole on disk and will not change any more; its claims are sent
    DELIVERED = "delivered"


@dataclass(frozen=True)
class Member:
    encounter: str
    submission: int
    claim_number: str

    def __str__(self) -> str:
        return f"{self.encounter}/{self.submission}/{self.claim_number}"


@dataclass(frozen=True, kw_only=True)
class Batch:
    number: int  # ISA13
    unit: Unit
    made_at: datetime
    state: State
    members: tuple[Member, ...]
    sent: tuple[str, ...]  # claim numbers in the file, in order of ST02; empty before it is staged
    offers: int
    problem: str

    @property
    def file(self) -> str:
        return f"{self.number:09d}.837{'p' if self.unit is Unit.PROFESSIONAL else 'i'}"


class Batches:
    def __init__(self, redis: Memory) -> None:
        self._redis = redis
        self._gather = Script(redis, "gather", "encounter")
        self._send = Script(redis, "send_batch", "encounter")

    def gather(self, unit: Unit, most: int = 200) -> int | None:
        """Make a batch of what is owed to billing; returns its number, None when nothing is."""
        number = self._gather(unit, most)
        return int(number) if number else None

    def get(self, number: int) -> Batch:
        told = {
            name.decode(): value.decode() for name, value in self._redis.hgetall(keys.BATCH % number).items()
        }
        if not told:
            raise NotFound("There is no such batch.")
        return Batch(
            number=number,
            unit=Unit(told["unit"]),
            made_at=codec.at(told["made_at"]),
            state=State(told["state"]),
            members=tuple(_member(one) for one in told["members"].split()),
            sent=tuple(told.get("sent", "").split()),
            offers=int(told["offers"]),
            problem=told.get("problem", ""),
        )

    def send(self, number: int, claims: Iterable[Member]) -> bool:
        """The file is whole: its claims are sent, all at once, and from now on it may only be published.

        False, and nothing has changed, when one of them was taken back or held meanwhile.
        """
        return bool(self._send(number, *map(str, claims)))

    def delivered(self, number: int) -> None:
        pipe = self._redis.pipeline(transaction=True)
        pipe.hset(keys.BATCH % number, "state", State.DELIVERED)
        pipe.hdel(keys.BATCH % number, "problem")
        pipe.zrem(keys.BATCHES, number)
        pipe.zadd(keys.DELIVERED, {str(number): codec.ms(datetime.now(UTC))})
        pipe.zremrangebyrank(keys.DELIVERED, 0, -KEPT - 1)
        pipe.execute()

    def failed(self, number: int, problem: str) -> None:
        """Why the last try came to nothing, in words for the billing page."""
        self._redis.hset(keys.BATCH % number, "problem", problem)

    def undelivered(self, silent_for: timedelta = timedelta(0)) -> list[int]:
        """The batches not delivered yet that nobody was offered for so long."""
        until = codec.ms(datetime.now(UTC) - silent_for)
        return [int(one) for one in self._redis.zrangebyscore(keys.BATCHES, "-inf", until)]

    def is_older(self, number: int, age: timedelta) -> bool:
        return datetime.now(UTC) - self.get(number).made_at > age

    def offered(self, number: int) -> int:
        """Note that a worker was offered the batch; returns the how manyth time it was."""
        pipe = self._redis.pipeline(transaction=True)
        pipe.hincrby(keys.BATCH % number, "offers", 1)
        pipe.zadd(keys.BATCHES, {str(number): codec.ms(datetime.now(UTC))}, xx=True)
        return int(pipe.execute()[0])

    def page(self, start: int, size: int) -> tuple[int, list[Batch]]:
        """How many batches are listed, and some of them: the undelivered, then the newest delivered."""
        pipe = self._redis.pipeline()
        pipe.zrange(keys.BATCHES, 0, -1)
        pipe.zrange(keys.DELIVERED, 0, -1, desc=True)
        waiting, done = pipe.execute()
        listed = [*waiting, *done]
        return len(listed), [self.get(int(number)) for number in listed[start : start + size]]

    def claim(self, number: str) -> Member | None:
        """Whose claim number this is."""
        if not (told := self._redis.get(keys.CLAIM % number)):
            return None
        encounter, submission = told.decode().split("/")
        return Member(encounter, int(submission), number)


def _member(told: str) -> Member:
    encounter, submission, number = told.split("/")
    return Member(encounter, int(submission), number)
