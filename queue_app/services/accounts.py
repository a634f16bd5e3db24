"""People and their tokens: signing in, adding, changing, signing out everywhere."""

import re
import secrets
from dataclasses import replace

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from queue_app.domain.errors import Malformed, NotAllowed, NotFound, TooMany
from queue_app.domain.people import Person, Role
from queue_app.store.store import Store

SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 1000  # characters
FREE_OF_ADDRESS = 40  # failures: a whole house may sign in from one address
WRONG = "That name and password do not go together."
HASHER = PasswordHasher()  # RFC 9106, low-memory profile
# Checked for unknown names, so that they take as long: no password has it, and making it costs no hashing.
NOBODY = "$argon2id$v=19$m={0.memory_cost},t={0.time_cost},p={0.parallelism}${1}${2}".format(
    HASHER, "A" * 22, "A" * 43
)


def sign_in(store: Store, name: str, password: str, address: str) -> Person:
    """The person, or NotAllowed without a word on which half was wrong; TooMany after some failures."""
    name = name.strip().lower()[:100]
    whats = (f"name {name}", f"address {address}")
    if wait := max(store.sessions.wait(whats[0]), store.sessions.wait(whats[1], free=FREE_OF_ADDRESS)):
        raise TooMany(f"Too many failed attempts. Try again in {wait} seconds.", wait=wait)
    person = _known(store, name)
    hashed = store.people.password_hash(name) if person else ""
    try:
        HASHER.verify(hashed or NOBODY, password[: LONGEST_PASSWORD + 1])
    except (VerifyMismatchError, InvalidHashError):
        person = None
    if person is None or not person.active or not hashed:
        store.sessions.note_failure(*whats)
        store.records.audit("sign_in_failed", name if person else "unknown")
        raise NotAllowed(WRONG)
    store.sessions.forget_failures(whats[0])
    if HASHER.check_needs_rehash(hashed):
        store.people.put(person, HASHER.hash(password))
    store.records.audit("sign_in", person.id)
    return person


def add(store: Store, person: Person, password: str | None, by: str) -> None:
    """Add a person, or change one; without a password the old one stays, and closed stays closed."""
    if not re.fullmatch(r"[a-z][a-z0-9._-]{1,39}", person.id) or person.id == "system":
        raise Malformed(
            "A sign-in name has 2 to 40 small letters, digits, dots or dashes and begins with a letter."
        )
    if password is not None and not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise Malformed(
            f"A password has at least {SHORTEST_PASSWORD} characters, at most {LONGEST_PASSWORD}."
        )
    if Role.SYSTEM in person.roles:
        raise Malformed("The role “system” belongs to Codedesk itself.")
    if known := _known(store, person.id):
        person = replace(person, active=known.active)
    store.people.put(person, HASHER.hash(password) if password is not None else None)
    if password is not None:
        store.people.unpublish(person.id)
    store.records.audit("account", by, person.id)


def set_active(store: Store, person_id: str, active: bool, by: str) -> None:
    """Let a person in or shut them out; shutting out ends every session of theirs at once."""
    store.people.put(replace(store.people.get(person_id), active=active))
    store.records.audit("account", by, person_id)
    if not active:
        sign_out_everywhere(store, person_id, by)


def sign_out_everywhere(store: Store, person_id: str, by: str) -> int:
    store.records.audit("sign_out_everywhere", by, person_id)
    return store.sessions.end_all_of(person_id)


def add_token(store: Store, person_id: str, label: str, by: str) -> str:
    """A new bearer token that acts as the person; it is shown now and never again."""
    store.people.get(person_id)
    token = f"cdk_{secrets.token_urlsafe(32)}"
    store.people.add_bearer(token, person_id, label)
    store.records.audit("token", by, person_id)
    return token


def of_token(store: Store, token: str) -> Person | None:
    person = store.people.of_bearer(token)
    return person if person and person.active else None


def _known(store: Store, name: str) -> Person | None:
    try:
        return store.people.get(name)
    except NotFound:
        return None
