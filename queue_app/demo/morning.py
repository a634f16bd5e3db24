"""What the coders have done before the demo day opens, and when, so that it looks like a working day."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from random import Random

from queue_app.demo import answers, shifts
from queue_app.demo.people import PEOPLE
from queue_app.demo.visits import Visit
from queue_app.domain.codes import Codes
from queue_app.domain.people import Person
from queue_app.domain.triage import STANDARDS, rule_for


class Ending(StrEnum):
    """How far the work on an encounter has come."""

    SAVED = "saved"  # on a desk, half coded
    HELD = "on hold"
    IN_REVIEW = "in review"
    RETURNED = "returned"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


# The coder's last step on the way to each, and the answer to it.
VERBS = {
    Ending.SAVED: "save",
    Ending.HELD: "hold",
    Ending.IN_REVIEW: "ask_review",
    Ending.RETURNED: "ask_review",
}
ANSWERS = {Ending.RETURNED: "return", Ending.ACCEPTED: "accept", Ending.REJECTED: "reject"}


ACTIVE = 0.9  # share of the time between claim and submit


@dataclass(frozen=True, kw_only=True)
class Deed:
    visit: Visit
    coder: Person
    ending: Ending
    codes: Codes
    words: str = ""  # the note of a hold, the auditor's or billing's reason
    hold: str = ""  # a key of domain.holds.REASONS
    follow_up_on: date | None = None
    moments: Mapping[str, datetime] = field(default_factory=dict)  # of each step, by its verb

    @property
    def verb(self) -> str:
        return VERBS.get(self.ending, "submit")

    @property
    def done_at(self) -> datetime:
        return self.moments[self.verb]

    @property
    def active(self) -> int:
        """Seconds the coder was active on it; the rest of the time they looked elsewhere."""
        return int((self.done_at - self.moments["claim"]).total_seconds() * ACTIVE)


@dataclass(frozen=True)
class Certain:
    """One deed that every demo day has: for a visit of that scenario, if there is one."""

    scenario: str
    ending: Ending
    words: str = ""
    hold: str = ""
    left_out: frozenset[str] = field(default=frozenset())  # codes the coder overlooked
    kept: int | None = None  # only so many diagnoses are coded yet
    shifts: int = 1  # in the coder's last shift, or in the one before it


# fmt: off
CERTAIN = (
    Certain("pneumonia", Ending.SAVED, kept=3),
    Certain("renal_colic", Ending.SAVED, kept=1),
    Certain("diabetes", Ending.SAVED, kept=2),
    Certain("hip_fracture", Ending.RETURNED, left_out=frozenset({"D62"}), words=(
        "Acute blood loss anemia is documented on postoperative day 1 and was treated with a transfusion, "
        "but it is not coded. Please review the progress note and the discharge summary.")),
    Certain("colon_cancer", Ending.IN_REVIEW),
    Certain("stroke", Ending.IN_REVIEW),
    Certain("wrist_fracture", Ending.IN_REVIEW),
    Certain("ankle_sprain", Ending.REJECTED, shifts=2, words=(
        "A7:164: The payer does not know this member number. Correct it and send the claim again.")),
    Certain("knee_osteoarthritis", Ending.REJECTED, shifts=2, words=(
        "A7:255: The diagnosis pointer of the second line does not support the service for this payer.")),
    Certain("newborn", Ending.HELD, shifts=2, hold="question_to_lead", words=(
        "Phototherapy ran from one day into the next: is that single or multiple?")),
    Certain("leg_abscess", Ending.HELD, hold="charge_missing", words=(
        "The antibiotic infusion is charted with start and stop; the drug is not on the account.")),
    Certain("transient_ischemia", Ending.HELD, hold="status_conflict", words=(
        "The order in the chart says inpatient, the account says observation.")),
    Certain("chest_pain", Ending.HELD, hold="registration", words="Two member numbers are on the account."),
    Certain("radiculopathy", Ending.HELD, hold="provider_query", words=(
        "Asked for the cause of the radiculopathy, if it is known; nothing but “possible” is documented.")),
)
# fmt: on

UNFIT = frozenset({"in house", "no summary"})  # not ready to be coded
UNSIGNED_HOLD = "The note is not signed yet; sent back to its author."
CODED_BY = (0.30, 0.64, 0.85, 0.93, 0.97)  # share that is coded after so many shifts
FOLLOW_UP = timedelta(days=2)
ANSWERS_COME_AT = time(5)  # from the clearing house, one night after the claim or some more
NIGHTS = (1, 1, 2, 2, 2, 3)
REVIEWED_WITHIN = timedelta(hours=3)


def arrived_at(visit: Visit, now: datetime) -> datetime:
    """When the EHR sent it: some hours after the visit ended, or began where the patient is still there."""
    hours = _luck("arrival", visit).uniform(1, 4)
    return min(visit.stay.ended_at + timedelta(hours=hours), now - shifts.LATEST)


def deeds(visits: Iterable[Visit], prices: Mapping[str, int], now: datetime) -> list[Deed]:
    """For each visit at most one, in the order they were done; the same for the same visits and moment.

    The working day is that of the zone of `now`.
    """
    by_shift = defaultdict(list)
    for began_at, deed in _planned(visits, prices, now):
        by_shift[deed.coder.id, began_at].append(deed)
    done = [
        replace(deed, moments=_moments(deed, free_at, done_at, now))
        for (_, began_at), some in by_shift.items()
        for deed, (free_at, done_at) in zip(some, shifts.spread(began_at, now, len(some)), strict=True)
    ]
    return sorted(done, key=lambda deed: deed.done_at)


def _planned(
    visits: Iterable[Visit], prices: Mapping[str, int], now: datetime
) -> Iterator[tuple[datetime, Deed]]:
    """What was done, with the beginning of the shift it was done in."""
    wanted = {one.scenario: one for one in CERTAIN}
    for visit in visits:
        rng = _luck("morning", visit)
        coder = rng.choice(_coders_for(visit))
        begun = shifts.begun(coder, arrived_at(visit, now), now)
        if visit.flaw in UNFIT or not begun:
            continue
        deed = Deed(visit=visit, coder=coder, ending=Ending.SUBMITTED, codes=answers.codes(visit, prices))
        one = None if visit.flaw else wanted.get(visit.scenario.key)
        nth = sum(rng.random() >= share for share in CODED_BY)
        if visit.flaw == "unsigned":
            yield begun[-1], _held(deed, "unsigned_note", UNSIGNED_HOLD)
        elif one and len(begun) >= one.shifts:
            yield begun[-one.shifts], _certain(deed, wanted.pop(one.scenario))
        elif nth < len(begun) and rng.random() < shifts.share_over(begun[nth], now):
            yield begun[nth], _answered(deed, begun[nth], now)


def _certain(deed: Deed, one: Certain) -> Deed:
    if one.hold:
        return _held(deed, one.hold, one.words)
    diagnoses = tuple(each for each in deed.codes.diagnoses if each.code not in one.left_out)[: one.kept]
    codes = deed.codes if one.kept is None else Codes()
    return replace(deed, ending=one.ending, codes=replace(codes, diagnoses=diagnoses), words=one.words)


def _held(deed: Deed, hold: str, words: str) -> Deed:
    follow_up_on = deed.visit.today + FOLLOW_UP
    return replace(deed, ending=Ending.HELD, codes=Codes(), words=words, hold=hold, follow_up_on=follow_up_on)


def _answered(deed: Deed, began_at: datetime, now: datetime) -> Deed:
    """Accepted, where billing has had the nights it needs."""
    answered = not deed.visit.flaw and _answer_at(deed, began_at) < now
    return replace(deed, ending=Ending.ACCEPTED if answered else Ending.SUBMITTED)


def _answer_at(deed: Deed, submitted_at: datetime) -> datetime:
    rng = _luck("answer", deed.visit)
    nights = 1 if deed.ending is Ending.REJECTED else rng.choice(NIGHTS)
    night = datetime.combine(
        submitted_at.date() + timedelta(days=nights), ANSWERS_COME_AT, submitted_at.tzinfo
    )
    return night + timedelta(minutes=rng.uniform(0, 90))


def _moments(deed: Deed, free_at: datetime, done_at: datetime, now: datetime) -> Mapping[str, datetime]:
    """When each step was taken: the coder was free for it from then on, and had done it at that moment."""
    rng = _luck("moments", deed.visit)
    minutes = STANDARDS[rule_for(deed.visit.stay).work_type] * rng.uniform(0.6, 1.3)
    if deed.ending is Ending.SAVED:  # under way now
        done_at = now - shifts.LATEST * rng.uniform(1, 2)
        free_at = done_at - timedelta(minutes=40)
    moments = {"claim": max(free_at, done_at - timedelta(minutes=minutes)), deed.verb: done_at}
    if deed.verb == "submit":
        moments |= {
            "export": done_at + timedelta(seconds=rng.uniform(1, 3)),
            "acknowledge": done_at + timedelta(minutes=rng.uniform(1, 4)),
        }
    if deed.ending is Ending.RETURNED:
        moments["return"] = done_at + min(REVIEWED_WITHIN, now - done_at) * rng.uniform(0.3, 0.7)
    elif deed.ending in ANSWERS:
        moments[ANSWERS[deed.ending]] = _answer_at(deed, done_at)
    return moments


def _coders_for(visit: Visit) -> list[Person]:
    worklist = rule_for(visit.stay).worklist
    return [person for person in PEOPLE if worklist in person.worklists]


def _luck(what: str, visit: Visit) -> Random:
    """The same for the same visit."""
    return Random(f"{what}/{visit.account_number}")  # nosec B311
