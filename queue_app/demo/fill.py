"""Filling the store with the demo day through the same services that real work goes through."""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, TypeVar

from tqdm import tqdm

from queue_app.codesets.tables import CodeTables
from queue_app.demo import answers, directories
from queue_app.demo.bundle import bundle
from queue_app.demo.day import COUNT, SEED
from queue_app.demo.morning import Deed, Ending, arrived_at, deeds
from queue_app.demo.people import PASSWORD, PEOPLE
from queue_app.demo.visits import Visit, visits
from queue_app.domain.arrival import Arrival
from queue_app.domain.claim import Sender
from queue_app.domain.encounter import Status
from queue_app.domain.holds import REASONS
from queue_app.domain.people import Role
from queue_app.domain.triage import unit_of
from queue_app.fhir import reader
from queue_app.fhir.sources import Source
from queue_app.mailbox import Mailbox
from queue_app.services import accounts, billing, intake, workflow
from queue_app.services import directories as loading
from queue_app.store.store import Store

BY = "system"
Item = TypeVar("Item")


def fill(
    store: Store,
    tables: CodeTables,
    mailbox: Mailbox,
    sender: Sender,
    now: datetime,
    count: int = COUNT,
    password: str = "",
) -> None:
    """People, directories, encounters and the work done so far; asked again, it finishes what it began.

    Every step is taken now, through the services, and then told as taken when it is said to have been. The
    working day is that of the zone of `now`. Without a password the people get one that is no secret.
    """
    come = list(visits(count, now.astimezone(UTC).date(), SEED))
    store.past.made_up()
    _people(store, password)
    _directories(store, tables)
    _encounters(store, tables, come, now)
    new = _not_done(store, deeds(come, directories.prices(), now))
    for deed, id in _shown("work so far", new):
        _do(store, tables, deed, id)
        store.past.tell(id, deed.moments)
        if deed.verb == "submit":
            _deliver(store, tables, mailbox, sender, deed)
            _answer(store, tables, deed, id)
            store.past.tell(id, deed.moments)
    counted = Counter(deed.ending for deed, _ in new)
    so_far = ", ".join(f"{counted[ending]} {ending}" for ending in Ending if counted[ending])
    print(f"  The work so far is done: {so_far or 'it was there already'}.")


def _people(store: Store, password: str) -> None:
    """Those who are there already keep the password they have."""
    known = {person.id for person in store.people.everybody()}
    hashed = accounts.HASHER.hash(password or PASSWORD)  # once for all: hashing is slow on purpose
    for person in _shown("people", [person for person in PEOPLE if person.id not in known]):
        if not password:
            store.people.publish(person.id, PASSWORD)  # first, so that no such account goes unnoticed
        store.people.put(person, hashed)
        accounts.add(store, person, None, BY)
    print(f"  {len(PEOPLE)} people can sign in: {', '.join(person.id for person in PEOPLE)}.")


def _directories(store: Store, tables: CodeTables) -> None:
    loaded = [
        loading.load(store, tables, kind, text)
        for kind, text in _shown("directories", list(directories.texts().items()))
    ]
    entries = sum(one.entries for one in loaded)
    print(f"  {entries} facilities, providers, payers and charges are in the directories.")


def _encounters(store: Store, tables: CodeTables, come: Sequence[Visit], now: datetime) -> None:
    documents = 0
    for visit in _shown("encounters", come):
        content = json.dumps(bundle(visit)).encode()
        for arrival in reader.read(Source(path=visit.account_number, content=content)):
            if isinstance(arrival, Arrival):
                prices = directories.prices()
                charges, billed = answers.charged(visit, prices), answers.billed(visit, prices)
                arrival = replace(arrival, charges=charges, billed=billed)
                if intake.take_in(store, tables, arrival) == "arrived":
                    store.past.tell(_id(store, visit), {"import": arrived_at(visit, now)})
                documents += len(arrival.documents)
    print(f"  {len(come)} encounters with {documents} documents are in the queue.")


def _not_done(store: Store, planned: Iterable[Deed]) -> list[tuple[Deed, str]]:
    """Each deed that nobody has begun, with the id of its encounter."""
    named = ((deed, _id(store, deed.visit)) for deed in planned)
    return [(deed, id) for deed, id in named if store.encounters.get(id).status is Status.READY]


def _do(store: Store, tables: CodeTables, deed: Deed, id: str) -> None:
    """What the coder did, up to the submit, and the auditor after it."""
    before = workflow.perform(store, tables, "claim", id, deed.coder)
    store.past.tell(id, deed.moments)  # nobody is active on what was claimed a moment ago
    given: dict[str, Any] = {"codes": deed.codes}
    if deed.hold:
        facts = {"note": deed.words, "follow_up_on": deed.follow_up_on}
        hold = workflow.a_hold(before, deed.coder.id, deed.hold, **facts)
        given = {
            "hold": replace(hold, placed_at=deed.done_at),
            "detail": f"{REASONS[deed.hold].label}: {deed.words}",
        }
    workflow.perform(store, tables, deed.verb, id, deed.coder, active=deed.active, **given)
    if deed.ending is Ending.RETURNED:
        auditor = next(person for person in PEOPLE if Role.AUDITOR in person.roles)
        workflow.perform(store, tables, "return", id, auditor, reason=deed.words)


def _deliver(store: Store, tables: CodeTables, mailbox: Mailbox, sender: Sender, deed: Deed) -> None:
    """What a worker does the moment after: a file for billing with the claim in it."""
    while number := store.batches.gather(unit_of(deed.visit.stay.patient_class)):
        store.past.tell_batch(number, deed.moments["export"])
        billing.export(store, tables, mailbox, sender, number)


def _answer(store: Store, tables: CodeTables, deed: Deed, id: str) -> None:
    """What billing has said meanwhile."""
    workflow.try_system_step(store, tables, "acknowledge", id, detail="999: accepted")
    if deed.ending is Ending.ACCEPTED:
        workflow.try_system_step(store, tables, "accept", id, detail="A2: accepted")
    elif deed.ending is Ending.REJECTED:
        workflow.try_system_step(store, tables, "reject", id, reason=deed.words)


def _id(store: Store, visit: Visit) -> str:
    unit = unit_of(visit.stay.patient_class)
    return store.encounters.id_of(visit.stay.facility, visit.account_number, unit)


def _shown(what: str, items: Sequence[Item]) -> Iterable[Item]:
    """With a progress bar where somebody watches."""
    bar: Iterable[Item] = tqdm(items, desc=f"  {what}", leave=False, disable=not sys.stderr.isatty())
    return bar
