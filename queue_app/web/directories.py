"""The directories: what is known of facilities, providers, payers and charges, and what is missing."""

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from queue_app.domain.errors import Malformed
from queue_app.domain.people import Role
from queue_app.services import directories, providers, reports
from queue_app.web import told
from queue_app.web.auth import only_for, signed_in
from queue_app.web.here import store, tables, wants_json

blueprint = Blueprint("directories", __name__, url_prefix="/directories")
MOST_FOUND = 20


@blueprint.get("")
@only_for(Role.SUPERVISOR, Role.ADMIN, Role.BILLER)
def home() -> ResponseReturnValue:
    return redirect(url_for("directories.show", kind="facility"))


@blueprint.get("/<kind>")
@only_for(Role.SUPERVISOR, Role.ADMIN, Role.BILLER)
def show(kind: str) -> ResponseReturnValue:
    chosen = directories.kind_named(kind)
    known = {
        "kind": chosen.kind,
        "counts": store().directories.counts(),
        "rows": store().directories.all(chosen),
        "missing": directories.missing(store()),
    }
    if wants_json():
        return told.answer(known)
    return render_template("directories/show.html", columns=directories.columns(kind), **known)


@blueprint.get("/providers/search")
@signed_in
def find_provider() -> ResponseReturnValue:
    """Providers by the beginnings of names, NPI or id, as the page's type-ahead takes codes."""
    found = providers.find(store(), request.args.get("q", ""), MOST_FOUND)
    results = [
        {"system": "provider", "code": one.id, "title": providers.name(one), "matched": f"NPI {one.npi}"}
        for one in found
    ]
    return told.answer({"results": [{**one, "billable": True, "valid": True} for one in results]})


@blueprint.get("/<kind>.csv")
@only_for(Role.SUPERVISOR, Role.ADMIN, Role.BILLER)
def show_csv(kind: str) -> ResponseReturnValue:
    """The entries, as a file that could be loaded again."""
    chosen = directories.kind_named(kind)
    rows = directories.rows(store().directories.all(chosen))
    return told.csv(chosen.kind, reports.as_csv(directories.columns(kind), rows))


@blueprint.post("/<kind>")
@only_for(Role.SUPERVISOR, Role.ADMIN)
def load(kind: str) -> ResponseReturnValue:
    file = request.files.get("file")
    content = file.read() if file else request.get_data()
    if not content:
        raise Malformed("Nothing was sent: choose a CSV file.")
    loaded = directories.load(store(), tables(), kind, directories.text_of(content))
    if wants_json():
        return jsonify(kind=loaded.kind, entries=loaded.entries, lifted=loaded.lifted)
    flash(f"{loaded.entries} {loaded.kind} entries loaded; {loaded.lifted} billing holds lifted.")
    return redirect(url_for("directories.show", kind=loaded.kind), 303)


@blueprint.get("/missing.csv")
@only_for(Role.SUPERVISOR, Role.ADMIN, Role.BILLER)
def missing_csv() -> ResponseReturnValue:
    return told.csv("missing", reports.missing_as_csv(directories.missing(store())))
