"""Finding codes, and which code tables are loaded."""

from datetime import date, datetime

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from queue_app.codesets.sets import SETS
from queue_app.domain.codes import System, bare
from queue_app.domain.people import Role
from queue_app.services import finding
from queue_app.web import forms, told
from queue_app.web.asked import asked_day, asked_system
from queue_app.web.auth import only_for, signed_in
from queue_app.web.here import me, store, tables, wants_json

blueprint = Blueprint("codes", __name__, url_prefix="/codes")
MOST = 50
FIRST_RELEASE = "2015-10-01"  # of ICD-10 in the US; our own short lists are dated before it


@blueprint.get("/search")
@signed_in
def search() -> ResponseReturnValue:
    """Codes by prefix or words, valid on the day `on`.

    `system` may be given more than once. `work_type` lets the site's habits count, `inpatient` asks for the
    CC and MCC of diagnoses. `charge` is what the charge master takes for one unit of a service, in cents.
    """
    found = finding.answers(
        store(),
        tables(),
        _systems(),
        request.args.get("q", ""),
        asked_day(request.args.get("on", "")),
        max(1, min(request.args.get("limit", 20, type=int), MOST)),
        work_type=request.args.get("work_type", ""),
        inpatient="inpatient" in request.args,
    )
    return told.answer({"results": found})


@blueprint.get("/usual")
@signed_in
def usual() -> ResponseReturnValue:
    """What may be wanted before anything is typed: recent, favourites, most used in the work type."""
    systems = _systems() or [*System]
    found = finding.usual(
        store(),
        tables(),
        me(),
        systems,
        request.args.get("work_type", ""),
        asked_day(request.args.get("on", "")),
        inpatient="inpatient" in request.args,
    )
    return told.answer({**found, "notes": finding.releases(tables(), systems)})


@blueprint.post("/favourites")
@signed_in
def star() -> ResponseReturnValue:
    """Make a code a favourite, or no longer: `system`, `code`, and `starred` where it shall be one."""
    sent = forms.given(request)
    name = asked_system(str(sent.get("system", ""))), bare(str(sent.get("code", "")))
    finding.star(store(), tables(), me(), name, starred=bool(sent.get("starred")))
    if wants_json():
        return "", 204
    return redirect(url_for("book.show", system=name[0], code=name[1]), 303)


def _systems() -> list[System]:
    return [asked_system(name) for name in request.args.getlist("system") if name]


@blueprint.get("")
@only_for(Role.ADMIN, Role.SUPERVISOR, Role.CODER)
def show() -> ResponseReturnValue:
    """What the tables were made from, and which official files the site has not loaded."""
    order = [*SETS]
    known = [one for one in tables().releases() if one.set_name in SETS]
    known.sort(key=lambda one: (-order.index(one.set_name), one.released_on), reverse=True)
    of_site = {one.set_name for one in known if one.of_site}
    known_here = {
        "releases": [
            {
                "name": one.set_name,
                "begins_on": date.fromisoformat(one.released_on),
                "rows": one.rows,
                "loaded_at": datetime.fromisoformat(one.loaded_at),
                "source": one.source,
                "notice": one.notice,
                "of_site": one.of_site,
                "stopgap": not one.of_site and one.released_on < FIRST_RELEASE,
            }
            for one in known
            if one.of_site or one.released_on >= FIRST_RELEASE or one.set_name not in of_site
        ],
        "missing": [name for name in SETS if name not in of_site],
    }
    if wants_json():
        return told.answer(known_here)
    return render_template("codes/show.html", sets=SETS, **known_here)
