"""What coders make of suggested codes: each decision, and how much of what is offered is taken."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime

from queue_app.codesets.tables import CodeTables
from queue_app.domain.codes import System
from queue_app.domain.encounter import Encounter
from queue_app.domain.errors import Malformed, NotAllowed
from queue_app.domain.people import Person
from queue_app.domain.suggestion import REASONS, Decision, Source, Verdict
from queue_app.services.reading import open_to
from queue_app.store.store import Store

MONTHS = 12
TITLES_OF = 500  # codes of the list


@dataclass(frozen=True, kw_only=True)
class Month:
    """What became of suggestions in the encounters first submitted in a month."""

    month: str  # 2026-11
    source: Source
    offered: int
    accepted: int  # and in the codes that were submitted
    typed: int  # in the codes that were submitted, though nobody pressed Add
    rejected: int


@dataclass(frozen=True, kw_only=True)
class Tried:
    """How a code does that one source suggests."""

    code: str
    title: str
    source: Source
    offered: int
    accepted: int

    @property
    def share(self) -> float:
        return self.accepted / self.offered if self.offered else 0.0


@dataclass(frozen=True, kw_only=True)
class Acceptance:
    months: list[Month]  # the newest first
    codes: int  # final diagnoses of all these months
    suggested: int  # those of them that were taken from a suggestion
    decided: int  # suggestions accepted or rejected by hand
    seconds: float  # from showing to deciding, on average
    reasons: dict[str, int]  # reason → rejections, the most frequent first
    tried: list[Tried]  # the most offered first

    @property
    def offered(self) -> int:
        return sum(one.offered for one in self.months)

    @property
    def accepted(self) -> int:
        return sum(one.accepted for one in self.months)


def decide(store: Store, encounter_id: str, coder: Person, decision: Decision) -> None:
    """Keep what the coder decides of a suggestion. Refused for everybody but who codes the encounter now."""
    if (decision.verdict is Verdict.REJECTED) != (decision.reason in REASONS):
        raise Malformed(f"A rejection needs one of the reasons {', '.join(REASONS)}; nothing else has one.")
    _must_hold(store, encounter_id, coder)
    if decision.code not in _offered(store, encounter_id, coder):
        raise Malformed("The documents do not suggest that code.")
    store.suggestions.decide(encounter_id, decision)


def take_back(store: Store, encounter_id: str, coder: Person, code: str) -> None:
    """Offer it again."""
    _must_hold(store, encounter_id, coder)
    store.suggestions.take_back(encounter_id, code, coder.id)


def _must_hold(store: Store, encounter_id: str, coder: Person) -> None:
    encounter = open_to(store, encounter_id, coder)
    if not encounter.is_on_desk_of(coder.id):
        raise NotAllowed("Only who codes the encounter now decides about its suggestions.")


def _offered(store: Store, encounter_id: str, coder: Person) -> set[str]:
    reading = store.suggestions.of(encounter_id, coder).reading
    return {one.code for one in reading.suggestions} if reading else set()


def count(store: Store, encounter: Encounter, coder: Person) -> None:
    """Add a first submission to the figures; later ones correct it and say nothing new of the suggestions."""
    if encounter.submission != 1:
        return
    kept = store.suggestions.of(encounter.id, coder)
    if kept.reading is None:  # suggestions are turned off
        return
    final = {one.code for one in encounter.codes.diagnoses}
    decided = {one.code: one for one in kept.decisions}
    sums: Counter[str] = Counter({"codes": len(final)})
    offered, accepted = [], []
    for one in kept.reading.suggestions:
        offered.append((one.source, one.code))
        decision = decided.get(one.code)
        outcome = _outcome(decision, one.code in final)
        if outcome == "accepted":
            accepted.append((one.source, one.code))
        sums[f"{one.source}/offered"] += 1
        if outcome:
            sums[f"{one.source}/{outcome}"] += 1
        if decision and decision.verdict is not Verdict.HIDDEN:
            sums["decided"] += 1
            sums["decided_ms"] += decision.ms
        if decision and decision.reason:
            sums[f"reason/{decision.reason}"] += 1
    store.suggestions.count(_month(datetime.now(UTC)), sums, offered, accepted)


def _outcome(decision: Decision | None, is_final: bool) -> str:
    if is_final:
        return "accepted" if decision and decision.verdict is Verdict.ACCEPTED else "typed"
    return "rejected" if decision and decision.verdict is Verdict.REJECTED else ""


def figures(store: Store, tables: CodeTables, now: datetime) -> Acceptance:
    """Of the last twelve months; of each code ever since."""
    months = _months(now)
    told = store.suggestions.figures(months)
    every: Counter[str] = Counter()
    for one in told:
        every.update(one)
    reasons = Counter({reason: every[f"reason/{reason}"] for reason in REASONS if every[f"reason/{reason}"]})
    return Acceptance(
        months=[
            Month(
                month=month,
                source=source,
                **{
                    name: one.get(f"{source}/{name}", 0)
                    for name in ("offered", "accepted", "typed", "rejected")
                },
            )
            for month, one in zip(months, told, strict=True)
            for source in Source
            if one.get(f"{source}/offered")
        ],
        codes=every["codes"],
        suggested=sum(every[f"{source}/accepted"] for source in Source),
        decided=every["decided"],
        seconds=round(every["decided_ms"] / every["decided"] / 1000, 1) if every["decided"] else 0.0,
        reasons=dict(reasons.most_common()),
        tried=_tried(store, tables),
    )


def _tried(store: Store, tables: CodeTables) -> list[Tried]:
    told = sorted(store.suggestions.tries().items(), key=lambda one: (-one[1][0], one[0]))
    facts = tables.facts((System.ICD10CM, code) for (_, code), _ in told[:TITLES_OF])
    titles = {code: fact.title for (_, code), fact in facts.items()}
    return [
        Tried(code=code, title=titles.get(code, ""), source=source, offered=offered, accepted=accepted)
        for (source, code), (offered, accepted) in told
    ]


def _month(now: datetime) -> str:
    return now.strftime("%Y-%m")


def _months(now: datetime) -> list[str]:
    whole = now.year * 12 + now.month - 1
    return [f"{each // 12:04}-{each % 12 + 1:02}" for each in range(whole, whole - MONTHS, -1)]
