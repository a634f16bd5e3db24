"""What the codes come to, the DRG of a stay or the HCCs of a visit: beside the codes or as a page."""

from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from queue_app.domain.encounter import Encounter
from queue_app.domain.errors import NotFound, NotSignedIn, Refusal
from queue_app.domain.hcc import MODEL, WEIGHTS_OF
from queue_app.services import grouping, hcc
from queue_app.services.grouping import Preview
from queue_app.services.hcc import Scored
from queue_app.web import errors, told
from queue_app.web.auth import signed_in
from queue_app.web.here import is_fragment, me, settings, store, tables, wants_json

blueprint = Blueprint("grouping", __name__, url_prefix="/encounters/<encounter_id>")


@blueprint.app_context_processor
def of_the_site() -> dict[str, Any]:
    return {"outcome_of": _outcome_of}


def _outcome_of(encounter: Encounter) -> str:
    """What the page of an encounter has a drawer for."""
    if grouping.groups(encounter):
        return "drg"
    return "hcc" if settings().hcc and hcc.scores(encounter) else ""


@blueprint.get("/drg")
@signed_in
def show(encounter_id: str) -> ResponseReturnValue:
    """The MS-DRG of an inpatient stay, and what each code does to it, in the order of the codes."""
    found = grouping.open_preview(store(), tables(), encounter_id, me())
    return told.answer(_told(found)) if wants_json() else _page("drg", encounter_id, preview=found)


@blueprint.get("/hcc")
@signed_in
def show_hcc(encounter_id: str) -> ResponseReturnValue:
    """The HCCs and the risk score of a clinic visit, and what each code adds; 404 where it is off."""
    if not settings().hcc:
        raise NotFound("HCCs and risk scores are turned off on this site.")
    found = hcc.open_score(store(), tables(), encounter_id, me())
    return told.answer(_scored(found)) if wants_json() else _page("hcc", encounter_id, found=found)


@blueprint.errorhandler(Refusal)
def refuse(refusal: Refusal) -> ResponseReturnValue:
    """Why there is none stands where it would."""
    if wants_json() or not is_fragment() or isinstance(refusal, NotSignedIn):
        return errors.refuse(refusal)
    status = errors.HTTP_STATUS[type(refusal)]
    return render_template("encounters/_outcome_refused.html", refusal=refusal), status


def _page(outcome: str, encounter_id: str, **shown: Any) -> str:
    template = f"encounters/_{outcome}.html" if is_fragment() else "encounters/outcome.html"
    shown |= {"model": MODEL, "weights_of": WEIGHTS_OF}
    return render_template(template, outcome=outcome, encounter_id=encounter_id, **shown)


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


def _scored(found: Scored) -> dict[str, Any]:
    return {
        "model": MODEL,
        "year": found.year,
        "weights_of": WEIGHTS_OF,
        "refusal": found.refusal,
        "assumed": found.assumed,
        "counts": found.counts,
        **(told.plain(found.risk) if found.risk else {}),
    }
