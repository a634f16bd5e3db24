"""Finding codes, and which code tables are loaded."""

from datetime import UTC, date, datetime

from flask import Blueprint, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from queue_app.domain.codes import System
from queue_app.domain.errors import Malformed
from queue_app.domain.people import Role
from queue_app.web.auth import only_for, signed_in
from queue_app.web.here import tables

blueprint = Blueprint("codes", __name__, url_prefix="/codes")
MOST = 50


@blueprint.get("/search")
@signed_in
def search() -> ResponseReturnValue:
    """Codes by prefix or words; `system` may be given more than once, `on` is the day they must be valid."""
    named = [_system(name) for name in request.args.getlist("system") if name]
    systems: list[System | None] = [*named] or [None]
    limit = request.args.get("limit", 20, type=int)
    on = _day(request.args.get("on", ""))
    most = max(1, min(limit, MOST))
    query = request.args.get("q", "")
    found = [one for system in systems for one in tables().search(system, query, on, most)]
    return jsonify(
        results=[
            {
                "system": one.system,
                "code": one.code,
                "title": one.title,
                "billable": one.billable,
                "matched": one.matched,
                "valid": one.valid,
            }
            for one in found[:most]
        ]
    )


@blueprint.get("")
@only_for(Role.ADMIN, Role.SUPERVISOR, Role.CODER)
def show() -> ResponseReturnValue:
    return render_template("codes/show.html", releases=tables().releases())


def _system(name: str) -> System:
    try:
        return System(name)
    except ValueError:
        raise Malformed(f"There is no code set of that name; there are {', '.join(System)}.") from None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text) if text else datetime.now(UTC).date()
    except ValueError:
        raise Malformed("Write the day as 2026-11-22.") from None
