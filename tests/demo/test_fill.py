"""Filling the store: the demo day looks like the middle of a working day, however often it is begun."""

from collections import Counter
from datetime import UTC, datetime

from queue_app.codesets.tables import CodeTables
from queue_app.demo import directories
from queue_app.demo.fill import fill
from queue_app.demo.morning import Ending, deeds
from queue_app.demo.people import PASSWORD, PEOPLE
from queue_app.domain.claim import Sender
from queue_app.domain.encounter import Encounter, Status
from queue_app.mailbox import Mailbox
from queue_app.services import accounts
from queue_app.store.floor import Listing
from queue_app.store.store import Store
from tests.demo.builders import the_day

SENDER = Sender(
    id="CODEDESK", name="CODEDESK", phone="5555550100", receiver_id="CLEARHOUSE", receiver_name="CLEARHOUSE"
)
ENOUGH = 150  # encounters, for every ending to be met


def everything(store: Store) -> list[Encounter]:
    return list(store.floor.all(Listing(), datetime.now(UTC)))


def test_it_looks_like_the_middle_of_a_working_day(store: Store, tables: CodeTables, mailbox: Mailbox):
    today = datetime.now(UTC).date()
    fill(store, tables, mailbox, SENDER, today, ENOUGH)

    found = everything(store)
    counted = Counter(one.status for one in found)
    assert len(found) == ENOUGH
    assert set(counted) == set(Status) - {Status.NEW, Status.NO_BILL}
    assert counted[Status.READY] > ENOUGH / 4
    assert {hold.reason for one in found for hold in one.holds} >= {
        "unsigned_note",
        "directory_entry_missing",
    }
    assert all(one.charges > 0 for one in found)
    assert list(mailbox.out.iterdir())

    fill(store, tables, mailbox, SENDER, today, ENOUGH)
    assert Counter(one.status for one in everything(store)) == counted


def test_everybody_can_sign_in_with_the_one_password(store: Store, tables: CodeTables, mailbox: Mailbox):
    fill(store, tables, mailbox, SENDER, datetime.now(UTC).date(), 0)
    for name in ("ines", "jun"):  # the others were there before, with a password of their own
        assert accounts.sign_in(store, name, PASSWORD, "127.0.0.1").id == name


def test_everybody_has_done_something_and_nobody_anothers_work():
    done = list(deeds(the_day(), directories.prices()))
    assert {deed.ending for deed in done} == set(Ending)
    assert {deed.coder.id for deed in done} == {person.id for person in PEOPLE if person.worklists}
    assert all(deed.words for deed in done if deed.ending in (Ending.HELD, Ending.RETURNED, Ending.REJECTED))


def test_what_cannot_be_coded_yet_was_left_alone():
    done = {deed.visit.account_number for deed in deeds(the_day(), directories.prices())}
    waiting = {visit.account_number for visit in the_day() if visit.flaw in ("in house", "no summary")}
    assert waiting
    assert not done & waiting
