"""One facility claim as an 837I, loop by loop in the order of the guide (005010X223A2)."""

from collections.abc import Iterator

from queue_app.domain.claim import Claim, RevenueLine, Sender
from queue_app.domain.codes import Diagnosis
from queue_app.domain.encounter import PatientClass
from queue_app.x12.diagnoses import health_care_codes, sorted_out
from queue_app.x12.parties import opening, person, taxonomy
from queue_app.x12.segment import Segment, day, dollars, plain

VERSION = "005010X223A2"
HOSPITAL_OUTPATIENT = "13"


def loops(sender: Sender, claim: Claim) -> Iterator[Segment]:
    yield from opening(sender, claim)
    yield from claim_information(claim)
    yield from diagnoses(claim)
    yield from procedures(claim)
    yield from attending_provider(claim)
    for number, line in enumerate(claim.revenue_lines, start=1):
        yield from service_line(number, line, claim)


def claim_information(claim: Claim) -> Iterator[Segment]:
    """Loop 2300 up to the codes. Assignment accepted, benefits assigned, release of information signed."""
    stay = claim.stay
    bill = (facility_type(claim), "A", "1")
    yield ("CLM", claim.number, dollars(claim.total), "", "", bill, "", "A", "Y", "Y")
    if inpatient(claim):
        yield ("DTP", "096", "TM", f"{stay.ended_at:%H%M}")
    yield ("DTP", "434", "RD8", f"{day(stay.admitted_at.date())}-{day(stay.ended_at.date())}")
    if inpatient(claim):
        yield ("DTP", "435", "DT", f"{day(stay.admitted_at.date())}{stay.admitted_at:%H%M}")
    yield ("CL1", stay.admit_type, stay.admit_source, stay.disposition)
    if record := plain(claim.patient.mrn, 50):
        yield ("REF", "EA", record)


def diagnoses(claim: Claim) -> Iterator[Segment]:
    """Loop 2300 HI. The first code is also the admitting diagnosis or reason for visit: no other is known."""
    codes = sorted_out(claim.codes.diagnoses)
    yield ("HI", with_poa("ABK", codes.principal, claim))
    yield ("HI", ("ABJ" if inpatient(claim) else "APR", codes.principal.code))
    yield from health_care_codes([with_poa("ABN", one, claim) for one in codes.external])
    yield from health_care_codes([with_poa("ABF", one, claim) for one in codes.others])


def with_poa(qualifier: str, diagnosis: Diagnosis, claim: Claim) -> tuple[str, ...]:
    """Present on admission is the ninth component: inpatients only, and left out where the code is exempt."""
    if inpatient(claim) and diagnosis.poa and diagnosis.code not in claim.exempt:
        return (qualifier, diagnosis.code, "", "", "", "", "", "", diagnosis.poa)
    return (qualifier, diagnosis.code)


def procedures(claim: Claim) -> Iterator[Segment]:
    """Loop 2300 HI: principal procedure, then the others, each with its date."""
    dated = [(done.code, "D8", day(done.on)) for done in claim.codes.procedures if done.on]
    yield from health_care_codes([("BBR", *one) for one in dated[:1]])
    yield from health_care_codes([("BBQ", *one) for one in dated[1:]])


def attending_provider(claim: Claim) -> Iterator[Segment]:
    """Loop 2310A."""
    yield from person("71", claim.provider)
    yield from taxonomy("AT", claim.provider.taxonomy)


def service_line(number: int, line: RevenueLine, claim: Claim) -> Iterator[Segment]:
    """Loop 2400. An outpatient line always has its date, the encounter's where it has none of its own."""
    service = ("HC", line.code, *line.modifiers) if line.code else ""
    measure = "DA" if line.days else "UN"
    yield ("LX", str(number))
    yield ("SV2", line.revenue_code.zfill(4), service, dollars(line.charge), measure, str(line.units))
    if on := line.on or (None if inpatient(claim) else claim.stay.admitted_at.date()):
        yield ("DTP", "472", "D8", day(on))


def facility_type(claim: Claim) -> str:
    """Start of the type of bill: the facility's own for inpatients, 13 for a hospital's outpatients."""
    code = claim.facility.facility_code
    return HOSPITAL_OUTPATIENT if code.startswith("1") and not inpatient(claim) else code


def inpatient(claim: Claim) -> bool:
    return claim.stay.patient_class is PatientClass.INPATIENT
