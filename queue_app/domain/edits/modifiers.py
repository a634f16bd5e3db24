"""Edits of the modifiers of a service line: at most four, each known, each once, and such as go together."""

import re
from collections.abc import Iterator, Sequence

from queue_app.domain.codes import Line
from queue_app.domain.edits.finding import Case
from queue_app.domain.edits.listed import Listed, shown
from queue_app.domain.edits.rule import Troubles, error, guideline, warning

MOST = 4
_PLACES = "005010X222A1 2400 SV101-3 to -6; 005010X223A2 2400 SV202-3 to -6"

OTHER = {"LT": "right", "RT": "left"}
BOTH_SIDES = frozenset({"LT", "RT", "50"})
DISTINCT = frozenset({"59", "XE", "XP", "XS", "XU"})
OF_VISITS = frozenset({"24", "25", "57"})

_FORM = re.compile(r"[A-Z0-9]{2}")
_VISIT = re.compile(r"99[2-4][0-9]{2}|920(02|04|12|14)|980(0[0-9]|1[0-6])")  # evaluation and management
_PROCEDURE = re.compile(r"[1-8][0-9]{4}")  # surgery, radiology, pathology and laboratory
_SIDE = re.compile(  # a side of the body, not of the heart
    r"\b(left|right|bilateral)\b(?! (?:heart|bundle|ventric|atri|main|anterior|circumflex))", re.IGNORECASE
)


@error(_PLACES)
def modifier_too_many(case: Case) -> Troubles:
    for at, line in enumerate(case.codes.lines):
        count = len(line.modifiers)
        if count > MOST:
            yield (
                f"lines.{at}.modifiers",
                f"Line {at + 1} has {count} modifiers: keep the {MOST} that change the payment most.",
            )


@error(_PLACES)
def modifier_unknown(case: Case) -> Troubles:
    for at, line in enumerate(case.codes.lines):
        for modifier in dict.fromkeys(line.modifiers):
            if not _FORM.fullmatch(modifier) or (case.modifiers and modifier not in case.modifiers):
                yield (
                    f"lines.{at}.modifiers",
                    f"The modifier “{shown(modifier, 'blank')}” on line {at + 1} does not exist: "
                    "correct it or remove it.",
                )


@error(_PLACES)
def modifier_repeated(case: Case) -> Troubles:
    for at, line in enumerate(case.codes.lines):
        for modifier in dict.fromkeys(line.modifiers):
            if line.modifiers.count(modifier) > 1:
                yield (
                    f"lines.{at}.modifiers",
                    f"The modifier “{shown(modifier, 'blank')}” stands on line {at + 1} more than once: "
                    "keep one of them.",
                )


@warning("Medicare Claims Processing Manual 12, 40.7")
def modifier_both_sides(case: Case) -> Troubles:
    for at, line in _modified(case):
        if len(BOTH_SIDES.intersection(line.modifiers)) > 1:
            yield (
                f"lines.{at}.modifiers",
                f"Line {at + 1} names its side more than once: keep LT or RT for one side, 50 for both.",
            )


@warning("Medicare Claims Processing Manual 12, 40.7")
def modifier_bilateral_units(case: Case) -> Troubles:
    for at, line in _modified(case):
        if "50" in line.modifiers and line.units > 1:
            yield (
                f"lines.{at}.units",
                f"Line {at + 1} is bilateral by its modifier 50: bill it with one unit.",
            )


@error("Medicare Claims Processing Manual 13, 20.1 and 20.2")
def modifier_both_components(case: Case) -> Troubles:
    for at, line in _modified(case):
        if {"26", "TC"} <= set(line.modifiers):
            yield (
                f"lines.{at}.modifiers",
                f"Line {at + 1} has 26 and TC, the two parts of one service: "
                "keep the part that was done, or none of them for the whole.",
            )


@warning("Medicare Claims Processing Manual 12, 30.6.6")
def modifier_of_visits(case: Case) -> Troubles:
    for at, line in _modified(case):
        for modifier in sorted(OF_VISITS.intersection(line.modifiers)):
            if _PROCEDURE.fullmatch(line.code):
                yield (
                    f"lines.{at}.modifiers",
                    f"The modifier {modifier} on line {at + 1} is for visits (E/M) and {line.code} is none: "
                    "put it on the visit of that day, or remove it.",
                )


@warning("NCCI Policy Manual, chapter I, section E")
def modifier_distinct_on_visit(case: Case) -> Troubles:
    for at, line in _modified(case):
        for modifier in sorted(DISTINCT.intersection(line.modifiers)):
            if _VISIT.fullmatch(line.code):
                yield (
                    f"lines.{at}.modifiers",
                    f"The modifier {modifier} on line {at + 1} is never for visits (E/M): "
                    "use 25 if the visit was apart from a procedure of that day.",
                )


@warning("NCCI Policy Manual, chapter I, section E")
def modifier_distinct_twice(case: Case) -> Troubles:
    for at, line in _modified(case):
        if len(DISTINCT.intersection(line.modifiers)) > 1:
            yield (
                f"lines.{at}.modifiers",
                f"Line {at + 1} says more than once that it is distinct: keep one of 59, XE, XP, XS and XU.",
            )


@warning(guideline("I.B.13"))
def modifier_against_diagnosis(case: Case) -> Troubles:
    """LT or RT where every diagnosis of the line that names a side names the other one."""
    for at, line in _modified(case):
        others = [OTHER[modifier] for modifier in line.modifiers if modifier in OTHER]
        if len(others) == 1 and {_side(row.title) for row in _justifying(case, line)} - {""} == set(others):
            yield (
                f"lines.{at}.modifiers",
                f"The diagnoses of line {at + 1} are on the {others[0]}, and its modifier says otherwise: "
                "correct the one that is wrong.",
            )


def _modified(case: Case) -> Iterator[tuple[int, Line]]:
    return ((at, line) for at, line in enumerate(case.codes.lines) if line.modifiers)


def _justifying(case: Case, line: Line) -> Sequence[Listed]:
    """The diagnoses a line points to; all of them where lines have no pointers."""
    if not line.pointers:
        return case.diagnoses
    return [row for row in case.diagnoses if row.at + 1 in line.pointers]


def _side(title: str) -> str:
    """left, right or bilateral; "" where the title names no side of the body, or several."""
    found = {match[1].lower() for match in _SIDE.finditer(title)}
    return found.pop() if len(found) == 1 else ""
