"""The codes that the documents of an encounter suggest, beside its codes."""

from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from queue_app.domain.encounter import Document
from queue_app.domain.errors import NotFound
from queue_app.domain.suggestion import Evidence, Suggestion
from queue_app.services import suggesting
from queue_app.web import told
from queue_app.web.auth import signed_in
from queue_app.web.here import me, settings, store, tables, wants_json

blueprint = Blueprint("suggesting", __name__, url_prefix="/encounters/<encounter_id>/suggestions")
SHOWN = 3  # passages of one suggestion


@blueprint.app_context_processor
def of_the_site() -> dict[str, Any]:
    return {"suggests": settings().suggestions}


@blueprint.get("")
@signed_in
def show(encounter_id: str) -> ResponseReturnValue:
    if not settings().suggestions:
        raise NotFound("Suggestions are turned off on this site.")
    offered = suggesting.open_suggestions(store(), tables(), encounter_id, me())
    if wants_json():
        return told.answer({"suggestions": offered.suggestions})
    documents = {document.id: document for document in offered.documents}
    rows = [_row(one, documents) for one in offered.suggestions]
    return render_template("encounters/_suggestions.html", rows=rows)


def _row(one: Suggestion, documents: dict[str, Document]) -> dict[str, Any]:
    passages = [_passage(each, documents[each.document]) for each in one.evidence[:SHOWN]]
    return {"one": one, "passages": passages, "more": max(0, len(one.evidence) - SHOWN)}


def _passage(evidence: Evidence, document: Document) -> dict[str, Any]:
    """Where the page finds the words: the how-manieth of the same words in the document, blanks aside."""
    before = [section.text for section in document.sections[: evidence.section]]
    before.append(document.sections[evidence.section].text[: evidence.start])
    words = _plain(evidence.text)
    return {
        "evidence": evidence,
        "words": words,
        "nth": sum(_plain(text).count(words) for text in before),
        "type": document.type,
    }


def _plain(text: str) -> str:
    return " ".join(text.replace("• ", " ").split())
