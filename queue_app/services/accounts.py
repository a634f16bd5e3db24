"""People and their tokens: signing in, adding, changing, choosing a password, signing out everywhere."""

import re
import secrets
from contextlib import suppress
from dataclasses import replace
from ipaddress import IPv6Address, ip_address, ip_network

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from queue_app.domain.errors import Malformed, NotAllowed, NotFound
from queue_app.domain.people import Person, Role
from queue_app.store.attempts import Bound
from queue_app.store.people import Account
from queue_app.store.store import Store

SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 1000  # characters
QUARTER_HOUR, MINUTE = 15 * 60, 60  # seconds
WRONG = "That name and password do not go together."
HASHER = PasswordHasher()  # RFC 9106, low-memory profile
# Checked for unknown names, so that they take as long: no password has it, and making it costs no hashing.
NOBODY = "$argon2id$v=19$m={0.memory_cost},t={0.time_cost},p={0.parallelism}${1}${2}".format(
    HASHER, "A" * 22, "A" * 43
)


def sign_in(store: Store, name: str, password: str, address: str) -> Account:
    """The account, or NotAllowed without a word on which half was wrong; TooMany after some failures."""
    account = _proven(store, name.strip().lower()[:100], password, address)
    if account is None:
        raise NotAllowed(WRONG)
    store.records.audit("sign_in", account.person.id)
    return account


def change_password(store: Store, person_id: str, present: str, new: str, address: str) -> int:
    """A password that its owner chose; ends all their sessions and returns the generation of those to come.

    Raises Malformed when the new one will not do or the present one is wrong.
    """
    _check_password(new)
    if new == present:
        raise Malformed("That is the password you have: choose another one.")
    account = _proven(store, person_id, present, address)
    if account is None:
        raise Malformed("That is not your present password. Nothing was changed.")
    generation = store.people.change_password(account, _hashed(store, new))
    store.records.audit("password", person_id, person_id)
    return generation


def add(store: Store, person: Person, password: str | None, by: str, *, due: bool = False) -> None:
    """Add a person, or change one; without a password the old one stays, and closed stays closed.

    A new password ends the sessions that the old one began; when it is `due` its owner has to choose another.
    """
    if not re.fullmatch(r"[a-z][a-z0-9._-]{1,39}", person.id) or person.id == "system":
        raise Malformed(
            "A sign-in name has 2 to 40 small letters, digits, dots or dashes and begins with a letter."
        )
    if password is not None:
        _check_password(password)
    if Role.SYSTEM in person.roles:
        raise Malformed("The role “system” belongs to Codedesk itself.")
    known = store.people.account(person.id)
    person = replace(person, active=known.person.active if known else True)
    hashed = "" if password is None else _hashed(store, password)
    store.people.put(person, hashed, seen=known.told if known else None, due=due)
    store.records.audit("account", by, person.id)
    if hashed:
        store.people.unpublish(person.id)
        store.records.audit("password", by, person.id)


def set_active(store: Store, person_id: str, active: bool, by: str) -> None:
    """Let a person in or shut them out; shutting out ends every session of theirs at once."""
    known = store.people.account(person_id)
    if known is None:
        raise NotFound("There is no account with that name.")
    store.people.put(replace(known.person, active=active), seen=known.told)
    store.records.audit("account", by, person_id)


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


def bounds(name: str, address: str) -> tuple[Bound, Bound, Bound]:
    """How often a password may be wrong.

    Who fails waits, by name and address: nobody else can keep a colleague out. A whole house may sign in
    from one address. Many addresses that try one name slow each other, and its owner, a little.
    """
    place = _place(address)
    return (
        Bound(f"name {name} address {place}", free=4, longest=QUARTER_HOUR),
        Bound(f"address {place}", free=40, longest=QUARTER_HOUR),
        Bound(f"name {name}", free=100, longest=MINUTE),
    )


def _proven(store: Store, name: str, password: str, address: str) -> Account | None:
    """The account that name and password open; a failure is counted, and is in the audit."""
    with store.attempts.turn():
        store.attempts.begin(*bounds(name, address))
        account = store.people.account(name)
        hashed = account.password if account else ""
        fits = _fits(hashed or NOBODY, password)
        if account is None or not account.person.active or not fits:
            store.records.audit("sign_in_failed", name if account else "unknown")
            return None
        if HASHER.check_needs_rehash(hashed):
            store.people.hash_anew(account, HASHER.hash(password))
    store.attempts.succeeded(*bounds(name, address))
    return account


def _fits(hashed: str, password: str) -> bool:
    with suppress(VerifyMismatchError, InvalidHashError):
        return HASHER.verify(hashed, password[: LONGEST_PASSWORD + 1])
    return False


def _hashed(store: Store, password: str) -> str:
    with store.attempts.turn():
        return HASHER.hash(password)


def _check_password(password: str) -> None:
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise Malformed(
            f"A password has at least {SHORTEST_PASSWORD} characters, at most {LONGEST_PASSWORD}."
        )


def _place(address: str) -> str:
    """The address as it is counted: of IPv6 the /64, as whoever has one address there has all of them."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    return str(found.ipv4_mapped or ip_network((found, 64), strict=False))
