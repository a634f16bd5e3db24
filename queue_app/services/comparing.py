"""A document beside an earlier version of it, or beside the one before: only for those who may look."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from queue_app.domain.comparison import Carried, Piece, carried, compare, flat
from queue_app.domain.documents import ones_before
from queue_app.domain.encounter import Document
from queue_app.domain.errors import NotFound
from queue_app.domain.people import Person
from queue_app.services.reading import open_to
from queue_app.store.store import Store


@dataclass(frozen=True, kw_only=True)
class Compared:
    newer: Document  # without their sections, which the pieces are
    older: Document
    pieces: tuple[Piece, ...]
    carried: Carried


@dataclass(frozen=True)
class Offered:
    """What a document can be compared with. Documents are named by their place in the encounter, from 1."""

    place: int
    version: int | None  # an earlier one of the same document
    before: Document | None  # the one before, of the same type


def offered(documents: Sequence[Document]) -> dict[str, Offered]:
    """What those documents of an encounter that can be compared are compared with, by their ids."""
    befores = ones_before(documents)
    every = {
        one.id: Offered(place, one.version - 1 or None, befores.get(one.id))
        for place, one in enumerate(documents, 1)
    }
    return {name: one for name, one in every.items() if one.version or one.before}


def open_comparison(
    store: Store, encounter_id: str, reader: Person, place: int, version: int | None
) -> Compared:
    """The document at that place beside that version of it, else the one before; the sight is recorded."""
    encounter = open_to(store, encounter_id, reader)
    if not 1 <= place <= len(encounter.documents):
        raise NotFound("There is no such document.")
    document = encounter.documents[place - 1]
    newer, older = store.encounters.read(
        encounter, (document, _older(encounter.documents, document, version)), reader
    )
    pieces = compare(flat(older.sections), flat(newer.sections))
    return Compared(
        newer=replace(newer, sections=()),
        older=replace(older, sections=()),
        pieces=pieces,
        carried=carried(pieces),
    )


def _older(documents: Sequence[Document], document: Document, version: int | None) -> Document:
    if version is None:
        before = ones_before(documents).get(document.id)
        if before is None:
            raise NotFound("There is no earlier document of its type.")
        return before
    if not 1 <= version < document.version:
        raise NotFound("There is no such earlier version.")
    return replace(document, version=version)
