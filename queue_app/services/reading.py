"""Opening an encounter to look at it: only for those who may, and never unnoticed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from queue_app.domain import moves
from queue_app.domain.codes import Codes
from queue_app.domain.documents import in_reading_order
from queue_app.domain.encounter import Document, Encounter
from queue_app.domain.errors import NotFound
from queue_app.domain.note import Note
from queue_app.domain.people import Person
from queue_app.store.encounters import Event
from queue_app.store.store import Store


@dataclass(frozen=True, kw_only=True)
class Opened:
    encounter: Encounter
    documents: tuple[Document, ...]  # with their text, in the order they are read in
    history: list[Event]
    kept: Codes | None  # what the reader typed too late to be saved
    holder_name: str | None
    unread: frozenset[str]  # ids of the documents that the reader has not read as they are now
    notes: tuple[Note, ...]  # that the reader may see, the newest first


def open_to(store: Store, encounter_id: str, reader: Person) -> Encounter:
    """The encounter. NotFound for those who may not look at it, and that they tried is in the audit."""
    encounter = store.encounters.get(encounter_id)
    must_be_open(store, encounter, reader)
    return encounter


def must_be_open(store: Store, encounter: Encounter, reader: Person) -> None:
    if not moves.may_look(reader, encounter, datetime.now(UTC)):
        store.records.audit("refused", reader.id, encounter.id)
        raise NotFound("There is no such encounter.")


def open_encounter(store: Store, encounter_id: str, reader: Person) -> Opened:
    """The encounter with its documents; the sight is in the audit. NotFound for those who may not look."""
    encounter = open_to(store, encounter_id, reader)
    documents, history, kept, unread, notes = store.encounters.open(encounter, reader)
    if kept == encounter.codes:  # restored
        store.encounters.keep_draft(encounter_id, reader, None)
        kept = None
    return Opened(
        encounter=encounter,
        documents=in_reading_order(encounter.stay, documents),
        history=history,
        kept=kept,
        holder_name=_name(store, encounter.holder, reader),
        unread=unread,
        notes=store.notes.opened(encounter_id, reader, notes),
    )


def have_read(store: Store, encounter_id: str, reader: Person, documents: Iterable[tuple[str, int]]) -> None:
    """The reader has had the end of these documents in sight: id and version of each."""
    encounter = open_to(store, encounter_id, reader)
    named = set(documents)
    if read := [one for one in encounter.documents if (one.id, one.version) in named]:
        store.encounters.have_read(encounter_id, reader, read)


def _name(store: Store, person_id: str | None, reader: Person) -> str | None:
    if person_id is None or person_id == reader.id:
        return reader.name if person_id else None
    return store.people.get(person_id).name
