"""/openapi.json: what programs can ask for, derived from the lifecycle and the domain's own values."""

import re
from collections.abc import Iterator
from dataclasses import fields
from inspect import cleandoc
from typing import Any

import msgspec
from flask import Flask
from werkzeug.routing import Rule

from queue_app.domain.codes import Codes, System
from queue_app.domain.edits.finding import Finding
from queue_app.domain.encounter import Billed, Document, Hold, Patient, Status, Stay, Unit
from queue_app.domain.errors import Refusal
from queue_app.domain.lifecycle import LIFECYCLE, Party, Step
from queue_app.domain.note import Note
from queue_app.domain.passage import Passage
from queue_app.services.supervision import File, Numbers
from queue_app.store.floor import BANDS_BY_NAME, SORTS, Listing
from queue_app.web.errors import HTTP_STATUS

TEXT = {"type": "string"}
NUMBER = {"type": "integer"}
MOMENT = {"type": "string", "format": "date-time"}
READ = {"type": "integer", "description": "The version whose documents are on the screen; else `version`."}
ASKED: dict[str, dict[str, Any]] = {
    "codes": {"$ref": "#/components/schemas/Codes"},
    "reason": TEXT,
    "assignee": {"type": "string", "description": "The sign-in name of a coder."},
    "hold": TEXT,
    "hold_id": TEXT,
}
QUERIES: dict[str, dict[str, Any]] = {  # what each list may be asked for, by its view
    "codes.search": {
        "system": {"enum": [*System]},
        "q": TEXT,
        "on": {"type": "string", "format": "date"},
        "limit": NUMBER,
        "work_type": TEXT,
        "inpatient": {"enum": ["1"]},
    },
    "sets.show": {
        "on": {"type": "string", "format": "date"},
        "work_type": TEXT,
        "inpatient": {"enum": ["1"]},
    },
    "supervisor.encounters": {
        **{field.name: TEXT for field in fields(Listing) if field.name != "found"},
        "status": {"enum": [status for status in Status if status is not Status.NEW]},
        "band": {"enum": [*BANDS_BY_NAME]},
        "overdue": {"enum": ["1"]},
        "submitted_from": MOMENT,
        "submitted_until": MOMENT,
        "sort": {"enum": [sign + name for name in SORTS for sign in ("", "-")]},
        "page": NUMBER,
    },
    "billing.show": {"page": NUMBER},
    "directories.find_provider": {"q": TEXT},
    "comparing.show": {"version": NUMBER},
    "texts.some": {
        "place": {"type": "array", "items": NUMBER},
        "version": {"type": "array", "items": NUMBER},
    },
}
QUERIES["supervisor.encounters_csv"] = QUERIES["supervisor.encounters"]


def _list_of(row: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": {"total": NUMBER, "rows": {"type": "array", "items": row}}}


ENCOUNTER = {"$ref": "#/components/schemas/Encounter"}
NUMBERS = {"$ref": "#/components/schemas/Numbers"}
NOTES = {"type": "array", "items": {"$ref": "#/components/schemas/Note"}}
LISTED = {"type": "object", "properties": {"notes": NOTES}}
NOTE = {
    "text": TEXT,
    "passages": {"type": "array", "items": {"$ref": "#/components/schemas/Passage"}},
    "team": {"type": "boolean"},
    "id": TEXT,
    "digest": TEXT,
}
ANSWERS: dict[str, dict[str, Any]] = {  # what is known of the answers, by view
    "encounters.show": ENCOUNTER,
    "notes.show": LISTED,
    "texts.one": {"$ref": "#/components/schemas/Document"},
    "supervisor.floor": NUMBERS,
    "supervisor.numbers": NUMBERS,
    "supervisor.encounters": _list_of(ENCOUNTER),
    "billing.show": _list_of({"$ref": "#/components/schemas/File"}),
}
WORDS = re.compile(r"\w+")
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
FOR_PEOPLE = ("static", "auth.", "health.")  # the beginnings of the views that are not described
FIELD = {"hold": "reason"}  # what a program calls it, where that is not its name


def description(app: Flask, upload_mb: int) -> dict[str, Any]:
    """The OpenAPI document."""
    paths = {_path(step): {"post": _step(step)} for step in _by_hand()}
    for path, operation in _reading(app):
        paths.setdefault(path, {})["get"] = operation
    for path, operation in _handing_over(app, upload_mb):
        paths.setdefault(path, {})["post"] = operation
    return {
        "openapi": "3.1.0",
        "info": {"title": "Codedesk", "version": "1"},
        "security": [{"bearer": []}],
        "paths": paths,
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
    given = {"version": NUMBER, "token": NUMBER, "read": READ} | asked
    body = {"type": "object", "properties": given, "required": needs}
    who = ", ".join(party.name.lower() for party in Party if party in step.by and party.name)
    return {
        "operationId": step.verb,
        "summary": step.button,
        "description": f"From {', '.join(sorted(step.sources))}. By: {who}.",
        "parameters": [_in_path("id")],
        "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
        "responses": {"200": _encounter(), **_refusals()},
    }


def _reading(app: Flask) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every address that shows something to programs, as the routes have it."""
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and not rule.endpoint.startswith(FOR_PEOPLE):
            path = PARAMETER.sub(r"{\1}", rule.rule.replace("encounter_id", "id"))
            said = cleandoc(app.view_functions[rule.endpoint].__doc__ or "")
            yield path, {"operationId": "_".join(WORDS.findall(path)), "description": said, **_read(rule)}


def _read(rule: Rule) -> dict[str, Any]:
    asked = QUERIES.get(rule.endpoint, {})
    query = [{"name": name, "in": "query", "schema": schema} for name, schema in asked.items()]
    within = [_in_path(name.replace("encounter_id", "id")) for name in sorted(rule.arguments)]
    text = {"description": "A list as CSV.", "content": {"text/csv": {"schema": TEXT}}}
    answer = text if rule.rule.endswith(".csv") else _json(ANSWERS.get(rule.endpoint, {}))
    return {
        "parameters": within + query,
        "responses": {"200": answer, **_refusals()},
    }


def _handing_over(app: Flask, upload_mb: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """What programs may do that is no step of an encounter they name."""
    nothing = {"description": "Nothing waits."}
    yield (
        "/coder/next",
        {"operationId": "claim_next", "responses": {"200": _encounter(), "204": nothing, **_refusals()}},
    )
    note = {"schema": {"type": "object", "properties": NOTE}}
    yield (
        "/encounters/{id}/notes",
        {
            "operationId": "write_note",
            "description": cleandoc(app.view_functions["notes.write"].__doc__ or ""),
            "parameters": [_in_path("id")],
            "requestBody": {"required": True, "content": {"application/json": note}},
            "responses": {"200": _json(LISTED), **_refusals()},
        },
    )
    kinds = ("application/fhir+json", "application/json", "application/fhir+ndjson", "application/zip",
             "application/gzip")  # fmt: skip
    content: dict[str, Any] = {kind: {} for kind in kinds}
    yield (
        "/intake",
        {
            "operationId": "hand_in",
            "description": f"FHIR R4 bundles, NDJSON or an archive of them, up to {upload_mb} MB.",
            "requestBody": {"required": True, "content": content},
            "responses": {"200": _json({}), **_refusals()},
        },
    )


def _schemas() -> dict[str, Any]:
    values = (Codes, Billed, Document, Finding, Hold, Note, Passage, Patient, Stay, Numbers, File)
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
        "billed": {"type": "array", "items": {"$ref": "#/components/schemas/Billed"}},
        "documents": {"type": "array", "items": {"$ref": "#/components/schemas/Document"}},
        "offered": {"type": "array", "items": {"enum": [step.verb for step in LIFECYCLE]}},
        "holds": {"type": "array", "items": {"$ref": "#/components/schemas/Hold"}},
    }
    findings = {"type": "array", "items": {"$ref": "#/components/schemas/Finding"}}
    where = {"description": "Where one is opened."}
    opened = {**properties, "findings": {**findings, **where}, "notes": NOTES | where}
    encounter = {"type": "object", "properties": opened, "required": list(properties)}
    kinds = {"enum": [refusal.kind for refusal in Refusal.__subclasses__()]}
    told = {"detail": TEXT, "status": NUMBER, "kind": kinds, "findings": findings}
    problem = {"type": "object", "properties": told}
    return dict(found) | {"Encounter": encounter, "Problem": problem}


def _in_path(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": TEXT}


def _encounter() -> dict[str, Any]:
    return _json(ENCOUNTER)


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
