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
    yield from value_codes(claim)
    yield from providers(claim)
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
    """Loop 2300 HI. Where nobody says what the patient came with, it is the first diagnosis."""
    codes, stay = sorted_out(claim.codes.diagnoses), claim.stay
    yield ("HI", with_poa("ABK", codes.principal, claim))
    if inpatient(claim):
        yield ("HI", ("ABJ", stay.admitting_diagnosis or codes.principal.code))
    else:
        yield ("HI", *(("APR", code) for code in stay.visit_reasons or (codes.principal.code,)))
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


def value_codes(claim: Claim) -> Iterator[Segment]:
    """Loop 2300 HI: 54 is the birth weight in grams (UB-04 FL 39)."""
    if inpatient(claim) and claim.stay.birth_weight:
        yield ("HI", ("BE", "54", "", "", str(claim.stay.birth_weight)))


def providers(claim: Claim) -> Iterator[Segment]:
    """Loops 2310A to 2310D: attending, operating, another who operated, and rendering where it is another."""
    stay, others = claim.stay, (done.provider for done in claim.codes.procedures)
    yield from person("71", claim.provider)
    yield from taxonomy("AT", claim.provider.taxonomy)
    if stay.operating:
        yield from person("72", claim.named(stay.operating))
    if another := next((who for who in others if who and who != stay.operating), ""):
        yield from person("ZZ", claim.named(another))
    if stay.rendering and claim.named(stay.rendering) != claim.provider:
        yield from person("82", claim.named(stay.rendering))


def service_line(number: int, line: RevenueLine, claim: Claim) -> Iterator[Segment]:
    """Loop 2400. An outpatient line always has its date, the encounter's where it has none of its own."""
    service = ("HC", line.code, *line.modifiers) if line.code else ""
    measure = "DA" if line.days else "UN"
    yield ("LX", str(number))
    yield ("SV2", line.revenue_code.zfill(4), service, dollars(line.charge), measure, str(line.units))
    if on := line.on or (None if inpatient(claim) else claim.stay.admitted_at.date()):
        yield ("DTP", "472", "D8", day(on))
    if line.rendering and line.rendering != claim.stay.rendering:  # loop 2420C
        yield from person("82", claim.named(line.rendering))


def facility_type(claim: Claim) -> str:
    """Start of the type of bill: the facility's own for inpatients, 13 for a hospital's outpatients."""
    code = claim.facility.facility_code
    return HOSPITAL_OUTPATIENT if code.startswith("1") and not inpatient(claim) else code


def inpatient(claim: Claim) -> bool:
    return claim.stay.patient_class is PatientClass.INPATIENT
