"""A move is written down whole, once, and only if it is legal."""

import json
from dataclasses import replace

import msgspec
import pytest
from redis import Redis

from queue_app.domain import moves
from queue_app.domain.codes import Codes
from queue_app.domain.encounter import Status, Unit
from queue_app.domain.errors import Changed, OutOfOrder
from queue_app.domain.lifecycle import LIFECYCLE
from queue_app.domain.people import SYSTEM
from queue_app.store import keys
from queue_app.store.floor import Listing
from tests.builders import GOOD_CODES, NOON, OTHER_CODES, a_document, a_patient, arrived, step
from tests.people import LENA, MARIA, TOM


def expire_lease(redis_raw: Redis, encounter_id: str = "e1") -> None:
    redis_raw.hset(keys.ENCOUNTER % encounter_id, "lease_until", "1")
    redis_raw.zadd(keys.LEASES, {encounter_id: 1})


def test_what_was_written_is_read_again(store):
    ready = arrived(store, a_document("Cough, and a fever."))
    claimed = step(store, "claim", ready, MARIA)
    saved = step(store, "save", claimed, MARIA, codes=GOOD_CODES)

    assert store.encounters.get("e1") == saved
    documents = store.encounters.documents(saved)
    assert documents[0].sections[0].text == "Cough, and a fever."


def test_codes_that_were_stored_before_there_were_overrides_are_read():
    stored = json.loads(msgspec.json.encode(GOOD_CODES))
    del stored["overrides"]
    assert msgspec.json.decode(json.dumps(stored), type=Codes) == GOOD_CODES


def test_only_the_quicker_of_two_coders_gets_it(store):
    ready = arrived(store)
    marias, toms = (moves.take("claim", ready, coder, NOON) for coder in (MARIA, TOM))

    store.encounters.commit(marias)
    with pytest.raises(Changed):
        store.encounters.commit(toms)

    assert store.encounters.get("e1").holder == "maria"
    assert [one.id for one in store.floor.desk("maria")] == ["e1"]
    assert store.floor.desk("tom") == []


def test_the_slower_of_two_saves_is_refused(store):
    claimed = step(store, "claim", arrived(store), MARIA)
    first, second = (
        moves.take("save", claimed, MARIA, NOON, codes=codes) for codes in (GOOD_CODES, OTHER_CODES)
    )

    store.encounters.commit(first)
    with pytest.raises(Changed):
        store.encounters.commit(second)
    assert store.encounters.get("e1").codes == GOOD_CODES


@pytest.mark.parametrize("row", LIFECYCLE, ids=lambda row: row.verb)
def test_redis_itself_refuses_a_step_the_table_does_not_list(store, row):
    ready = arrived(store)
    move = moves.take("claim", ready, MARIA, NOON)
    forged = replace(move, step=row, after=replace(move.after, status=Status.ACCEPTED))

    with pytest.raises(OutOfOrder):
        store.encounters.commit(forged)
    assert store.encounters.get("e1") == ready


def test_a_lease_that_ran_out_carries_no_save(store, redis_raw):
    claimed = step(store, "claim", arrived(store), MARIA)
    expire_lease(redis_raw)
    with pytest.raises(Changed, match="ran out"):
        step(store, "save", claimed, MARIA, codes=GOOD_CODES)
    assert store.encounters.get("e1").codes != GOOD_CODES


def test_a_token_of_an_earlier_lease_is_refused_by_redis_too(store):
    claimed = step(store, "claim", arrived(store), MARIA)
    move = moves.take("save", claimed, MARIA, NOON, codes=GOOD_CODES)
    with pytest.raises(Changed):
        store.encounters.commit(replace(move, token=claimed.token - 1))


def test_saving_lengthens_the_lease_and_keeps_the_token(store, redis_raw):
    claimed = step(store, "claim", arrived(store), MARIA)
    redis_raw.hincrby(keys.ENCOUNTER % "e1", "lease_until", -1_000_000)
    later = store.encounters.get("e1")
    saved = step(store, "save", later, MARIA, codes=GOOD_CODES)
    assert later.lease_until < claimed.lease_until <= saved.lease_until
    assert saved.token == claimed.token


def test_which_version_codes_and_documents_last_changed_with_is_the_same_however_it_is_read(store):
    arrived(store, a_document())
    claimed = store.encounters.claim_next(MARIA)
    assert (claimed.version, claimed.coded_version, claimed.documents_version) == (2, 2, 0)
    newer = (replace(claimed.documents[0], version=2),)
    amended = step(store, "amend", claimed, SYSTEM, documents=newer)
    lifted = step(store, "lift", amended, SYSTEM, hold_id="none")
    assert (lifted.version, lifted.coded_version, lifted.documents_version) == (4, 2, 3)
    assert store.encounters.get("e1") == lifted


def test_every_new_holder_gets_a_higher_token(store):
    first = step(store, "claim", arrived(store), MARIA)
    second = step(store, "assign", first, LENA, assignee="tom")
    third = step(store, "claim", step(store, "release", second, TOM), MARIA)
    assert first.token < second.token < third.token


def test_every_step_is_in_the_history_and_in_the_audit(store):
    claimed = step(store, "claim", arrived(store), MARIA)
    step(store, "release", claimed, MARIA)

    assert [event.verb for event in store.encounters.history("e1")] == ["import", "claim", "release"]
    told = [(line["verb"], line["actor"], line["encounter"]) for line in reversed(store.records.audited())]
    assert told == [("import", "system", "e1"), ("claim", "maria", "e1"), ("release", "maria", "e1")]


def test_an_encounter_stands_in_every_index_it_belongs_to_and_in_no_other(store, redis_raw):
    def standing() -> set[str]:
        return {
            key
            for key in redis_raw.scan_iter()
            if redis_raw.type(key) == "zset" and redis_raw.zrank(key, "e1") is not None
        } - {key for key in redis_raw.scan_iter("found:*")}

    ready = arrived(store)
    assert standing() == {"status:ready", "worklist:clinic", "ready:clinic", "to_read"}
    claimed = step(store, "claim", ready, MARIA)
    assert standing() == {"status:assigned", "worklist:clinic", "desk:maria", "leases", "to_read"}
    submitted = step(store, "submit", claimed, MARIA)
    assert standing() == {"status:final_coded", "worklist:clinic", "owed:professional"}
    sent = step(store, "export", submitted, SYSTEM)
    assert standing() == {"status:sent", "worklist:clinic", "finished"}
    step(store, "reject", sent, SYSTEM, reason="562")
    assert standing() == {"status:rejected", "worklist:clinic", "desk:maria"}


def test_counts_and_cents_follow_every_step(store):
    claimed = step(store, "claim", arrived(store, charges=5000), MARIA)
    step(store, "save", claimed, MARIA, codes=GOOD_CODES)
    arrived(store, id="e2", charges=100)

    piles = {pile.status: (pile.count, pile.cents) for pile in store.floor.statuses() if pile.count}
    assert piles == {"assigned": (1, 12500), "ready": (1, 100)}
    assert [(pile.ready, pile.cents) for pile in store.floor.worklists(("clinic",))] == [(1, 100)]


def test_each_submit_makes_a_version_that_never_changes(store):
    claimed = step(store, "claim", arrived(store), MARIA)
    first = step(store, "submit", claimed, MARIA, codes=GOOD_CODES)
    sent = step(store, "export", first, SYSTEM)
    rejected = step(store, "reject", sent, SYSTEM, reason="no")
    again = step(store, "rework", rejected, MARIA)
    second = step(store, "submit", again, MARIA, codes=OTHER_CODES)

    told = store.encounters.submissions([first, second])
    assert [(one.number, one.codes, one.by) for one in told] == [
        (1, GOOD_CODES, "maria"),
        (2, OTHER_CODES, "maria"),
    ]


def test_nothing_of_a_patient_can_be_read_in_redis(store, redis_url):
    patient = a_patient(family="Zwingenberger", given="Xanthippe", mrn="MRN-4711")
    claimed = step(
        store,
        "claim",
        arrived(store, a_document("Ankle sprain"), patient=patient, account_number="AC-0815"),
        MARIA,
    )
    step(store, "release", step(store, "save", claimed, MARIA, codes=GOOD_CODES), MARIA)

    raw = Redis.from_url(redis_url)
    everything = b"".join(raw.dump(key) for key in raw.scan_iter())
    reading = {b"hash": raw.hgetall, b"stream": raw.xrange}
    told = [reading[raw.type(key)](key) for key in raw.scan_iter() if raw.type(key) in reading]
    plain = everything + repr(told).encode()
    for secret in (
        b"Zwingenberger",
        b"Xanthippe",
        b"MRN-4711",
        b"AC-0815",
        b"Ankle",
        b"1960",
        b"J069",
        b"99213",
    ):
        assert secret not in plain, secret


def test_an_account_number_is_found_by_its_fingerprint(store):
    arrived(store, account_number="AC-0815")
    found = store.encounters.fingerprint("account", "AC-0815")
    assert store.floor.ids(Listing(found=found), NOON) == (1, ["e1"])
    assert store.floor.ids(Listing(found=store.encounters.fingerprint("account", "AC-9")), NOON) == (0, [])


def test_a_batch_gives_every_submission_one_claim_number_for_ever(store):
    claimed = step(store, "claim", arrived(store), MARIA)
    step(store, "submit", claimed, MARIA)

    number = store.batches.gather(Unit.PROFESSIONAL)
    assert store.batches.gather(Unit.PROFESSIONAL) is None
    (member,) = store.batches.get(number).members
    assert store.encounters.get("e1").control_number == member.claim_number
    assert store.batches.claim(member.claim_number) == member
