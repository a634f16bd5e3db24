"""What counts for the claim of a stay: what its coder says, else what the source does."""

from dataclasses import replace

from queue_app.domain.codes import Codes
from queue_app.domain.directory import Provider
from queue_app.domain.encounter import Encounter, Hold, Stay, Unit

MOST_REASONS = 3  # for a visit: UB-04 FL 70; 005010X223A2 2300 HI*APR

SURGICAL = ("0", "1")  # ICD-10-PCS sections for which somebody operates: medical and surgical, obstetrics


def counting(stay: Stay, codes: Codes) -> Stay:
    """The stay as it counts. Who did the first procedure operated, where nobody says who did."""
    said = {name: value for name, value in vars(codes.abstract).items() if value}
    did = next((done.provider for done in codes.procedures if done.provider), "")
    if did and not stay.operating:
        said = {"operating": did} | said
    return replace(stay, **said) if said else stay


def billed_by(unit: Unit, stay: Stay) -> str:
    """Whom the claim is about: who attended on an 837I, who rendered the services on an 837P."""
    return stay.rendering or stay.attending if unit is Unit.PROFESSIONAL else stay.attending


def named(unit: Unit, stay: Stay, codes: Codes) -> tuple[str, ...]:
    """Every provider the claim names, each once; first of all whom it is about, even if nobody says who."""
    lines = (line.rendering for line in codes.lines)
    others = (stay.operating, stay.rendering, *(done.provider for done in codes.procedures))
    also = lines if unit is Unit.PROFESSIONAL else (*others, *lines)
    return tuple(dict.fromkeys((billed_by(unit, stay), *filter(None, also))))


def holds_left(encounter: Encounter, codes: Codes) -> tuple[Hold, ...]:
    """The encounter's holds, without those for providers whom its claim names no more."""
    who = named(encounter.unit, counting(encounter.stay, codes), codes)
    lacking = {f"{Provider.kind}/{one}" for one in who}
    return tuple(
        hold
        for hold in encounter.holds
        if not hold.lacks.startswith(f"{Provider.kind}/") or hold.lacks in lacking
    )


def came_for(stay: Stay) -> tuple[str, ...]:
    """The diagnoses the patient came with: admitting diagnosis and reasons for the visit."""
    return tuple(filter(None, (stay.admitting_diagnosis, *stay.visit_reasons)))


def fields(encounter: Encounter) -> tuple[str, ...]:
    """What a claim of this kind tells of its stay, in the order of the page."""
    if encounter.unit is Unit.PROFESSIONAL:
        return ("rendering", "place_of_service")
    came = ("disposition", "admit_type", "admit_source", "attending", "operating")
    if encounter.inpatient:
        born = ("birth_weight",) if encounter.is_newborn else ()
        return (*came, "admitting_diagnosis", *born)
    return (*came, "rendering", "visit_reasons")
