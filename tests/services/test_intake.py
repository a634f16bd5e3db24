"""Encounters come in once, newer content as a newer version, and nothing is lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from queue_app.domain.encounter import PatientClass, Status, Unit
from queue_app.services import reading, workflow
from queue_app.store.floor import Listing
from tests.builders import GOOD_CODES
from tests.people import LENA, MARIA
from tests.services.bundles import a_claim, a_note, a_stay, a_summary, a_visit, hand_in
from tests.services.furniture import furnish


def the_only(store):
    (encounter,) = store.floor.all(Listing(), datetime.now(UTC))
    return encounter


def texts(store):
    opened = reading.open_encounter(store, the_only(store).id, LENA)
    return {one.id: (one.version, one.sections[0].text) for one in opened.documents}


def billed(store):
    """What the floor shows of the money that waits in the clinic's worklist."""
    (worklist,) = store.floor.worklists(("clinic",))
    return worklist.cents


def test_a_visit_arrives_ready_with_its_documents(store, tables):
    summary = hand_in(store, tables, a_visit(a_note("Sore throat.")))

    assert (summary.arrived, summary.unreadable) == (1, [])
    encounter = the_only(store)
    assert (encounter.status, encounter.unit, encounter.worklist) == (
        Status.READY,
        Unit.PROFESSIONAL,
        "clinic",
    )
    assert (encounter.account_number, encounter.patient.family) == ("ACCT-1", "Sample")
    assert encounter.stay.patient_class is PatientClass.CLINIC
    assert texts(store) == {"note-1": (1, "Sore throat.")}


def test_handing_in_the_same_again_changes_nothing(store, tables):
    hand_in(store, tables, a_visit(a_note()), a_stay(a_summary(), account="ACCT-2"))
    before = list(store.floor.all(Listing(), datetime.now(UTC)))

    again = hand_in(store, tables, a_visit(a_note()), a_stay(a_summary(), account="ACCT-2"))
    assert (again.arrived, again.amended, again.unchanged) == (0, 0, 2)
    assert list(store.floor.all(Listing(), datetime.now(UTC))) == before


def test_the_same_account_number_in_another_facility_is_another_encounter(store, tables):
    assert hand_in(store, tables, a_visit(a_note()), a_visit(a_note(), facility="clinic-2")).arrived == 2


def test_the_same_visit_handed_in_by_many_at_once_arrives_once(store, tables):
    with ThreadPoolExecutor(8) as feeds:
        summaries = list(feeds.map(lambda _: hand_in(store, tables, a_visit(a_note())), range(8)))
    assert sum(summary.arrived for summary in summaries) == 1
    assert sum(summary.unchanged for summary in summaries) == 7
    assert the_only(store).version == 1


def test_new_text_is_a_new_version_and_the_old_text_stays(store, tables):
    hand_in(store, tables, a_visit(a_note("Sore throat.")))
    first = the_only(store)
    assert hand_in(store, tables, a_visit(a_note("Sore throat and fever."))).amended == 1

    assert texts(store) == {"note-1": (2, "Sore throat and fever.")}
    before = store.encounters.documents(first)
    assert before[0].sections[0].text == "Sore throat."


def test_what_comes_when_coding_could_begin_is_late_and_stays_so(store, tables):
    hand_in(store, tables, a_visit(a_note("First."), a_note("Second.", id="note-2")))
    for _ in range(2):
        hand_in(store, tables, a_visit(a_note("First, amended."), a_note("Third.", id="note-3")))
    assert {one.id: one.late for one in the_only(store).documents} == {
        "note-1": True,
        "note-2": False,
        "note-3": True,
    }


def test_what_an_encounter_waits_for_is_not_late(store, tables):
    hand_in(store, tables, a_stay(a_note("First.")))
    assert the_only(store).status is Status.AWAITING_DOCUMENTS
    hand_in(store, tables, a_stay(a_note("First."), a_note("Second.", id="note-2")))
    assert [one.late for one in the_only(store).documents] == [False, False]


def test_a_document_the_source_no_longer_sends_stays(store, tables):
    hand_in(store, tables, a_visit(a_note("First."), a_note("Second.", id="note-2")))
    hand_in(store, tables, a_visit(a_note("First.")))
    assert texts(store) == {"note-1": (1, "First."), "note-2": (1, "Second.")}


def test_a_note_that_is_signed_later_is_shown_as_signed(store, tables):
    hand_in(store, tables, a_visit(a_note(status="preliminary")))
    assert [one.signed for one in the_only(store).documents] == [False]

    assert hand_in(store, tables, a_visit(a_note(status="final"))).amended == 1
    assert [(one.signed, one.version) for one in the_only(store).documents] == [(True, 1)]


def test_a_document_that_comes_after_the_submit_is_there_and_takes_nothing_back(store, tables):
    furnish(store)
    hand_in(store, tables, a_visit(a_note("First.")))
    claimed = workflow.claim_next(store, MARIA)
    submitted = workflow.perform(
        store,
        tables,
        "submit",
        claimed.id,
        MARIA,
        seen=claimed.version,
        token=claimed.token,
        codes=GOOD_CODES,
    )

    hand_in(store, tables, a_visit(a_note("First."), a_note("Pathology: benign.", id="late")))
    after = the_only(store)
    assert (after.status, after.submission, after.coder) == (Status.FINAL_CODED, 1, "maria")
    assert after.version == submitted.version + 1
    assert texts(store)["late"] == (1, "Pathology: benign.")
    assert store.floor.owed()[Unit.PROFESSIONAL] == 1


def test_a_stay_waits_for_its_discharge_summary_and_is_ready_when_it_comes(store, tables):
    hand_in(store, tables, a_stay(a_note("Day one.")))
    assert the_only(store).status is Status.AWAITING_DOCUMENTS

    assert hand_in(store, tables, a_stay(a_note("Day one."), a_summary())).amended == 1
    assert the_only(store).status is Status.READY


def test_a_visit_that_is_not_over_waits(store, tables):
    hand_in(store, tables, a_visit(a_note(), status="in-progress"))
    assert the_only(store).status is Status.AWAITING_DOCUMENTS
    hand_in(store, tables, a_visit(a_note(), status="finished"))
    assert the_only(store).status is Status.READY


def test_news_of_the_patient_reaches_work_that_is_on_a_desk_and_leaves_the_codes(store, tables):
    hand_in(store, tables, a_visit(a_note()))
    claimed = workflow.claim_next(store, MARIA)
    saved = workflow.perform(
        store, tables, "save", claimed.id, MARIA, seen=claimed.version, token=claimed.token, codes=GOOD_CODES
    )
    hand_in(store, tables, a_visit(a_note(), family="Simple"))

    after = the_only(store)
    assert (after.patient.family, after.holder, after.codes) == ("Simple", "maria", GOOD_CODES)
    assert (after.token, after.lease_until) == (saved.token, saved.lease_until)


def test_what_the_source_billed_is_on_the_floor_before_anything_is_coded(store, tables):
    hand_in(store, tables, a_visit(a_note(), a_claim(80)))
    assert billed(store) == 8000

    hand_in(store, tables, a_visit(a_note(), a_claim(95.5)))
    assert billed(store) == 9550
    assert hand_in(store, tables, a_visit(a_note())).unchanged == 1
    assert billed(store) == 9550


def test_the_lines_a_coder_entered_count_in_place_of_what_the_source_billed(store, tables):
    hand_in(store, tables, a_visit(a_note(), a_claim(80)))
    claimed = workflow.claim_next(store, MARIA)
    workflow.perform(store, tables, "save", claimed.id, MARIA, codes=GOOD_CODES)
    assert the_only(store).charges == GOOD_CODES.charges

    assert hand_in(store, tables, a_visit(a_note(), a_claim(80))).unchanged == 1
    assert the_only(store).charges == GOOD_CODES.charges


def test_charges_that_come_later_are_taken_over_and_none_are_forgotten(store, tables):
    hand_in(store, tables, a_visit(a_note()))
    assert the_only(store).billed == ()
    charged = a_visit(a_note(), a_claim(80, "99213"))
    assert hand_in(store, tables, charged).amended == 1
    assert [one.code for one in the_only(store).billed] == ["99213"]

    assert hand_in(store, tables, charged).unchanged == 1
    assert hand_in(store, tables, a_visit(a_note())).unchanged == 1
    assert [one.code for one in the_only(store).billed] == ["99213"]
    assert hand_in(store, tables, a_visit(a_note(), a_claim(80, "99213", "36415"))).amended == 1
    assert len(the_only(store).billed) == 2


def test_what_cannot_be_read_is_kept_with_its_place_and_keeps_nothing_else_back(store, tables):
    summary = hand_in(
        store, tables, a_visit(a_note(), start="yesterday"), a_visit(a_note(), account="ACCT-2")
    )

    assert (summary.arrived, len(summary.unreadable)) == (1, 1)
    (kept,) = store.records.unread()
    assert (kept.what.path, kept.what.where) == ("bundle-1.json", "entry[0].resource.period.start")
    assert "Sample" not in kept.what.reason
    assert the_only(store).account_number == "ACCT-2"


def test_the_same_unreadable_thing_is_kept_once(store, tables):
    for _ in range(2):
        hand_in(store, tables, a_visit(a_note(), start="yesterday"))
    assert len(store.records.unread()) == 1


def test_every_import_is_recorded(store, tables):
    hand_in(store, tables, a_visit(a_note()))
    hand_in(store, tables, a_visit(a_note("More.")), {"resourceType": "Patient"})
    told = [(one.by, one.arrived, one.amended, one.unreadable) for one in store.records.imports()]
    assert told == [("feed", 0, 1, 1), ("feed", 1, 0, 0)]


@pytest.mark.parametrize(
    ("kind", "unit", "worklist"),
    [
        ("AMB", Unit.PROFESSIONAL, "clinic"),
        ("EMER", Unit.FACILITY, "emergency"),
        ("OBSENC", Unit.FACILITY, "observation"),
        ("IMP", Unit.FACILITY, "inpatient"),
    ],
)
def test_the_class_decides_on_unit_and_worklist(store, tables, kind, unit, worklist):
    hand_in(store, tables, a_stay(a_summary(), kind=kind))
    encounter = the_only(store)
    assert (encounter.unit, encounter.worklist) == (unit, worklist)


def test_an_encounter_that_lacks_directory_entries_says_which(store, tables):
    hand_in(store, tables, a_visit(a_note()))
    assert {hold.lacks for hold in the_only(store).holds} == {
        "facility/clinic-1",
        "provider/dr-1",
        "payer/payer-1",
    }
    assert {hold.blocks for hold in the_only(store).holds} == {"billing"}


def test_a_corrected_payer_takes_the_hold_of_the_wrong_one_away(store, tables):
    furnish(store)
    hand_in(store, tables, a_visit(a_note(), payer="payer-typo"))
    assert [hold.lacks for hold in the_only(store).holds] == ["payer/payer-typo"]

    hand_in(store, tables, a_visit(a_note()))
    assert the_only(store).holds == ()


def test_a_payer_that_changes_to_an_unknown_one_is_asked_for(store, tables):
    furnish(store)
    hand_in(store, tables, a_visit(a_note()))
    assert the_only(store).holds == ()

    hand_in(store, tables, a_visit(a_note(), payer="payer-new"))
    assert [hold.lacks for hold in the_only(store).holds] == ["payer/payer-new"]
