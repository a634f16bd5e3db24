"""Opening the risk score of a visit: only for those who may look at it, and never unnoticed."""

from dataclasses import dataclass
from datetime import date

from queue_app.codesets.tables import CodeTables
from queue_app.domain import hcc
from queue_app.domain.encounter import Encounter, Unit, years
from queue_app.domain.errors import NotFound
from queue_app.domain.hcc import Risk
from queue_app.domain.people import Person
from queue_app.services.reading import open_to
from queue_app.store.store import Store


@dataclass(frozen=True, kw_only=True)
class Scored:
    """What the diagnoses saved so far come to, or why they come to nothing."""

    year: int = 0  # of payment
    risk: Risk | None = None
    refusal: str = ""  # a sentence, where there is no score
    assumed: tuple[str, ...] = ()  # what the encounter does not tell
    counts: bool = True  # False: none of the services is one whose diagnoses count


def open_score(store: Store, tables: CodeTables, encounter_id: str, reader: Person) -> Scored:
    """The score as it stands; that it was looked at is in the audit. NotFound for those who may not look."""
    encounter = open_to(store, encounter_id, reader)
    if not scores(encounter):
        raise NotFound("Only clinic visits have a risk score here.")
    store.records.audit("hcc", reader.id, encounter_id)
    return scored(tables, encounter)


def scores(encounter: Encounter) -> bool:
    """Whether its diagnoses are shown with HCCs: the professional's side of a visit."""
    return encounter.unit is Unit.PROFESSIONAL


def scored(tables: CodeTables, encounter: Encounter) -> Scored:
    patient, codes = encounter.patient, [each.code for each in encounter.codes.diagnoses]
    on = encounter.stay.coded_on
    age = years(patient.born_on, date(on.year + 1, 2, 1))
    if age < 0:
        return Scored(refusal="The risk score needs the patient's age: ask registration for the birth date.")
    if patient.sex not in ("F", "M"):
        return Scored(refusal="The risk score needs the patient's sex, F or M: ask registration.")
    model = tables.hcc_model(hcc.segment(age), codes, on)
    if model is None:
        return Scored(refusal=f"The risk score is not available for services of {on}.")
    services = {line.code for line in encounter.codes.lines}
    return Scored(
        year=model.year,
        risk=hcc.score(model, age, patient.sex, codes),
        assumed=hcc.assumed(age),
        counts=not services or bool(tables.hcc_services(services)),
    )
