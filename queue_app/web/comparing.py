"""What changed in a document: beside its text, as a page of its own, or told to programs.

A document is named by its place in the encounter: its id is the source's, may hold whatever the source puts
into ids, a patient's number or a slash among it, and would stand in addresses and logs.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from queue_app.domain.comparison import HEADING, Piece
from queue_app.domain.errors import NotSignedIn, Refusal
from queue_app.services import comparing
from queue_app.services.comparing import Compared
from queue_app.web import errors, forms, told
from queue_app.web.auth import signed_in
from queue_app.web.here import is_fragment, me, store, wants_json
from queue_app.web.prose import BULLET

blueprint = Blueprint(
    "comparing", __name__, url_prefix="/encounters/<encounter_id>/documents/<int:place>/compare"
)
_PARTS = re.compile(r"[^\n]+|\n")


class Line(NamedTuple):
    kind: str  # heading, item or plain
    apart: bool  # an empty line comes before it
    pieces: tuple[Piece, ...]


@blueprint.get("")
@signed_in
def show(encounter_id: str, place: int) -> ResponseReturnValue:
    """The document beside an earlier `version` of it; without one, beside the one before of its type."""
    version = forms.number(request.args, "version") if "version" in request.args else None
    found = comparing.open_comparison(store(), encounter_id, me(), place, version)
    if wants_json():
        return told.answer(_told(found))
    template = "encounters/_comparison.html" if is_fragment() else "encounters/comparison.html"
    return render_template(
        template,
        encounter_id=encounter_id,
        newer=found.newer,
        older=found.older,
        carried=found.carried,
        lines=tuple(lines(found.pieces)),
    )


@blueprint.errorhandler(Refusal)
def refuse(refusal: Refusal) -> ResponseReturnValue:
    """Why there is none stands where it would."""
    if wants_json() or not is_fragment() or isinstance(refusal, NotSignedIn):
        return errors.refuse(refusal)
    status = errors.HTTP_STATUS[type(refusal)]
    return render_template("encounters/_comparison.html", refusal=refusal, lines=()), status


def lines(pieces: Iterable[Piece]) -> Iterator[Line]:
    """The pieces line by line; what is new, gone or the same ends a line alike."""
    line: list[Piece] = []
    apart = False
    for kind, part in ((kind, part) for kind, text in pieces for part in _PARTS.findall(text)):
        if part != "\n":
            line.append(Piece(kind, part))
            continue
        if line:
            yield _line(line, apart)
        line, apart = [], not line
    if line:
        yield _line(line, apart)


def _line(pieces: list[Piece], apart: bool) -> Line:
    first = pieces[0].text
    kind = "heading" if first.startswith(HEADING) else "item" if first.startswith(BULLET) else "plain"
    shown = (Piece(how, text.replace(HEADING, "")) for how, text in pieces)
    return Line(kind, apart, tuple(piece for piece in shown if piece.text))


def _told(found: Compared) -> dict[str, Any]:
    older = {"id": found.older.id, "version": found.older.version}
    return {
        "document": {"id": found.newer.id, "version": found.newer.version},
        "beside": older,
        "words": found.carried.words,
        "carried": found.carried.same,
        "pieces": [{"kind": kind, "text": text} for kind, text in found.pieces],
    }
