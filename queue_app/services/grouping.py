"""What diagnoses weigh, and opening the DRG of an inpatient stay: only for those who may, never unnoticed."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from queue_app.codesets import grouping, severity
from queue_app.codesets.drg import DrgWeight, version_of
from queue_app.codesets.tables import CodeTables
from queue_app.domain.abstract import counting
from queue_app.domain.codes import Codes
from queue_app.domain.encounter import Encounter, Unit
from queue_app.domain.errors import NotFound
from queue_app.domain.grouping import Drg, Effect, Grouping
from queue_app.domain.people import Person
from queue_app.services.reading import open_to
from queue_app.store.store import Store

MOST = 25  # diagnoses, and procedures, that a claim carries and the grouper looks at


@dataclass(frozen=True)
class Badge:
    """What is shown beside a diagnosis."""

    level: str = ""  # CC, MCC; inpatients alone are grouped by it
    hcc: tuple[int, ...] = ()


NO_BADGE = Badge()


def badges(tables: CodeTables, diagnoses: Iterable[str], on: date, *, inpatient: bool) -> dict[str, Badge]:
    """The badges of those of the codes that have one, on that day.

    CC and MCC by the grouper; by the year's own lists, where the site loaded them, on days it does not know.
    """
    codes = list(diagnoses)
    levels: dict[str, str] = {}
    if inpatient:
        known = grouping.version_on(on) is not None
        levels = severity.levels(codes, on) if known else tables.severity(version_of(on), codes)
    hccs = tables.hccs(codes, on)
    return {
        code: Badge(levels.get(code, ""), hccs.get(code, ())) for code in sorted(levels.keys() | hccs.keys())
    }


def badges_of(tables: CodeTables, encounter: Encounter, *all_codes: Codes) -> dict[str, Badge]:
    """The badges of an encounter's diagnoses."""
    codes = [each.code for some in all_codes for each in some.diagnoses]
    return badges(tables, codes, encounter.stay.coded_on, inpatient=encounter.inpatient)


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What the stay groups to with the codes saved so far, and what each of them does to that."""

    grouping: Grouping
    diagnoses: tuple[Effect, ...]  # in the order of the codes, never in that of money
    procedures: tuple[Effect, ...]
    weight: DrgWeight | None  # None: the site has not loaded the weights of that version
    on: date  # the day of discharge by which the version is chosen
    discharged: bool  # False: grouped as if the patient left today

    @property
    def others(self) -> tuple[Drg, ...]:
        """The other DRGs that are named here, each once, in the order of the codes."""
        effects = (*self.diagnoses, *self.procedures)
        named = [drg for each in effects for drg in (each.without, each.first) if drg and drg.number]
        return tuple({drg.number: drg for drg in named if drg.number != self.grouping.drg.number}.values())


def open_preview(store: Store, tables: CodeTables, encounter_id: str, reader: Person) -> Preview:
    """The DRG as it stands; that it was looked at is in the audit. NotFound for those who may not look."""
    encounter = open_to(store, encounter_id, reader)
    if not groups(encounter):
        raise NotFound("Only inpatient stays have a DRG.")
    store.records.audit("drg", reader.id, encounter_id)
    return preview(tables, encounter, datetime.now(encounter.stay.admitted_at.tzinfo).date())


def groups(encounter: Encounter) -> bool:
    """Whether it is paid by DRG: the facility's side of an inpatient stay."""
    return encounter.inpatient and encounter.unit is Unit.FACILITY


def preview(tables: CodeTables, encounter: Encounter, today: date) -> Preview:
    patient, codes = encounter.patient, encounter.codes
    stay = counting(encounter.stay, codes)
    on = stay.discharged_at.date() if stay.discharged_at else today
    codes = replace(codes, diagnoses=codes.diagnoses[:MOST], procedures=codes.procedures[:MOST])
    found = grouping.group(patient, stay, codes, on)
    known = bool(found.drg.number)
    diagnoses, procedures = grouping.what_ifs(patient, stay, codes, on, found) if known else ((), ())
    return Preview(
        grouping=found,
        diagnoses=diagnoses,
        procedures=procedures,
        weight=tables.drg_weight(found.version, int(found.drg.number)) if known else None,
        on=on,
        discharged=stay.discharged_at is not None,
    )
