"""The biller's page: files for billing, what is owed, and answers that could not be used."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from queue_app.domain.people import Role
from queue_app.services import supervision
from queue_app.web.auth import only_for
from queue_app.web.here import page_number, store

blueprint = Blueprint("billing", __name__, url_prefix="/billing")
PAGE = 25


@blueprint.get("")
@only_for(Role.BILLER, Role.SUPERVISOR)
def show() -> ResponseReturnValue:
    page = page_number()
    total, files = supervision.files(store(), (page - 1) * PAGE, PAGE)
    return render_template(
        "billing/show.html",
        batches=files,
        aside=store().records.asides(),
        page=page,
        pages=max(1, -(-total // PAGE)),
    )
