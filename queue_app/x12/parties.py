"""Loops that open a transaction set: who sends, who receives, who bills, whose claim it is, who shall pay.

005010X222A1 and 005010X223A2, loops 1000A to 2010BB, alike in both. The patient is always the subscriber.
"""

from collections.abc import Iterator

from queue_app.domain.claim import Claim, Sender
from queue_app.domain.directory import Facility, Payer, Provider
from queue_app.domain.encounter import Address, Patient
from queue_app.x12.requirements import phone, state, tax_id, zip_code
from queue_app.x12.segment import Segment, day, plain


def opening(sender: Sender, claim: Claim) -> Iterator[Segment]:
    """Everything before the claim itself, in the order of the guides."""
    yield from submitter(sender)
    yield from receiver(sender)
    yield from billing_provider(claim.facility, sender)
    yield from subscriber(claim.payer)
    yield from subscriber_name(claim.patient, claim.stay.member_id)
    yield from payer_name(claim.payer)


def submitter(sender: Sender) -> Iterator[Segment]:
    """Loop 1000A."""
    yield ("NM1", "41", "2", plain(sender.name, 60), "", "", "", "", "46", sender.id)
    yield ("PER", "IC", plain(sender.name, 60), "TE", phone(sender.phone))


def receiver(sender: Sender) -> Iterator[Segment]:
    """Loop 1000B."""
    yield ("NM1", "40", "2", plain(sender.receiver_name, 60), "", "", "", "", "46", sender.receiver_id)


def billing_provider(facility: Facility, sender: Sender) -> Iterator[Segment]:
    """Loops 2000A and 2010AA. Its own contact is given where it differs from the submitter's."""
    yield ("HL", "1", "", "20", "1")
    yield from taxonomy("BI", facility.taxonomy)
    yield ("NM1", "85", "2", plain(facility.name, 60), "", "", "", "", "XX", facility.npi)
    yield from address_lines(facility.address)
    # The guides want ZIP+4 of the billing provider; four zeros stand for an extension nobody entered.
    yield city(facility.address, zip_code(facility.address.postal_code).ljust(9, "0"))
    yield ("REF", "EI", tax_id(facility.tax_id))
    if (called := phone(facility.phone)) and called != phone(sender.phone):
        yield ("PER", "IC", plain(facility.name, 60), "TE", called)


def subscriber(payer: Payer) -> Iterator[Segment]:
    """Loop 2000B: primary payer, relationship self."""
    yield ("HL", "2", "1", "22", "0")
    yield ("SBR", "P", "18", "", "", "", "", "", "", payer.type)


def subscriber_name(patient: Patient, member_id: str) -> Iterator[Segment]:
    """Loop 2010BA. An address that lacks street, city, state or ZIP is left out: nothing is made up."""
    given, member = plain(patient.given, 35), plain(member_id, 80)
    yield ("NM1", "IL", "1", plain(patient.family, 60), given, "", "", "", "MI", member)
    home, zipped = patient.address, zip_code(patient.address.postal_code)
    lines = list(address_lines(home))
    if lines and len(plain(home.city, 30)) > 1 and state(home.state) and zipped:
        yield from lines
        yield city(home, zipped)
    if patient.born_on:
        yield ("DMG", "D8", day(patient.born_on), patient.sex if patient.sex in ("F", "M") else "U")


def payer_name(payer: Payer) -> Iterator[Segment]:
    """Loop 2010BB."""
    yield ("NM1", "PR", "2", plain(payer.name, 60), "", "", "", "", "PI", plain(payer.payer_id, 80))


def person(entity: str, provider: Provider) -> Iterator[Segment]:
    """NM1 of a provider who is a person: 71 attending, 72 operating, ZZ also operating, 82 rendering."""
    family, given = plain(provider.family, 60), plain(provider.given, 35)
    yield ("NM1", entity, "1", family, given, "", "", "", "XX", provider.npi)


def taxonomy(role: str, code: str) -> Iterator[Segment]:
    """PRV: BI billing, AT attending, PE performing. Left out where the directory has none."""
    if len(plain(code, 50)) == 10:
        yield ("PRV", role, "PXC", plain(code, 50))


def address_lines(address: Address) -> Iterator[Segment]:
    """N3 has room for two lines; more share the second."""
    first, *more = [line for line in (plain(line, 55) for line in address.lines) if line] or [""]
    if first:
        yield ("N3", first, plain(" ".join(more), 55))


def city(address: Address, zipped: str) -> Segment:
    return ("N4", plain(address.city, 30), state(address.state), zipped)
