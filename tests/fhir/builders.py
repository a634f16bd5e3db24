"""FHIR to read: say only what the test is about."""

import base64
import io
import json
import tarfile
import zipfile
from collections.abc import Mapping
from datetime import UTC, tzinfo
from typing import Any

from queue_app.domain.arrival import Arrival, Unreadable
from queue_app.domain.encounter import Document
from queue_app.fhir.reader import read
from queue_app.fhir.sources import Source, from_bytes

Json = dict[str, Any]
ABSENT = object()  # as a fact: leave the field out


def a_resource(kind: str, id: str, told: Json, facts: Json) -> Json:
    together = {"resourceType": kind, "id": id} | told | facts
    return {name: value for name, value in together.items() if value is not ABSENT}


def an_encounter(**facts: Any) -> Json:
    told = {
        "status": "finished",
        "class": {"code": "AMB"},
        "subject": {"reference": "Patient/pat"},
        "period": {"start": "2026-11-16T11:00:00Z", "end": "2026-11-16T12:00:00Z"},
        "serviceProvider": {"reference": "Organization/clinic"},
    }
    return a_resource("Encounter", "enc", told, {name.rstrip("_"): value for name, value in facts.items()})


def a_patient(**facts: Any) -> Json:
    told = {"name": [{"family": "Sample", "given": ["Ann"]}], "gender": "female", "birthDate": "1960-05-04"}
    return a_resource("Patient", "pat", told, facts)


def a_coverage(**facts: Any) -> Json:
    told = {
        "status": "active",
        "beneficiary": {"reference": "Patient/pat"},
        "payor": [{"reference": "Organization/payer"}],
    }
    return a_resource("Coverage", "cov", told, facts)


def a_composition(*sections: Json, **facts: Any) -> Json:
    told = {"status": "final", "date": "2026-11-16T11:30:00Z", "section": list(sections or [a_section()])}
    return a_resource("Composition", "note", told, facts)


def a_section(div: str = "<div>Sore throat.</div>", **facts: Any) -> Json:
    return {"title": "Assessment", "text": {"div": div}} | facts


def a_reference(*attachments: Json, **facts: Any) -> Json:
    """A DocumentReference."""
    content = [{"attachment": one} for one in attachments or (an_attachment("Sore throat."),)]
    return a_resource("DocumentReference", "doc", {"status": "current", "content": content}, facts)


def an_attachment(text: str | bytes, **facts: Any) -> Json:
    content = text.encode() if isinstance(text, str) else text
    told = {"contentType": "text/plain", "data": base64.b64encode(content).decode()} | facts
    return {name: value for name, value in told.items() if value is not ABSENT}


def a_report(**facts: Any) -> Json:
    return a_resource("DiagnosticReport", "rep", {"status": "final"}, facts)


def a_claim(dollars: float | None = 125.5, **facts: Any) -> Json:
    """Of Ann's visit, as most send it: the first item names the encounter, the total is the claim's."""
    told = {
        "status": "active",
        "use": "claim",
        "patient": {"reference": "Patient/pat"},
        "item": [{"encounter": [{"reference": "Encounter/enc"}]}],
        "total": ABSENT if dollars is None else {"value": dollars, "currency": "USD"},
    }
    return a_resource("Claim", "claim", told, facts)


def a_charge_item(**facts: Any) -> Json:
    told = {
        "status": "billable",
        "subject": {"reference": "Patient/pat"},
        "context": {"reference": "Encounter/enc"},
        "priceOverride": {"value": 40, "currency": "USD"},
    }
    return a_resource("ChargeItem", "item", told, facts)


def a_bundle(*resources: Json, type: str = "collection") -> Json:
    return {"resourceType": "Bundle", "type": type, "entry": [{"resource": one} for one in resources]}


def told_of(content: Json | bytes | str, zone: tzinfo = UTC) -> list[Arrival | Unreadable]:
    """All that reading one uploaded JSON file brings."""
    if isinstance(content, dict):
        content = json.dumps(content)
    sources = from_bytes("file.json", content.encode() if isinstance(content, str) else content)
    return [one for source in sources for one in read(source, zone)]


def arrival_of(*resources: Json, zone: tzinfo = UTC) -> Arrival:
    """The one encounter of a bundle, with the patient added; nothing about it was left unsaid."""
    (arrival,) = told_of(a_bundle(a_patient(), *resources), zone)
    assert isinstance(arrival, Arrival)
    return arrival


def documents_of(*resources: Json) -> tuple[Document, ...]:
    return arrival_of(an_encounter(), *resources).documents


def refusals_of(*resources: Json) -> dict[str, str]:
    """What was not understood of a bundle: the place and the reason."""
    return {
        one.where: one.reason
        for one in told_of(a_bundle(a_patient(), *resources))
        if isinstance(one, Unreadable)
    }


def sources_in(name: str, content: bytes) -> dict[str, Source]:
    return {source.path: source for source in from_bytes(name, content)}


def a_tar(files: Mapping[str, bytes], mode: str = "w:gz", format: int = tarfile.PAX_FORMAT) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode=mode, format=format) as tar:  # type: ignore[call-overload]
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return packed.getvalue()


def a_zip(files: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def lines(*resources: Json) -> bytes:
    return b"".join(json.dumps(one).encode() + b"\n" for one in resources)
