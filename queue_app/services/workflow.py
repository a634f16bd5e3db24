"""Moving encounters through their life: the one way to change one."""

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from queue_app.codesets.tables import CodeTables
from queue_app.domain import moves
from queue_app.domain.codes import Codes
from queue_app.domain.edits import overrides
from queue_app.domain.edits.finding import Finding
from queue_app.domain.encounter import Encounter, Hold
from queue_app.domain.errors import Changed, Malformed, NotFound, OutOfOrder
from queue_app.domain.holds import OFFERED, REASONS
from queue_app.domain.lifecycle import Step, step_named
from queue_app.domain.people import SYSTEM, Person, Role
from queue_app.services import acceptance, coding
from queue_app.store.store import Store


def perform(
    store: Store,
    tables: CodeTables,
    verb: str,
    encounter_id: str,
    actor: Person,
    *,
    seen: int | None = None,
    token: int | None = None,
    read: int | None = None,
    answers: bool = True,
    **given: Any,
) -> Encounter:
    """Take one step of the lifecycle, or raise the Refusal that says why not.

    Codes that came with a step which came too late are kept as their coder's draft. Whoever `answers` no
    warnings, a program of before there were overrides, may submit all the same, and that is kept.
    """
    step, now = step_named(verb), datetime.now(UTC)
    before = store.encounters.get(encounter_id)
    _must_be_open(store, verb, actor, before, now)
    if "assignee" in step.asks:
        _must_be_coder(store, given.get("assignee"))
    if (reason := given.pop("hold_reason", None)) is not None:
        given |= _coders_hold(before, actor, reason, given)
    codes: Codes | None = given.get("codes")
    try:
        findings: tuple[Finding, ...] = ()
        if step.submits:
            findings, given["codes"] = _judged(store, tables, before, codes or before.codes, answers)
        given |= {"seen": seen, "token": token, "read": read}
        after = store.encounters.commit(moves.take(verb, before, actor, now, findings=findings, **given))
    except (Changed, OutOfOrder):
        if _is_saved(before, actor, step, seen, token, codes):
            return before
        _keep_aside(store, actor, before, codes)
        raise
    if step.submits:
        _settle(store, actor, after)
    return after


def restore(
    store: Store, tables: CodeTables, verb: str, encounter_id: str, actor: Person, **given: Any
) -> Encounter:
    """Save a draft in the place of the present codes, which become the draft: so it can be taken back."""
    present = store.encounters.get(encounter_id).codes
    after = perform(store, tables, verb, encounter_id, actor, **given)
    store.encounters.keep_draft(encounter_id, actor, present if present != Codes() else None)
    return after


def _is_saved(
    before: Encounter, coder: Person, step: Step, seen: int | None, token: int | None, codes: Codes | None
) -> bool:
    """Whether the codes were saved already: the answer was lost, and the page sends them again."""
    same = codes == before.codes and seen != before.version
    return same and step.leaves_the_status and token == before.token and before.is_on_desk_of(coder.id)


def _keep_aside(store: Store, coder: Person, before: Encounter, codes: Codes | None) -> None:
    """What was typed too late stays its coder's, unless it stands there anyhow."""
    if codes and codes not in (before.codes, Codes()) and coder.id in before.holders:
        store.encounters.keep_draft(before.id, coder, codes)


def _judged(
    store: Store, tables: CodeTables, encounter: Encounter, codes: Codes, answers: bool
) -> tuple[tuple[Finding, ...], Codes]:
    """What the edits say of codes that are submitted, and the codes with the overrides that are kept."""
    found = coding.findings(store, tables, encounter, codes)
    found = found if answers else overrides.let_pass(found)
    return found, overrides.judged(codes, found)


def _settle(store: Store, coder: Person, submitted: Encounter) -> None:
    """What was kept while it was coded has done its duty."""
    store.encounters.keep_draft(submitted.id, coder, None)
    acceptance.count(store, submitted, coder)


def claim_next(store: Store, coder: Person) -> Encounter | None:
    """The most urgent encounter the coder is eligible for, theirs now; None when nothing waits."""
    return store.encounters.claim_next(coder)


def return_lapsed(store: Store, tables: CodeTables) -> int:
    """Put encounters whose lease ran out back into their worklists."""
    returned = 0
    for encounter_id in store.floor.lapsed(datetime.now(UTC)):
        with suppress(Changed, OutOfOrder):  # its holder acted just now
            perform(store, tables, "lapse", encounter_id, SYSTEM)
            returned += 1
    return returned


def a_hold(encounter: Encounter, placed_by: str, reason: str, **facts: Any) -> Hold:
    """A new hold; a reason that is not on the list becomes the note of an "other"."""
    if reason not in REASONS:
        reason, facts["note"] = "other", "\n".join(filter(None, (reason, facts.get("note", ""))))
    chosen = REASONS[reason]
    return Hold(
        id=f"{chosen.key}-{encounter.version + 1}",
        reason=chosen.key,
        blocks=chosen.blocks,
        owner=chosen.owner,
        placed_by=placed_by,
        placed_at=datetime.now(UTC),
        **facts,
    )


def _coders_hold(encounter: Encounter, coder: Person, reason: str, given: dict[str, Any]) -> dict[str, Any]:
    if not reason:
        raise Malformed("Say why: choose a hold reason.")
    if reason in REASONS and REASONS[reason] not in OFFERED:
        raise Malformed("That hold is placed by Codedesk itself; choose another reason.")
    facts = {"note": given.pop("hold_note", ""), "follow_up_on": given.pop("follow_up_on", None)}
    hold = a_hold(encounter, coder.id, reason, **facts)
    return {"hold": hold, "detail": ": ".join(filter(None, (REASONS[hold.reason].label, hold.note)))}


def try_system_step(store: Store, tables: CodeTables, verb: str, encounter_id: str, **given: Any) -> bool:
    """Take a step of Codedesk's own; False when the encounter has moved on to where it cannot be taken."""
    while True:
        try:
            perform(store, tables, verb, encounter_id, SYSTEM, **given)
        except Changed:
            continue  # somebody else was quicker, and the step may be as right as before
        except OutOfOrder:
            return False
        return True


def _must_be_open(store: Store, verb: str, actor: Person, before: Encounter, now: datetime) -> None:
    if not moves.may_look(actor, before, now) and not _may_try(verb, actor, before):
        store.records.audit("refused", actor.id, before.id)
        raise NotFound("There is no such encounter.")


def _may_try(verb: str, actor: Person, before: Encounter) -> bool:
    """Claiming is open to coders, and whoever held an encounter hears why they are too late."""
    claims = verb == "claim" and Role.CODER in actor.roles and before.worklist in (
        *actor.worklists,
        *actor.backups,
    )  # fmt: skip
    return claims or actor.id in before.holders


def _must_be_coder(store: Store, person_id: str | None) -> None:
    if not person_id:
        return  # the step says that it needs one
    person = store.people.get(person_id)
    if Role.CODER not in person.roles or not person.active:
        raise Malformed(f"{person.name} does not code; choose a coder.")
