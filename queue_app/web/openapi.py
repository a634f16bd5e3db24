"""/openapi.json: what programs can ask for, derived from the lifecycle and the domain's own values."""

from typing import Any

import msgspec

from queue_app.domain.codes import Codes
from queue_app.domain.encounter import Document, Hold, Patient, Status, Stay, Unit
from queue_app.domain.errors import Refusal
from queue_app.domain.lifecycle import LIFECYCLE, Party, Step
from queue_app.web.errors import HTTP_STATUS

TEXT = {"type": "string"}
NUMBER = {"type": "integer"}
ASKED: dict[str, dict[str, Any]] = {
    "codes": {"$ref": "#/components/schemas/Codes"},
    "reason": TEXT,
    "assignee": {"type": "string", "description": "The sign-in name of a coder."},
    "hold": TEXT,
    "hold_id": TEXT,
}
FIELD = {"hold": "reason"}  # what a program calls it, where that is not its name


def description(upload_mb: int) -> dict[str, Any]:
    """The OpenAPI document."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Codedesk", "version": "1"},
        "security": [{"bearer": []}],
        "paths": _reading()
        | _intake(upload_mb)
        | {_path(step): {"post": _step(step)} for step in _by_hand()},
        "components": {
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
            "schemas": _schemas(),
            "responses": {
                refusal.__name__: _problem((refusal.__doc__ or "").strip(), status)
                for refusal, status in HTTP_STATUS.items()
            },
        },
    }


def _by_hand() -> list[Step]:
    return [step for step in LIFECYCLE if step.by & ~Party.SYSTEM]


def _path(step: Step) -> str:
    return f"/encounters/{{id}}/{step.verb}"


def _step(step: Step) -> dict[str, Any]:
    needs = ["version"] + (["token"] if step.by & Party.HOLDER else [])
    asked = {FIELD.get(name.rstrip("?"), name.rstrip("?")): ASKED[name.rstrip("?")] for name in step.asks}
    needs += [name for name in asked if name in {FIELD.get(one, one) for one in step.needed}]
    body = {"type": "object", "properties": {"version": NUMBER, "token": NUMBER} | asked, "required": needs}
    who = ", ".join(party.name.lower() for party in Party if party in step.by and party.name)
    return {
        "operationId": step.verb,
        "summary": step.button,
        "description": f"From {', '.join(sorted(step.sources))}. By: {who}.",
        "parameters": [_id()],
        "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
        "responses": {"200": _encounter(), **_refusals()},
    }


def _reading() -> dict[str, Any]:
    search = [
        {"name": name, "in": "query", "schema": schema}
        for name, schema in (
            ("system", {"enum": ["icd10cm", "icd10pcs", "hcpcs", "cpt"]}),
            ("q", TEXT),
            ("on", {"type": "string", "format": "date"}),
            ("limit", NUMBER),
        )
    ]
    return {
        "/coder": {"get": {"operationId": "desk", "responses": {"200": _json({}), **_refusals()}}},
        "/coder/next": {
            "post": {
                "operationId": "claim_next",
                "responses": {"200": _encounter(), "204": {"description": "Nothing waits."}, **_refusals()},
            }
        },
        "/encounters/{id}": {
            "get": {"operationId": "show", "parameters": [_id()],
                    "responses": {"200": _encounter(), **_refusals()}}
        },
        "/codes/search": {
            "get": {"operationId": "search", "parameters": search,
                    "responses": {"200": _json({}), **_refusals()}}
        },
    }  # fmt: skip


def _intake(upload_mb: int) -> dict[str, Any]:
    kinds = ("application/fhir+json", "application/json", "application/fhir+ndjson", "application/zip",
             "application/gzip")  # fmt: skip
    content: dict[str, Any] = {kind: {} for kind in kinds}
    return {
        "/intake": {
            "post": {
                "operationId": "intake",
                "description": f"FHIR R4 bundles, NDJSON or an archive of them, up to {upload_mb} MB.",
                "requestBody": {"required": True, "content": content},
                "responses": {"200": _json({}), **_refusals()},
            }
        }
    }


def _schemas() -> dict[str, Any]:
    values = (Codes, Document, Hold, Patient, Stay)
    _, found = msgspec.json.schema_components(values, ref_template="#/components/schemas/{name}")
    properties: dict[str, Any] = {
        "id": TEXT,
        "account_number": TEXT,
        "unit": {"enum": [unit.value for unit in Unit]},
        "status": {"enum": [status.value for status in Status]},
        "version": NUMBER,
        "token": NUMBER,
        "holder": {"type": ["string", "null"]},
        "lease_until": {"type": ["string", "null"], "format": "date-time"},
        "worklist": TEXT,
        "due_at": {"type": "string", "format": "date-time"},
        "codes": {"$ref": "#/components/schemas/Codes"},
        "documents": {"type": "array", "items": {"$ref": "#/components/schemas/Document"}},
        "offered": {"type": "array", "items": {"enum": [step.verb for step in LIFECYCLE]}},
        "holds": {"type": "array", "items": {"$ref": "#/components/schemas/Hold"}},
    }
    encounter = {"type": "object", "properties": properties, "required": list(properties)}
    kinds = {"enum": [refusal.kind for refusal in Refusal.__subclasses__()]}
    problem = {"type": "object", "properties": {"detail": TEXT, "status": NUMBER, "kind": kinds}}
    return dict(found) | {"Encounter": encounter, "Problem": problem}


def _id() -> dict[str, Any]:
    return {"name": "id", "in": "path", "required": True, "schema": TEXT}


def _encounter() -> dict[str, Any]:
    return _json({"$ref": "#/components/schemas/Encounter"})


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": "Done.", "content": {"application/json": {"schema": schema}}}


def _problem(text: str, status: int) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        "description": f"{status}: {text}",
        "content": {"application/problem+json": {"schema": schema}},
    }


def _refusals() -> dict[str, Any]:
    by_status: dict[str, Any] = {}
    for refusal, status in HTTP_STATUS.items():
        by_status.setdefault(str(status), {"$ref": f"#/components/responses/{refusal.__name__}"})
    return by_status
