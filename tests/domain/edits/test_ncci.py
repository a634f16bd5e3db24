"""Edits of what is not paid together, or so often."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from queue_app.domain.codes import Line
from tests.domain.edits.builders import ADMITTED, clinic, emergency, inpatient, line
from tests.domain.edits.expectations import Silent, Speaks

WHOLE, PART = line(code="29881", modifiers=()), line(code="29870", modifiers=())
NEXT_DAY = replace(PART, on=ADMITTED.date() + timedelta(days=1))
NEVER: dict[str, Any] = {"ncci": {("29881", "29870"): "0"}}
WITH_MODIFIER: dict[str, Any] = {"ncci": {("29881", "29870"): "1"}}
NO_EDIT: dict[str, Any] = {"ncci": {("29881", "29870"): "9"}}


def distinct(one: Line) -> Line:
    return replace(one, modifiers=("XS",))


def most(units: int, by: int) -> dict[str, Any]:
    return {"mue": {"29870": (units, by)}}


def times(*units: int, **changes: Any) -> Any:
    return clinic(lines=tuple(replace(PART, units=each) for each in units), **changes)


# fmt: off
SPEAKS = [
    Speaks("line-bundled", clinic(lines=(WHOLE, PART), **NEVER), "lines.1",
           "29870 on line 2 is never paid with 29881"),
    Speaks("line-bundled", clinic(lines=(distinct(PART), WHOLE), **NEVER), "lines.0", "remove it."),
    Speaks("line-bundled", emergency(lines=(WHOLE, PART), **NEVER), "lines.1", "of the same day"),
    Speaks("line-bundled-without-modifier", clinic(lines=(WHOLE, PART), **WITH_MODIFIER),
           "lines.1.modifiers", "29870 on line 2 is part of 29881 on line 1 that day: remove it, or add"),
    Speaks("units-over-line", times(3, **most(2, 1)), "lines.0.units", "has 3 units and a line is paid to 2"),
    Speaks("units-over-absolute", times(1, 2, **most(2, 2)), "lines.0.units",
           "3 units on one day and 2 are possible"),
    Speaks("units-over-day", times(1, 2, **most(2, 3)), "lines.0.units",
           "3 units on one day and 2 are usual"),
]
SILENT = [
    Silent("line-bundled", "they are of two days", clinic(lines=(WHOLE, NEXT_DAY), **NEVER)),
    Silent("line-bundled", "the pair is no edit any more", clinic(lines=(WHOLE, PART), **NO_EDIT)),
    Silent("line-bundled", "a modifier may part the pair", clinic(lines=(WHOLE, PART), **WITH_MODIFIER)),
    Silent("line-bundled", "inpatient stays are not paid by the line", inpatient(lines=(WHOLE, PART),
           **NEVER)),
    Silent("line-bundled-without-modifier", "a modifier says they were apart",
           clinic(lines=(WHOLE, distinct(PART)), **WITH_MODIFIER)),
    Silent("line-bundled-without-modifier", "the modifier may stand on the other line",
           clinic(lines=(distinct(WHOLE), PART), **WITH_MODIFIER)),
    Silent("line-bundled-without-modifier", "the pair is no edit any more", clinic(lines=(WHOLE, PART),
           **NO_EDIT)),
    Silent("units-over-line", "each line is within it", times(2, 2, **most(2, 1))),
    Silent("units-over-absolute", "the day is within it", times(1, 1, **most(2, 2))),
    Silent("units-over-absolute", "they are of two days",
           clinic(lines=(replace(PART, units=2), replace(NEXT_DAY, units=2)), **most(2, 2))),
    Silent("units-over-day", "the day is within it", times(1, 1, **most(2, 3))),
    Silent("units-over-day", "another rule judges it", times(5, **most(2, 1))),
]
# fmt: on
