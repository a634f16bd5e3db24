"""The DRG of an inpatient stay, beside its codes or as a page of its own."""

from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from queue_app.domain.errors import NotSignedIn, Refusal
from queue_app.services import grouping
from queue_app.services.grouping import Preview
from queue_app.web import errors, told
from queue_app.web.auth import signed_in
from queue_app.web.here import is_fragment, me, store, tables, wants_json

blueprint = Blueprint("grouping", __name__, url_prefix="/encounters/<encounter_id>/drg")


@blueprint.get("")
@signed_in
def show(encounter_id: str) -> ResponseReturnValue:
    found = grouping.open_preview(store(), tables(), encounter_id, me())
    if wants_json():
        return told.answer(_told(found))
    template = "encounters/_drg.html" if is_fragment() else "encounters/drg.html"
    return render_template(template, preview=found, encounter_id=encounter_id)


@blueprint.errorhandler(Refusal)
def refuse(refusal: Refusal) -> ResponseReturnValue:
    """Why there is none stands where the DRG would."""
    if wants_json() or not is_fragment() or isinstance(refusal, NotSignedIn):
        return errors.refuse(refusal)
    return render_template("encounters/_drg.html", refusal=refusal), errors.HTTP_STATUS[type(refusal)]


def _told(found: Preview) -> dict[str, Any]:
    grouped = found.grouping
    return {
        "drg": grouped.drg,
        "version": grouped.version,
        "on": found.on,
        "discharged": found.discharged,
        "mdc": grouped.mdc,
        "mdc_title": grouped.mdc_title,
        "weight": found.weight,
        "assumed_poa": [found.diagnoses[at].code for at in grouped.assumed],
        "diagnoses": found.diagnoses,
        "procedures": found.procedures,
    }
