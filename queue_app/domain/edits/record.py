"""Edits that hold the codes against the documents: what was read for suggestions, and the evidence."""

import re
from collections.abc import Iterator, Sequence

from queue_app.domain.codes import CodeFact, System, dotted
from queue_app.domain.edits.finding import Case
from queue_app.domain.edits.listed import Listed, Row
from queue_app.domain.edits.metabolism import DIABETES, DIABETES_DRUGS
from queue_app.domain.edits.rule import Troubles, adds, error, guideline, information, instead_of, warning

NOT_TYPE_1 = tuple(category for category in DIABETES if category != "E10")
_GONE = "the words it stands on are not in the newest documents."
_SIDE = re.compile(r"\b(?:right|left)\b", re.IGNORECASE)
_SIDE_OR_NONE = re.compile(r"\b(?:right|left|unspecified)\b,?\s*", re.IGNORECASE)


@warning(guideline("I.B.13"))
def side_in_the_record(case: Case) -> Troubles:
    for row in case.diagnoses:
        if sided := tuple(fact.code for fact in _with_a_side(case, row)):
            yield (
                row.where,
                f"{row.name} leaves the side open and the documents tell it: "
                f"use {' or '.join(map(dotted, sided))}.",
                tuple(one for code in sided for one in instead_of(row.code, put=code)),
            )


@warning(guideline("I.C.4.a.3"))
def diabetes_drug_missing(case: Case) -> Troubles:
    """Insulin that is given for a while only is not coded; the reading knows what a patient takes."""
    for row in case.having(*NOT_TYPE_1)[:1]:
        for code, drug in DIABETES_DRUGS.items():
            if code in case.suggested and not case.having(code):
                yield (
                    row.where,
                    f"{row.name}: the patient takes {drug}, as the documents say: add {dotted(code)}.",
                    adds(code),
                )


@error(guideline("I.A.19"))
def evidence_gone(case: Case) -> Troubles:
    """Of what decides the DRG."""
    for row in _stale(case, case.diagnoses[:1], case.procedures):
        yield row.where, f"{row.name}: {_GONE} Mark the words it stands on now, or take the old ones away."


@information(guideline("I.A.19"))
def evidence_changed(case: Case) -> Troubles:
    for row in _stale(case, case.diagnoses[1:], case.services):
        yield row.where, f"{row.name}: {_GONE} Look whether it still holds."


@warning(guideline("III.A and IV.J"))
def carried_forward(case: Case) -> Troubles:
    """What an earlier encounter was coded with holds in this one when its own documents say so."""
    present = {document.id for document in case.encounter.documents}
    shown = {one.about for one in case.codes.evidence if one.document in present} - case.stale
    carried = {one.about for one in case.codes.carried} - shown
    for row in case.diagnoses:
        if row.code in carried:
            yield (
                row.where,
                f"{row.name} was carried forward from an earlier encounter: mark the words of this one's "
                "documents that show it, or say why it stands.",
            )


def _stale(case: Case, *parts: Sequence[Row]) -> Iterator[Row]:
    return (row for rows in parts for row in rows if row.code in case.stale)


def _with_a_side(case: Case, row: Listed) -> list[CodeFact]:
    """The suggested diagnoses that say the same with a side."""
    if not case.suggested or "unspecified" not in row.title.lower() or _SIDE.search(row.title):
        return []
    alike = (case.facts.get((System.ICD10CM, code)) for code in sorted(case.suggested))
    return [
        fact
        for fact in alike
        if fact
        and fact.code[:3] == row.code[:3]
        and _SIDE.search(fact.title)
        and _SIDE_OR_NONE.sub("", fact.title) == _SIDE_OR_NONE.sub("", row.title)
    ]
