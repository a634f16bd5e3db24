"""The biller's page: files for billing, what is owed, and answers that could not be used."""

from dataclasses import fields

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from queue_app.domain.people import Role
from queue_app.services import reports, supervision
from queue_app.services.supervision import File
from queue_app.web import told
from queue_app.web.auth import only_for
from queue_app.web.here import page_number, store, wants_json

blueprint = Blueprint("billing", __name__, url_prefix="/billing")
PAGE = 25
EVERY = 10_000  # more files than are listed


@blueprint.get("")
@only_for(Role.BILLER, Role.SUPERVISOR)
def show() -> ResponseReturnValue:
    page = page_number()
    total, files = supervision.files(store(), (page - 1) * PAGE, PAGE)
    aside = store().records.asides()
    if wants_json():
        return told.answer({"total": total, "rows": files, "aside": aside})
    return render_template(
        "billing/show.html",
        batches=files,
        aside=aside,
        page=page,
        pages=max(1, -(-total // PAGE)),
    )


@blueprint.get("/files.csv")
@only_for(Role.BILLER, Role.SUPERVISOR)
def files_csv() -> ResponseReturnValue:
    _, files = supervision.files(store(), 0, EVERY)
    columns = [field.name for field in fields(File)]
    return told.csv("files", reports.as_csv(columns, map(vars, files)))


@blueprint.get("/aside.csv")
@only_for(Role.BILLER, Role.SUPERVISOR)
def aside_csv() -> ResponseReturnValue:
    """Answers set aside."""
    return told.csv("aside", reports.as_csv(("at", "file", "reason"), map(vars, store().records.asides())))
