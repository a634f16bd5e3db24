"""Handing finished codes to billing: gathering, writing and delivering claims."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta

from queue_app.codesets.tables import CodeTables
from queue_app.domain import abstract, revenue
from queue_app.domain.claim import Claim, Interchange, Sender
from queue_app.domain.codes import Codes
from queue_app.domain.directory import Charge
from queue_app.domain.encounter import Encounter, Hold, Unit
from queue_app.domain.lifecycle import step_named
from queue_app.mailbox import Mailbox
from queue_app.services import coding, directories, workflow
from queue_app.store.batches import Batch, Member, State
from queue_app.store.store import Store
from queue_app.x12.envelope import Unwritable, write
from queue_app.x12.requirements import problems
from queue_app.x12.segment import Misread

SEND = step_named("export")
SILENT = timedelta(seconds=15)  # after which a batch is offered to a worker again


def relay(store: Store) -> int:
    """Gather what is owed into batches and offer them to a worker, and again those a crash lost."""
    offered = 0
    for unit in Unit:
        while number := store.batches.gather(unit):
            offered += _offer(store, number)
    for number in store.batches.undelivered(SILENT):
        offered += _offer(store, number)
    return offered


def _offer(store: Store, number: int) -> bool:
    attempt = store.batches.offered(number)
    return store.jobs.offer("export", f"export-{number}-{attempt}", number)


def export(store: Store, tables: CodeTables, mailbox: Mailbox, sender: Sender, number: int) -> None:
    """Deliver one batch, exactly once, however often and by however many this is called.

    The file is staged, then the claims in it become “sent”, all at once, then it is published by one rename.
    A crash before they are sent leaves a batch that is judged anew, a crash after it one that is published
    as it stands.
    """
    try:
        with mailbox.lock(str(number)):
            _deliver(store, tables, mailbox, sender, store.batches.get(number))
    except (OSError, Unwritable, Misread) as problem:
        why = f"{problem.strerror}." if isinstance(problem, OSError) else problem
        store.batches.failed(number, f"The file could not be written: {why}")
        raise


def _deliver(store: Store, tables: CodeTables, mailbox: Mailbox, sender: Sender, batch: Batch) -> None:
    if batch.state is State.DELIVERED:
        return
    if batch.state is State.STAGED or _stage(store, tables, mailbox, sender, batch):
        mailbox.publish(batch.file)
    store.batches.delivered(batch.number)


def _stage(store: Store, tables: CodeTables, mailbox: Mailbox, sender: Sender, batch: Batch) -> bool:
    """Write the file and send its claims; False when none of them is left to send."""
    while claims := _claims(store, tables, batch):
        try:
            text = write(_interchange(batch, sender, claims.values()))
        except Misread:
            if not _hold_misread(store, tables, sender, batch, claims):
                raise
            continue
        mailbox.stage(batch.file, text)
        if store.batches.send(batch.number, claims):
            return True  # else one was taken back just now: write the file again without it
    return False


def _stands(encounter: Encounter, member: Member) -> bool:
    """Whether the claim with that number is still the one to be sent for the encounter."""
    is_owed = encounter.status in SEND.sources and encounter.submission == member.submission
    return is_owed and not encounter.blocked("billing")


def _claims(store: Store, tables: CodeTables, batch: Batch) -> dict[Member, Claim]:
    """The claims of the batch; encounters whose claim cannot be written get a billing hold instead."""
    found = store.encounters.find(member.encounter for member in batch.members)
    by_id = {encounter.id: encounter for encounter in found}
    standing = [member for member in batch.members if _stands(by_id[member.encounter], member)]
    submissions = store.encounters.submissions([by_id[member.encounter] for member in standing])
    charges = {charge.id: charge for charge in store.directories.all(Charge)}
    claims = {}
    for member, submission in zip(standing, submissions, strict=True):
        encounter = by_id[member.encounter]
        made = _claim(store, tables, charges, encounter, submission.codes, member.claim_number)
        if isinstance(made, Claim):
            claims[member] = made
        else:
            _hold(store, tables, encounter, made)
    return claims


def _hold(store: Store, tables: CodeTables, encounter: Encounter, holds: Iterable[Hold]) -> None:
    for hold in holds:
        workflow.try_system_step(store, tables, "block", encounter.id, hold=hold, detail=hold.note)
    directories.lift_found(store, tables, store.encounters.get(encounter.id))


def _hold_misread(
    store: Store, tables: CodeTables, sender: Sender, batch: Batch, claims: Mapping[Member, Claim]
) -> bool:
    """Hold the claims that do not come out right by themselves, so that they keep no other back."""
    found = False
    for member, claim in claims.items():
        try:
            write(_interchange(batch, sender, [claim]))
        except Misread as problem:
            found = True
            encounter = store.encounters.get(member.encounter)
            note = f"{problem} Tell whoever keeps Codedesk."
            _hold(store, tables, encounter, [_unwritable(encounter, note)])
    return found


def _unwritable(encounter: Encounter, note: str) -> Hold:
    return workflow.a_hold(encounter, "system", "claim_unwritable", note=note)


def _interchange(batch: Batch, sender: Sender, claims: Iterable[Claim]) -> Interchange:
    return Interchange(
        control_number=batch.number, made_at=batch.made_at, sender=sender, claims=tuple(claims)
    )


def _claim(
    store: Store,
    tables: CodeTables,
    charges: dict[str, Charge],
    encounter: Encounter,
    codes: Codes,
    number: str,
) -> Claim | tuple[Hold, ...]:
    """The claim, or the billing holds that say what is missing for it."""
    stay = abstract.counting(encounter.stay, codes)
    who, *others = abstract.named(encounter.unit, stay, codes)
    facility, payer, providers = store.directories.of(stay, (who, *others))
    if facility is None or payer is None or not providers.keys() >= {who, *others}:
        return directories.holds_for_lacks(store, replace(encounter, codes=codes))
    facts = coding.facts(tables, codes)
    claim = Claim(
        number=number,
        unit=encounter.unit,
        patient=encounter.patient,
        stay=stay,
        codes=codes,
        facility=facility,
        provider=providers[who],
        others={other: providers[other] for other in others},
        payer=payer,
        revenue_lines=revenue.lines_of(stay, codes.lines, charges),
        exempt=frozenset(fact.code for fact in facts.values() if fact.poa_exempt),
    )
    if claim.total == 0:
        return (directories.a_lack(encounter, Charge.kind, revenue.ROOM),)
    if found := problems(claim):
        return (_unwritable(encounter, " ".join(found)),)
    return claim
