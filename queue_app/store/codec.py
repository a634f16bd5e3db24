"""Encounters to the fields of a Redis hash and back."""

import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import msgspec

from queue_app.domain.codes import Codes
from queue_app.domain.encounter import Billed, Document, Encounter, Hold, Patient, Section, Status, Stay, Unit
from queue_app.store.seal import Seal

Fields = dict[str, str | bytes | int]


@dataclass(frozen=True, kw_only=True)
class Content:
    """What is sealed as one blob."""

    account_number: str
    patient: Patient
    stay: Stay
    documents: tuple[Document, ...]
    holds: tuple[Hold, ...]
    answer: str
    billed: tuple[Billed, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Submission:
    """One numbered version of the codes; it never changes."""

    number: int
    codes: Codes
    by: str
    at: datetime


def submission(seal: Seal, one: Encounter, key: bytes, sealed: bytes) -> Submission:
    """The last submission of the encounter."""
    part = f"submission/{one.submission}"
    return msgspec.json.decode(seal.open(key, one.id, part, sealed), type=Submission)


def fields(seal: Seal, before: Encounter | None, after: Encounter, key: bytes) -> Fields:
    """What has to be written: every field that is not as it was before."""
    told: Fields = {}
    for name, (attributes, read) in WORKFLOW.items():
        if before is None or any(getattr(before, one) != getattr(after, one) for one in attributes):
            told[name] = read(after)
    if before is None or any(
        getattr(before, one) != getattr(after, one) for one in ("account_number", "patient")
    ):
        told["finds"] = " ".join(fingerprints(seal, after))
    if before is None or any(getattr(before, one) != getattr(after, one) for one in CONTENT):
        told["content"] = seal.close(key, after.id, "content", msgspec.json.encode(_content(after)))
    if before is None or before.codes != after.codes:
        told["codes"] = seal.close(key, after.id, "codes", msgspec.json.encode(after.codes))
    return told


def encounter(seal: Seal, encounter_id: str, told: Mapping[bytes, bytes]) -> Encounter:
    """The encounter whose hash this is."""
    plain = {name.decode(): value.decode() for name, value in told.items() if name not in SEALED}
    key = told[b"key"]
    content = msgspec.json.decode(seal.open(key, encounter_id, "content", told[b"content"]), type=Content)
    codes = msgspec.json.decode(seal.open(key, encounter_id, "codes", told[b"codes"]), type=Codes)
    return Encounter(
        id=encounter_id,
        unit=Unit(plain["unit"]),
        status=Status(plain["status"]),
        version=int(plain["version"]),
        work_type=plain["work_type"],
        worklist=plain["worklist"],
        due_at=at(plain["due_at"]),
        clock_at=at(plain["clock_at"]),
        arrived_at=at(plain["arrived_at"]),
        holder=plain["holder"] or None,
        holders=frozenset(plain["holders"].split()),
        coder=plain["coder"] or None,
        token=int(plain.get("token", 0)),
        lease_until=at(plain["lease_until"]) if plain.get("lease_until") else None,
        held_at=at(plain["held_at"]) if plain.get("held_at") else None,
        charges=int(plain["charges"]),
        submission=int(plain["submission"]),
        submitted_at=at(plain["submitted_at"]) if plain["submitted_at"] else None,
        control_number=plain.get("control_number", ""),
        coded_version=int(plain.get("coded_version", plain["version"])),
        documents_version=int(plain.get("documents_version", 0)),
        active={
            name.removeprefix(ACTIVE): int(value) for name, value in plain.items() if name.startswith(ACTIVE)
        },
        codes=codes,
        **{name: getattr(content, name) for name in CONTENT},
    )


ACTIVE = "active/"  # before a person: the field with their seconds
SEALED = frozenset({b"key", b"content", b"codes"})
CONTENT = tuple(Content.__dataclass_fields__)


def _content(one: Encounter) -> Content:
    return Content(**{name: getattr(one, name) for name in CONTENT})


def fingerprints(seal: Seal, one: Encounter) -> tuple[str, str]:
    """By what an encounter is found: keyed hashes of its account number and MRN."""
    return seal.fingerprint("account", one.account_number), seal.fingerprint("mrn", one.patient.mrn)


def _moment(name: str) -> Callable[[Encounter], str | int]:
    def read(one: Encounter) -> str | int:
        moment: datetime | None = getattr(one, name)
        return ms(moment) if moment else ""

    return read


def _plain(name: str) -> Callable[[Encounter], str | int]:
    return lambda one: getattr(one, name) or ""


def _number(name: str) -> Callable[[Encounter], str | int]:
    return lambda one: int(getattr(one, name))


# The readable fields, but for those the scripts stamp (version, coded_version, token, lease,
# held_at, stepped_at, control_number, active/…): from which attributes each is made, and how. `blocked` and
# `lacks` repeat what is sealed, in opaque words, for the indexes.
WORKFLOW: dict[str, tuple[tuple[str, ...], Callable[[Encounter], str | int]]] = {
    **{
        name: ((name,), _plain(name))
        for name in ("unit", "status", "work_type", "worklist", "holder", "coder")
    },
    **{name: ((name,), _moment(name)) for name in ("due_at", "clock_at", "arrived_at", "submitted_at")},
    **{name: ((name,), _number(name)) for name in ("charges", "submission", "documents_version")},
    "holders": (("holders",), lambda one: " ".join(sorted(one.holders))),
    "blocked": (("holds",), lambda one: " ".join(sorted({hold.blocks for hold in one.holds}))),
    "lacks": (("holds",), lambda one: "\n".join(sorted({hold.lacks for hold in one.holds if hold.lacks}))),
}


def heading(document: Document) -> Document:
    """The document without its sections, as it is kept in the content."""
    return replace(document, sections=())


def name_of(document: Document) -> str:
    """The name under which one document's text is kept, and which it never changes."""
    return f"{document.id}/{document.version}"


def close_sections(seal: Seal, key: bytes, encounter_id: str, document: Document) -> tuple[str, bytes]:
    """Name and sealed value of one document's text."""
    name = name_of(document)
    packed = zlib.compress(msgspec.json.encode(document.sections), 1)
    return name, seal.close(key, encounter_id, name, packed)


def open_sections(
    seal: Seal, key: bytes, encounter_id: str, documents: Iterable[Document], sealed: Mapping[str, bytes]
) -> tuple[Document, ...]:
    """These documents of the encounter with their sections."""
    return tuple(
        replace(document, sections=_sections(seal.open(key, encounter_id, name, sealed[name])))
        for document, name in ((document, name_of(document)) for document in documents)
    )


def _sections(packed: bytes) -> tuple[Section, ...]:
    return msgspec.json.decode(zlib.decompress(packed), type=tuple[Section, ...])


def ms(moment: datetime) -> int:
    """Milliseconds since 1970."""
    return round(moment.timestamp() * 1000)


def at(told: str | int) -> datetime:
    return datetime.fromtimestamp(int(told) / 1000, UTC)
