"""Who works here, in which roles, and from which worklists."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    CODER = "coder"
    AUDITOR = "auditor"
    BILLER = "biller"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"
    SERVICE = "service"  # another program: may hand in encounters, may not look at them
    SYSTEM = "system"  # Codedesk itself; nobody can sign in with it


@dataclass(frozen=True, kw_only=True)
class Person:
    id: str  # the name typed at sign-in
    name: str
    roles: frozenset[Role]
    worklists: tuple[str, ...] = ()  # primary: taken from first
    backups: tuple[str, ...] = ()  # taken from when every primary is empty
    active: bool = True


SYSTEM = Person(id="system", name="Codedesk", roles=frozenset({Role.SYSTEM}))
