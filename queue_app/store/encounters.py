"""Encounters in Redis: read them, write a move down, claim the next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

import msgspec

from queue_app.domain.codes import Codes
from queue_app.domain.encounter import Document, Encounter, Status
from queue_app.domain.errors import Changed, NotFound, OutOfOrder
from queue_app.domain.lifecycle import BY_VERB
from queue_app.domain.moves import Move
from queue_app.domain.people import Person
from queue_app.store import codec, keys
from queue_app.store.archive import Archive, Line
from queue_app.store.connection import Memory
from queue_app.store.scripts import Script
from queue_app.store.seal import Seal
from queue_app.store.usage import named

REFUSALS = {
    b"changed": Changed(),
    b"out_of_order": OutOfOrder(),
    b"lapsed": Changed("Your time on this encounter ran out, so it may have been given to somebody else."),
}


@dataclass(frozen=True, kw_only=True)
class Event:
    """One line of an encounter's history."""

    at: datetime
    verb: str
    actor: str
    status_from: str
    status_to: str
    version: int
    detail: str
    active: int  # of a submit: seconds the actor had been active on it until then, where that is known

    @property
    def history(self) -> str:
        """What happened, in the words of the lifecycle."""
        return BY_VERB[self.verb].history


REMEMBERED = 90 * 86400  # seconds after somebody last read in it


class Sight(NamedTuple):
    """What somebody sees who opens an encounter."""

    documents: tuple[Document, ...]  # those that are opened, with their text
    history: list[Event]
    kept: Codes | None  # codes of theirs that came too late to be saved
    notes: Mapping[bytes, bytes]  # everybody's, sealed: store.notes opens those that they may see


class Encounters:
    def __init__(self, redis: Memory, seal: Seal, archive: Archive) -> None:
        self._redis = redis
        self._seal = seal
        self._archive = archive
        self._commit_move = Script(redis, "commit_move", "encounter")
        self._claim_next = Script(redis, "claim_next", "encounter")
        self._keys: dict[str, bytes] = {}  # wrapped data keys lately read; they never change

    def id_of(self, facility: str, account_number: str, unit: str) -> str:
        """The id of a coding unit: the same facility, account number and unit always give the same."""
        return self._seal.fingerprint("encounter", facility, account_number, unit)

    def fingerprint(self, what: str, value: str) -> str:
        """How an "account" number or an "mrn" is looked up."""
        return self._seal.fingerprint(what, value)

    def get(self, encounter_id: str) -> Encounter:
        """The encounter without the text of its documents."""
        found = self.find((encounter_id,))
        if not found:
            raise NotFound("There is no such encounter.")
        return found[0]

    def unread(self, encounter_id: str, reader: Person) -> tuple[Encounter, frozenset[str]]:
        """The encounter, and the ids of its documents that the reader has not read as they are now."""
        asked = ("HGETALL", keys.ENCOUNTER % encounter_id), ("SMEMBERS", keys.SEEN % encounter_id)
        fields, seen = self._redis.trip(*asked) if encounter_id.isalnum() else ({}, ())
        if not fields:
            raise NotFound("There is no such encounter.")
        found = self._read(encounter_id, fields)
        unread = (one.id for one in found.documents if _reading_of(reader, one).encode() not in seen)
        return found, frozenset(unread)

    def find(self, ids: Iterable[str]) -> list[Encounter]:
        """Those of the encounters that exist, in one round trip."""
        asked = [encounter_id for encounter_id in ids if encounter_id.isalnum()]
        told = self._redis.trip(*(("HGETALL", keys.ENCOUNTER % encounter_id) for encounter_id in asked))
        return [
            self._read(encounter_id, fields)
            for encounter_id, fields in zip(asked, told, strict=True)
            if fields
        ]

    def statuses(self, ids: Iterable[str]) -> dict[str, tuple[str, int]]:
        """Status and number of the last submission of each."""
        wanted = list(ids)
        pipe = self._redis.pipeline()
        for one in wanted:
            pipe.hmget(keys.ENCOUNTER % one, "status", "submission")
        return {
            one: (status.decode(), int(submission))
            for one, (status, submission) in zip(wanted, pipe.execute(), strict=True)
            if status
        }

    def commit(self, move: Move, texts: Iterable[Document] = ()) -> Encounter:
        """Write the move down, with the texts of documents that came along, or raise the Refusal."""
        before = move.before if move.before.status is not Status.NEW else None
        key = self.key_of(move.after.id) if before else self._seal.new_key(move.after.id)
        fields = codec.fields(self._seal, before, move.after, key)
        if before is None:
            fields["key"] = key
        note = self._seal.close(key, move.after.id, "note", move.detail.encode()) if move.detail else b""
        documents = [codec.close_sections(self._seal, key, move.after.id, one) for one in texts]
        versions = [self._submission(move, key)] if move.step.submits else []
        answer = self._commit_move(
            move.after.id,
            move.step.verb,
            move.actor.id,
            move.seen,
            "" if move.token is None else move.token,
            move.after.status,
            note,
            len(fields),
            len(documents),
            len(versions),
            move.active,
            *(part for pair in fields.items() for part in pair),
            *(part for pair in documents for part in pair),
            *(part for pair in versions for part in pair),
            *(named(move.after) if move.step.submits else ()),
        )
        if isinstance(answer, bytes):
            raise REFUSALS[answer]
        version, token, lease, held, _, active = (value.decode() for value in answer)
        return replace(
            move.after,
            version=int(version),
            token=int(token),
            lease_until=codec.at(lease) if lease else None,
            held_at=codec.at(held) if held else None,
            active={**move.after.active, move.actor.id: int(active)} if active else move.after.active,
        )

    def claim_next(self, coder: Person) -> Encounter | None:
        """Give the coder the most urgent encounter of their worklists; None when nothing waits."""
        found = self._claim_next(coder.id, len(coder.worklists), *coder.worklists, *coder.backups)
        if not found:
            return None
        encounter_id, flat = found
        return self._read(encounter_id.decode(), dict(zip(flat[::2], flat[1::2], strict=True)))

    def open(self, encounter: Encounter, reader: Person, documents: Sequence[Document]) -> Sight:
        """The encounter as the reader sees it, with the text of these documents; the sight is recorded."""
        key = self.key_of(encounter.id)
        pipe = self._redis.pipeline()
        if named := _names(documents):
            pipe.hmget(keys.DOCUMENTS % encounter.id, named)
        pipe.xrange(keys.HISTORY % encounter.id)
        pipe.hget(keys.DRAFTS % encounter.id, reader.id)
        pipe.hgetall(keys.NOTES % encounter.id)
        pipe.xadd(keys.AUDIT, _sight(encounter, reader))
        *texts, history, draft, notes, _ = pipe.execute()
        return Sight(
            self._with_texts(encounter, documents, *texts),
            self._events(encounter.id, key, history),
            self._draft(encounter.id, key, draft),
            notes,
        )

    def have_read(self, encounter_id: str, reader: Person, documents: Iterable[Document]) -> None:
        """Remember, for a while, that the reader has read these documents as they are."""
        pipe = self._redis.pipeline()
        pipe.sadd(keys.SEEN % encounter_id, *(_reading_of(reader, one) for one in documents))
        pipe.expire(keys.SEEN % encounter_id, REMEMBERED)
        pipe.execute()

    def documents(self, encounter: Encounter) -> tuple[Document, ...]:
        """Its documents with their text, for a program: no person has seen them."""
        named = _names(encounter.documents)
        texts = self._redis.hmget(keys.DOCUMENTS % encounter.id, named) if named else []
        return self._with_texts(encounter, encounter.documents, texts)

    def read(
        self, encounter: Encounter, documents: Sequence[Document], reader: Person
    ) -> tuple[Document, ...]:
        """Some of its documents, also in earlier versions, with their text; the sight is recorded."""
        pipe = self._redis.pipeline()
        pipe.hmget(keys.DOCUMENTS % encounter.id, _names(documents))
        pipe.xadd(keys.AUDIT, _sight(encounter, reader))
        texts, _ = pipe.execute()
        return self._with_texts(encounter, documents, texts)

    def _with_texts(
        self, encounter: Encounter, documents: Sequence[Document], texts: Iterable[bytes | None] = ()
    ) -> tuple[Document, ...]:
        """These documents of the encounter, each with its text from memory, or from the archive."""
        found = dict(zip(_names(documents), texts, strict=True))
        sealed = {name: text for name, text in found.items() if text is not None}
        if missing := [name for name in found if name not in sealed]:
            sealed |= self._archive.texts(encounter.id, missing)
        return codec.open_sections(self._seal, self.key_of(encounter.id), encounter.id, documents, sealed)

    def history(self, encounter_id: str) -> list[Event]:
        told = self._redis.xrange(keys.HISTORY % encounter_id)
        return self._events(encounter_id, self.key_of(encounter_id), told)

    def keep_draft(self, encounter_id: str, person: Person, codes: Codes | None) -> None:
        """Keep codes that came too late to be saved, until their coder has seen them; None lets them go."""
        if codes is None:
            self._redis.hdel(keys.DRAFTS % encounter_id, person.id)
            return
        key = self.key_of(encounter_id)
        sealed = self._seal.close(key, encounter_id, "draft", msgspec.json.encode(codes))
        self._redis.hset(keys.DRAFTS % encounter_id, person.id, sealed)

    def submissions(self, encounters: Iterable[Encounter]) -> list[codec.Submission]:
        """The last submitted codes of each encounter; all of them must have some."""
        wanted = list(encounters)
        pipe = self._redis.pipeline()
        for one in wanted:
            pipe.hget(keys.VERSIONS % one.id, str(one.submission))
        return [
            codec.submission(self._seal, one, self.key_of(one.id), sealed)
            for one, sealed in zip(wanted, pipe.execute(), strict=True)
        ]

    def _submission(self, move: Move, key: bytes) -> tuple[str, bytes]:
        after = move.after
        made = codec.Submission(
            number=after.submission,
            codes=after.codes,
            by=move.actor.id,
            at=after.submitted_at or after.arrived_at,
        )
        number = str(after.submission)
        return number, self._seal.close(key, after.id, f"submission/{number}", msgspec.json.encode(made))

    def _read(self, encounter_id: str, told: Mapping[bytes, bytes]) -> Encounter:
        if len(self._keys) > 20_000:
            self._keys.clear()
        self._keys[encounter_id] = told[b"key"]
        return codec.encounter(self._seal, encounter_id, told)

    def key_of(self, encounter_id: str) -> bytes:
        """Its wrapped data key; no round trip where it was read lately."""
        key = self._keys.get(encounter_id) or self._redis.hget(keys.ENCOUNTER % encounter_id, "key")
        if key is None:
            raise NotFound("There is no such encounter.")
        return key

    def _events(self, encounter_id: str, key: bytes, told: list[tuple[bytes, Line]]) -> list[Event]:
        lines = [line for _, line in told]
        if not lines or lines[0][b"version"] != b"1":  # it was finished once: what came before is archived
            lines = [*self._archive.history(encounter_id), *lines]
        return [
            Event(
                at=codec.at(line[b"at"].decode()),
                verb=line[b"verb"].decode(),
                actor=line[b"actor"].decode(),
                status_from=line[b"from"].decode(),
                status_to=line[b"to"].decode(),
                version=int(line[b"version"]),
                detail=self._seal.open(key, encounter_id, "note", line[b"note"]).decode()
                if line[b"note"]
                else "",
                active=int(line.get(b"active") or 0),
            )
            for line in lines
        ]

    def _draft(self, encounter_id: str, key: bytes, sealed: bytes | None) -> Codes | None:
        if not sealed:
            return None
        return msgspec.json.decode(self._seal.open(key, encounter_id, "draft", sealed), type=Codes)


def _names(documents: Iterable[Document]) -> list[str]:
    """By what their texts are found."""
    return [codec.name_of(document) for document in documents]


def _sight(encounter: Encounter, reader: Person) -> dict[str | bytes, str | bytes]:
    """The line of the audit that says who saw it."""
    return {"encounter": encounter.id, "verb": "see", "actor": reader.id}


def _reading_of(reader: Person, document: Document) -> str:
    return f"{reader.id} {codec.name_of(document)}"
