"""Named sets: codes that somebody often assigns together, such as “Chest pain work-up”."""

from dataclasses import dataclass

from queue_app.domain.codes import Codes, Diagnosis, Line, Procedure
from queue_app.domain.people import Person, Role

MOST = 200  # sets of one person, and shared ones
MOST_CODES = 60  # of one set
LONGEST = 60  # characters of a name
SHARERS = frozenset({Role.SUPERVISOR, Role.AUDITOR})  # whoever makes sets for everybody


@dataclass(frozen=True, kw_only=True)
class CodeSet:
    id: str
    name: str  # as typed, so it may say anything: kept sealed
    owner: str  # the person whose it is; "" shared with everybody
    work_type: str = ""  # a shared one may be for one type of work; "" for all
    codes: Codes

    @property
    def shared(self) -> bool:
        return not self.owner


def may_share(person: Person) -> bool:
    return bool(person.roles & SHARERS)


def may_change(person: Person, one: CodeSet) -> bool:
    return may_share(person) if one.shared else one.owner == person.id


def alone(codes: Codes) -> Codes:
    """The codes with nothing that belongs to one encounter: no POA, day, charge, pointer, reason or words."""
    return Codes(
        diagnoses=tuple(dict.fromkeys(Diagnosis(one.code) for one in codes.diagnoses)),
        procedures=tuple(dict.fromkeys(Procedure(one.code) for one in codes.procedures)),
        lines=tuple(dict.fromkeys(Line(one.code, one.modifiers, one.units) for one in codes.lines)),
    )
