"""Earlier encounters of the same patient at the same facility, with the codes they were billed with."""

from collections.abc import Iterable
from dataclasses import dataclass

from queue_app.codesets.tables import CodeTables
from queue_app.domain.chronic import is_chronic
from queue_app.domain.codes import Codes, Diagnosis, Facts
from queue_app.domain.encounter import Encounter
from queue_app.domain.lifecycle import FINALLY_CODED
from queue_app.domain.people import Person
from queue_app.services import coding
from queue_app.services.reading import open_to
from queue_app.store.store import Store

SHOWN = 20  # the newest


@dataclass(frozen=True, kw_only=True)
class Visit:
    encounter: Encounter
    codes: Codes | None  # None: not finally coded, and drafts are nobody else's

    @property
    def diagnoses(self) -> tuple[Diagnosis, ...]:
        """What is likeliest to hold again first, else in the order they were billed in."""
        return (
            tuple(sorted(self.codes.diagnoses, key=lambda one: not is_chronic(one.code)))
            if self.codes
            else ()
        )


@dataclass(frozen=True, kw_only=True)
class Looked:
    present: Encounter
    visits: tuple[Visit, ...]  # the newest first
    more: int  # that are older still
    facts: Facts


def open_earlier(store: Store, tables: CodeTables, encounter_id: str, reader: Person) -> Looked:
    """Each look is recorded with every encounter that is shown. NotFound for those who may not look."""
    present = open_to(store, encounter_id, reader)
    mrn = present.patient.mrn
    every = sorted(
        _before(present, store.earlier.of_patient(mrn)) if mrn else (),
        key=lambda one: one.stay.admitted_at,
        reverse=True,
    )
    listed = every[:SHOWN]
    coded = [one for one in listed if one.submission and one.status in FINALLY_CODED]
    codes = store.earlier.look(listed, coded, present, reader)
    return Looked(
        present=present,
        visits=tuple(Visit(encounter=one, codes=codes.get(one.id)) for one in listed),
        more=len(every) - len(listed),
        facts=coding.facts(tables, *codes.values()),
    )


def _before(present: Encounter, others: Iterable[Encounter]) -> list[Encounter]:
    """An MRN is one facility's; the two units of one visit are not each other's past."""
    return [
        one
        for one in others
        if one.stay.facility == present.stay.facility
        and one.patient.mrn == present.patient.mrn
        and one.account_number != present.account_number
        and one.stay.admitted_at < present.stay.admitted_at
    ]
