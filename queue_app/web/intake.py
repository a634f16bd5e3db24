"""Handing in encounters, and what could not be read of them."""

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from queue_app.domain.errors import Malformed
from queue_app.domain.people import Role
from queue_app.fhir import sources
from queue_app.services import intake, reports
from queue_app.web import told
from queue_app.web.auth import only_for
from queue_app.web.here import me, settings, store, tables, wants_json

blueprint = Blueprint("intake", __name__, url_prefix="/intake")
NAMED = {  # how the body of a request without a file is read
    "application/zip": "upload.zip",
    "application/gzip": "upload.tar.gz",
    "application/fhir+ndjson": "upload.ndjson",
    "application/ndjson": "upload.ndjson",
    "application/x-ndjson": "upload.ndjson",
}


@blueprint.get("")
@only_for(Role.SUPERVISOR, Role.ADMIN)
def show() -> ResponseReturnValue:
    known = {"imports": store().records.imports(), "unreadable": _unreadable()}
    if wants_json():
        return told.answer(known)
    return render_template("intake/show.html", largest=settings().upload_mb * 1024 * 1024, **known)


@blueprint.get("/unreadable.csv")
@only_for(Role.SUPERVISOR, Role.ADMIN)
def unreadable_csv() -> ResponseReturnValue:
    return told.csv("unreadable", reports.as_csv(("at", "path", "where", "reason"), _unreadable()))


@blueprint.post("")
@only_for(Role.SUPERVISOR, Role.ADMIN, Role.SERVICE)
def receive() -> ResponseReturnValue:
    """Take in what was uploaded; what cannot be read is kept and told, and stops nothing else."""
    name, content = _sent()
    if not content:
        raise Malformed("Nothing was sent: choose a file, or send FHIR JSON as the body.")
    found = sources.from_bytes(name, content)
    summary = intake.whole(intake.bring_in(store(), tables(), settings().zone, found, me().id, "upload"))
    if wants_json():
        status = 200 if summary.read or not summary.unreadable else 422
        return jsonify(
            arrived=summary.arrived,
            amended=summary.amended,
            unchanged=summary.unchanged,
            unreadable=told.plain(summary.unreadable),
        ), status
    lost = f", {len(summary.unreadable)} things could not be read" if summary.unreadable else ""
    kind = "warning" if summary.unreadable else "message"
    flash(f"{summary.arrived} arrived, {summary.amended} amended, {summary.unchanged} unchanged{lost}.", kind)
    return redirect(url_for("intake.show"), 303)


@blueprint.post("/forget")
@only_for(Role.SUPERVISOR, Role.ADMIN)
def forget() -> ResponseReturnValue:
    """Empty the list of what could not be read, once it is dealt with."""
    count = store().records.forget_unread()
    store().records.audit("forget_unreadable", me().id)
    flash(f"{count} entries removed from the list.")
    return redirect(url_for("intake.show"), 303)


def _unreadable() -> list[dict[str, object]]:
    return [{"at": one.at, **vars(one.what)} for one in store().records.unread()]


def _sent() -> tuple[str, bytes]:
    if file := request.files.get("file"):
        return file.filename or "upload", file.read()
    return NAMED.get(request.mimetype, "upload.json"), request.get_data()
