"""Every cell of the lifecycle: each step, from each status, by each kind of person."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from queue_app.domain import moves
from queue_app.domain.edits.finding import Finding, Severity
from queue_app.domain.encounter import Hold, Status
from queue_app.domain.errors import Changed, Malformed, NotAllowed, OutOfOrder, Unfit
from queue_app.domain.lifecycle import LIFECYCLE, Lease, Party, Step, as_markdown
from queue_app.domain.people import SYSTEM, Person, Role
from tests.builders import GOOD_CODES, NOON, an_encounter
from tests.people import BEA, LENA, MARIA, OMAR, TOM, a_person

ACTORS = {
    Party.HOLDER: MARIA,
    Party.CODER: TOM,
    Party.REVIEWER: OMAR,
    Party.SUPERVISOR: LENA,
    Party.SYSTEM: SYSTEM,
    None: BEA,
}
A_HOLD = Hold(id="h", reason="other", blocks="coding", owner="lead", placed_by="maria", placed_at=NOON)
GIVEN: dict[str, Any] = {
    "codes": GOOD_CODES,
    "reason": "because",
    "assignee": "tom",
    "hold": A_HOLD,
    "hold_id": "h",
    "status": Status.READY,
}


def an_actor(step: Step) -> Person:
    return next(actor for party, actor in ACTORS.items() if party and party in step.by)


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("step", LIFECYCLE, ids=lambda step: step.verb)
def test_a_step_starts_only_from_its_sources_and_ends_where_the_table_says(step, status):
    before = an_encounter(status=status, holder="maria", coder="tom")

    if status in step.sources:
        after = moves.take(step.verb, before, an_actor(step), NOON, **GIVEN).after
        assert after.status in step.arrows[status]
    else:
        with pytest.raises(OutOfOrder):
            moves.take(step.verb, before, an_actor(step), NOON, **GIVEN)


@pytest.mark.parametrize("party", ACTORS)
@pytest.mark.parametrize("step", LIFECYCLE, ids=lambda step: step.verb)
def test_a_step_is_taken_only_by_its_parties(step, party):
    before = an_encounter(status=min(step.sources), holder="maria", coder="tom")
    actor = ACTORS[party]
    allowed = bool(step.by & moves.parties(actor, before))

    assert (step in moves.offered(actor, before)) is allowed
    if allowed:
        assert moves.take(step.verb, before, actor, NOON, **GIVEN).actor is actor
    else:
        with pytest.raises(NotAllowed):
            moves.take(step.verb, before, actor, NOON, **GIVEN)


@pytest.mark.parametrize("step", [step for step in LIFECYCLE if step.needed], ids=lambda step: step.verb)
def test_a_step_needs_what_it_asks_for(step):
    before = an_encounter(status=min(step.sources), holder="maria", coder="tom")
    with pytest.raises(Malformed):
        moves.take(step.verb, before, an_actor(step), NOON, status=Status.READY)


def test_no_auditor_reviews_their_own_work():
    both = a_person("Both", Role.CODER, Role.AUDITOR)
    with pytest.raises(NotAllowed):
        moves.take("pass_review", an_encounter(status=Status.IN_REVIEW, coder="both"), both, NOON)


def test_a_step_from_an_old_page_is_refused():
    with pytest.raises(Changed):
        moves.take("claim", an_encounter(status=Status.READY, version=3), MARIA, NOON, seen=2)


def test_a_step_under_an_old_lease_is_refused():
    before = an_encounter(status=Status.ASSIGNED, holder="maria", token=8)
    with pytest.raises(Changed):
        moves.take("save", before, MARIA, NOON, token=7, codes=GOOD_CODES)


# Claimed with version 3; a billing hold was placed with 4, newer documents came with 5, it was lifted with 6.
MOVED_ON = an_encounter(
    status=Status.ASSIGNED, holder="maria", token=8, version=6, coded_version=3, documents_version=5
)


@pytest.mark.parametrize("seen", [3, 4, 5, 6])
@pytest.mark.parametrize("verb", ["save", "hold", "release"])
def test_what_the_holder_does_still_fits_when_newer_content_came_meanwhile(verb, seen):
    move = moves.take(verb, MOVED_ON, MARIA, NOON, seen=seen, token=8, **GIVEN)
    assert move.seen == 6  # what Redis compares: nothing may come between deciding and writing


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"seen": 2, "token": 8}, "codes or holder changed since"),
        ({"seen": 7, "token": 8}, "there is no such version yet"),
        ({"seen": 3, "token": 7}, "the lease is another's"),
        ({"seen": 5, "token": None}, "without a lease only the newest version will do"),
    ],
)
def test_a_save_that_may_not_fit_is_refused(facts, why):
    with pytest.raises(Changed):
        moves.take("save", MOVED_ON, MARIA, NOON, codes=GOOD_CODES, **facts)


def test_a_submit_knows_the_newest_documents_and_need_not_know_the_newest_billing_hold():
    for seen, read in ((3, None), (4, None), (6, 4)):
        with pytest.raises(Changed, match="Newer documents arrived"):
            moves.take("submit", MOVED_ON, MARIA, NOON, seen=seen, token=8, read=read)
    for seen, read in ((5, None), (6, None), (6, 5)):
        assert (
            moves.take("submit", MOVED_ON, MARIA, NOON, seen=seen, token=8, read=read).after.submission == 1
        )


def test_a_supervisor_decides_only_about_what_is_on_the_screen():
    with pytest.raises(Changed):
        moves.take("void", MOVED_ON, LENA, NOON, seen=5, reason="Courtesy")


def test_a_step_that_leaves_the_work_touches_neither_status_nor_holder_nor_codes():
    assert {step.verb for step in LIFECYCLE if step.leaves_the_work} == {
        "amend",
        "block",
        "lift",
        "acknowledge",
    }
    for step in LIFECYCLE:
        before = an_encounter(status=min(step.sources), holder="maria", version=6, coded_version=3)
        given = GIVEN | ({} if {"codes", "codes?"} & set(step.asks) else {"codes": None})
        after = moves.take(step.verb, before, an_actor(step), NOON, **given).after
        same = (after.status, after.holder, after.codes) == (before.status, before.holder, before.codes)
        assert same or not step.leaves_the_work, step.verb
        assert after.coded_version == (3 if step.leaves_the_work else 7), step.verb


def test_errors_and_warnings_without_a_reason_stop_submit_and_information_does_not():
    before = an_encounter(status=Status.ASSIGNED, holder="maria", codes=GOOD_CODES)
    error, warning, information = (Finding("r", severity, "Mend it.") for severity in Severity)
    stands = replace(warning, overridden="documented")

    with pytest.raises(Unfit, match="Mend it"):
        moves.take("submit", before, MARIA, NOON, findings=[error])
    with pytest.raises(Unfit, match="2 warnings wait for an answer"):
        moves.take("submit", before, MARIA, NOON, findings=[warning, stands, warning])
    assert moves.take("submit", before, MARIA, NOON, findings=[stands, information]).after.submission == 1


def test_a_hold_that_blocks_submit_stops_it():
    blocking = Hold(
        id="h", reason="other", blocks="submit", owner="lead", placed_by="x", placed_at=NOON, note="Wait"
    )
    before = an_encounter(status=Status.ASSIGNED, holder="maria", holds=(blocking,))
    with pytest.raises(Unfit, match="Wait"):
        moves.take("submit", before, MARIA, NOON)


def test_a_second_submit_is_told_that_there_was_a_first():
    before = an_encounter(status=Status.FINAL_CODED, coder="maria", submitted_at=NOON)
    with pytest.raises(OutOfOrder, match="already"):
        moves.take("submit", before, MARIA, NOON)


def test_resuming_lifts_the_holds_of_coding_and_leaves_those_of_billing():
    billing = Hold(id="b", reason="other", blocks="billing", owner="billing", placed_by="x", placed_at=NOON)
    before = an_encounter(status=Status.ON_HOLD, holder="maria", holds=(A_HOLD, billing))
    assert moves.take("resume", before, MARIA, NOON).after.holds == (billing,)


def test_a_rejected_encounter_goes_back_to_whoever_coded_it():
    before = an_encounter(status=Status.SENT, coder="tom")
    after = moves.take("reject", before, SYSTEM, NOON, reason="562").after
    assert (after.holder, after.answer) == ("tom", "562")


def test_a_coder_looks_only_at_what_they_hold_or_have_just_finished():
    held, finished = an_encounter(holder="maria"), an_encounter(coder="maria", submitted_at=NOON)

    assert moves.may_look(MARIA, held, NOON)
    assert not moves.may_look(TOM, held, NOON)
    assert moves.may_look(MARIA, finished, NOON + timedelta(hours=1))
    assert not moves.may_look(MARIA, finished, NOON + timedelta(hours=13))
    assert moves.may_look(LENA, held, NOON)


def test_every_step_that_leaves_an_encounter_assigned_starts_a_lease_or_keeps_it():
    for step in LIFECYCLE:
        entering = {to for source, to in step.arrows.items() if source is not Status.ASSIGNED}
        if any(Status.ASSIGNED in targets for targets in entering):
            assert isinstance(step.lease, Lease), step.verb


def test_the_page_of_the_lifecycle_names_every_step():
    page = as_markdown()
    assert all(f"| `{step.verb}` |" in page for step in LIFECYCLE)
