"""From a source to what the queue can take in, and to a sentence about each thing that it cannot."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, tzinfo

from queue_app.domain.arrival import Arrival, Unreadable
from queue_app.fhir.bundle import Resources
from queue_app.fhir.element import Complaints, Element, Origin, Unfit
from queue_app.fhir.encounters import Encounters
from queue_app.fhir.sources import Source

WANTED = frozenset(
    {
        "Account",
        "Binary",
        "ChargeItem",
        "Claim",
        "Composition",
        "Coverage",
        "DiagnosticReport",
        "DocumentReference",
        "Encounter",
        "Location",
        "Organization",
        "Patient",
        "Practitioner",
        "PractitionerRole",
    }
)  # other resources are passed over
HEAVIEST = 10_000_000  # values of one source; they take up to a hundred bytes each
TOO_HEAVY = "It holds more than can be read at once; from here on it was not read. Send it in several parts."
TYPES = re.compile(rb'"resourceType"\s*:\s*"([A-Za-z]*)"')


def read(source: Source, zone: tzinfo = UTC) -> Iterator[Arrival | Unreadable]:
    """Every encounter of the source, each followed by what was not understood of it; no content raises.

    The zone is the site's: a time sent in UTC, or without a zone, becomes a time there.
    """
    if source.problem:
        yield Unreadable(path=source.path, where="", reason=source.problem)
        return
    complaints = Complaints()
    told = _export if source.streams else _document
    resources = Resources(told(source, complaints, zone))
    yield from complaints.drain()
    encounters = Encounters(resources)
    for encounter in resources.all("Encounter"):
        try:
            yield encounters.arrival(encounter)
        except Unfit as error:
            complaints.add(error.told)
        yield from complaints.drain()


def _document(source: Source, complaints: Complaints, zone: tzinfo) -> Iterator[tuple[str, Element]]:
    """The resources of one JSON file, each with its fullUrl."""
    root = Element(None, Origin(source.path, "", complaints, zone))
    if _weight(source.content) > HEAVIEST:
        root.note(TOO_HEAVY)
        return
    try:
        root.value = json.loads(source.content)
    except json.JSONDecodeError as error:
        where, reason = f"line {error.lineno} column {error.colno}", f"It is not valid JSON: {error.msg}."
        complaints.add(Unreadable(path=source.path, where=where, reason=reason))
        return
    except (ValueError, RecursionError):
        root.note("It is not valid JSON: its characters, a number or its depth are beyond reading.")
        return
    kind = root["resourceType"].text if isinstance(root.value, dict) else ""
    if kind == "Bundle":
        yield from _entries(root)
    elif kind == "Encounter":
        yield "", root
    else:
        root.note(_no_bundle(root, kind))


def _no_bundle(root: Element, kind: str) -> str:
    if isinstance(root.value, list):
        return "It is a JSON list; send a FHIR Bundle."
    if not kind:
        return "It has no resourceType, so it is not FHIR; send a FHIR Bundle."
    if kind == "OperationOutcome":
        return "It is an OperationOutcome, the error message of a FHIR server; ask its owner what went wrong."
    return "It is a single resource; send it in a Bundle, together with the Encounter and the Patient."


def _entries(bundle: Element) -> Iterator[tuple[str, Element]]:
    found = False
    for entry in bundle["entry"]:
        resource = entry["resource"]
        kind = resource["resourceType"].text
        if kind == "Bundle":
            resource.note("It is a Bundle inside a Bundle; send it on its own.")
        elif kind in WANTED:
            found = found or kind == "Encounter"
            here = replace(bundle.origin, prefix=f"{resource.where}.")
            yield entry["fullUrl"].text, Element(resource.value, here)
        elif resource and not kind:
            resource.note("It has no resourceType, so it is not FHIR.")
    if not found:
        bundle["entry"].note("The Bundle holds no Encounter, so there is nothing to code.")


def _export(source: Source, complaints: Complaints, zone: tzinfo) -> Iterator[tuple[str, Element]]:
    """The resources of a bulk export, each from one line."""
    found, weight = False, 0
    for line in source.lines():
        if isinstance(line, Unreadable):
            complaints.add(line)
            continue
        types = {type.decode() for type in TYPES.findall(line.content)}
        if types and WANTED.isdisjoint(types):  # spares the parsing of most lines
            continue
        resource = Element(None, Origin(line.path, f"line {line.number}: ", complaints, zone))
        weight += _weight(line.content)
        if weight > HEAVIEST:
            resource.note(TOO_HEAVY)
            break
        try:
            resource.value = json.loads(line.content)
        except (ValueError, RecursionError):
            resource.note("The line is not valid JSON.")
            continue
        kind = resource["resourceType"].text
        if not kind:
            resource.note("The line has no resourceType, so it is not FHIR.")
        elif kind in WANTED:
            found = found or kind == "Encounter"
            yield "", resource
    if not found:
        complaints.add(Unreadable(path=source.path, where="", reason="The export holds no Encounter."))


def _weight(content: bytes) -> int:
    """About how many values it will be in memory, counted before it is parsed; a resource counts ten more."""
    return 10 + content.count(b",") + content.count(b"{") + content.count(b"[")
