"""The people in every test: Maria and Tom code, Lena supervises, Omar audits, Bea bills, Ada administers."""

from queue_app.domain.people import Person, Role
from queue_app.domain.triage import WORKLISTS


def a_person(name: str, *roles: Role, worklists: tuple[str, ...] = WORKLISTS, **facts: object) -> Person:
    told = {"id": name.lower(), "name": name, "roles": frozenset(roles), "worklists": worklists}
    return Person(**told | facts)  # type: ignore[arg-type]


MARIA = a_person("Maria", Role.CODER)
TOM = a_person("Tom", Role.CODER)
LENA = a_person("Lena", Role.SUPERVISOR)
OMAR = a_person("Omar", Role.AUDITOR)
BEA = a_person("Bea", Role.BILLER)
ADA = a_person("Ada", Role.ADMIN)
FEED = a_person("Feed", Role.SERVICE)
EVERYBODY = (MARIA, TOM, LENA, OMAR, BEA, ADA, FEED)
