"""What a receiver's syntax check found: of a whole file (TA1), of a group and its transaction sets (999).

005010X231A1. A claim of ours is alone in its transaction set, so a set's answer is the claim's.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from queue_app.x12 import wording
from queue_app.x12.segment import Garbled, Row
from queue_app.x12.verdict import Answer, Verdict, number

VERDICTS: Mapping[str, Verdict] = {
    **dict.fromkeys(("A", "E"), "acknowledged"),
    **dict.fromkeys(("R", "M", "W", "X"), "rejected"),
}
SAID = {
    "A": "The receiver's syntax check found nothing",
    "E": "The receiver's syntax check took it with errors",
    "R": "The receiver's syntax check rejected it",
}
NOT_AUTHENTIC = "The receiver rejected it because it could not be authenticated"


@dataclass
class Note:
    """One segment in error (IK3) and its elements (IK4)."""

    place: str
    fault: str
    elements: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.place}: {', '.join(self.elements)}" if self.elements else f"{self.place} {self.fault}"


def read_interchange_answers(rows: list[Row]) -> Iterator[Answer]:
    """TA1: TA101 is the control number of the file we sent."""
    for row in rows:
        if row.id == "TA1":
            control, code = number(row.at(1)), row.code(4)
            if control is None or code not in VERDICTS:
                raise Garbled("Its TA1 names no control number or no verdict.")
            fault = wording.INTERCHANGE.get(row.at(5), "")
            yield Answer(interchange_control=control, verdict=VERDICTS[code], reason=_sentence(code, [fault]))


def read_acknowledgement(rows: list[Row]) -> Iterator[Answer]:
    """One 999, ST to SE: an answer for each transaction set it names, or for the whole file."""
    group = next((row for row in rows if row.id == "AK1"), Row("AK1", ()))
    control = number(group.at(2))
    if group.code(1) != "HC" or control is None:
        raise Garbled("It acknowledges no group of claims: AK1 must name one.")
    closing = next((row for row in rows if row.id == "AK9"), Row("AK9", ()))
    if closing.code(1) not in (*VERDICTS, "P"):
        raise Garbled("It has no verdict on the group (AK9).")
    sets = list(_transaction_sets(rows, control))
    # Some call a group rejected in which they accepted some sets: then each set stands for itself (AK904).
    if VERDICTS.get(closing.code(1)) == "rejected" and not (sets and number(closing.at(4))):
        yield from _rejected_group(closing, sets, control)
    elif sets:
        yield from sets
    elif closing.code(1) == "P":
        raise Garbled("It says that some claims were rejected and does not name them.")
    else:
        yield _of_group(closing, control)


def _rejected_group(closing: Row, sets: list[Answer], control: int) -> Iterator[Answer]:
    """Everything in it is rejected, the sets that had no fault of their own as well."""
    whole = _of_group(closing, control)
    for answer in sets:
        yield answer if answer.verdict == "rejected" else replace(whole, position=answer.position)
    if len(sets) < (number(closing.at(2)) or 1):
        yield whole


def _of_group(closing: Row, control: int) -> Answer:
    code = closing.code(1)
    faults = [wording.GROUP.get(closing.at(place), "") for place in range(5, 10)]
    return Answer(interchange_control=control, verdict=VERDICTS[code], reason=_sentence(code, faults))


def _transaction_sets(rows: list[Row], control: int) -> Iterator[Answer]:
    position: int | None = None
    notes: list[Note] = []
    for row in rows:
        if row.id == "AK2":
            position, notes = number(row.at(2)), []
        elif row.id == "IK3":
            notes.append(_segment_note(row))
        elif row.id == "IK4" and notes:
            notes[-1].elements.append(_element_note(row))
        elif row.id == "IK5":
            code = row.code(1)
            if position is None or code not in VERDICTS:
                raise Garbled("It answers a transaction set without naming it, or without a verdict.")
            faults = [wording.TRANSACTION_SET.get(row.code(place), "") for place in range(2, 7)]
            reason = _sentence(code, [str(note) for note in notes] or faults)
            yield Answer(
                interchange_control=control, position=position, verdict=VERDICTS[code], reason=reason
            )
            position = None
    if position is not None:
        raise Garbled("It names a transaction set and gives no verdict on it.")


def _segment_note(row: Row) -> Note:
    place = f"segment {_shown(row.code(1), 3)}"
    if at := number(row.at(2)):
        place += f" at position {at}"
    if row.at(3):
        place += f" in loop {_shown(row.code(3), 6)}"
    return Note(place, wording.SEGMENT.get(row.code(4), "is in error"))


def _element_note(row: Row) -> str:
    """IK404, the value itself, is never repeated."""
    place = f"element {_shown(row.at(1), 2)}"
    if row.at(1, 2):
        place += f"-{_shown(row.at(1, 2), 2)}"
    return f"{place} {wording.ELEMENT.get(row.code(3), 'is in error')}"


def _sentence(code: str, faults: list[str]) -> str:
    said = "; ".join(dict.fromkeys(fault for fault in faults if fault))
    return f"{SAID.get(code, NOT_AUTHENTIC)}{': ' if said else ''}{said}."


def _shown(value: str, most: int) -> str:
    """A name of the standard; anything longer or stranger is not repeated."""
    return value if re.fullmatch(rf"[A-Z0-9]{{1,{most}}}", value) else "(unreadable)"
