"""What programs and spreadsheets are told, the same from every route: JSON and CSV."""

from collections.abc import Iterable
from typing import Any

import msgspec
from flask import Response

from queue_app.domain.encounter import Document, Encounter
from queue_app.domain.moves import offered
from queue_app.domain.people import Person
from queue_app.web.here import me, store


def encounter(one: Encounter, reader: Person, documents: Iterable[Document] | None = None) -> dict[str, Any]:
    """What a program is told; documents carry their text where they were opened."""
    return {
        "id": one.id,
        "account_number": one.account_number,
        "unit": one.unit,
        "status": one.status,
        "version": one.version,
        "token": one.token,
        "holder": one.holder,
        "lease_until": one.lease_until,
        "worklist": one.worklist,
        "work_type": one.work_type,
        "due_at": one.due_at,
        "patient": one.patient,
        "stay": one.stay,
        "codes": one.codes,
        "billed": one.billed,
        "documents": tuple(one.documents if documents is None else documents),
        "offered": [step.verb for step in offered(reader, one)],
        "holds": one.holds,
        "submission": one.submission,
        "submitted_at": one.submitted_at,
        "control_number": one.control_number,
        "answer": one.answer,
    }


def answer(data: object, status: int = 200) -> Response:
    """Any of our values as a JSON answer."""
    return Response(msgspec.json.encode(data), status, mimetype="application/json")


def csv(name: str, lines: Iterable[str]) -> Response:
    """A list as a file to keep; that it was taken along is in the audit."""
    store().records.audit("export_list", me().id, name)
    headers = {"Content-Disposition": f"attachment; filename={name}.csv"}
    return Response(lines, mimetype="text/csv", headers=headers)


def plain(value: object) -> Any:
    """Dataclasses, dates and sets as JSON knows them."""
    return msgspec.to_builtins(value)
