"""FHIR bundles to hand in: say only what the test is about."""

import base64
import json
from collections.abc import Iterator
from datetime import UTC, tzinfo
from itertools import chain
from typing import Any

from queue_app.codesets.tables import CodeTables
from queue_app.fhir import sources
from queue_app.fhir.sources import Source
from queue_app.services import intake
from queue_app.services.intake import Summary
from queue_app.store.store import Store

Json = dict[str, Any]
SUMMARY = "18842-5"  # LOINC: discharge summary


def a_note(text: str = "Sore throat.", **facts: Any) -> Json:
    """A signed progress note."""
    told = {"id": "note-1", "code": "11506-3", "type": "Progress note", "status": "final"} | facts
    return {
        "resourceType": "DocumentReference",
        "id": told["id"],
        "status": "current",
        "docStatus": told["status"],
        "type": {"coding": [{"system": "http://loinc.org", "code": told["code"], "display": told["type"]}]},
        "date": "2026-11-16T11:30:00Z",
        "author": [{"reference": "Practitioner/dr-1", "display": "Dr. Welby"}],
        "context": {"encounter": [{"reference": "Encounter/enc"}]},
        "content": [
            {"attachment": {"contentType": "text/plain", "data": base64.b64encode(text.encode()).decode()}}
        ],
    }


def a_summary(text: str = "Went home well.", **facts: Any) -> Json:
    return a_note(text, **{"id": "summary-1", "code": SUMMARY, "type": "Discharge summary"} | facts)


def a_visit(*notes: Json, account: str = "ACCT-1", **facts: Any) -> Json:
    """A finished clinic visit of Ann Sample; `kind` is the class of HL7 v3 ActCode."""
    told = {
        "kind": "AMB",
        "start": "2026-11-16T11:00:00Z",
        "end": "2026-11-16T12:00:00Z",
        "status": "finished",
        "facility": "clinic-1",
        "payer": "payer-1",
        "family": "Sample",
        "given": "Ann",
        "born_on": "1960-05-04",
        "street": "1 Elm St",
    } | facts
    encounter = {
        "resourceType": "Encounter",
        "id": "enc",
        "identifier": [{"type": {"coding": [{"code": "AN"}]}, "value": account}],
        "status": told["status"],
        "class": {"code": told["kind"]},
        "subject": {"reference": "Patient/pat"},
        "participant": [{"individual": {"reference": "Practitioner/dr-1", "display": "Dr. Welby"}}],
        "period": {"start": told["start"], "end": told["end"]},
        "serviceProvider": {"reference": f"Organization/{told['facility']}"},
    }
    return _bundle(encounter, _patient(told), _coverage(told["payer"]), *notes)


def a_claim(dollars: float, *services: str) -> Json:
    """What the source billed for the visit; of services their CPT codes."""
    return {
        "resourceType": "Claim",
        "id": "claim-1",
        "status": "active",
        "patient": {"reference": "Patient/pat"},
        "item": [
            {"encounter": [{"reference": "Encounter/enc"}]},
            *({"productOrService": {"coding": [{"code": code}]}} for code in services),
        ],
        "total": {"value": dollars, "currency": "USD"},
    }


def a_stay(*notes: Json, **facts: Any) -> Json:
    """Four days in hospital."""
    told = {"kind": "IMP", "facility": "hospital-1", "start": "2026-11-12T11:00:00Z"}
    return a_visit(*notes, **told | facts)


def opened(*bundles: Json) -> Iterator[Source]:
    return chain.from_iterable(
        sources.from_bytes(f"bundle-{number}.json", json.dumps(bundle).encode())
        for number, bundle in enumerate(bundles, 1)
    )


def hand_in(store: Store, tables: CodeTables, *bundles: Json, zone: tzinfo = UTC) -> Summary:
    return intake.whole(intake.bring_in(store, tables, zone, opened(*bundles), "feed", "test"))


def _patient(told: Json) -> Json:
    return {
        "resourceType": "Patient",
        "id": "pat",
        "identifier": [{"type": {"coding": [{"code": "MR"}]}, "value": "MRN-77"}],
        "name": [{"family": told["family"], "given": [told["given"]]}],
        "gender": "female",
        "birthDate": told["born_on"],
        "address": [{"line": [told["street"]], "city": "Boston", "state": "MA", "postalCode": "02115"}],
    }


def _coverage(payer: str) -> Json:
    return {
        "resourceType": "Coverage",
        "id": "cov",
        "status": "active",
        "beneficiary": {"reference": "Patient/pat"},
        "subscriberId": "M123",
        "payor": [{"reference": f"Organization/{payer}"}],
    }


def _bundle(*resources: Json) -> Json:
    entries = [{"fullUrl": f"{one['resourceType']}/{one['id']}", "resource": one} for one in resources]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}
