"""Edits of what the notes of the tabular list ask: what excludes what, what comes first, what else is due."""

import re
from collections.abc import Iterator

from queue_app.domain.codes import System, dotted
from queue_app.domain.edits.finding import Case, Note
from queue_app.domain.edits.infection import ORGANISMS
from queue_app.domain.edits.listed import Listed
from queue_app.domain.edits.notes import (
    References,
    bilateral,
    is_conditional,
    named_whole,
    printed_at,
    references,
)
from queue_app.domain.edits.rule import (
    Troubles,
    adds,
    error,
    guideline,
    information,
    instead_of,
    warning,
)

MOST_PROPOSED = 8

_MANIFESTATION = re.compile(r"\bdiseases? classified elsewhere")


@warning(guideline("I.A.12.a"))
def excludes1(case: Case) -> Troubles:
    """Unrelated conditions are the lawful exception; a pair is told once, at the later of the two."""
    told = set()
    for row in case.diagnoses:
        notes = case.notes_at(row, "excludes1")
        for other in _covered(case, row, references(*(note.text for note in notes))):
            first, second = sorted((row, other), key=lambda one: one.at)
            if (first.at, second.at) not in told:
                told.add((first.at, second.at))
                note = next(note for note in notes if references(note.text).covers(other.code))
                yield (
                    second.where,
                    f"{first.name} and {second.name} exclude each other (note at {printed_at(note)}): "
                    "keep the right one, or say why the two are unrelated.",
                )


@error(guideline("I.A.13"))
def manifestation_first(case: Case) -> Troubles:
    """The title says so: "in diseases classified elsewhere". Of organisms organism_first says it."""
    row = case.first
    if row and _MANIFESTATION.search(row.title) and not row.code.startswith(ORGANISMS):
        yield (
            row.where,
            f"{row.name} is a manifestation, which never comes first: put the disease behind it before it.",
        )


@warning(guideline("I.A.13 and I.B.7"))
def code_first(case: Case) -> Troubles:
    """Only where what the note names is listed, and later; a note that says "if applicable" is let be."""
    for row, note in _noted(case, "code_first"):
        named = [] if is_conditional(note) else list(_covered(case, row, references(note.text)))
        if named and min(cause.at for cause in named) > row.at:
            cause = named[0]
            yield (
                row.where,
                f"{row.name} follows its cause (note at {printed_at(note)}): move {cause.name} before it.",
            )


@information(guideline("I.A.13 and I.B.7"))
def use_additional(case: Case) -> Troubles:
    """Silent as soon as one of the codes that the note names is listed, or an earlier note asked for them.

    Silent too where it asks only "if applicable" and names no single code that one key could add.
    """
    asked: set[object] = set()
    for row, note in _noted(case, "use_additional"):
        named = references(note.text)
        proposed = _proposed(case, note)
        wanted = set(proposed or named.all)
        if wanted <= asked or any(True for _ in _covered(case, row, named)):
            continue
        asked |= wanted
        if proposed or not is_conditional(note):
            yield (
                row.where,
                f"{row.name} asks for an additional code where the record supports it "
                f"(note at {printed_at(note)}): {_spelled(named)}.",
                adds(*proposed),
            )


def _proposed(case: Case, note: Note) -> tuple[str, ...]:
    facts = [case.facts.get((System.ICD10CM, code)) for code in sorted(named_whole([note]))]
    return tuple(fact.code for fact in facts if fact and fact.billable)[:MOST_PROPOSED]


@warning(guideline("I.B.13"))
def sides_apart(case: Case) -> Troubles:
    """Both sides are listed where there is a code for both."""
    for row in case.diagnoses:
        for other in case.having(row.code[:3]):
            both = bilateral(row.code, other.code) if other.at < row.at else ""
            fact = case.facts.get((System.ICD10CM, both))
            if fact and fact.billable and "bilateral" in fact.title.lower():
                yield (
                    row.where,
                    f"{other.name} and {row.name} are the two sides of one condition: "
                    f"replace them by {dotted(both)}, bilateral.",
                    instead_of(other.code, row.code, put=both),
                )


def _noted(case: Case, kind: str) -> Iterator[tuple[Listed, Note]]:
    for row in case.diagnoses:
        for note in case.notes_at(row, kind):
            yield row, note


def _covered(case: Case, row: Listed, named: References) -> Iterator[Listed]:
    """The other diagnoses that a note at this one names."""
    for other in case.diagnoses if named.spans else case.having(*named.beginnings):
        if other.code != row.code and named.covers(other.code):
            yield other


def _spelled(named: References) -> str:
    """The first few as people read them: Z79.4, F17, B95–B97."""
    spans = dict.fromkeys((dotted(one.first), dotted(one.last)) for one in named.all)
    words = [first if first == last else f"{first}–{last}" for first, last in spans]
    return ", ".join(words[:4]) + (" and more" if len(words) > 4 else "")
