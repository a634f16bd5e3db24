"""Edits of modifiers that do not go together, or not with the service or the diagnosis."""

from typing import Any

from queue_app.domain.edits.finding import Case
from tests.domain.edits.builders import clinic, dx, emergency, line
from tests.domain.edits.expectations import Silent, Speaks

KNEES: dict[str, Any] = {
    "M1711": {"title": "Unilateral primary osteoarthritis, right knee"},
    "M1712": {"title": "Unilateral primary osteoarthritis, left knee"},
    "M170": {"title": "Bilateral primary osteoarthritis of knee"},
    "I4510": {"title": "Unspecified right bundle-branch block"},
}


def modified(modifiers: str, code: str = "20610", units: int = 1) -> Case:
    return clinic(lines=(line(code=code, modifiers=tuple(modifiers.split()), units=units),))


def on_knees(modifier: str, *diagnoses: str, pointers: tuple[int, ...] = (1,)) -> Case:
    lines = (line(code="20610", modifiers=(modifier,), pointers=pointers),)
    return clinic(diagnoses=dx(*diagnoses), lines=lines, facts={one: KNEES.get(one, {}) for one in diagnoses})


# fmt: off
SPEAKS = [
    Speaks("modifier-both-sides", modified("LT RT"), "lines.0.modifiers",
           "keep LT or RT for one side, 50 for both."),
    Speaks("modifier-both-sides", modified("50 LT"), "lines.0.modifiers", "names its side more than once"),
    Speaks("modifier-bilateral-units", modified("50", units=2), "lines.0.units", "bill it with one unit."),
    Speaks("modifier-both-components", modified("26 TC", "71046"), "lines.0.modifiers",
           "none of them for the whole."),
    Speaks("modifier-of-visits", modified("25"), "lines.0.modifiers",
           "is for visits (E/M) and 20610 is none"),
    Speaks("modifier-of-visits", modified("57", "27130"), "lines.0.modifiers",
           "put it on the visit of that day"),
    Speaks("modifier-distinct-on-visit", modified("59", "99213"), "lines.0.modifiers",
           "use 25 if the visit was apart"),
    Speaks("modifier-distinct-twice", modified("59 XS"), "lines.0.modifiers",
           "keep one of 59, XE, XP, XS and XU."),
    Speaks("modifier-against-diagnosis", on_knees("LT", "M1711"),
           "lines.0.modifiers", "are on the right, and its modifier says otherwise"),
    Speaks("modifier-against-diagnosis", on_knees("RT", "I10", "M1712", pointers=(1, 2)),
           "lines.0.modifiers", "are on the left"),
]
SILENT = [
    Silent("modifier-both-sides", "one side is named", modified("LT 59")),
    Silent("modifier-bilateral-units", "it is one unit", modified("50")),
    Silent("modifier-both-components", "one part was done", modified("26", "71046")),
    Silent("modifier-of-visits", "it is a visit", modified("25", "99213")),
    Silent("modifier-of-visits", "it is a visit to the emergency department", emergency()),
    Silent("modifier-of-visits", "HCPCS has visits too", modified("25", "G0439")),
    Silent("modifier-distinct-on-visit", "it is a procedure", modified("59")),
    Silent("modifier-distinct-twice", "it is said once", modified("XS")),
    Silent("modifier-against-diagnosis", "it is the same side", on_knees("RT", "M1711")),
    Silent("modifier-against-diagnosis", "one diagnosis is of the same side",
           on_knees("RT", "M1711", "M1712", pointers=(1, 2))),
    Silent("modifier-against-diagnosis", "the line points to the other", on_knees("LT", "M1711", "M1712",
           pointers=(2,))),
    Silent("modifier-against-diagnosis", "both sides are ill", on_knees("LT", "M170")),
    Silent("modifier-against-diagnosis", "the heart has a right and a left of its own", on_knees("LT",
           "I4510")),
]
# fmt: on
