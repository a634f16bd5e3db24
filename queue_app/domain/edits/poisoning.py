"""Edits of adverse effects, poisoning, underdosing and toxic effects, chapter 19 of the guidelines."""

import re

from queue_app.domain.edits.finding import Case
from queue_app.domain.edits.listed import Listed
from queue_app.domain.edits.rule import Troubles, error, guideline, information, warning

DRUG = re.compile(r"T(3[6-9]|4[0-9]|50)")
_TOXIC = re.compile(r"T(5[1-9]|6[0-5])")
POISONED, ADVERSE, UNDERDOSED = "1234", "5", "6"
WHY_UNDERDOSED = ("Z9112", "Z9113", "Z9114", "Z91A", "Y636", "Y638", "Y639")
# What may come before a poisoning: other injuries, pregnancy, and a place or purpose of care.
BEFORE = ("S", "T", "O", "P", "V", "W", "X", "Y", "Z")


@error(guideline("I.C.19.e.5.c"))
def underdosing_first(case: Case) -> Troubles:
    row = case.first
    if row and _intent(row) == UNDERDOSED:
        yield (
            row.where,
            f"{row.name} is an underdosing, which never comes first: put the condition treated first.",
        )


@information(guideline("I.C.19.e.5.c"))
def underdosing_without_reason(case: Case) -> Troubles:
    for row in _drugs(case, UNDERDOSED)[:1]:
        if not case.having(*WHY_UNDERDOSED):
            yield (
                row.where,
                f"{row.name} does not say why: add a code from Z91.1- or Y63.- if the record tells it.",
            )


@warning(guideline("I.C.19.e.5.a"))
def adverse_effect_first(case: Case) -> Troubles:
    row = case.first
    if row and _intent(row) == ADVERSE:
        yield (
            row.where,
            f"{row.name} is the drug behind an adverse effect: put the effect itself, such as a rash, first.",
        )


@warning(guideline("I.C.19.e.5.b"))
def poisoning_after_manifestation(case: Case) -> Troubles:
    yield from _late(case, _drugs(case, POISONED), "poisoning")


@warning(guideline("I.C.19.e.5.d"))
def toxic_effect_after_manifestation(case: Case) -> Troubles:
    toxic = [row for row in case.diagnoses if _TOXIC.match(row.code)]
    yield from _late(case, toxic, "toxic effect")


def _late(case: Case, causes: list[Listed], what: str) -> Troubles:
    row = case.first
    if row and not row.code.startswith(BEFORE):
        for cause in causes:
            if cause.seventh in ("", "A"):
                yield (
                    cause.where,
                    f"{cause.name}, a {what}, comes before what it led to: move it before {row.name}.",
                )
                return


def _drugs(case: Case, intents: str) -> list[Listed]:
    return [row for row in case.diagnoses if _intent(row) and _intent(row) in intents]


def _intent(row: Listed) -> str:
    """1 to 4 poisoning, 5 adverse effect, 6 underdosing: the 6th character, or the 5th before an X."""
    if not DRUG.match(row.code):
        return ""
    return row.code[5:6] if row.code[5:6] not in ("", "X") else row.code[4:5]
