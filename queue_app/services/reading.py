"""Opening an encounter to look at it: only for those who may, and never unnoticed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from queue_app.domain import moves
from queue_app.domain.codes import Codes
from queue_app.domain.documents import as_listed, begun_with, in_reading_order
from queue_app.domain.encounter import Document, Encounter
from queue_app.domain.errors import NotFound
from queue_app.domain.note import Note
from queue_app.domain.people import Person
from queue_app.store.encounters import Event
from queue_app.store.store import Store


@dataclass(frozen=True, kw_only=True)
class Opened:
    encounter: Encounter
    documents: tuple[Document, ...]  # in the order they are read in, with text where they are opened
    opened: frozenset[str]  # ids of those that are
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


def open_encounter(store: Store, encounter_id: str, reader: Person, *, whole: bool = True) -> Opened:
    """The encounter with its documents; the sight is in the audit. NotFound for those who may not look.

    For a page not `whole`: in the order of its list, and with the text that the reader begins with.
    """
    encounter, unread = store.encounters.unread(encounter_id, reader)
    must_be_open(store, encounter, reader)
    documents = chosen = in_reading_order(encounter.stay, encounter.documents)
    if not whole:
        documents = as_listed(documents)
        chosen = begun_with(documents, unread)
    texts, history, kept, notes = store.encounters.open(encounter, reader, chosen)
    if kept == encounter.codes:  # restored
        store.encounters.keep_draft(encounter_id, reader, None)
        kept = None
    opened = {one.id: one for one in texts}
    return Opened(
        encounter=encounter,
        documents=tuple(opened.get(one.id, one) for one in documents),
        opened=frozenset(opened),
        history=history,
        kept=kept,
        holder_name=_name(store, encounter.holder, reader),
        unread=unread,
        notes=store.notes.opened(encounter_id, reader, notes),
    )


def open_texts(
    store: Store, encounter_id: str, reader: Person, places: Sequence[int] = ()
) -> tuple[Encounter, dict[int, Document]]:
    """The encounter, and its documents at those places, from 1, else all, with their text, by their places.

    The sight is in the audit. NotFound for those who may not look, and where there is no such document.
    """
    encounter = open_to(store, encounter_id, reader)
    every = dict(enumerate(encounter.documents, 1))
    if not every.keys() >= set(places):
        raise NotFound("There is no such document.")
    wanted = {place: every[place] for place in places or every}
    texts = store.encounters.read(encounter, [*wanted.values()], reader) if wanted else ()
    return encounter, dict(zip(wanted, texts, strict=True))


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
