"""Finished codes become files for billing: each claim once, whole, and none kept back by another."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from threading import Event

import pytest

from queue_app.domain.codes import Codes, Diagnosis
from queue_app.domain.directory import Charge
from queue_app.domain.encounter import PatientClass, Status, Unit
from queue_app.domain.errors import Changed
from queue_app.domain.people import SYSTEM
from queue_app.services import billing, directories
from queue_app.x12 import envelope, professional
from queue_app.x12.segment import Misread
from tests.builders import GOOD_CODES, NOON, OTHER_CODES, a_patient, a_stay, step, submitted
from tests.people import LENA
from tests.services.furniture import CLINIC, DOCTOR, PAYER, furnish
from tests.x12 import judge
from tests.x12.builders import SENDER

INPATIENT = {
    "unit": Unit.FACILITY,
    "stay": a_stay(
        patient_class=PatientClass.INPATIENT, facility="hospital-1", admitted_at=NOON.replace(day=12)
    ),
    "codes": Codes(diagnoses=(Diagnosis("J189", "Y"), Diagnosis("I10", "Y"))),
}


@pytest.fixture(autouse=True)
def furnished(store):
    furnish(store)


@pytest.fixture
def deliver(store, tables, mailbox):
    """What the relay and the billing worker do; returns the files that billing finds, oldest first."""

    def delivered() -> list[str]:
        billing.relay(store)
        for number in store.batches.undelivered():
            billing.export(store, tables, mailbox, SENDER, number)
        return [path.read_text() for path in sorted(mailbox.out.iterdir())]

    return delivered


@pytest.fixture
def killed(store, mailbox, monkeypatch):
    """The worker is killed at the moment before."""
    moments = {
        "the claims are sent": (store.batches, "send"),
        "the file is published": (mailbox, "publish"),
    }

    def die(*_):
        raise KeyboardInterrupt

    @contextmanager
    def at(moment):
        with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
            patch.setattr(*moments[moment], die)
            yield

    return at


def claims_in(text):
    return [segment.split("*")[1] for segment in text.split("~") if segment.startswith("CLM*")]


def amend_until(done, store, ids):
    """The EHR corrects every record again and again."""
    for number in count():
        for encounter_id in ids:
            if done.is_set():
                return
            with suppress(Changed):
                seen = store.encounters.get(encounter_id)
                step(store, "amend", seen, SYSTEM, patient=a_patient(mrn=f"MRN-{number}"))


def status_of(store, encounter_id):
    return store.encounters.get(encounter_id).status


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


def test_facility_and_professional_claims_leave_in_files_of_their_own(store, deliver, mailbox):
    submitted(store, id="e1")
    submitted(store, id="e2", **INPATIENT)
    deliver()
    assert sorted(path.suffix for path in mailbox.out.iterdir()) == [".837i", ".837p"]


def test_the_claim_is_made_of_the_submitted_version_only(store, deliver):
    submitted(store, OTHER_CODES)
    (text,) = deliver()
    assert "HI*ABK:J209~" in text


def test_when_nothing_is_owed_nothing_is_written(store, deliver):
    assert deliver() == []


def test_a_batch_that_was_delivered_is_not_delivered_again(store, tables, mailbox, deliver):
    submitted(store)
    (text,) = deliver()
    for path in mailbox.out.iterdir():
        path.unlink()  # billing has taken it

    billing.export(store, tables, mailbox, SENDER, 1)
    assert deliver() == []
    assert status_of(store, "e1") is Status.SENT
    assert len(claims_in(text)) == 1


def test_many_workers_on_one_batch_deliver_one_file(store, tables, mailbox):
    for number in range(20):
        submitted(store, id=f"e{number}")
    billing.relay(store)
    with ThreadPoolExecutor(8) as workers:
        list(workers.map(lambda _: billing.export(store, tables, mailbox, SENDER, 1), range(8)))

    (path,) = mailbox.out.iterdir()
    assert len(set(claims_in(path.read_text()))) == 20
    assert [event.verb for event in store.encounters.history("e7")].count("export") == 1


def test_an_out_folder_that_cannot_be_written_delays_the_file_and_the_next_try_delivers_the_same(
    store, tables, mailbox
):
    submitted(store)
    billing.relay(store)
    mailbox.out.rmdir()
    mailbox.out.touch()  # a file in its place
    with pytest.raises(OSError):
        billing.export(store, tables, mailbox, SENDER, 1)
    assert "could not be written" in store.batches.get(1).problem
    staged = (mailbox.staging / "000000001.837p").read_bytes()

    mailbox.out.unlink()
    mailbox.out.mkdir()
    billing.export(store, tables, mailbox, SENDER, 1)
    assert (mailbox.out / "000000001.837p").read_bytes() == staged
    assert store.batches.get(1).problem == ""


def test_a_staging_folder_that_is_gone_sends_nothing_and_says_so(store, tables, mailbox):
    submitted(store)
    billing.relay(store)
    mailbox.staging.rmdir()
    with pytest.raises(OSError):
        billing.export(store, tables, mailbox, SENDER, 1)
    assert status_of(store, "e1") is Status.FINAL_CODED
    assert "could not be written" in store.batches.get(1).problem

    mailbox.staging.mkdir()
    billing.export(store, tables, mailbox, SENDER, 1)
    assert status_of(store, "e1") is Status.SENT


@pytest.mark.parametrize("moment", ["the claims are sent", "the file is published"])
def test_a_crash_before_a_staged_file_is_out_ends_in_the_same_bytes(store, tables, mailbox, killed, moment):
    for encounter_id in ("e1", "e2"):
        submitted(store, id=encounter_id)
    billing.relay(store)
    with killed(moment):
        billing.export(store, tables, mailbox, SENDER, 1)
    staged = (mailbox.staging / "000000001.837p").read_bytes()
    assert list(mailbox.out.iterdir()) == []

    billing.export(store, tables, mailbox, SENDER, 1)
    assert (mailbox.out / "000000001.837p").read_bytes() == staged
    assert len(store.batches.get(1).sent) == 2


@pytest.mark.parametrize(
    ("moment", "leaves"), [("the claims are sent", False), ("the file is published", True)]
)
def test_a_claim_that_became_unwritable_over_a_crash_is_held_or_has_left_but_is_never_lost(
    store, tables, mailbox, killed, moment, leaves
):
    store.directories.put([replace(PAYER, id="payer-2")])
    submitted(store, id="e1")
    submitted(store, id="e2", stay=a_stay(payer="payer-2"))
    billing.relay(store)
    with killed(moment):
        billing.export(store, tables, mailbox, SENDER, 1)
    store.directories.put([replace(PAYER, id="payer-2", payer_id="")])

    billing.export(store, tables, mailbox, SENDER, 1)
    (path,) = mailbox.out.iterdir()
    changed = store.encounters.get("e2")
    assert (changed.control_number in claims_in(path.read_text())) is leaves
    assert changed.status is (Status.SENT if leaves else Status.FINAL_CODED)
    assert [hold.reason for hold in changed.holds] == ([] if leaves else ["claim_unwritable"])
    assert status_of(store, "e1") is Status.SENT


def test_a_claim_held_before_a_crash_is_not_held_twice(store, tables, mailbox, killed):
    submitted(store, id="e1")
    submitted(store, id="e2", patient=a_patient(born_on=None))
    billing.relay(store)
    with killed("the claims are sent"):
        billing.export(store, tables, mailbox, SENDER, 1)

    billing.export(store, tables, mailbox, SENDER, 1)
    assert len(store.encounters.get("e2").holds) == 1


def test_a_claim_that_cannot_be_written_is_held_and_keeps_no_other_back(store, deliver):
    submitted(store, id="e1", patient=a_patient(born_on=None))
    submitted(store, id="e2")

    (text,) = deliver()
    assert len(claims_in(text)) == 1
    assert status_of(store, "e2") is Status.SENT
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
    store, tables, mailbox, monkeypatch
):
    submitted(store, id="e1")
    submitted(store, id="e2")
    billing.relay(store)
    monkeypatch.setattr(envelope, "batch_number", lambda number, position: "~" * (position - 1))
    with pytest.raises(Misread):
        billing.export(store, tables, mailbox, SENDER, 1)
    assert "X12 cannot carry" in store.batches.get(1).problem
    assert [store.encounters.get(each).holds for each in ("e1", "e2")] == [(), ()]

    monkeypatch.undo()
    billing.export(store, tables, mailbox, SENDER, 1)
    assert status_of(store, "e1") is status_of(store, "e2") is Status.SENT


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
    assert status_of(store, "e1") is Status.NO_BILL


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


def test_claims_amended_at_the_moment_of_their_export_are_sent_all_the_same(store, tables, mailbox):
    ids = [f"e{number}" for number in range(20)]
    for encounter_id in ids:
        submitted(store, id=encounter_id)
    billing.relay(store)
    done = Event()
    with ThreadPoolExecutor(4) as feeds:
        for part in range(4):
            feeds.submit(amend_until, done, store, ids[part::4])
        try:
            billing.export(store, tables, mailbox, SENDER, 1)
        finally:
            done.set()
    assert {status_of(store, encounter_id) for encounter_id in ids} == {Status.SENT}
    assert len(store.batches.get(1).sent) == 20


def test_a_hold_lifted_while_the_batch_is_under_way_is_not_forgotten(store, tables, mailbox, deliver, killed):
    submitted(store, id="e1", patient=a_patient(born_on=None))
    submitted(store, id="e2")
    billing.relay(store)
    with killed("the file is published"):  # e1 has got its hold
        billing.export(store, tables, mailbox, SENDER, 1)
    held = store.encounters.get("e1")
    mended = step(store, "amend", held, SYSTEM, patient=a_patient())
    step(store, "lift", mended, LENA, hold_id=held.holds[0].id)
    billing.relay(store)  # looks while the first batch is still under way

    deliver()
    assert len(deliver()) == 2
    assert status_of(store, "e1") is Status.SENT
