"""Every claim reaches billing once, whatever crashes, is full or happens at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import count
from threading import Event

import pytest

from queue_app.domain.encounter import Status
from queue_app.domain.errors import Changed
from queue_app.domain.people import SYSTEM
from queue_app.services import billing
from tests.builders import a_patient, a_stay, step, submitted
from tests.people import LENA
from tests.services.claims import claims_in, statuses
from tests.services.furniture import PAYER
from tests.x12.builders import SENDER


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


def amend_until(done, store, ids):
    """The EHR corrects every record again and again."""
    for number in count():
        for encounter_id in ids:
            if done.is_set():
                return
            with suppress(Changed):
                seen = store.encounters.get(encounter_id)
                step(store, "amend", seen, SYSTEM, patient=a_patient(mrn=f"MRN-{number}"))


def test_a_batch_that_was_delivered_is_not_delivered_again(store, tables, mailbox, deliver):
    submitted(store)
    (text,) = deliver()
    for path in mailbox.out.iterdir():
        path.unlink()  # billing has taken it

    billing.export(store, tables, mailbox, SENDER, 1)
    assert deliver() == []
    assert statuses(store, "e1") == [Status.SENT]
    assert len(claims_in(text)) == 1


def test_many_workers_on_one_batch_deliver_one_file(store, tables, mailbox, furnished):
    for number in range(20):
        submitted(store, id=f"e{number}")
    billing.relay(store)
    with ThreadPoolExecutor(8) as workers:
        list(workers.map(lambda _: billing.export(store, tables, mailbox, SENDER, 1), range(8)))

    (path,) = mailbox.out.iterdir()
    assert len(set(claims_in(path.read_text()))) == 20
    assert [event.verb for event in store.encounters.history("e7")].count("export") == 1


def test_an_out_folder_that_cannot_be_written_delays_the_file_and_the_next_try_delivers_the_same(
    store, mailbox, deliver
):
    submitted(store)
    mailbox.out.rmdir()
    mailbox.out.touch()  # a file in its place
    with pytest.raises(OSError):
        deliver()
    assert "could not be written" in store.batches.get(1).problem
    staged = (mailbox.staging / "000000001.837p").read_bytes()

    mailbox.out.unlink()
    mailbox.out.mkdir()
    deliver()
    assert (mailbox.out / "000000001.837p").read_bytes() == staged
    assert store.batches.get(1).problem == ""


def test_a_staging_folder_that_is_gone_sends_nothing_and_says_so(store, mailbox, deliver):
    submitted(store)
    mailbox.staging.rmdir()
    with pytest.raises(OSError):
        deliver()
    assert statuses(store, "e1") == [Status.FINAL_CODED]
    assert "could not be written" in store.batches.get(1).problem

    mailbox.staging.mkdir()
    deliver()
    assert statuses(store, "e1") == [Status.SENT]


@pytest.mark.parametrize("moment", ["the claims are sent", "the file is published"])
def test_a_crash_before_a_staged_file_is_out_ends_in_the_same_bytes(store, mailbox, deliver, killed, moment):
    submitted(store, id="e1")
    submitted(store, id="e2")
    with killed(moment):
        deliver()
    staged = (mailbox.staging / "000000001.837p").read_bytes()
    assert list(mailbox.out.iterdir()) == []

    deliver()
    assert (mailbox.out / "000000001.837p").read_bytes() == staged
    assert len(store.batches.get(1).sent) == 2


@pytest.mark.parametrize(
    ("moment", "leaves"), [("the claims are sent", False), ("the file is published", True)]
)
def test_a_claim_that_became_unwritable_over_a_crash_is_held_or_has_left_but_is_never_lost(
    store, mailbox, deliver, killed, moment, leaves
):
    store.directories.put([replace(PAYER, id="payer-2")])
    submitted(store, id="e1")
    submitted(store, id="e2", stay=a_stay(payer="payer-2"))
    with killed(moment):
        deliver()
    store.directories.put([replace(PAYER, id="payer-2", payer_id="")])

    deliver()
    (path,) = mailbox.out.iterdir()
    changed = store.encounters.get("e2")
    assert (changed.control_number in claims_in(path.read_text())) is leaves
    assert changed.status is (Status.SENT if leaves else Status.FINAL_CODED)
    assert [hold.reason for hold in changed.holds] == ([] if leaves else ["claim_unwritable"])
    assert statuses(store, "e1") == [Status.SENT]


def test_a_claim_held_before_a_crash_is_not_held_twice(store, deliver, killed):
    submitted(store, id="e1")
    submitted(store, id="e2", patient=a_patient(born_on=None))
    with killed("the claims are sent"):
        deliver()

    deliver()
    assert len(store.encounters.get("e2").holds) == 1


def test_claims_amended_at_the_moment_of_their_export_are_sent_all_the_same(
    store, tables, mailbox, furnished
):
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
    assert set(statuses(store, *ids)) == {Status.SENT}
    assert len(store.batches.get(1).sent) == 20


def test_a_hold_lifted_while_the_batch_is_under_way_is_not_forgotten(store, deliver, killed):
    submitted(store, id="e1", patient=a_patient(born_on=None))
    submitted(store, id="e2")
    with killed("the file is published"):  # e1 has got its hold
        deliver()
    held = store.encounters.get("e1")
    mended = step(store, "amend", held, SYSTEM, patient=a_patient())
    step(store, "lift", mended, LENA, hold_id=held.holds[0].id)
    billing.relay(store)  # looks while the first batch is still under way

    deliver()
    assert len(deliver()) == 2
    assert statuses(store, "e1") == [Status.SENT]
