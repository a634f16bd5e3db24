"""Handing finished codes to billing: gathering, writing and delivering claims."""

from collections.abc import Sequence
from datetime import timedelta

from queue_app.codesets.tables import CodeTables
from queue_app.domain import revenue
from queue_app.domain.claim import Claim, Interchange, Sender
from queue_app.domain.codes import Codes
from queue_app.domain.directory import Charge
from queue_app.domain.encounter import Encounter, Hold, Status, Unit
from queue_app.mailbox import Mailbox
from queue_app.services import coding, directories, workflow
from queue_app.store.batches import Batch, Member, State
from queue_app.store.store import Store
from queue_app.x12.envelope import Unwritable, write
from queue_app.x12.proof import Misread

MISREAD = "Read back, the claim was not what was meant; tell whoever keeps Codedesk."
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

    The file is staged, then every claim in it becomes “sent”, then the file is published by one rename.
    A crash at any point leaves a batch that the next call finishes with the same bytes.
    """
    try:
        with mailbox.lock(str(number)):
            _deliver(store, tables, mailbox, sender, store.batches.get(number))
    except OSError as problem:
        store.batches.failed(number, f"The file could not be written: {problem.strerror}.")
        raise


def _deliver(store: Store, tables: CodeTables, mailbox: Mailbox, sender: Sender, batch: Batch) -> None:
    if batch.state is State.DELIVERED:
        return
    if batch.state is State.STAGED or _stage(store, tables, mailbox, sender, batch):
        mailbox.publish(batch.file)
    store.batches.delivered(batch.number)


def _stage(store: Store, tables: CodeTables, mailbox: Mailbox, sender: Sender, batch: Batch) -> list[str]:
    """Write the file and send its claims; returns the claim numbers in the file."""
    while True:
        claims = _writable(store, tables, sender, batch)
        if not claims:
            return []
        mailbox.stage(batch.file, write(_interchange(batch, sender, [claim for _, claim in claims])))
        sent = [_send(store, tables, member) for member, _ in claims]
        if all(sent):  # else one was taken back just now: write the file again without it
            numbers = [claim.number for _, claim in claims]
            store.batches.staged(batch.number, numbers)
            return numbers


def _send(store: Store, tables: CodeTables, member: Member) -> bool:
    sent = workflow.try_system_step(store, tables, "export", member.encounter)
    return sent or _stands_in(store.encounters.get(member.encounter), member)


def _stands_in(encounter: Encounter, member: Member) -> bool:
    """Whether the claim with that number is the one to be sent for the encounter, or was sent already."""
    current = encounter.submission == member.submission
    return current and encounter.status in (Status.FINAL_CODED, Status.SENT)


def _writable(store: Store, tables: CodeTables, sender: Sender, batch: Batch) -> list[tuple[Member, Claim]]:
    """The claims of the batch; encounters whose claim cannot be written get a billing hold instead."""
    by_id = {one.id: one for one in store.encounters.find(member.encounter for member in batch.members)}
    standing = [member for member in batch.members if _stands_in(by_id[member.encounter], member)]
    submissions = store.encounters.submissions([by_id[member.encounter] for member in standing])
    charges = {charge.id: charge for charge in store.directories.all(Charge)}
    claims = []
    for member, submission in zip(standing, submissions, strict=True):
        encounter = by_id[member.encounter]
        made = _claim(store, tables, charges, encounter, submission.codes, member.claim_number)
        if isinstance(made, Claim):
            made = _tried(encounter, made, batch, sender)
        if isinstance(made, Claim):
            claims.append((member, made))
        else:
            for hold in made:
                workflow.try_system_step(store, tables, "block", encounter.id, hold=hold, detail=hold.note)
            directories.lift_found(store, tables, store.encounters.get(encounter.id))
    return claims


def _tried(encounter: Encounter, claim: Claim, batch: Batch, sender: Sender) -> Claim | tuple[Hold, ...]:
    """The claim, if it can be written by itself; one bad claim must not keep the others back."""
    try:
        write(_interchange(batch, sender, [claim]))
    except (Unwritable, Misread) as problem:
        note = " ".join(problem.problems) if isinstance(problem, Unwritable) else MISREAD
        return (workflow.a_hold(encounter, "system", "claim_unwritable", note=note),)
    return claim


def _interchange(batch: Batch, sender: Sender, claims: Sequence[Claim]) -> Interchange:
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
    facility, provider, payer = store.directories.of(encounter.stay)
    if facility is None or provider is None or payer is None:
        return directories.holds_for_lacks(store, encounter)
    facts = coding.facts(tables, codes)
    claim = Claim(
        number=number,
        unit=encounter.unit,
        patient=encounter.patient,
        stay=encounter.stay,
        codes=codes,
        facility=facility,
        provider=provider,
        payer=payer,
        revenue_lines=revenue.lines_of(encounter.stay, codes.lines, charges),
        exempt=frozenset(fact.code for fact in facts.values() if fact.poa_exempt),
    )
    if claim.total == 0:
        return (directories.a_lack(encounter, Charge.kind, revenue.ROOM),)
    return claim
