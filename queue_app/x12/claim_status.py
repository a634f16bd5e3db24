"""What became of each claim (277CA, 005010X214): of whole batches, of claims, of their service lines."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from queue_app.x12 import wording
from queue_app.x12.reference import placed
from queue_app.x12.segment import Garbled, Row
from queue_app.x12.verdict import Answer, Verdict, merged

RECEIVER = "21"
DEPTHS = {"20": 0, RECEIVER: 1, "19": 2}  # HL03; whatever else is the patient's level (PT)
STATUSES = (1, 10, 11)  # STC01, STC10 and STC11 are composites of category, status and entity

CATEGORIES: dict[str, tuple[Verdict, str]] = {
    **{code: ("acknowledged", said) for code, said in wording.ACKNOWLEDGED.items()},
    **{code: ("accepted", said) for code, said in wording.ACCEPTED.items()},
    **{code: ("rejected", said) for code, said in wording.REJECTED.items()},
}


@dataclass
class Level:
    """One HL above the claims, with what is said of it."""

    code: str
    parent: "Level | None"
    batch_number: str = ""  # TRN02 at the receiver's level is our BHT03
    statuses: list[Row] = field(default_factory=list)
    has_claims: bool = False
    has_levels: bool = False

    def claimless(self) -> Iterator["Level"]:
        """This level and those above it, as far as no claims hang below them."""
        level: Level | None = self
        while level and not level.has_claims:
            yield level
            level = level.parent


def read_claim_status(rows: list[Row]) -> tuple[Answer, ...]:
    """One 277CA, ST to SE: an answer for each claim, and for each batch refused without naming its claims."""
    levels: list[Level] = []
    answers = list(_claims(rows, levels))
    leaves = [level for level in levels if not level.has_claims and not level.has_levels]
    return merged([*answers, *(answer for level in leaves for answer in _batch(level))])


def _claims(rows: list[Row], levels: list[Level]) -> Iterator[Answer]:
    """Answers to claims; fills `levels` on the way."""
    path: list[Level] = []
    claim: str | None = None
    of_line = at_claims = False
    for row in rows:
        if row.id == "HL":
            claim, of_line, at_claims = None, False, row.code(3) not in DEPTHS
            path = _descend(path, row.code(3), levels)
        elif row.id == "TRN" and at_claims:
            claim, of_line = _claim_number(row.code(2)), False
        elif row.id == "TRN" and path and path[-1].code == RECEIVER:
            path[-1].batch_number = row.at(2)
        elif row.id == "SVC":
            of_line = True
        elif row.id == "STC" and at_claims:
            if claim is None:
                raise Garbled("It gives a status (STC) for a claim it does not name (TRN).")
            yield from (
                Answer(claim_number=claim or None, verdict=verdict, reason=reason)
                for verdict, reason in _said(row, of_line)
            )
        elif row.id == "STC" and path:
            path[-1].statuses.append(row)


def _descend(path: list[Level], code: str, levels: list[Level]) -> list[Level]:
    """The levels above and including the one that begins."""
    depth = DEPTHS.get(code, len(DEPTHS))
    above = [level for level in path if DEPTHS[level.code] < depth]
    if code not in DEPTHS:
        for level in above:
            level.has_claims = True
        return above
    if above:
        above[-1].has_levels = True
    levels.append(Level(code, above[-1] if above else None))
    return [*above, levels[-1]]


def _batch(level: Level) -> Iterator[Answer]:
    """Said of a sender's or provider's batch as a whole."""
    chain = list(level.claimless())
    where = next((found for one in chain if (found := placed(one.batch_number))), (None, None))
    for status in (status for one in chain for status in one.statuses):
        for verdict, reason in _said(status, of_line=False):
            yield Answer(interchange_control=where[0], position=where[1], verdict=verdict, reason=reason)


def _said(row: Row, of_line: bool) -> Iterator[tuple[Verdict, str]]:
    for place in STATUSES:
        category, status, entity = row.code(place), row.code(place, 2), row.code(place, 3)
        if not category:
            continue
        # A category we do not know tells nothing; the action code does (STC03, U: reject).
        unknown: Verdict = "rejected" if row.code(3) == "U" else "acknowledged"
        verdict, said = CATEGORIES.get(category, (unknown, f"Status category {_shown(category)}"))
        about = wording.STATUS.get(status, f"status code {_shown(status)}")
        whose = f" ({wording.ENTITY[entity]})" if entity in wording.ENTITY else ""
        where = ", on a service line" if of_line else ""
        yield verdict, f"{said}{where}{': ' if about else ''}{about}{whose}."


def _claim_number(number: str) -> str:
    """CLM01 as we wrote it. Anything else is no number of ours, and is not repeated."""
    return number if re.fullmatch(r"[A-Z0-9]{1,20}", number) else ""


def _shown(code: str) -> str:
    return code if re.fullmatch(r"[A-Z0-9]{1,4}", code) else "(unreadable)"
