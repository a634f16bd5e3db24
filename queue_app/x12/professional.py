"""One professional claim as an 837P, loop by loop in the order of the guide (005010X222A1)."""

from collections.abc import Iterator

from queue_app.domain.claim import Claim, Sender
from queue_app.domain.codes import Line
from queue_app.domain.encounter import PatientClass, Stay
from queue_app.domain.stays import USUAL_PLACE
from queue_app.x12.parties import opening, person, taxonomy
from queue_app.x12.segment import Segment, day, dollars, plain

VERSION = "005010X222A1"


def loops(sender: Sender, claim: Claim) -> Iterator[Segment]:
    yield from opening(sender, claim)
    yield from claim_information(claim)
    yield from rendering_provider(claim)
    for number, line in enumerate(claim.codes.lines, start=1):
        yield from service_line(number, line, claim)


def claim_information(claim: Claim) -> Iterator[Segment]:
    """Loop 2300. Signature on file, assignment accepted, benefits assigned, release of information signed."""
    stay = claim.stay
    where = (place(stay), "B", "1")
    yield ("CLM", claim.number, dollars(claim.total), "", "", where, "Y", "A", "Y", "Y")
    if stay.patient_class is PatientClass.INPATIENT:
        yield ("DTP", "435", "D8", day(stay.admitted_at.date()))
        if stay.discharged_at:
            yield ("DTP", "096", "D8", day(stay.discharged_at.date()))
    if record := plain(claim.patient.mrn, 50):
        yield ("REF", "EA", record)
    codes = [diagnosis.code for diagnosis in claim.codes.diagnoses]
    yield ("HI", ("ABK", codes[0]), *(("ABF", code) for code in codes[1:]))


def rendering_provider(claim: Claim) -> Iterator[Segment]:
    """Loop 2310B, where it is not the billing provider."""
    if claim.provider.npi != claim.facility.npi:
        yield from person("82", claim.provider)
        yield from taxonomy("PE", claim.provider.taxonomy)


def service_line(number: int, line: Line, claim: Claim) -> Iterator[Segment]:
    """Loop 2400. A line without pointers points at the first diagnosis; without a date it has the visit's."""
    pointers = tuple(map(str, line.pointers or (1,)))
    service = ("HC", line.code, *line.modifiers)
    elsewhere = line.place if line.place != place(claim.stay) else ""
    yield ("LX", str(number))
    yield ("SV1", service, dollars(line.charge), "UN", str(line.units), elsewhere, "", pointers)
    yield ("DTP", "472", "D8", day(line.on or claim.stay.admitted_at.date()))
    yield from line_rendering(claim, line)


def line_rendering(claim: Claim, line: Line) -> Iterator[Segment]:
    """Loop 2420A, where it is not who rendered the others."""
    if line.rendering and claim.named(line.rendering) != claim.provider:
        yield from person("82", claim.named(line.rendering))
        yield from taxonomy("PE", claim.named(line.rendering).taxonomy)


def place(stay: Stay) -> str:
    """Of service."""
    return stay.place_of_service or USUAL_PLACE[stay.patient_class]
