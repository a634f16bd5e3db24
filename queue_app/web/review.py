"""The auditor's page: what waits for a second look."""

from datetime import UTC, datetime

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from queue_app.domain.encounter import Encounter, Status
from queue_app.domain.people import Role
from queue_app.services import reports
from queue_app.store.floor import Listing
from queue_app.web import told
from queue_app.web.auth import only_for
from queue_app.web.here import me, store, wants_json

blueprint = Blueprint("review", __name__, url_prefix="/review")
SHOWN = 200


@blueprint.get("")
@only_for(Role.AUDITOR)
def show() -> ResponseReturnValue:
    total, mine = _waiting()
    if wants_json():
        return told.answer({"total": total, "waiting": [told.encounter(one, me()) for one in mine]})
    names = {person.id: person.name for person in store().people.everybody()}
    return render_template("review/show.html", waiting=mine, names=names)


@blueprint.get("/review.csv")
@only_for(Role.AUDITOR)
def review_csv() -> ResponseReturnValue:
    return told.csv("review", reports.encounters_as_csv(_waiting()[1]))


def _waiting() -> tuple[int, list[Encounter]]:
    """How many wait, and the most urgent of those that this auditor did not code."""
    total, waiting = store().floor.page(Listing(status=Status.IN_REVIEW), datetime.now(UTC), 0, SHOWN)
    return total, [one for one in waiting if one.coder != me().id]
