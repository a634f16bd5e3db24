"""What the box for codes answers: to words, and before any are typed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import log2

from queue_app.codesets.sets import SETS
from queue_app.codesets.tables import CodeTables
from queue_app.domain.codes import Named, System
from queue_app.domain.errors import Malformed, NotFound
from queue_app.domain.people import Person
from queue_app.services import coding
from queue_app.services.grouping import NO_BADGE, badges
from queue_app.store.store import Store

FIRST_RELEASE = "2015-10-01"  # of ICD-10 in the US; our own short lists are dated before it
SERVICES = (System.CPT, System.HCPCS)
HABIT = 0.04  # what it weighs at most in search that the site uses a code; see codesets.search
EVERY_DAY = 8  # doublings of use until it weighs that much
MOST_FAVOURITES = 500


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A code as the box offers it."""

    system: System
    code: str
    title: str
    billable: bool
    valid: bool  # on the day that was asked for
    matched: str  # why it is offered: the title, term or line of the index that has the words
    read_as: str = ""  # the words the query was read as, where they are not those typed
    charge: int | None = None  # cents of one unit, where the charge master has it
    level: str = ""  # CC, MCC of diagnoses for inpatients
    hcc: tuple[int, ...] = ()  # of diagnoses
    valid_from: date | None = None  # both told only of codes that are not valid
    valid_to: date | None = None
    successors: tuple[str, ...] = ()  # the diagnoses good on the day that took the place of one that ended


def answers(
    store: Store,
    tables: CodeTables,
    systems: Sequence[System],
    query: str,
    on: date,
    most: int,
    *,
    work_type: str = "",
    inpatient: bool = False,
) -> list[Answer]:
    """The codes likeliest meant; what the site submits for such work counts a little."""
    prior = _prior(store, work_type) if work_type else {}
    found = [
        Answer(
            system=one.system,
            code=one.code,
            title=one.title,
            billable=one.billable,
            valid=one.valid,
            matched=one.matched,
            read_as=one.read_as,
        )
        for system in systems or (None,)
        for one in tables.search(system, query, on, most, prior)
    ][:most]
    return _priced(store, tables, _dated(tables, found, on), on, inpatient)


def usual(
    store: Store,
    tables: CodeTables,
    person: Person,
    systems: Sequence[System],
    work_type: str,
    on: date,
    *,
    inpatient: bool = False,
) -> dict[str, list[Answer]]:
    """What this person submitted last, starred, and what is submitted most for such work; good codes only."""
    found = store.usage.usual(person.id, work_type, frozenset(systems))
    parts: dict[str, list[Named]] = {"favourites": [*found.favourites]}
    parts["recent"] = [name for name in found.recent if name not in found.favourites]
    parts["used"] = [name for name in found.used if name not in (*found.favourites, *found.recent)]
    every = known(store, tables, (name for part in parts.values() for name in part), on, inpatient=inpatient)
    good = {name: one for name, one in every.items() if one.billable and one.valid}
    return {what: [good[name] for name in part if name in good] for what, part in parts.items()}


def known(
    store: Store, tables: CodeTables, names: Iterable[Named], on: date, *, inpatient: bool = False
) -> dict[Named, Answer]:
    """Of these codes those that the tables have, good on the day or not."""
    facts = tables.facts(sorted(set(names)))
    found = [
        Answer(
            system=system,
            code=code,
            title=fact.title,
            billable=fact.billable,
            valid=fact.valid_on(on),
            matched="",
        )
        for (system, code), fact in facts.items()
    ]
    return {(one.system, one.code): one for one in _priced(store, tables, found, on, inpatient)}


def _dated(tables: CodeTables, found: Sequence[Answer], on: date) -> list[Answer]:
    """With the days of those that are not good on the day, and what took their place."""
    facts = tables.facts((one.system, one.code) for one in found if not one.valid)
    return [
        replace(
            one,
            valid_from=fact.valid_from,
            valid_to=fact.valid_to,
            successors=tuple(tables.successors(one.code, on)) if one.system is System.ICD10CM else (),
        )
        if (fact := facts.get((one.system, one.code)))
        else one
        for one in found
    ]


def releases(tables: CodeTables, systems: Sequence[System]) -> list[str]:
    """What the answers are from: the release of each code set, with the licence line it carries."""
    known = {one.set_name: one for one in tables.releases()}  # of several, the newest
    told = []
    for system in systems:
        one = known.get(system)
        if one is None:
            told.append(f"{SETS[system].title} by number alone: the site has not loaded its licensed file.")
        elif one.of_site or one.released_on >= FIRST_RELEASE:
            told.append(f"{SETS[system].title} of {one.released_on}. {one.notice}".rstrip())
        else:
            told.append(f"{SETS[system].title}: {one.source}; the official file is not loaded.")
    return told


def star(store: Store, tables: CodeTables, person: Person, name: Named, *, starred: bool) -> None:
    """Make a code a favourite of this person, or no longer."""
    system, code = name
    if starred and tables.look_up(system, code) is None:
        raise NotFound(f"There is no such code: {code[:10]}.")
    if starred and len(store.usage.favourites(person.id)) >= MOST_FAVOURITES:
        raise Malformed(f"There are {MOST_FAVOURITES} favourites already: remove some first.")
    store.usage.star(person.id, system, code, starred=starred)


def _prior(store: Store, work_type: str) -> dict[str, float]:
    tally = store.usage.tally(work_type)
    return {code: HABIT * min(1.0, log2(1 + count) / EVERY_DAY) for (_, code), count in tally.items()}


def _priced(
    store: Store, tables: CodeTables, found: Iterable[Answer], on: date, inpatient: bool
) -> list[Answer]:
    """With what the charge master and, for inpatients, Medicare's lists say of each."""
    plain = list(found)
    prices = coding.prices(store, (one.code for one in plain if one.system in SERVICES))
    diagnoses = [one.code for one in plain if one.system is System.ICD10CM]
    known = badges(tables, diagnoses, on, inpatient=inpatient)

    def priced(one: Answer) -> Answer:
        if one.system in SERVICES:
            return replace(one, charge=prices.get(one.code))
        badge = known.get(one.code, NO_BADGE) if one.system is System.ICD10CM else NO_BADGE
        return replace(one, level=badge.level, hcc=badge.hcc)

    return [priced(one) for one in plain]
