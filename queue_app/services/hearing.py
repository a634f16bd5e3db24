"""Hearing back from billing: 999 and 277CA files move encounters on, each answer once."""

from contextlib import suppress
from pathlib import Path

from queue_app.codesets.tables import CodeTables
from queue_app.domain.claim import Sender
from queue_app.domain.encounter import Status
from queue_app.domain.errors import NotFound
from queue_app.mailbox import Mailbox
from queue_app.services import workflow
from queue_app.store.batches import Member
from queue_app.store.store import Store
from queue_app.x12 import answers

VERBS = {"accepted": "accept", "acknowledged": "acknowledge", "rejected": "reject"}
# Where an answer finds its encounter when it only repeats what was heard before.
SAID_BEFORE = {
    "accept": (Status.ACCEPTED,),
    "acknowledge": (Status.ACCEPTED, Status.REJECTED),
    "reject": (Status.REJECTED,),
}
LONGEST_ANSWER = 64 * 1024 * 1024  # bytes


def hear_back(store: Store, tables: CodeTables, mailbox: Mailbox, sender: Sender) -> int:
    """Take every answer file in the drop folder; returns how many encounters moved on.

    A file that cannot be used, wholly or in part, is set aside with the reason and shown.
    """
    moved = 0
    for path in mailbox.answers():
        try:
            content = _read(path)
        except OSError:
            continue  # it was taken away meanwhile, or is not ready yet
        problems: list[str] = []
        if store.records.answer_was_read(content):
            problems.append("This very answer has been read before; nothing was changed.")
        else:
            moved += _hear(store, tables, sender, content, problems)
            store.records.note_answer(content)
        if problems:
            reason = " ".join(dict.fromkeys(problems))
            mailbox.set_aside(path, reason)
            store.records.set_aside(path.name, reason)
        else:
            mailbox.done(path)
    return moved


def _read(path: Path) -> bytes:
    if path.stat().st_size > LONGEST_ANSWER:
        return b""
    return path.read_bytes()


def _hear(store: Store, tables: CodeTables, sender: Sender, content: bytes, problems: list[str]) -> int:
    """Act on every answer of one file; what cannot be acted on is added to the problems."""
    try:
        found = answers.read(content.decode("utf-8", "replace"))
    except answers.Garbled as garbled:
        problems.append(str(garbled))
        return 0
    if found.receiver != sender.id:
        problems.append("The answer is for another sender; nothing was changed.")
        return 0
    moved = 0
    for answer in found.answers:
        members = _meant(store, answer)
        if not members:
            problems.append("It answers a claim that was not sent from here.")
        moved += sum(_act(store, tables, member, answer, problems) for member in members)
    return moved


def _meant(store: Store, answer: answers.Answer) -> list[Member]:
    """The claims an answer speaks of: one by its number, one by its place in our file, or the whole file."""
    if answer.claim_number:
        member = store.batches.claim(answer.claim_number)
        return [member] if member else []
    if answer.interchange_control is None:
        return []
    with suppress(NotFound):
        batch = store.batches.get(answer.interchange_control)
        by_number = {member.claim_number: member for member in batch.members}
        sent = [by_number[number] for number in batch.sent]
        if answer.position is None:
            return sent
        return sent[answer.position - 1 : answer.position] if answer.position > 0 else []
    return []


def _act(
    store: Store, tables: CodeTables, member: Member, answer: answers.Answer, problems: list[str]
) -> int:
    encounter = store.encounters.get(member.encounter)
    if encounter.submission != member.submission:
        problems.append("It answers a claim that has been replaced by a newer one.")
        return 0
    verb = VERBS[answer.verdict]
    told = {"reason": answer.reason} if verb == "reject" else {"detail": answer.reason}
    if workflow.try_system_step(store, tables, verb, encounter.id, **told):
        return 1
    if encounter.status not in SAID_BEFORE[verb]:
        problems.append(f"It answers a claim whose encounter is {encounter.status.replace('_', ' ')} now.")
    return 0
