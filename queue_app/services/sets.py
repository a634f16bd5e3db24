"""Named sets of codes: what somebody may add, and making, changing and deleting them."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from queue_app.codesets.tables import CodeTables
from queue_app.domain.codes import Codes, Named, System
from queue_app.domain.codeset import (
    LONGEST,
    MOST,
    MOST_CODES,
    CodeSet,
    alone,
    may_change,
    may_share,
)
from queue_app.domain.errors import Malformed, NotAllowed, NotFound
from queue_app.domain.people import Person
from queue_app.domain.triage import STANDARDS
from queue_app.services import finding
from queue_app.services.finding import Answer
from queue_app.store.store import Store


@dataclass(frozen=True)
class Row:
    """A code of a set as the box offers it, with what its line is born with."""

    answer: Answer
    modifiers: tuple[str, ...] = ()
    units: int = 1


@dataclass(frozen=True, kw_only=True)
class Offered:
    set: CodeSet
    rows: tuple[Row, ...]
    may_change: bool


@dataclass(frozen=True)
class Own:
    sets: tuple[Offered, ...]
    again: str  # "set/id" where a set was added last
    again_code: Answer | None  # where a code was


def open_sets(
    store: Store,
    tables: CodeTables,
    person: Person,
    on: date,
    *,
    work_type: str = "",
    inpatient: bool = False,
) -> Own:
    """This person's sets and everybody's; where a work type is asked for, none that is for another."""
    found, again = store.sets.of(person.id)
    sets = [one for one in found if not work_type or one.work_type in ("", work_type)]
    names = {name for one in sets for name in one.codes.named()} | set(_code_of(again))
    known = finding.known(store, tables, names, on, inpatient=inpatient)
    return Own(
        tuple(
            Offered(set=one, rows=_rows(one.codes, known), may_change=may_change(person, one)) for one in sets
        ),
        again,
        next((known[name] for name in _code_of(again) if name in known), None),
    )


def keep(
    store: Store, tables: CodeTables, person: Person, wanted: CodeSet, *, instead_of: str = ""
) -> CodeSet:
    """Make the set, or change the one of that id; Malformed says what is wrong with it."""
    if wanted.shared and not may_share(person):
        raise NotAllowed("Sets for everybody are made by supervisors and auditors.")
    every, _ = store.sets.of(person.id)
    before = _changeable(every, person, instead_of) if instead_of else None
    made = replace(wanted, id=before.id if before else secrets.token_hex(8), codes=alone(wanted.codes))
    _must_be_good(tables, made, [one for one in every if one.owner == made.owner and one != before])
    if before and before.owner != made.owner:
        store.sets.drop(before)
    store.sets.put(made)
    if made.shared:
        store.records.audit("keep_set", person.id, made.id)
    return made


def delete(store: Store, person: Person, set_id: str) -> CodeSet:
    every, _ = store.sets.of(person.id)
    gone = _changeable(every, person, set_id)
    store.sets.drop(gone)
    if gone.shared:
        store.records.audit("delete_set", person.id, gone.id)
    return gone


def _changeable(every: Sequence[CodeSet], person: Person, set_id: str) -> CodeSet:
    found = next((one for one in every if one.id == set_id), None)
    if found is None:
        raise NotFound("There is no such set of codes.")
    if not may_change(person, found):
        raise NotAllowed("Sets for everybody are changed by supervisors and auditors.")
    return found


def _must_be_good(tables: CodeTables, one: CodeSet, others: Sequence[CodeSet]) -> None:
    names = [*one.codes.named()]
    if not one.name or not one.name.isprintable() or len(one.name) > LONGEST:
        raise Malformed(f"Give the set a name, of {LONGEST} characters at most.")
    if any(one.name.casefold() == other.name.casefold() for other in others):
        raise Malformed("There is a set of that name already: change that one, or choose another name.")
    if one.work_type and one.work_type not in STANDARDS:
        raise Malformed(f"The work type must be one of {', '.join(STANDARDS)}, or left out for all.")
    if not 0 < len(names) <= MOST_CODES:
        raise Malformed(f"A set has from one code to {MOST_CODES}.")
    if len(others) >= MOST:
        raise Malformed(f"There are {MOST} sets already: delete some first.")
    known = tables.facts(sorted(set(names)))
    if missing := [name[1][:10] for name in names if name not in known]:
        raise Malformed(f"There is no such code: {', '.join(missing[:5])}.")


def _rows(codes: Codes, known: dict[Named, Answer]) -> tuple[Row, ...]:
    """In the order of the form; what the tables no longer have is left for the edits to name."""
    of_lines = [Row(_answer((one.system, one.code), known), one.modifiers, one.units) for one in codes.lines]
    others = replace(codes, lines=())
    return (*(Row(_answer(name, known)) for name in others.named()), *of_lines)


def _answer(name: Named, known: dict[Named, Answer]) -> Answer:
    system, code = name
    gone = Answer(system=system, code=code, title="", billable=False, valid=False, matched="")
    return known.get(name, gone)


def _code_of(again: str) -> tuple[Named, ...]:
    system, _, code = again.partition("/")
    return ((System(system), code),) if system in {*System} else ()
