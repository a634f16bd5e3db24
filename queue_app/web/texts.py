"""The text of documents, as it is fetched when they are opened.

A document is named by its place in the encounter, as where it is compared: no id of a source stands in
an address.
"""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from queue_app.domain.errors import Malformed
from queue_app.services import comparing, reading
from queue_app.web import told
from queue_app.web.auth import signed_in
from queue_app.web.here import me, store, wants_json

blueprint = Blueprint("texts", __name__, url_prefix="/encounters/<encounter_id>/documents")


@blueprint.get("/texts")
@signed_in
def some(encounter_id: str) -> ResponseReturnValue:
    """Several at once, by the `place` of each and the `version` that is listed there; without any, all."""
    places = _numbers("place")
    versions = dict(zip(places, _numbers("version"), strict=False))
    encounter, found = reading.open_texts(store(), encounter_id, me(), places)
    if wants_json():
        return told.answer({"documents": [*found.values()]})
    return render_template(
        "encounters/_texts.html",
        encounter=encounter,
        documents=found,
        versions=versions,
        comparisons=comparing.offered(encounter.documents),
    )


@blueprint.get("/<int:place>")
@signed_in
def one(encounter_id: str, place: int) -> ResponseReturnValue:
    """One document with its text, named by its place in the encounter, from 1."""
    encounter, found = reading.open_texts(store(), encounter_id, me(), [place])
    if wants_json():
        return told.answer(found[place])
    return render_template(
        "encounters/document.html",
        encounter=encounter,
        document=found[place],
        place=place,
        one=comparing.offered(encounter.documents).get(found[place].id),
    )


def _numbers(name: str) -> list[int]:
    sent = request.args.getlist(name)
    if not all(one.isascii() and one.isdecimal() and len(one) < 10 for one in sent):
        raise Malformed(f"Each {name} must be a number.")
    return list(map(int, sent))
