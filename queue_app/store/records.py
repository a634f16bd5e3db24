"""What is kept beside the encounters: the audit, imports, unreadable input, answers read and set aside."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from queue_app.domain.arrival import Unreadable
from queue_app.store import codec, keys
from queue_app.store.connection import Memory
from queue_app.store.seal import Seal, derived

KEPT = 1000  # entries of the lists shown on pages


@dataclass(frozen=True, kw_only=True)
class Import:
    """What one import brought."""

    at: datetime
    by: str
    source: str
    arrived: int
    amended: int
    unchanged: int
    unreadable: int


@dataclass(frozen=True, kw_only=True)
class Aside:
    """An answer, or a part of one, that could not be used."""

    at: datetime
    file: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Kept:
    """Something unreadable, since when."""

    at: datetime
    what: Unreadable


class Records:
    def __init__(self, redis: Memory, master: bytes) -> None:
        self._redis = redis
        self._seal = Seal(derived(master, "records"))

    def audit(self, verb: str, actor: str, about: str = "") -> None:
        """Record what is not a step: signing in and out, refusals, changes of accounts."""
        self._redis.xadd(keys.AUDIT, {"verb": verb, "actor": actor, "about": about})

    def audited(self, most: int = 1000) -> list[dict[str, str]]:
        """The newest entries of the audit, newest first; `moment` is when."""
        return [
            {"moment": codec.at(entry.decode().split("-")[0]).isoformat()}
            | {name.decode(): value.decode() for name, value in told.items()}
            for entry, told in self._redis.xrevrange(keys.AUDIT, count=most)
        ]

    def imported(self, one: Import) -> None:
        self._append(keys.IMPORTS, msgspec.json.encode(one))

    def imports(self, most: int = 20) -> list[Import]:
        return [msgspec.json.decode(told, type=Import) for told in self._newest(keys.IMPORTS, most)]

    def set_aside(self, file: str, reason: str) -> None:
        one = Aside(at=datetime.now(UTC), file=file, reason=reason)
        self._append(keys.ASIDE, msgspec.json.encode(one))

    def asides(self, most: int = 100) -> list[Aside]:
        return [msgspec.json.decode(told, type=Aside) for told in self._newest(keys.ASIDE, most)]

    def unreadable(self, found: list[Unreadable]) -> None:
        """Keep what could not be read; the same place in the same file is kept once.

        File names may carry names of patients, so these entries are sealed.
        """
        pipe = self._redis.pipeline()
        for one in found:
            field = self._seal.fingerprint(one.path, one.where)
            kept = msgspec.json.encode(Kept(at=datetime.now(UTC), what=one))
            wrapped = self._seal.new_key(field)
            sealed = wrapped + self._seal.close(wrapped, field, "unreadable", kept)
            pipe.hset(keys.UNREADABLE, field, sealed)
        pipe.execute()

    def unread(self) -> list[Kept]:
        """What could not be read, newest first."""
        told = self._redis.hgetall(keys.UNREADABLE)
        kept = [
            msgspec.json.decode(
                self._seal.open(sealed[:WRAPPED], field.decode(), "unreadable", sealed[WRAPPED:]), type=Kept
            )
            for field, sealed in told.items()
        ]
        return sorted(kept, key=lambda one: one.at, reverse=True)

    def forget_unread(self) -> int:
        """Empty the list once somebody has dealt with it."""
        count = self._redis.hlen(keys.UNREADABLE)
        self._redis.delete(keys.UNREADABLE)
        return int(count)

    def answer_was_read(self, text: bytes) -> bool:
        """Whether this very answer has been read before."""
        return bool(self._redis.hexists(keys.ANSWERS, hashlib.sha256(text).hexdigest()))

    def note_answer(self, text: bytes) -> None:
        moment = str(codec.ms(datetime.now(UTC)))
        self._redis.hset(keys.ANSWERS, hashlib.sha256(text).hexdigest(), moment)

    def _append(self, stream: str, told: bytes) -> None:
        self._redis.xadd(stream, {"told": told}, maxlen=KEPT, approximate=True)

    def _newest(self, stream: str, most: int) -> list[bytes]:
        return [told[b"told"] for _, told in self._redis.xrevrange(stream, count=most)]


WRAPPED = 12 + 32 + 16  # bytes: nonce, key, tag
