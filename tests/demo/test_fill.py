"""Filling the store: the demo day looks like the middle of a working day, however often it is begun."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from queue_app.codesets.tables import CodeTables
from queue_app.demo.fill import fill
from queue_app.demo.people import PASSWORD
from queue_app.domain.claim import Sender
from queue_app.domain.encounter import Encounter, Status
from queue_app.mailbox import Mailbox
from queue_app.services import accounts
from queue_app.store.floor import Listing
from queue_app.store.store import Store

SENDER = Sender(
    id="CODEDESK", name="CODEDESK", phone="5555550100", receiver_id="CLEARHOUSE", receiver_name="CLEARHOUSE"
)
ENOUGH = 150  # encounters, for every ending to be met
SOME = 60
HOUR = timedelta(hours=1)


def is_said_to_be_made_up(store: Store) -> bool:
    """On every page of somebody who is signed in."""
    found = store.sessions.open(store.sessions.start({}, "maria", 0), asked=True)
    return found is not None and found.made_up


def everything(store: Store) -> list[Encounter]:
    return list(store.floor.all(Listing(), datetime.now(UTC)))


def test_it_looks_like_the_middle_of_a_working_day(store: Store, tables: CodeTables, mailbox: Mailbox):
    now = datetime.now(UTC)
    fill(store, tables, mailbox, SENDER, now, ENOUGH)

    found = everything(store)
    counted = Counter(one.status for one in found)
    assert len(found) == ENOUGH
    assert is_said_to_be_made_up(store)
    assert set(counted) == set(Status) - {Status.NEW, Status.NO_BILL}
    assert counted[Status.READY] > ENOUGH / 4
    assert {hold.reason for one in found for hold in one.holds} >= {
        "unsigned_note",
        "directory_entry_missing",
    }
    assert all(one.charges > 0 for one in found)
    assert list(mailbox.out.iterdir())

    fill(store, tables, mailbox, SENDER, now, ENOUGH)
    assert Counter(one.status for one in everything(store)) == counted


def test_what_was_done_is_told_of_the_hours_it_was_done_in(
    store: Store, tables: CodeTables, mailbox: Mailbox
):
    now = datetime.now(UTC)
    fill(store, tables, mailbox, SENDER, now, SOME)

    counted = store.floor.submissions(now - timedelta(days=14))
    assert len({at // 3600 for at, *_ in counted}) > 12
    assert all(active > 0 for *_, active in counted)
    assert len(counted) == sum(one.submission for one in everything(store))
    for one in everything(store):
        moments = [event.at for event in store.encounters.history(one.id)]
        assert moments == sorted(moments)
        assert one.clock_at <= one.arrived_at == moments[0] and moments[-1] <= datetime.now(UTC)
        submitted = [event.at for event in store.encounters.history(one.id) if event.verb == "submit"]
        assert [one.submitted_at for _ in submitted] == submitted
        if one.status is Status.ASSIGNED:
            assert one.held_at and now - HOUR < one.held_at < now < one.lease_until
    answered = [one for one in everything(store) if one.status in (Status.ACCEPTED, Status.REJECTED)]
    assert all(store.encounters.history(one.id)[-1].at > one.submitted_at + HOUR for one in answered)
    assert len({one.made_at for one in store.batches.page(0, 500)[1]}) > 5
    assert now - HOUR < min(datetime.fromisoformat(line["moment"]) for line in store.records.audited())


def test_everybody_can_sign_in_with_the_one_password(store: Store, tables: CodeTables, mailbox: Mailbox):
    fill(store, tables, mailbox, SENDER, datetime.now(UTC), 0)
    for name in ("ines", "jun"):  # the others were there before, with a password of their own
        assert accounts.sign_in(store, name, PASSWORD, "127.0.0.1").person.id == name
    assert [(person.id, told) for person, told in store.people.published()] == [
        ("ines", PASSWORD),
        ("jun", PASSWORD),
    ]


def test_a_password_of_the_sites_own_is_told_nobody(store: Store, tables: CodeTables, mailbox: Mailbox):
    fill(store, tables, mailbox, SENDER, datetime.now(UTC), 0, password="known to the team alone")
    assert accounts.sign_in(store, "ines", "known to the team alone", "127.0.0.1").person.id == "ines"
    assert store.people.published() == []
