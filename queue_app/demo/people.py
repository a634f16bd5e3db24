"""The accounts of the demo day, and what is said about them at the first start."""

from collections.abc import Sequence

from queue_app.domain.people import Person, Role

PASSWORD = "demo-only-password"  # nosec B105

PEOPLE = (
    Person(
        id="maria",
        name="Maria Delacroix, CCS",
        roles=frozenset({Role.CODER}),
        worklists=("inpatient",),
        backups=("observation",),
    ),
    Person(
        id="ines",
        name="Inês Carvalho, RHIT",
        roles=frozenset({Role.CODER}),
        worklists=("inpatient", "observation"),
        backups=("emergency",),
    ),
    Person(
        id="tom",
        name="Tom Abernathy, COC",
        roles=frozenset({Role.CODER}),
        worklists=("emergency",),
        backups=("observation",),
    ),
    Person(
        id="jun",
        name="Jun Takeda, CPC",
        roles=frozenset({Role.CODER}),
        worklists=("clinic",),
        backups=("emergency",),
    ),
    Person(id="omar", name="Omar Haddad, CPMA", roles=frozenset({Role.AUDITOR})),
    Person(id="bea", name="Bea Lindgren", roles=frozenset({Role.BILLER})),
    Person(id="lena", name="Lena Brandt, RHIA", roles=frozenset({Role.SUPERVISOR})),
    Person(id="ada", name="Ada Mwangi", roles=frozenset({Role.ADMIN, Role.SUPERVISOR})),
)

_THINGS_TO_TRY = {
    "maria": "press “Claim next”, read the chart, code and submit; the claim appears in billing/out.",
    "lena": "see the whole floor, what waits, how old it is, who codes what; then assign something.",
    "omar": "open an encounter that waits for review and pass it, or return it with a reason.",
}


def welcome(published: Sequence[tuple[Person, str]]) -> str:
    """What the runner prints: who can sign in with a password that is no secret, and what to try."""
    people = [person for person, _ in published]
    rows = [(person.id, ", ".join(sorted(person.roles)), ", ".join(person.worklists)) for person in people]
    table = [("name", "may work as", "takes from"), *rows]
    widths = [max(len(row[column]) for row in table) for column in range(3)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in table]
    passwords = " or ".join(sorted({password for _, password in published}))
    return "\n".join(
        [
            f"This is a demo day with made-up people. Everybody's password: {passwords}",
            "",
            *(f"  {line}".rstrip() for line in lines),
            "",
            "Things to try:",
            *(
                f"  {person.id}: {_THINGS_TO_TRY[person.id]}"
                for person in people
                if person.id in _THINGS_TO_TRY
            ),
        ]
    )
