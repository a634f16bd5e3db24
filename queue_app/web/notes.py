"""Notes on an encounter and bookmarks in its documents: beside them, and told to programs."""

import re
import secrets
from datetime import UTC, datetime

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from queue_app.domain.errors import Malformed, Refusal
from queue_app.domain.note import LONGEST, MOST_PASSAGES, Note
from queue_app.services import notes
from queue_app.services.notes import Noted
from queue_app.web import coded, errors, forms, told
from queue_app.web.auth import signed_in
from queue_app.web.here import is_fragment, me, store, wants_json

blueprint = Blueprint("notes", __name__, url_prefix="/encounters/<encounter_id>/notes")
ID = re.compile(r"[0-9a-f]{16}")
DIGEST = re.compile(r"(?:[0-9a-f]{40})?")


@blueprint.get("")
@signed_in
def show(encounter_id: str) -> ResponseReturnValue:
    """One's own notes and bookmarks, and everybody's notes to the team, the newest first."""
    return _answer(notes.open_notes(store(), encounter_id, me()))


@blueprint.post("")
@signed_in
def write(encounter_id: str) -> ResponseReturnValue:
    """Keep a note: `text`, `passages` or both; `team`: for everybody who may open the encounter.

    With `id` and `digest` of one's own as it was told it takes that one's place; blank, it takes it away.
    Sent again with the same `id`, a new one is kept once.
    """
    return _answer(notes.write(store(), encounter_id, me(), _note(forms.given(request))))


@blueprint.errorhandler(Refusal)
def refuse(refusal: Refusal) -> ResponseReturnValue:
    return errors.refuse(refusal, kept="What you typed is on this page: mend it and press Enter.")


def _note(sent: forms.Given) -> Note:
    id, digest = forms.text_of(sent, "id") or secrets.token_hex(8), forms.text_of(sent, "digest")
    if not ID.fullmatch(id) or not DIGEST.fullmatch(digest):
        raise Malformed("A note is named by the id and the digest it was told with.")
    text = forms.text_of(sent, "text", LONGEST)
    return Note(
        id=id,
        by=me().id,
        name=me().name,
        at=datetime.now(UTC),
        text=text,
        passages=coded.passages(sent, MOST_PASSAGES),
        team=bool(text and sent.get("team")),
        digest=digest,
    )


def _answer(noted: Noted) -> ResponseReturnValue:
    encounter, found = noted
    if wants_json():
        return told.answer({"notes": found})
    if request.method == "POST" and not is_fragment():
        return redirect(url_for("encounters.show", encounter_id=encounter.id, _anchor="notes"), 303)
    return render_template("encounters/_noted.html", encounter=encounter, notes=found)
