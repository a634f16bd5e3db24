"""Encounters to test with: say only what the test is about."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from redis import Redis

from queue_app.domain import moves
from queue_app.domain.codes import Codes, Diagnosis, Line
from queue_app.domain.encounter import (
    Address,
    Document,
    Encounter,
    Patient,
    PatientClass,
    Section,
    Status,
    Stay,
    Unit,
)
from queue_app.domain.people import SYSTEM, Person
from queue_app.store import keys
from queue_app.store.codec import heading
from queue_app.store.store import Store
from tests.people import MARIA

NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)
VISIT = date(2026, 11, 16)
GOOD_CODES = Codes(
    diagnoses=(Diagnosis("J069"),), lines=(Line("99213", charge=12500, on=VISIT, pointers=(1,)),)
)
OTHER_CODES = Codes(diagnoses=(Diagnosis("J209"),), lines=GOOD_CODES.lines)


def a_patient(**facts: Any) -> Patient:
    address = Address(lines=("1 Elm St",), city="Boston", state="MA", postal_code="02115")
    told = {"mrn": "MRN-77", "family": "Sample", "given": "Ann", "born_on": date(1960, 5, 4), "sex": "F"}
    return Patient(**told | {"address": address} | facts)


def a_stay(**facts: Any) -> Stay:
    told = {
        "patient_class": PatientClass.CLINIC,
        "admitted_at": NOON - timedelta(hours=1),
        "discharged_at": NOON,
        "facility": "clinic-1",
        "attending": "dr-1",
        "payer": "payer-1",
        "member_id": "M123",
    }
    return Stay(**told | facts)


def a_document(text: str = "Sore throat.", **facts: Any) -> Document:
    told = {"id": "doc-1", "type": "Progress note", "written_at": NOON, "author": "Dr. Welby", "signed": True}
    return Document(**told | {"sections": (Section(title="Note", text=text),)} | facts)


def an_encounter(**facts: Any) -> Encounter:
    told = {
        "id": "e1",
        "unit": Unit.PROFESSIONAL,
        "work_type": "clinic",
        "worklist": "clinic",
        "due_at": NOON + timedelta(days=3),
        "clock_at": NOON,
        "arrived_at": NOON,
        "account_number": "ACCT-1",
        "patient": a_patient(),
        "stay": a_stay(),
    }
    return Encounter(**told | facts)


def arrived(store: Store, *documents: Document, status: Status = Status.READY, **facts: Any) -> Encounter:
    """An encounter that has come in and stands in that status of arrival."""
    new = an_encounter(documents=tuple(map(heading, documents)), **facts)
    return store.encounters.commit(moves.take("import", new, SYSTEM, NOON, status=status), documents)


def step(store: Store, verb: str, encounter: Encounter, actor: Person, **given: Any) -> Encounter:
    """Take a step with the encounter as it was last seen."""
    return store.encounters.commit(moves.take(verb, encounter, actor, datetime.now(UTC), **given))


def amended(store: Store, encounter: Encounter, *documents: Document) -> Encounter:
    """The EHR sends these in the place of its documents."""
    move = moves.take("amend", encounter, SYSTEM, NOON, documents=tuple(map(heading, documents)))
    return store.encounters.commit(move, documents)


def submitted(store: Store, codes: Codes = GOOD_CODES, **facts: Any) -> Encounter:
    """An encounter that Maria has submitted, whatever the edits would have said."""
    return step(store, "submit", step(store, "claim", arrived(store, **facts), MARIA), MARIA, codes=codes)


def an_expired_lease(redis_raw: Redis, encounter_id: str = "e1", *, in_ms: int = -1) -> None:
    """Let the lease end so many milliseconds from now."""
    seconds, micros = redis_raw.time()
    until = seconds * 1000 + micros // 1000 + in_ms
    redis_raw.hset(keys.ENCOUNTER % encounter_id, "lease_until", str(until))
    redis_raw.zadd(keys.LEASES, {encounter_id: until})
