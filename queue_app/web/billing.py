"""The biller's page: files for billing, what is owed, and answers that could not be used."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from queue_app.domain.encounter import Status
from queue_app.domain.people import Role
from queue_app.web.auth import only_for
from queue_app.web.here import store

blueprint = Blueprint("billing", __name__, url_prefix="/billing")


@blueprint.get("")
@only_for(Role.BILLER, Role.SUPERVISOR)
def show() -> ResponseReturnValue:
    piles = {pile.status: pile for pile in store().floor.statuses()}
    return render_template(
        "billing/show.html",
        batches=store().batches.newest(),
        asides=store().records.asides(),
        owed=sum(store().floor.owed().values()),
        piles=[
            piles[status] for status in (Status.FINAL_CODED, Status.SENT, Status.ACCEPTED, Status.REJECTED)
        ],
    )
