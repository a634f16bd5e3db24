"""What the coders have done before the demo day opens, so that it looks like the middle of a working day."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from random import Random

from queue_app.demo import answers
from queue_app.demo.people import PEOPLE
from queue_app.demo.visits import Visit
from queue_app.domain.codes import Codes
from queue_app.domain.people import Person
from queue_app.domain.triage import rule_for


class Ending(StrEnum):
    """How far the work on an encounter has come."""

    SAVED = "saved"  # on a desk, half coded
    HELD = "on hold"
    IN_REVIEW = "in review"
    RETURNED = "returned"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, kw_only=True)
class Deed:
    visit: Visit
    coder: Person
    ending: Ending
    codes: Codes
    words: str = ""  # the note of a hold, the auditor's or billing's reason
    hold: str = ""  # a key of domain.holds.REASONS
    follow_up_on: date | None = None


@dataclass(frozen=True)
class Certain:
    """One deed that every demo day has: for a visit of that scenario, if there is one."""

    scenario: str
    ending: Ending
    words: str = ""
    hold: str = ""
    left_out: frozenset[str] = field(default=frozenset())  # codes the coder overlooked
    kept: int | None = None  # only so many diagnoses are coded yet


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
    Certain("ankle_sprain", Ending.REJECTED, words=(
        "A7:164: The payer does not know this member number. Correct it and send the claim again.")),
    Certain("knee_osteoarthritis", Ending.REJECTED, words=(
        "A7:255: The diagnosis pointer of the second line does not support the service for this payer.")),
    Certain("newborn", Ending.HELD, hold="question_to_lead", words=(
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
DONE = {1: 0.10, 2: 0.35, 3: 0.60, 4: 0.80}  # share that is coded, by days since the visit ended
DONE_LATER = 0.92
ANSWERED = 4  # days after which billing has answered
FOLLOW_UP = timedelta(days=2)


def deeds(visits: Iterable[Visit], prices: Mapping[str, int]) -> Iterator[Deed]:
    """For each visit at most one; the same for the same visits."""
    wanted = {one.scenario: one for one in CERTAIN}
    for visit in visits:
        if visit.flaw in UNFIT:
            continue
        rng = Random(f"morning/{visit.account_number}")  # nosec B311
        coder = rng.choice(_coders_for(visit))
        codes = answers.codes(visit, prices)
        if visit.flaw == "unsigned":
            yield _held(visit, coder, "unsigned_note", UNSIGNED_HOLD)
        elif not visit.flaw and (one := wanted.pop(visit.scenario.key, None)):
            yield _certain(visit, coder, one, codes)
        elif rng.random() < DONE.get(_days(visit), DONE_LATER):
            answered = _days(visit) >= ANSWERED and not visit.flaw
            ending = Ending.ACCEPTED if answered else Ending.SUBMITTED
            yield Deed(visit=visit, coder=coder, ending=ending, codes=codes)


def _certain(visit: Visit, coder: Person, one: Certain, codes: Codes) -> Deed:
    if one.hold:
        return _held(visit, coder, one.hold, one.words)
    diagnoses = tuple(each for each in codes.diagnoses if each.code not in one.left_out)[: one.kept]
    if one.kept is not None:
        codes = Codes()
    return Deed(
        visit=visit,
        coder=coder,
        ending=one.ending,
        codes=replace(codes, diagnoses=diagnoses),
        words=one.words,
    )


def _held(visit: Visit, coder: Person, hold: str, words: str) -> Deed:
    return Deed(
        visit=visit,
        coder=coder,
        ending=Ending.HELD,
        codes=Codes(),
        words=words,
        hold=hold,
        follow_up_on=visit.today + FOLLOW_UP,
    )


def _coders_for(visit: Visit) -> list[Person]:
    worklist = rule_for(visit.stay).worklist
    return [person for person in PEOPLE if worklist in person.worklists]


def _days(visit: Visit) -> int:
    return (visit.today - visit.stay.ended_at.date()).days
