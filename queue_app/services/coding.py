"""What is known of the codes of an encounter: their titles, what they cost, and what the edits say."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from itertools import combinations

from queue_app.codesets import mce
from queue_app.codesets.tables import CodeTables
from queue_app.domain import abstract, edits, evidence
from queue_app.domain.codes import Codes, Diagnosis, Facts, Line, System
from queue_app.domain.directory import Charge, Facility, Provider
from queue_app.domain.edits.finding import Case, Finding
from queue_app.domain.encounter import Encounter, Stay
from queue_app.domain.grouping import Mark
from queue_app.services.suggesting import basis
from queue_app.store.store import Store


def facts(tables: CodeTables, *all_codes: Codes) -> Facts:
    """What the code tables know of every code that is used."""
    return tables.facts(sorted({name for codes in all_codes for name in codes.named()}))


def shown(case: Case, proposed: Codes) -> Facts:
    """Of the facts that the edits looked at those of listed, proposed and charged codes, and why one came."""
    used = {
        *case.codes.named(),
        *proposed.named(),
        *charged(case.encounter).named(),
        *((System.ICD10CM, code) for code in case.came_for),
    }
    return {name: fact for name, fact in case.facts.items() if name in used}


def proposed(found: Iterable[Finding]) -> Codes:
    """The codes that findings propose, for their titles."""
    return Codes(tuple(Diagnosis(one.code) for finding in found for one in finding.proposes))


def charged(encounter: Encounter) -> Codes:
    """The codes that the source charged, for their titles."""
    return Codes(lines=tuple(Line(one.code) for one in encounter.billed if one.code))


def prices(store: Store, services: Iterable[str]) -> dict[str, int]:
    """Cents of one unit of each of these services that the charge master has."""
    found = store.directories.some(Charge, sorted(set(services)))
    return {charge.id: charge.cents for charge in found if charge}


def offers(store: Store, codes: Codes) -> dict[str, int]:
    """Prices of the services whose charge is blank."""
    return prices(store, (line.code for line in codes.lines if not line.charge))


def priced(codes: Codes, prices: Mapping[str, int]) -> Codes:
    """The codes with the price, times the units, where the charge is blank."""
    lines = (
        line if line.charge else replace(line, charge=max(0, prices.get(line.code, 0) * line.units))
        for line in codes.lines
    )
    return replace(codes, lines=tuple(lines))


def findings(
    store: Store, tables: CodeTables, encounter: Encounter, codes: Codes, today: date | None = None
) -> tuple[Finding, ...]:
    """What the edits say of these codes."""
    return edits.findings(opened_case(store, tables, encounter, codes, today))


def opened_case(
    store: Store, tables: CodeTables, encounter: Encounter, codes: Codes, today: date | None = None
) -> Case:
    """Everything the edits look at, with what the store has of it."""
    stay = abstract.counting(encounter.stay, codes)
    who = abstract.named(encounter.unit, stay, codes)
    parties = store.directories.of(stay, (*who, encounter.stay.attending))
    suggested = store.suggestions.codes(encounter.id, basis(tables, encounter))
    found = case(tables, encounter, codes, parties.facility, parties.providers.get(who[0]), today, suggested)
    return replace(
        found,
        payer=parties.payer,
        stale=_stale(store, encounter, codes),
        providers=parties.providers,
    )


def _stale(store: Store, encounter: Encounter, codes: Codes) -> frozenset[str]:
    """The texts are read only where a document has become another since a passage was marked in it."""
    if not evidence.outdated(codes.evidence, encounter.documents):
        return frozenset()
    return evidence.stale(codes.evidence, store.encounters.documents(encounter))


def case(
    tables: CodeTables,
    encounter: Encounter,
    codes: Codes,
    facility: Facility | None,
    provider: Provider | None,
    today: date | None = None,
    suggested: frozenset[str] = frozenset(),
) -> Case:
    """Everything the edits look at."""
    notes = tables.notes((diagnosis.code for diagnosis in codes.diagnoses), edits.KINDS)
    named = {*edits.may_be_proposed(codes, notes), *suggested}
    proposed = Codes(tuple(map(Diagnosis, named)))
    stay = abstract.counting(encounter.stay, codes)
    came_for = Codes(tuple(map(Diagnosis, abstract.came_for(stay))))
    days = _services(encounter, codes)
    return Case(
        encounter=encounter,
        codes=codes,
        facts=facts(tables, codes, proposed, charged(encounter), came_for),
        today=today or datetime.now(encounter.stay.ended_at.tzinfo).date(),
        facility=facility,
        provider=provider,
        modifiers=tables.modifiers() if any(line.modifiers for line in codes.lines) else frozenset(),
        notes=notes,
        ncci={
            pair: indicator
            for on, services in days.items()
            for pair, indicator in tables.ncci(combinations(services, 2), on, encounter.unit).items()
        },
        mue={
            code: most
            for on, services in days.items()
            for code, most in tables.mue(services, encounter.unit, on).items()
        },
        suggested=suggested,
        mce=_marks(encounter, stay, codes, of_sex=tables.warns_of_sex),
    )


def _marks(encounter: Encounter, stay: Stay, codes: Codes, *, of_sex: bool) -> tuple[Mark, ...]:
    """What the Medicare Code Editor finds in inpatient stays; whom codes are for, in all."""
    patient = encounter.patient
    found = mce.marks(patient, stay, codes, stay.coded_on) if encounter.inpatient else ()
    told = {(mark.edit, mark.where) for mark in found}
    others = mce.sex_conflicts(patient, stay, codes) if of_sex else ()
    return found + tuple(mark for mark in others if (mark.edit, mark.where) not in told)


def _services(encounter: Encounter, codes: Codes) -> dict[date, list[str]]:
    """The codes of the lines by their day."""
    days: dict[date, set[str]] = defaultdict(set)
    for line in codes.lines:
        days[encounter.done_on(line)].add(line.code)
    return {on: sorted(services) for on, services in days.items()}
