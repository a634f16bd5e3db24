"""A written file is read back and compared with what was meant, so that no slip of ours reaches billing."""

from collections.abc import Iterator, Mapping

from queue_app.domain.claim import Claim, Interchange
from queue_app.domain.encounter import PatientClass, Unit
from queue_app.domain.stays import USUAL_PLACE
from queue_app.x12.segment import COMPONENT, END, Misread, Row, Segment, day, dollars, plain, split

Facts = Mapping[str, object]


def compare(text: str, segments: list[Segment], interchange: Interchange) -> None:
    """Raises Misread, which names the claim and the kind of value, and never the value.

    `segments` are those after the ISA.
    """
    isa, *rows = split(text)
    if text[105:106] != END or isa.at(13) != f"{interchange.control_number:09}":
        raise Misread("The ISA segment does not read back.")
    if [_flat(row) for row in rows] != [_flat(_row(segment)) for segment in segments]:
        raise Misread("The segments do not read back as they were written.")
    sets = list(_transaction_sets(rows))
    if len(sets) != len(interchange.claims):
        raise Misread("The number of claims does not read back.")
    for claim, found in zip(interchange.claims, sets, strict=True):
        meant, read = _meant(claim), _read(found)
        for kind, value in meant.items():
            if read[kind] != value:
                raise Misread(f"Claim {claim.number}: {kind} not written as it was meant.")


def _meant(claim: Claim) -> Facts:
    professional = claim.unit is Unit.PROFESSIONAL
    first, *others = [diagnosis.code for diagnosis in claim.codes.diagnoses]
    lines = claim.codes.lines if professional else claim.revenue_lines
    return {
        "number of segments": True,
        "claim number": claim.number,
        "total": dollars(claim.total),
        "patient's name": [plain(claim.patient.family, 60), plain(claim.patient.given, 35)],
        "member id": plain(claim.stay.member_id, 80),
        "birth date": day(claim.patient.born_on) if claim.patient.born_on else "",
        "facility's NPI": claim.facility.npi,
        "payer": plain(claim.payer.payer_id, 80),
        "first diagnosis": first,
        "diagnoses": others if professional else sorted(others),
        "procedures": [(done.code, day(done.on)) for done in claim.codes.procedures if done.on],
        "service lines": [
            (line.code, "".join(line.modifiers), dollars(line.charge), str(line.units)) for line in lines
        ],
        **_meant_of_stay(claim),
    }


def _read(rows: list[Row]) -> Facts:
    composites = [element for row in rows if row.id == "HI" for element in row.elements]
    others = [element[1] for element in composites if element[0] in ("ABF", "ABN")]
    professional = any(row.id == "SV1" for row in rows)
    claim, patient = _first(rows, "CLM"), _first(rows, "NM1", "IL")
    return {
        "number of segments": rows[-1].at(1) == str(len(rows)) and rows[-1].at(2) == rows[0].at(2),
        "claim number": claim.at(1),
        "total": claim.at(2),
        "patient's name": [patient.at(3), patient.at(4)],
        "member id": patient.at(9),
        "birth date": _first(rows, "DMG").at(2),
        "facility's NPI": _first(rows, "NM1", "85").at(9),
        "payer": _first(rows, "NM1", "PR").at(9),
        "first diagnosis": next((element[1] for element in composites if element[0] == "ABK"), ""),
        "diagnoses": others if professional else sorted(others),
        "procedures": [(element[1], element[3]) for element in composites if element[0] in ("BBR", "BBQ")],
        **_read_of_stay(rows),
        "service lines": [_line(row) for row in rows if row.id in ("SV1", "SV2")],
    }


def _meant_of_stay(claim: Claim) -> Facts:
    """What is told of the stay itself."""
    stay, facility = claim.stay, claim.unit is Unit.FACILITY
    place = "" if facility else stay.place_of_service or USUAL_PLACE[stay.patient_class]
    weight = facility and stay.patient_class is PatientClass.INPATIENT and stay.birth_weight
    return {
        "admission and discharge": [stay.admit_type, stay.admit_source, stay.disposition] if facility else [],
        "operating provider's NPI": claim.named(stay.operating).npi if facility and stay.operating else "",
        "birth weight": str(weight or ""),
        "place of service": [line.place or place for line in claim.codes.lines] if place else [],
    }


def _read_of_stay(rows: list[Row]) -> Facts:
    admission, place = _first(rows, "CL1"), _first(rows, "CLM").at(5)
    weights = (row.at(1, 5) for row in rows if row.id == "HI" and row.at(1) == "BE")
    return {
        "admission and discharge": [admission.at(each) for each in (1, 2, 3)] if admission.elements else [],
        "operating provider's NPI": _first(rows, "NM1", "72").at(9),
        "birth weight": next(weights, ""),
        "place of service": [row.at(5) or place for row in rows if row.id == "SV1"],
    }


def _line(row: Row) -> tuple[str, str, str, str]:
    service, charge, units = (1, 2, 4) if row.id == "SV1" else (2, 3, 5)
    modifiers = "".join(row.at(service, component) for component in (3, 4, 5, 6))
    return (row.at(service, 2), modifiers, row.at(charge), row.at(units))


def _transaction_sets(rows: list[Row]) -> Iterator[list[Row]]:
    held: list[Row] = []
    for row in rows:
        if row.id == "ST":
            held = []
        held.append(row)
        if row.id == "SE":
            yield list(held)


def _first(rows: list[Row], id: str, entity: str = "") -> Row:
    found = (row for row in rows if row.id == id and (not entity or row.at(1) == entity))
    return next(found, Row(id, ()))


def _row(segment: Segment) -> Row:
    id, *elements = segment
    if not isinstance(id, str):
        raise Misread("A segment has no name.")
    return Row(id, tuple((one,) if isinstance(one, str) else one for one in elements))


def _flat(row: Row) -> list[str]:
    """Name and elements as text, without the empty ones at the end."""
    flat = [row.id, *(COMPONENT.join(element).rstrip(COMPONENT) for element in row.elements)]
    while not flat[-1]:
        flat.pop()
    return flat
