"""The coder's desk: what is open, what waits, what came back, and the next one."""

from datetime import UTC, datetime

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from queue_app.domain.encounter import Encounter
from queue_app.domain.people import Role
from queue_app.services import supervision, workflow
from queue_app.web import told
from queue_app.web.auth import only_for
from queue_app.web.here import me, settings, store, wants_json

blueprint = Blueprint("coder", __name__, url_prefix="/coder")


@blueprint.get("")
@only_for(Role.CODER)
def desk() -> ResponseReturnValue:
    mine = supervision.desk_of(store(), me(), datetime.now(UTC), settings().zone)
    if wants_json():
        lists = {"open_work": mine.open_work, "held": mine.held, "returned": mine.returned}
        encounters = {name: [told.encounter(one, me()) for one in some] for name, some in lists.items()}
        counts = {"waiting": mine.waiting, "finished_today": mine.finished_today}
        return told.answer(encounters | counts)
    return render_template("coder/desk.html", **vars(mine))


@blueprint.post("/next")
@only_for(Role.CODER)
def claim_next() -> ResponseReturnValue:
    encounter = workflow.claim_next(store(), me())
    if wants_json():
        return told.answer(told.encounter(encounter, me())) if encounter else ("", 204)
    return lead_to(encounter)


def lead_to(claimed: Encounter | None) -> ResponseReturnValue:
    """To the encounter that was claimed; None: nothing waited."""
    if claimed is None:
        flash("Nothing waits in your worklists just now.")
        return redirect(url_for("coder.desk"), 303)
    return redirect(url_for("encounters.show", encounter_id=claimed.id), 303)
