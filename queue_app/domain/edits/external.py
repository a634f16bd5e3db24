"""Edits of external causes, chapter 20 of the guidelines: place, activity and status follow, once."""

import re

from queue_app.domain.edits.finding import Case
from queue_app.domain.edits.listed import Listed
from queue_app.domain.edits.poisoning import DRUG
from queue_app.domain.edits.rule import Troubles, error, guideline, instead_of, warning

_EXTERNAL = re.compile(r"[V-Y][0-9]")
_CAUSE = re.compile(r"[V-X][0-9]|Y([0-8][0-9]|90|91|95|96|97|98)")  # all but place, activity and status
_TELLS_ITS_CAUSE = re.compile(r"T(3[6-9]|[45][0-9]|6[0-5]|8[0-8])")  # poisonings, complications of care
_INJURY = re.compile(r"S|T[0-7]|T88")
PLACE, ACTIVITY, STATUS = "Y92", "Y93", "Y99"
CIRCUMSTANCES = (PLACE, ACTIVITY, STATUS)
INITIAL = "ABC"  # C: open fractures of type III


@error(guideline("I.C.20.a.6"))
def dx_external_cause_first(case: Case) -> Troubles:
    row = case.first
    if row and _EXTERNAL.match(row.code):
        yield (
            row.where,
            f"{row.name} is an external cause, which never comes first: "
            "move it below the injury or condition it led to.",
        )


@warning(guideline("I.C.20.a.2"))
def external_cause_character(case: Case) -> Troubles:
    """Its 7th character is that of the injury: initial, subsequent or sequela."""
    injuries = _phases_of_injuries(case)
    for row in case.having("V", "W", "X", "Y0", "Y1", "Y2", "Y3"):
        if injuries and _phase(row) and _phase(row) not in injuries:
            (phase, *_) = sorted(injuries)
            yield (
                row.where,
                f"{row.name} should have the 7th character of the injury: {phase} in place of {row.seventh}.",
                instead_of(row.code, put=row.code[:6] + phase),
            )


@warning(guideline("I.C.20.b and d"))
def place_alone(case: Case) -> Troubles:
    yield from _alone(case, PLACE)


@warning(guideline("I.C.20.k"))
def status_alone(case: Case) -> Troubles:
    if not case.having(ACTIVITY):
        yield from _alone(case, STATUS)


@warning(guideline("I.C.20.d"))
def circumstance_before_cause(case: Case) -> Troubles:
    causes = [row for row in case.diagnoses if _CAUSE.match(row.code)]
    for row in case.having(*CIRCUMSTANCES):
        if causes and causes[0].at > row.at:
            yield row.where, f"{row.name} follows the external cause: move {causes[0].name} before it."
            return


@warning(guideline("I.C.20.b and d"))
def place_repeated(case: Case) -> Troubles:
    """A second place is lawful only for a new injury in the hospital."""
    yield from _repeated(case, PLACE, "place of occurrence")


@warning(guideline("I.C.20.c"))
def activity_repeated(case: Case) -> Troubles:
    yield from _repeated(case, ACTIVITY, "activity")


@warning(guideline("I.C.20.k"))
def status_repeated(case: Case) -> Troubles:
    yield from _repeated(case, STATUS, "external cause status")


@warning(guideline("I.C.20.b"))
def place_unspecified(case: Case) -> Troubles:
    yield from _empty(case, "Y929")


@warning(guideline("I.C.20.c"))
def activity_unspecified(case: Case) -> Troubles:
    yield from _empty(case, "Y939")


@warning(guideline("I.C.20.k"))
def status_unspecified(case: Case) -> Troubles:
    yield from _empty(case, "Y999")


@warning(guideline("I.C.20.b, c and k"))
def circumstance_after_initial(case: Case) -> Troubles:
    injuries = _phases_of_injuries(case)
    if injuries and "A" not in injuries:
        for row in case.having(*CIRCUMSTANCES):
            yield row.where, f"{row.name} is coded at the initial encounter only: remove it."


@warning(guideline("I.C.20.c and k"))
def circumstance_of_poisoning(case: Case) -> Troubles:
    """Activity and status say nothing of poisonings and adverse effects, where nothing else was hurt."""
    injuries = [row for row in case.diagnoses if _INJURY.match(row.code)]
    if injuries and all(DRUG.match(row.code) for row in injuries):
        for row in case.having(ACTIVITY, STATUS):
            yield row.where, f"{row.name} is not applicable to poisonings and adverse effects: remove it."


def _phases_of_injuries(case: Case) -> set[str]:
    return {_phase(row) for row in case.diagnoses if _INJURY.match(row.code)} - {""}


def _phase(row: Listed) -> str:
    """A, D or S: fractures have more letters, of which the first three are initial."""
    if row.seventh in ("", "S"):
        return row.seventh
    return "A" if row.seventh in INITIAL else "D"


def _alone(case: Case, kind: str) -> Troubles:
    if not any(_CAUSE.match(row.code) or _TELLS_ITS_CAUSE.match(row.code) for row in case.diagnoses):
        for row in case.having(kind):
            yield (
                row.where,
                f"{row.name} only adds to an external cause: put the cause before it, or remove it.",
            )


def _repeated(case: Case, kind: str, what: str) -> Troubles:
    for row in case.having(kind)[1:]:
        yield row.where, f"{row.name} is a second {what}: keep one."


def _empty(case: Case, code: str) -> Troubles:
    for row in case.having(code):
        yield row.where, f"{row.name} is not coded where nothing is stated: remove it."
