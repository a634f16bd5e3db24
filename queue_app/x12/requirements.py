"""What the guides require of a claim before it can be written, said without a word about the patient."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from queue_app.domain.abstract import MOST_REASONS, came_for
from queue_app.domain.claim import Claim, Interchange, RevenueLine, Sender
from queue_app.domain.codes import DIAGNOSIS, Line
from queue_app.domain.encounter import PatientClass, Stay, Unit
from queue_app.domain.npi import npi_is_valid
from queue_app.x12.diagnoses import sorted_out
from queue_app.x12.segment import UNSAFE, plain

# Claim filing indicators and states, as both guides take them.
SBR09 = "11 12 13 14 15 16 17 AM BL CH CI DS FI HM LM MA MB MC OF TV VA WC ZZ"
N402 = (
    "AA AE AK AL AP AR AS AZ CA CO CT DC DE FL FM GA GU HI IA ID IL IN KS KY LA MA MD ME MH MI MN MO MP MS "
    "MT NC ND NE NH NJ NM NV NY OH OK OR PA PR RI SC SD TN TX UT VA VI VT WA WI WV WY"
)
FILING, STATES = frozenset(SBR09.split()), frozenset(N402.split())
EARLIEST = date(1850, 1, 1)  # ours: an older date is a slip of the pen
MOST_DIAGNOSES = 12  # 837P
MOST_OTHERS = 24  # 837I, each of other diagnoses and other procedures
MOST_LINES = {Unit.PROFESSIONAL: 50, Unit.FACILITY: 999}
PLACE = re.compile(r"[0-9]{2}")
MOST_MODIFIERS = MOST_POINTERS = 4


def problems(claim: Claim) -> tuple[str, ...]:
    """One sentence for each thing that keeps this claim from being written; none when it can be."""
    of_unit = _professional if claim.unit is Unit.PROFESSIONAL else _institutional
    parts = (_numbers, _parties, _dates, _diagnoses, of_unit)
    return tuple(problem for part in parts for problem in part(claim))


def interchange_problems(interchange: Interchange) -> tuple[str, ...]:
    """The same for a whole file. A claim is named by its number, or by its place where the number is bad."""
    found = list(_envelope(interchange))
    for place, claim in enumerate(interchange.claims, start=1):
        name = claim.number if _is_number(claim.number) else f"number {place} of the file"
        found += (f"Claim {name}: {problem}" for problem in problems(claim))
    return tuple(found)


def zip_code(typed: str) -> str:
    """Five or nine digits, or "" where it is neither."""
    digits = re.sub(r"[ -]", "", typed)
    return digits if re.fullmatch(r"[0-9]{5}([0-9]{4})?", digits) else ""


def state(typed: str) -> str:
    """The postal abbreviation, or "" where it is none: a name cut short would be another state."""
    return typed.strip().upper() if typed.strip().upper() in STATES else ""


def tax_id(typed: str) -> str:
    digits = typed.replace("-", "")
    return digits if re.fullmatch(r"[0-9]{9}", digits) else ""


def phone(typed: str) -> str:
    """Ten digits (PER04 with TE), or "" where it is no North American number."""
    digits = re.sub(r"[^0-9]", "", typed).removeprefix("1")
    return digits if len(digits) == 10 else ""


def _envelope(interchange: Interchange) -> Iterator[str]:
    if not 1 <= interchange.control_number <= 999_999_999:
        yield "The control number must lie between 1 and 999999999."
    if not interchange.claims:
        yield "The file has no claims."
    if len({claim.unit for claim in interchange.claims}) > 1:
        yield "Facility and professional claims cannot share a file."
    for number, times in Counter(claim.number for claim in interchange.claims).items():
        if times > 1 and _is_number(number):
            yield f"Claim {number} is in the file {times} times."
    yield from _sender(interchange.sender)


def _sender(sender: Sender) -> Iterator[str]:
    for who, value in (("sender", sender.id), ("receiver", sender.receiver_id)):
        if not 2 <= len(value) <= 15 or value != value.strip() or UNSAFE.search(value):
            yield f"The {who}'s id in the settings must be 2 to 15 letters and digits."
    for who, value in (("sender", sender.name), ("receiver", sender.receiver_name)):
        if not plain(value, 60):
            yield f"The {who}'s name is missing in the settings."
    if not phone(sender.phone):
        yield "The sender's telephone number in the settings must have ten digits."


def _numbers(claim: Claim) -> Iterator[str]:
    if not _is_number(claim.number):
        yield "The claim number must be 1 to 20 of A to Z and 0 to 9."
    if not npi_is_valid(claim.facility.npi):
        yield "The facility's NPI is not valid."
    if not all(npi_is_valid(one.npi) for one in (claim.provider, *claim.others.values())):
        yield "The provider's NPI is not valid."
    if not tax_id(claim.facility.tax_id):
        yield "The facility's tax id must have nine digits."
    if len(plain(claim.payer.payer_id, 80)) < 2:
        yield "The payer's id at the clearing house is missing."
    if claim.payer.type not in FILING:
        yield "The payer's type is not a claim filing indicator of version 5010, such as MA, MB, CI or HM."


def _parties(claim: Claim) -> Iterator[str]:
    patient, address = claim.patient, claim.facility.address
    if not plain(patient.family, 60):
        yield "The patient has no family name in Latin letters."
    if len(plain(claim.stay.member_id, 80)) < 2:
        yield "The patient's member id with the payer is missing."
    if not patient.born_on:
        yield "The patient has no birth date."
    elif not EARLIEST <= patient.born_on <= claim.stay.ended_at.date():
        yield "The patient's birth date cannot be right."
    if not plain(claim.facility.name, 60):
        yield "The facility has no name."
    if not any(plain(line, 55) for line in address.lines) or len(plain(address.city, 30)) < 2:
        yield "The facility has no street address."
    if not state(address.state) or not zip_code(address.postal_code):
        yield "The facility's address needs a state of two letters and a ZIP code of five or nine digits."
    if not all(plain(one.family, 60) for one in (claim.provider, *claim.others.values())):
        yield "The provider has no family name."
    if not plain(claim.payer.name, 60):
        yield "The payer has no name."


def _dates(claim: Claim) -> Iterator[str]:
    if claim.stay.ended_at.date() < claim.stay.admitted_at.date():
        yield "The stay ends before it begins."
    services = [done.on for done in claim.codes.procedures]
    services += [line.on for line in (claim.revenue_lines or claim.codes.lines)]
    if min([claim.stay.admitted_at.date(), *(on for on in services if on)]) < EARLIEST:
        yield "A date of the stay or of a service is before 1850."


def _diagnoses(claim: Claim) -> Iterator[str]:
    if not claim.codes.diagnoses:
        yield "There is no diagnosis."
    for place, diagnosis in enumerate(claim.codes.diagnoses, start=1):
        if not DIAGNOSIS.fullmatch(diagnosis.code):
            yield f"Diagnosis {place} is not an ICD-10-CM code in capitals without a dot."
        if diagnosis.poa not in ("", "Y", "N", "U", "W"):
            yield f"Diagnosis {place} has a present-on-admission indicator other than Y, N, U and W."


def _professional(claim: Claim) -> Iterator[str]:
    diagnoses = len(claim.codes.diagnoses)
    if diagnoses > MOST_DIAGNOSES:
        yield f"A professional claim takes {MOST_DIAGNOSES} diagnoses; it has {diagnoses}."
    if claim.codes.procedures:
        yield "A professional claim takes no ICD-10-PCS codes."
    places = (claim.stay.place_of_service, *(line.place for line in claim.codes.lines))
    if not all(PLACE.fullmatch(place) for place in places if place):
        yield "A place of service is not a code of two digits."
    yield from _lines(claim, claim.codes.lines)
    for place, line in enumerate(claim.codes.lines, start=1):
        if not re.fullmatch(r"[A-Z0-9]{5}", line.code):
            yield f"Line {place} has no CPT or HCPCS code of five characters."
        if len(line.pointers) > MOST_POINTERS:
            yield f"Line {place} points at more than {MOST_POINTERS} diagnoses."
        if any(not 1 <= pointer <= diagnoses for pointer in line.pointers):
            yield f"Line {place} points at a diagnosis that is not there."


def _institutional(claim: Claim) -> Iterator[str]:
    stay, inpatient = claim.stay, claim.stay.patient_class is PatientClass.INPATIENT
    if inpatient and not stay.discharged_at:
        yield "The inpatient stay has not ended."
    for name, code, shape in (
        ("type of admission", stay.admit_type, r"[1-9]"),
        ("point of origin", stay.admit_source, r"[1-9A-Z]"),
        ("discharge disposition", stay.disposition, r"[0-9]{2}"),
        ("facility type", claim.facility.facility_code, r"[0-9]{2}"),
    ):
        if not re.fullmatch(shape, code):
            yield f"The {name} is not a UB-04 code."
    if len(sorted_out(claim.codes.diagnoses).others) > MOST_OTHERS:
        yield f"A facility claim takes {MOST_OTHERS} other diagnoses; it has more."
    yield from _came_for(stay)
    yield from _procedures(claim, inpatient)
    yield from _lines(claim, claim.revenue_lines)
    for place, line in enumerate(claim.revenue_lines, start=1):
        if not re.fullmatch(r"[0-9]{3,4}", line.revenue_code):
            yield f"Line {place} has no revenue code of four digits."
        if line.code and not re.fullmatch(r"[A-Z0-9]{5}", line.code):
            yield f"Line {place} has a CPT or HCPCS code that is not five characters."
        if line.modifiers and not line.code:
            yield f"Line {place} has modifiers but no CPT or HCPCS code."


def _came_for(stay: Stay) -> Iterator[str]:
    if len(stay.visit_reasons) > MOST_REASONS:
        yield f"A facility claim takes {MOST_REASONS} reasons for the visit; more are named."
    if not all(DIAGNOSIS.fullmatch(code) for code in came_for(stay)):
        yield "The admitting diagnosis or a reason for the visit is not an ICD-10-CM code without a dot."


def _procedures(claim: Claim, inpatient: bool) -> Iterator[str]:
    if claim.codes.procedures and not inpatient:
        yield "Only inpatient claims take ICD-10-PCS codes."
    if len(claim.codes.procedures) > MOST_OTHERS + 1:
        yield f"A facility claim takes {MOST_OTHERS + 1} procedures; it has {len(claim.codes.procedures)}."
    for place, procedure in enumerate(claim.codes.procedures, start=1):
        if not re.fullmatch(r"[0-9A-HJ-NP-Z]{7}", procedure.code):
            yield f"Procedure {place} is not an ICD-10-PCS code of seven characters."
        if not procedure.on:
            yield f"Procedure {place} has no date."


def _lines(claim: Claim, lines: Sequence[Line | RevenueLine]) -> Iterator[str]:
    if not 1 <= len(lines) <= MOST_LINES[claim.unit]:
        yield f"It needs 1 to {MOST_LINES[claim.unit]} service lines; it has {len(lines)}."
    for place, line in enumerate(lines, start=1):
        if len(line.modifiers) > MOST_MODIFIERS:
            yield f"Line {place} has more than {MOST_MODIFIERS} modifiers."
        if any(not re.fullmatch(r"[A-Z0-9]{2}", modifier) for modifier in line.modifiers):
            yield f"Line {place} has a modifier that is not two characters."
        if line.units < 1 or line.charge < 0:
            yield f"Line {place} needs units of 1 or more and a charge that is not negative."


def _is_number(number: str) -> bool:
    return bool(re.fullmatch(r"[A-Z0-9]{1,20}", number))
