"""Earlier encounters of the patient: beside the documents, as a page, or told to programs."""

from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from queue_app.domain.chronic import is_chronic
from queue_app.domain.codes import System
from queue_app.domain.errors import NotSignedIn, Refusal
from queue_app.services import earlier
from queue_app.services.earlier import Looked, Visit
from queue_app.web import errors, told
from queue_app.web.auth import signed_in
from queue_app.web.here import is_fragment, me, store, tables, wants_json

blueprint = Blueprint("earlier", __name__, url_prefix="/encounters/<encounter_id>/earlier")


@blueprint.get("")
@signed_in
def show(encounter_id: str) -> ResponseReturnValue:
    """Earlier encounters of the patient at the facility, the newest first, as they were finally coded.

    A diagnosis of one is carried forward by saving it with a row of `codes.carried`: `about` and `encounter`.
    """
    found = earlier.open_earlier(store(), tables(), encounter_id, me())
    if wants_json():
        return told.answer({"earlier": [_told(one, found) for one in found.visits], "more": found.more})
    return render_template(
        "encounters/_earlier.html" if is_fragment() else "encounters/earlier.html",
        encounter=found.present,
        mine=found.present.is_on_desk_of(me().id),
        visits=found.visits,
        more=found.more,
        facts=found.facts,
        coded_on=found.present.stay.coded_on,
        is_chronic=is_chronic,
    )


@blueprint.errorhandler(Refusal)
def refuse(refusal: Refusal) -> ResponseReturnValue:
    """Why there are none stands where they would."""
    if wants_json() or not is_fragment() or isinstance(refusal, NotSignedIn):
        return errors.refuse(refusal)
    return render_template("encounters/_outcome_refused.html", refusal=refusal), errors.HTTP_STATUS[
        type(refusal)
    ]


def _told(one: Visit, found: Looked) -> dict[str, Any]:
    encounter, stay = one.encounter, one.encounter.stay
    named = [*one.codes.named()] if one.codes else []
    return {
        "id": encounter.id,
        "admitted_at": stay.admitted_at,
        "discharged_at": stay.discharged_at,
        "class": stay.patient_class,
        "work_type": encounter.work_type,
        "status": encounter.status,
        "codes": [
            {
                "system": system,
                "code": code,
                "title": fact.title if (fact := found.facts.get((system, code))) else "",
                "chronic": system is System.ICD10CM and is_chronic(code),
            }
            for system, code in named
        ],
    }
