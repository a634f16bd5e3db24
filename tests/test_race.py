"""Many at once: nobody is given what another has, and nothing is done twice."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from queue_app.domain.codes import Codes, Line
from queue_app.domain.encounter import Status
from queue_app.domain.errors import Changed, OutOfOrder
from queue_app.domain.people import Role
from queue_app.services import workflow
from tests.builders import GOOD_CODES, arrived, step
from tests.people import MARIA, TOM, a_person

CODERS = [a_person(f"Coder{number}", Role.CODER) for number in range(32)]


def all_at_once(threads, do, tasks):
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(do, tasks))


def test_of_32_coders_nobody_is_given_what_another_has_and_none_is_left(store):
    all_at_once(16, lambda number: arrived(store, id=f"e{number}"), range(2000))

    def take_all(coder):
        taken = []
        while encounter := workflow.claim_next(store, coder):
            taken.append(encounter)
        return taken

    taken = [one for encounters in all_at_once(32, take_all, CODERS) for one in encounters]
    assert len(taken) == 2000
    assert max(Counter(one.id for one in taken).values()) == 1
    assert max(Counter(one.token for one in taken).values()) == 1
    held = {one.id: one.holder for coder in CODERS for one in store.floor.desk(coder.id)}
    assert held == {one.id: one.holder for one in taken}


def test_of_16_who_claim_the_same_one_only_one_gets_it(store, tables):
    arrived(store)

    def claim(coder):
        try:
            return workflow.perform(store, tables, "claim", "e1", coder, seen=1).holder
        except (Changed, OutOfOrder):
            return None

    holders = [holder for holder in all_at_once(16, claim, CODERS[:16]) if holder]
    assert holders == [store.encounters.get("e1").holder]


def test_however_often_submit_is_clicked_there_is_one_version_of_each(store, tables):
    claimed = [step(store, "claim", arrived(store, id=f"e{number}"), MARIA) for number in range(20)]

    def submit(seen):
        try:
            workflow.perform(
                store, tables, "submit", seen.id, MARIA, seen=seen.version, token=seen.token, codes=GOOD_CODES
            )
        except (Changed, OutOfOrder):
            return None
        return seen.id

    done = all_at_once(16, submit, [one for one in claimed for _ in range(16)])
    assert Counter(filter(None, done)) == {one.id: 1 for one in claimed}
    for one in claimed:
        after = store.encounters.get(one.id)
        assert (after.status, after.submission, after.version) == (Status.FINAL_CODED, 1, one.version + 1)
    assert sum(pile.count for pile in store.floor.statuses()) == 20


def test_of_16_saves_from_the_same_page_one_is_kept_and_the_others_are_told(store, tables):
    claimed = [step(store, "claim", arrived(store, id=f"e{number}"), MARIA) for number in range(20)]

    def save(seen_and_charge):
        seen, charge = seen_and_charge
        codes = Codes(lines=(Line("99213", charge=charge),))
        try:
            workflow.perform(
                store, tables, "save", seen.id, MARIA, seen=seen.version, token=seen.token, codes=codes
            )
        except Changed:
            return None
        return seen.id, codes

    saved = all_at_once(16, save, [(one, charge) for one in claimed for charge in range(16)])
    won = [one for one in saved if one]
    assert len(won) == len(dict(won)) == 20
    for encounter_id, codes in won:
        after = store.encounters.get(encounter_id)
        assert (after.codes, after.version) == (codes, claimed[0].version + 1)
        kept = store.encounters.open(after, MARIA, ()).kept
        assert kept is not None  # the last of those that came too late


def test_work_that_is_claimed_released_and_taken_by_many_stays_counted(store):
    for number in range(40):
        arrived(store, id=f"e{number}", charges=100)

    def busy(coder):
        for _ in range(10):
            if encounter := workflow.claim_next(store, coder):
                step(store, "release", encounter, coder)

    all_at_once(16, busy, [MARIA, TOM] * 8)
    assert {pile.status: (pile.count, pile.cents) for pile in store.floor.statuses() if pile.count} == {
        Status.READY: (40, 4000)
    }
    assert [worklist.ready for worklist in store.floor.worklists(("clinic",))] == [40]
