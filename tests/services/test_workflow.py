"""Encounters on their way: claimed, coded, held, submitted, reviewed, sent back."""

from datetime import timedelta

import pytest

from queue_app.domain.codes import Codes, Diagnosis
from queue_app.domain.encounter import Status
from queue_app.domain.errors import Malformed, NotAllowed, NotFound, OutOfOrder, Unfit
from queue_app.domain.people import Role
from queue_app.services import reading, workflow
from tests.builders import GOOD_CODES, NOON, OTHER_CODES, a_document, arrived
from tests.people import ADA, BEA, FEED, LENA, MARIA, OMAR, TOM, a_person


def test_a_submitted_encounter_is_final_coded_and_nobody_holds_it(store, take):
    claimed = take("claim", arrived(store, a_document()), MARIA)
    submitted = take("submit", take("save", claimed, MARIA, codes=GOOD_CODES), MARIA)

    assert (submitted.status, submitted.holder, submitted.coder) == (Status.FINAL_CODED, None, "maria")
    assert store.encounters.submissions([submitted])[0].codes == GOOD_CODES


def test_codes_come_along_with_the_submit_too(store, take):
    submitted = take("submit", take("claim", arrived(store), MARIA), MARIA, codes=GOOD_CODES)
    assert store.encounters.submissions([submitted])[0].codes == GOOD_CODES


def test_a_second_submit_makes_no_second_version(store, take):
    claimed = take("claim", arrived(store), MARIA)
    first = take("submit", claimed, MARIA, codes=GOOD_CODES)

    with pytest.raises(OutOfOrder, match="submitted this encounter already"):
        take("submit", claimed, MARIA, codes=GOOD_CODES)
    after = store.encounters.get("e1")
    assert (after.version, after.submission) == (first.version, 1)
    assert after.control_number == first.control_number


def test_codes_that_cannot_be_billed_stop_the_submit_and_say_how_to_mend_it(store, take):
    claimed = take("claim", arrived(store), MARIA)
    with pytest.raises(Unfit) as refused:
        take("submit", claimed, MARIA, codes=Codes(diagnoses=(Diagnosis("J06"), Diagnosis("XXXX"))))

    assert len(refused.value.problems) >= 3  # not billable, not a code, no service line
    assert store.encounters.get("e1") == claimed


def test_an_encounter_without_codes_cannot_be_submitted(store, take):
    claimed = take("claim", arrived(store), MARIA)
    with pytest.raises(Unfit, match="diagnos"):
        take("submit", claimed, MARIA)


def test_the_coder_takes_the_most_urgent_of_their_primary_worklists_before_any_backup(store):
    arrived(store, id="late", worklist="clinic", due_at=NOON + timedelta(days=2))
    arrived(store, id="soon", worklist="clinic", due_at=NOON + timedelta(days=1))
    arrived(store, id="urgent", worklist="emergency", due_at=NOON)
    arrived(store, id="foreign", worklist="inpatient", due_at=NOON)
    coder = a_person("Ines", Role.CODER, worklists=("clinic",), backups=("emergency",))

    taken = [workflow.claim_next(store, coder) for _ in range(4)]
    assert [one and one.id for one in taken] == ["soon", "late", "urgent", None]


@pytest.mark.parametrize("person", [LENA, OMAR, BEA])
def test_nobody_but_a_coder_claims(store, take, person):
    with pytest.raises(NotAllowed):
        take("claim", arrived(store), person)


@pytest.mark.parametrize("person", [ADA, FEED, a_person("Ines", Role.CODER, worklists=("inpatient",))])
def test_for_those_who_may_not_look_there_is_no_such_encounter(store, take, person):
    ready = arrived(store)
    with pytest.raises(NotFound):
        take("claim", ready, person)
    assert store.encounters.get("e1") == ready


def test_a_refused_step_is_in_the_audit(store, take):
    claimed = take("claim", arrived(store), MARIA)
    with pytest.raises(NotFound):
        take("save", claimed, TOM, codes=OTHER_CODES)
    last = store.records.audited(1)[0]
    assert (last["verb"], last["actor"], last["about"]) == ("refused", "tom", "e1")


def test_an_encounter_on_hold_waits_with_its_coder_and_is_taken_up_again(store, take):
    claimed = take("claim", arrived(store), MARIA)
    held = take("hold", claimed, MARIA, hold_reason="pathology_pending", hold_note="Asked the lab.")

    assert (held.status, held.holder, held.lease_until) == (Status.ON_HOLD, "maria", None)
    assert [(hold.owner, hold.blocks, hold.note) for hold in held.holds] == [
        ("HIM", "coding", "Asked the lab.")
    ]
    resumed = take("resume", held, MARIA)
    assert (resumed.status, resumed.holder, resumed.holds) == (Status.ASSIGNED, "maria", ())
    assert resumed.lease_until is not None


def test_several_holds_stand_side_by_side(store, take):
    claimed = take("claim", arrived(store), MARIA)
    held = take("hold", claimed, MARIA, hold_reason="pathology_pending")
    held = take("hold", held, MARIA, hold_reason="unsigned_note")
    assert [hold.reason for hold in held.holds] == ["pathology_pending", "unsigned_note"]


def test_a_reason_of_ones_own_becomes_the_note_of_another_hold(store, take):
    held = take("hold", take("claim", arrived(store), MARIA), MARIA, hold_reason="The chart smells of smoke")
    assert [(hold.reason, hold.note) for hold in held.holds] == [("other", "The chart smells of smoke")]


@pytest.mark.parametrize("reason", ["", "directory_entry_missing", "claim_unwritable"])
def test_a_coders_hold_needs_a_reason_that_coders_may_give(store, take, reason):
    claimed = take("claim", arrived(store), MARIA)
    with pytest.raises(Malformed):
        take("hold", claimed, MARIA, hold_reason=reason)
    assert store.encounters.get("e1") == claimed


def test_an_auditor_returns_the_coder_rebuts_the_auditor_passes(store, take):
    claimed = take("claim", arrived(store), MARIA)
    asked = take("ask_review", claimed, MARIA, codes=GOOD_CODES)
    returned = take("return", asked, OMAR, reason="Where is the cough?")
    assert (returned.status, returned.holder, returned.answer) == (
        Status.RETURNED,
        "maria",
        "Where is the cough?",
    )

    rebutted = take("rebut", returned, MARIA, reason="It is integral to the infection.")
    passed = take("pass_review", rebutted, OMAR)
    assert (passed.status, passed.submission, passed.coder) == (Status.FINAL_CODED, 1, "maria")


def test_what_an_auditor_returned_can_be_reworked_and_submitted_anew(store, take):
    asked = take("ask_review", take("claim", arrived(store), MARIA), MARIA, codes=GOOD_CODES)
    reworked = take("rework", take("return", asked, OMAR, reason="Look again."), MARIA)
    submitted = take("submit", reworked, MARIA, codes=OTHER_CODES)

    assert submitted.submission == 2
    assert store.encounters.submissions([asked])[0].codes == GOOD_CODES


def test_a_supervisor_lays_work_on_another_desk_and_the_draft_goes_along(store, take):
    saved = take("save", take("claim", arrived(store), MARIA), MARIA, codes=GOOD_CODES)
    assigned = take("assign", saved, LENA, assignee="tom")

    assert (assigned.holder, assigned.codes) == ("tom", GOOD_CODES)
    assert [one.id for one in store.floor.desk("tom")] == ["e1"]
    assert store.floor.desk("maria") == []


@pytest.mark.parametrize(
    ("assignee", "refusal"), [("lena", Malformed), ("", Malformed), ("nobody", NotFound), ("ines", Malformed)]
)
def test_work_is_assigned_only_to_coders_who_are_let_in(store, take, assignee, refusal):
    store.people.put(a_person("Ines", Role.CODER, active=False))
    ready = arrived(store)
    with pytest.raises(refusal):
        take("assign", ready, LENA, assignee=assignee)
    assert store.encounters.get("e1") == ready


def test_a_supervisor_sets_to_no_bill_and_reopens(store, take):
    void = take("void", arrived(store), LENA, reason="Courtesy visit")
    assert (void.status, void.answer) == (Status.NO_BILL, "Courtesy visit")
    assert take("reopen", void, LENA).status is Status.READY


def test_the_history_tells_who_did_what_and_why(store, take):
    claimed = take("claim", arrived(store), MARIA)
    take("hold", claimed, MARIA, hold_reason="unsigned_note", hold_note="Dr. Welby is away.")
    told = [(event.actor, event.history, event.detail) for event in store.encounters.history("e1")]
    assert told[-2:] == [
        ("maria", "claimed", ""),
        ("maria", "put on hold", "Unsigned note: Dr. Welby is away."),
    ]


def test_the_coder_still_reads_what_they_have_just_submitted(store, take):
    submitted = take("submit", take("claim", arrived(store, a_document()), MARIA), MARIA, codes=GOOD_CODES)
    assert reading.open_encounter(store, submitted.id, MARIA).documents[0].sections
    with pytest.raises(NotFound):
        reading.open_encounter(store, submitted.id, TOM)
