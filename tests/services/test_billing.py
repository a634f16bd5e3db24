"""Finished codes become files for billing: each claim once, whole, and none kept back by another."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from queue_app.domain.codes import Abstract, Codes, Diagnosis
from queue_app.domain.directory import Charge
from queue_app.domain.encounter import PatientClass, Status, Unit
from queue_app.domain.people import SYSTEM
from queue_app.services import billing, directories
from queue_app.x12 import envelope, professional
from queue_app.x12.segment import Misread
from tests.builders import GOOD_CODES, NOON, OTHER_CODES, a_patient, a_stay, an_encounter, step, submitted
from tests.people import LENA
from tests.services.claims import claims_in, statuses
from tests.services.furniture import CLINIC, DOCTOR, PAYER
from tests.x12 import judge

INPATIENT = {
    "unit": Unit.FACILITY,
    "stay": a_stay(
        patient_class=PatientClass.INPATIENT, facility="hospital-1", admitted_at=NOON.replace(day=12)
    ),
    "codes": Codes(diagnoses=(Diagnosis("J189", "Y"), Diagnosis("I10", "Y"))),
}


def test_submitted_claims_leave_in_one_file_that_the_judge_accepts(store, deliver):
    for encounter_id in ("e1", "e2", "e3"):
        submitted(store, id=encounter_id)

    (text,) = deliver()
    assert judge.complaints(text) == []
    assert len(claims_in(text)) == 3
    for encounter_id in ("e1", "e2", "e3"):
        encounter = store.encounters.get(encounter_id)
        assert encounter.status is Status.SENT
        assert encounter.control_number in claims_in(text)


def test_a_stay_leaves_on_a_facility_claim_with_its_days_of_room(store, deliver):
    submitted(store, **INPATIENT)
    (text,) = deliver()
    assert judge.complaints(text) == []
    assert "SV2*0120**6000*DA*4~" in text
    assert "HI*ABK:J189:::::::Y~" in text


def test_facility_and_professional_claims_leave_in_files_of_their_own(store, mailbox, deliver):
    submitted(store, id="e1")
    submitted(store, id="e2", **INPATIENT)
    deliver()
    assert sorted(path.suffix for path in mailbox.out.iterdir()) == [".837i", ".837p"]


def test_the_claim_is_made_of_the_submitted_version_only(store, deliver):
    submitted(store, OTHER_CODES)
    (text,) = deliver()
    assert "HI*ABK:J209~" in text


def test_when_nothing_is_owed_nothing_is_written(deliver):
    assert deliver() == []


def test_a_claim_that_cannot_be_written_is_held_and_keeps_no_other_back(store, deliver):
    submitted(store, id="e1", patient=a_patient(born_on=None))
    submitted(store, id="e2")

    (text,) = deliver()
    assert len(claims_in(text)) == 1
    assert statuses(store, "e2") == [Status.SENT]
    held = store.encounters.get("e1")
    assert (held.status, [hold.reason for hold in held.holds]) == (Status.FINAL_CODED, ["claim_unwritable"])
    assert "birth" in held.holds[0].note
    assert "Sample" not in held.holds[0].note


def test_a_claim_our_own_lint_finds_fault_with_is_held_and_keeps_no_other_back(store, deliver):
    (line,) = GOOD_CODES.lines
    next_week = replace(line, on=datetime.now(UTC).date() + timedelta(days=7))
    submitted(store, replace(GOOD_CODES, lines=(next_week,)), id="e1")
    submitted(store, id="e2")

    (text,) = deliver()
    assert claims_in(text) == [store.encounters.get("e2").control_number]
    (hold,) = store.encounters.get("e1").holds
    assert "a date lies in the future. Tell whoever keeps Codedesk." in hold.note


def test_a_claim_that_reads_back_wrongly_is_held_and_keeps_no_other_back(store, deliver, monkeypatch):
    well = professional.service_line

    def forgetful(number, line, claim):
        return [] if claim.codes == OTHER_CODES else well(number, line, claim)

    monkeypatch.setattr(professional, "service_line", forgetful)
    submitted(store, OTHER_CODES, id="e1")
    submitted(store, id="e2")

    (text,) = deliver()
    assert claims_in(text) == [store.encounters.get("e2").control_number]
    (hold,) = store.encounters.get("e1").holds
    assert "service lines not written as it was meant" in hold.note


def test_a_file_that_no_single_claim_is_to_blame_for_is_not_published_and_holds_nobody(
    store, deliver, monkeypatch
):
    submitted(store, id="e1")
    submitted(store, id="e2")
    monkeypatch.setattr(envelope, "batch_number", lambda number, position: "~" * (position - 1))
    with pytest.raises(Misread):
        deliver()
    assert "X12 cannot carry" in store.batches.get(1).problem
    assert [store.encounters.get(each).holds for each in ("e1", "e2")] == [(), ()]

    monkeypatch.undo()
    deliver()
    assert statuses(store, "e1", "e2") == [Status.SENT, Status.SENT]


def test_a_batch_of_nothing_but_unwritable_claims_leaves_no_file(store, deliver):
    submitted(store, patient=a_patient(born_on=None))
    assert deliver() == []
    assert store.batches.undelivered() == []


def test_a_mended_claim_leaves_under_the_number_it_was_given(store, deliver):
    submitted(store, patient=a_patient(born_on=None))
    deliver()
    held = store.encounters.get("e1")
    number = held.control_number

    mended = step(store, "amend", held, SYSTEM, patient=a_patient())
    step(store, "lift", mended, LENA, hold_id=held.holds[0].id)
    (text,) = deliver()
    assert claims_in(text) == [number]


def test_a_claim_that_was_taken_back_before_the_export_is_left_out(store, deliver):
    taken_back, _ = submitted(store, id="e1"), submitted(store, id="e2")
    billing.relay(store)
    step(store, "void", store.encounters.get(taken_back.id), LENA, reason="Courtesy")

    (text,) = deliver()
    assert claims_in(text) == [store.encounters.get("e2").control_number]
    assert statuses(store, "e1") == [Status.NO_BILL]


@pytest.mark.parametrize("missing", [CLINIC, DOCTOR, PAYER], ids=lambda entry: entry.kind)
def test_a_missing_entry_holds_the_claim_and_names_itself_and_its_arrival_lets_the_claim_go(
    store, tables, deliver, redis_raw, missing
):
    redis_raw.hdel(f"directory:{missing.kind}", missing.id)
    submitted(store)
    assert deliver() == []
    (hold,) = store.encounters.get("e1").holds
    assert (hold.lacks, hold.blocks) == (f"{missing.kind}/{missing.id}", "billing")

    store.directories.put([missing])
    assert directories.lift(store, tables, [missing]) == 1
    (text,) = deliver()
    assert judge.complaints(text) == []
    assert store.encounters.get("e1").holds == ()


def test_a_stay_without_any_charge_waits_for_the_charge_master(store, tables, deliver, redis_raw):
    redis_raw.delete("directory:charge")
    submitted(store, **INPATIENT)
    assert deliver() == []
    assert [hold.lacks for hold in store.encounters.get("e1").holds] == ["charge/ROOM"]

    directories.load(store, tables, Charge.kind, "id,cents,revenue_code,per_day\nROOM,150000,0120,yes\n")
    assert len(deliver()) == 1


def test_the_claim_says_of_the_stay_what_its_coder_said(store, deliver):
    surgeon = replace(DOCTOR, id="dr-2", npi="1558598797", family="Cutter")
    store.directories.put([surgeon])
    said = Abstract(disposition="03", operating="dr-2", admitting_diagnosis="R0602", birth_weight=3240)
    submitted(store, **INPATIENT | {"codes": replace(INPATIENT["codes"], abstract=said)})
    (text,) = deliver()
    assert judge.complaints(text) == []
    for segment in (
        "CL1*3*1*03~",
        "HI*ABJ:R0602~",
        "HI*BE:54:::3240~",
        "NM1*72*1*CUTTER*MARCIA****XX*1558598797~",
    ):
        assert segment in text


def test_a_provider_whom_the_directory_lacks_holds_the_claim_until_it_is_there(store, tables, deliver):
    said = Abstract(operating="dr-9")
    submitted(store, **INPATIENT | {"codes": replace(INPATIENT["codes"], abstract=said)})
    assert deliver() == []
    (hold,) = store.encounters.get("e1").holds
    assert hold.lacks == "provider/dr-9"
    missing = replace(DOCTOR, id="dr-9", npi="1558598797", family="Cutter")
    store.directories.put([missing])
    directories.lift(store, tables, [missing])
    (text,) = deliver()
    assert "NM1*72*1*CUTTER" in text


def test_a_coder_who_names_another_provider_frees_the_claim_of_the_missing_one(store, tables, deliver):
    lacking = directories.a_lack(an_encounter(), "provider", "dr-0")
    submitted(
        store,
        replace(GOOD_CODES, abstract=Abstract(rendering=DOCTOR.id)),
        stay=a_stay(attending="dr-0"),
        holds=(lacking,),
    )
    assert store.encounters.get("e1").holds == ()
    (text,) = deliver()
    assert "NM1*82*1*WELBY*MARCIA" in text
