"""Notes on encounters and bookmarks in their documents: for those who may open the encounter."""

from dataclasses import replace
from datetime import UTC, datetime

from queue_app.domain import moves
from queue_app.domain.encounter import Encounter
from queue_app.domain.errors import Malformed, OutOfOrder
from queue_app.domain.note import Note
from queue_app.domain.people import Person
from queue_app.services.reading import must_be_open, open_to
from queue_app.store.store import Store

KEPT_ALONE = (
    "Your time on this encounter ran out or it was given to somebody else, so this is kept for you alone: "
    "it is here again when you have the encounter again."
)
Noted = tuple[Encounter, tuple[Note, ...]]  # the newest first


def open_notes(store: Store, encounter_id: str, reader: Person) -> Noted:
    """The encounter's notes that the reader may see; the sight is recorded."""
    encounter = open_to(store, encounter_id, reader)
    return encounter, store.notes.of(encounter_id, reader)


def write(store: Store, encounter_id: str, writer: Person, note: Note) -> Noted:
    """Keep a note of theirs, or take it away where it is blank.

    What is written by whoever had the encounter and no longer may open it is kept as a draft is: for them
    alone. OutOfOrder says so.
    """
    if note.is_blank and not note.digest:
        raise Malformed("A note needs a text, or words of a document.")
    encounter = store.encounters.get(encounter_id)
    if writer.id in encounter.holders and not moves.may_look(writer, encounter, datetime.now(UTC)):
        store.notes.write(encounter_id, writer, replace(note, team=False))
        raise OutOfOrder(KEPT_ALONE)
    must_be_open(store, encounter, writer)
    return encounter, store.notes.write(encounter_id, writer, note)
