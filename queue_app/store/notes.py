"""Notes on encounters: each under its writer's name, so that nobody else can change it."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace

import msgspec

from queue_app.domain.errors import Changed, TooLarge
from queue_app.domain.note import MOST, Note
from queue_app.domain.people import Person
from queue_app.store import keys
from queue_app.store.archive import Archive
from queue_app.store.connection import Memory
from queue_app.store.encounters import Encounters
from queue_app.store.scripts import Script
from queue_app.store.seal import Seal

CHANGED = "You changed or deleted this note in another tab or on another device since this page was opened."
MANY = f"You have {MOST} notes and bookmarks on this encounter: delete some that you no longer need."
Told = Mapping[bytes, bytes]  # name → sealed note; empty where the archive has it


class Notes:
    def __init__(self, redis: Memory, seal: Seal, encounters: Encounters, archive: Archive) -> None:
        self._redis = redis
        self._seal = seal
        self._encounters = encounters
        self._archive = archive
        self._write = Script(redis, "write_note")

    def write(self, encounter_id: str, writer: Person, note: Note) -> tuple[Note, ...]:
        """Keep the note in the place of the one it follows, or take that away where it is blank.

        Returns what its writer sees then. One round trip, with a line of the audit; Changed when the one
        it follows is not the one with its digest, unless the same was kept already.
        """
        name = _name(note)
        verb = "delete_note" if note.is_blank else "note" if note.text else "bookmark"
        answer = self._write(
            encounter_id,
            verb,
            writer.id,
            name,
            note.digest,
            b"" if note.is_blank else self._closed(encounter_id, name, note),
            MOST,
        )
        if answer == b"many":
            raise TooLarge(MANY)
        if answer != b"changed":
            flat = answer[1]
            return self.opened(encounter_id, writer, dict(zip(flat[::2], flat[1::2], strict=True)))
        found = self.opened(encounter_id, writer, self._redis.hgetall(keys.NOTES % encounter_id))
        if any(_name(one) == name and one.says_the_same(note) for one in found):
            return found  # the answer was lost, and it was sent again
        raise Changed(CHANGED)

    def of(self, encounter_id: str, reader: Person) -> tuple[Note, ...]:
        """What the reader sees; that they did is recorded. One round trip."""
        pipe = self._redis.pipeline()
        pipe.hgetall(keys.NOTES % encounter_id)
        pipe.xadd(keys.AUDIT, {"encounter": encounter_id, "verb": "see", "actor": reader.id})
        told, _ = pipe.execute()
        return self.opened(encounter_id, reader, told)

    def opened(self, encounter_id: str, reader: Person, told: Told) -> tuple[Note, ...]:
        """Of these notes those that the reader may see, the newest first."""
        sealed = {name.decode(): one for name, one in told.items()}
        if away := [name for name, one in sealed.items() if not one]:
            sealed |= self._archive.notes(encounter_id, away)
        every = (self._opened(encounter_id, name, one) for name, one in sealed.items())
        seen = (one for one in every if one.is_open_to(reader))
        return tuple(sorted(seen, key=lambda one: one.at, reverse=True))

    def _opened(self, encounter_id: str, name: str, sealed: bytes) -> Note:
        key = self._encounters.key_of(encounter_id)
        plain = self._seal.open(key, encounter_id, f"notes/{name}", sealed)
        digest = hashlib.sha1(sealed, usedforsecurity=False).hexdigest()  # as the script makes it
        return replace(msgspec.json.decode(plain, type=Note), digest=digest)

    def _closed(self, encounter_id: str, name: str, note: Note) -> bytes:
        key = self._encounters.key_of(encounter_id)
        plain = msgspec.json.encode(replace(note, digest=""))
        return self._seal.close(key, encounter_id, f"notes/{name}", plain)


def _name(note: Note) -> str:
    return f"{note.by} {note.id}"
