"""Patients and the names of those who treat them."""

from queue_app.domain.encounter import Address, Patient
from queue_app.fhir.bundle import Resources, identifiers
from queue_app.fhir.element import Element
from queue_app.fhir.terms import SEXES

NAME_USES = ("official", "usual", "", "temp", "nickname", "anonymous", "maiden", "old")
ADDRESS_USES = ("home", "", "temp", "work", "billing", "old")
PEOPLE = ("Practitioner", "PractitionerRole", "Organization", "Patient", "RelatedPerson", "Device")


def patient_in(resource: Element, resources: Resources) -> Patient:
    name = _preferred(resource["name"], NAME_USES)
    family = name["family"].text or name["text"].text
    if not family:
        resource["name"].note("The patient has no name.")
    return Patient(
        mrn=_mrn(resource) or resources.name_of(resource),
        family=family,
        given=_given(name) if name["family"] else "",
        born_on=resource["birthDate"].day,
        sex=SEXES.get(resource["gender"].text.lower(), "U"),
        address=_address(_preferred(resource["address"], ADDRESS_USES)),
    )


def name_behind(reference: Element, resources: Resources) -> str:
    """How a person or an organization is called: as the reference says, or else as their own entry does."""
    if shown := reference["display"].text:
        return shown
    found = resources.find(reference, *PEOPLE)
    if found is None:
        return ""
    if found["resourceType"].text == "PractitionerRole":
        found = resources.find(found["practitioner"], "Practitioner") or found
    if isinstance(found["name"].value, str):  # of an organization
        return found["name"].text
    name = _preferred(found["name"], NAME_USES)
    return name["text"].text or f"{_given(name)} {name['family'].text}".strip()


def _mrn(resource: Element) -> str:
    usual = (one["value"].text for one in resource["identifier"] if one["use"].text == "usual")
    numbers = (*identifiers(resource, "MR"), *usual, *identifiers(resource))
    return next(filter(None, numbers), "")


def _given(name: Element) -> str:
    given = name["given"]
    return given.text if isinstance(given.value, str) else " ".join(filter(None, (one.text for one in given)))


def _address(address: Element) -> Address:
    line = address["line"]
    lines = [line.text] if isinstance(line.value, str) else [one.text for one in line]
    return Address(
        lines=tuple(filter(None, lines)),
        city=address["city"].text,
        state=address["state"].text,
        postal_code=address["postalCode"].text,
    )


def _preferred(several: Element, uses: tuple[str, ...]) -> Element:
    """The one whose use comes first in this list; an empty element if there is none."""
    ranked = {use: rank for rank, use in enumerate(uses)}
    return min(several, key=lambda one: ranked.get(one["use"].text, len(uses)), default=several)
