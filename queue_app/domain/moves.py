"""Taking a step: who may, from where, and what the encounter is like afterwards. Deciding only, no I/O."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from queue_app.domain import abstract
from queue_app.domain.edits.finding import Finding, Severity
from queue_app.domain.encounter import Encounter, Hold, Status
from queue_app.domain.errors import Changed, Malformed, NewerDocuments, NotAllowed, OutOfOrder, Unfit
from queue_app.domain.lifecycle import LIFECYCLE, Holder, Party, Step, step_named
from queue_app.domain.people import Person, Role

JUST_FINISHED = timedelta(hours=12)  # how long a coder may still look at what they submitted
GIVEN_AWAY = "Your time on this encounter ran out or it was given to somebody else."
TAKEN_ANEW = "You have claimed this encounter anew since this page was opened."
CHANGED_ELSEWHERE = (
    "You changed this encounter in another tab or on another device since this page was opened."
)
READERS = frozenset({Role.SUPERVISOR, Role.BILLER, Role.AUDITOR, Role.SYSTEM})


@dataclass(frozen=True, kw_only=True)
class Move:
    """One step, taken: what is to be written down. Version, token and lease are stamped by the writer."""

    step: Step
    before: Encounter
    after: Encounter
    actor: Person
    seen: int  # the version that was read
    token: int | None  # the lease the actor believes to have; None: the step needs none
    detail: str = ""  # for the history; may name patients, so it is sealed
    active: int = 0  # seconds since its holder last told; the writer believes what the clock allows


def take(
    verb: str,
    before: Encounter,
    actor: Person,
    at: datetime,
    *,
    seen: int | None = None,
    token: int | None = None,
    read: int | None = None,
    findings: Iterable[Finding] = (),
    **given: Any,
) -> Move:
    """Work out what the step does, or refuse and say why.

    `seen` and `token` are the version and the fencing token on the actor's screen, `read` the version whose
    documents are; `given` holds what the step asks for, the seconds its actor was `active`, and for steps of
    the system whatever else changes.
    """
    step = step_named(verb)
    if before.status not in step.arrows:
        raise OutOfOrder(_out_of_order(step, before, actor))
    if token not in (None, before.token):
        raise Changed(TAKEN_ANEW if before.holder == actor.id else GIVEN_AWAY)
    _must_fit(step, before, token, before.version if seen is None else seen, read)
    if not step.by & parties(actor, before):
        raise NotAllowed(f"You may not take the step “{step.button or step.verb}” on this encounter.")
    for field in step.needed:
        if given.get(field) in (None, ""):
            raise Malformed(f"The step “{step.button or step.verb}” needs the field {field}.")
    if step.submits:
        _may_be_submitted(before, findings)
    return Move(
        step=step,
        before=before,
        after=replace(before, **_changes(step, before, actor, at, given)),
        actor=actor,
        seen=before.version,
        token=before.token if step.by & Party.HOLDER and before.holder == actor.id else None,
        detail=str(given.get("detail") or given.get("reason") or ""),
        active=given.get("active", 0) if before.is_on_desk_of(actor.id) else 0,
    )


def offered(person: Person, encounter: Encounter) -> tuple[Step, ...]:
    """The steps this person may take now: the buttons on the page."""
    return _offered(encounter.status, parties(person, encounter))


@cache
def _offered(status: Status, who: Party) -> tuple[Step, ...]:
    return tuple(step for step in LIFECYCLE if status in step.arrows and step.by & who)


def parties(person: Person, encounter: Encounter) -> Party:
    """Everything this person is to this encounter."""
    return _parties(person.roles, person.id == encounter.holder, person.id == encounter.coder)


@cache
def _parties(roles: frozenset[Role], holds: bool, coded: bool) -> Party:
    party = Party(0)
    if Role.CODER in roles:
        party |= Party.CODER
    if Role.AUDITOR in roles and not coded:
        party |= Party.REVIEWER
    if Role.SUPERVISOR in roles:
        party |= Party.SUPERVISOR
    if Role.SYSTEM in roles:
        party |= Party.SYSTEM
    if holds:
        party |= Party.HOLDER
    return party


def may_look(person: Person, encounter: Encounter, at: datetime) -> bool:
    """Coders open only what they hold or have just finished; the other roles open what they watch over."""
    if person.roles & READERS or person.id == encounter.holder:
        return True
    finished = encounter.submitted_at is not None and at - encounter.submitted_at < JUST_FINISHED
    return encounter.coder == person.id and finished


def _must_fit(step: Step, before: Encounter, token: int | None, seen: int, read: int | None) -> None:
    """Raise Changed when the step may not be what the actor wants now that the encounter has moved on.

    What its holder does still fits when nothing came since but steps that leave the work as it is. Only a
    submit has to know the newest documents.
    """
    oldest = before.version if token is None else before.coded_version
    if not oldest <= seen <= before.version:
        raise Changed if token is None else Changed(CHANGED_ELSEWHERE)
    if step.submits and (seen if read is None else read) < before.documents_version:
        raise NewerDocuments


def _may_be_submitted(before: Encounter, findings: Iterable[Finding]) -> None:
    problems = [f"{hold.note or hold.reason.replace('_', ' ')}." for hold in before.blocked("submit")]
    found = tuple(findings)
    problems += [finding.message for finding in found if finding.severity is Severity.ERROR]
    if waiting := sum(finding.waits for finding in found):
        problems.append(
            f"{waiting} {'warning waits' if waiting == 1 else 'warnings wait'} for an answer: "
            "mend what it names, or say why it stands."
        )
    if problems:
        raise Unfit(problems, found)


def _changes(
    step: Step, before: Encounter, actor: Person, at: datetime, given: dict[str, Any]
) -> dict[str, Any]:
    """The fields of the encounter that the step changes."""
    (target, *others) = step.arrows[before.status]
    changes: dict[str, Any] = {
        "status": given["status"] if others else target,
        "holder": _next_holder(step, before, actor, given.get("assignee")),
    }
    if changes["holder"]:
        changes["holders"] = before.holders | {changes["holder"]}
    if codes := given.get("codes"):
        changes["codes"] = codes
        changes["charges"] = codes.charges or before.charges
    if step.submits:
        changes |= {
            "coder": actor.id,
            "submission": before.submission + 1,
            "submitted_at": at,
            "control_number": "",
        }
    if "reason" in step.asks:
        changes["answer"] = given["reason"]
    if not step.leaves_the_work:
        changes["coded_version"] = before.version + 1
    if given.get("documents", before.documents) != before.documents:
        changes["documents_version"] = before.version + 1
    changes["holds"] = _holds(step, before, given)
    return changes | {name: given[name] for name in _GIVEN if name in given}


# What steps of the system may bring along.
_GIVEN = (
    *("patient", "stay", "documents", "holds", "charges", "billed"),
    *("due_at", "clock_at", "work_type", "worklist"),
)


def _holds(step: Step, before: Encounter, given: dict[str, Any]) -> tuple[Hold, ...]:
    codes = given.get("codes")
    holds = abstract.holds_left(before, codes) if step.submits and codes else before.holds
    if placed := given.get("hold"):
        holds = (*(hold for hold in holds if hold.id != placed.id), placed)
    if lifted := given.get("hold_id"):
        holds = tuple(hold for hold in holds if hold.id != lifted)
    if before.status is Status.ON_HOLD and step.verb != "hold":
        holds = tuple(hold for hold in holds if hold.blocks != "coding")
    return holds


def _next_holder(step: Step, before: Encounter, actor: Person, assignee: str | None) -> str | None:
    return {
        Holder.SAME: before.holder,
        Holder.ACTOR: actor.id,
        Holder.ASSIGNEE: assignee,
        Holder.CODER: before.coder,
        Holder.NOBODY: None,
    }[step.holder]


def _out_of_order(step: Step, before: Encounter, actor: Person) -> str:
    if step.submits and before.coder == actor.id and before.submitted_at and before.status not in step.arrows:
        return f"You have submitted this encounter already; it is {before.status.replace('_', ' ')} now."
    if actor.id in before.holders and before.status is Status.READY and Party.HOLDER in step.by:
        return "Your time on this encounter ran out or it was released, so it went back to its worklist."
    return (
        f"This encounter is {before.status.replace('_', ' ')} now, "
        f"so the step “{step.button or step.verb}” cannot be taken."
    )
