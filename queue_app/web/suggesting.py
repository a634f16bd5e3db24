"""The codes that the documents of an encounter suggest, and what the coder makes of them."""

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from queue_app.domain.codes import bare
from queue_app.domain.encounter import Document
from queue_app.domain.errors import Malformed, NotFound
from queue_app.domain.suggestion import REASONS, Decision, Mentioned, Source, Suggestion, Verdict
from queue_app.services import acceptance, suggesting
from queue_app.web import forms, told
from queue_app.web.auth import signed_in
from queue_app.web.here import me, settings, store, tables, wants_json

blueprint = Blueprint("suggesting", __name__, url_prefix="/encounters/<encounter_id>/suggestions")
SHOWN = 3  # passages of one suggestion
TAKE_BACK = "offered"  # the verdict by which another one no longer holds


@blueprint.app_context_processor
def of_the_site() -> dict[str, Any]:
    return {"suggests": settings().suggestions}


@blueprint.before_request
def must_be_on() -> None:
    if not settings().suggestions:
        raise NotFound("Suggestions are turned off on this site.")


@blueprint.get("")
@signed_in
def show(encounter_id: str) -> ResponseReturnValue:
    offered = suggesting.open_suggestions(store(), tables(), encounter_id, me())
    if wants_json():
        return told.answer({"suggestions": offered.suggestions, "aside": offered.aside})
    documents = {document.id: document for document in offered.documents}
    return render_template(
        "encounters/_suggestions.html",
        rows=[_row(one, documents) for one in offered.suggestions],
        aside=offered.aside,
        reasons=REASONS,
    )


@blueprint.post("")
@signed_in
def decide(encounter_id: str) -> ResponseReturnValue:
    """Accept, reject or hide a suggested code: `code`, `verdict`, `source`, `rank`, `ms`, and a `reason`.

    The verdict `offered` takes an earlier one back. Accepting adds nothing to the codes: that is a save.
    """
    sent = forms.given(request)
    code, verdict = bare(forms.text_of(sent, "code")), forms.text_of(sent, "verdict")
    if verdict == TAKE_BACK:
        acceptance.take_back(store(), encounter_id, me(), code)
    else:
        decision = Decision(
            code=code,
            verdict=_one_of(Verdict, verdict, "verdict"),
            by=me().id,
            at=datetime.now(UTC),
            source=_one_of(Source, forms.text_of(sent, "source"), "source"),
            rank=forms.number(sent, "rank"),
            ms=forms.number(sent, "ms"),
            reason=forms.text_of(sent, "reason"),
        )
        acceptance.decide(store(), encounter_id, me(), decision)
    return show(encounter_id)


def _one_of(names: Any, text: str, field: str) -> Any:
    try:
        return names(text)
    except ValueError:
        raise Malformed(f"The field {field} must be one of {', '.join(names)}.") from None


def _row(one: Suggestion, documents: dict[str, Document]) -> dict[str, Any]:
    passages = [_passage(each, documents[each.document]) for each in one.evidence[:SHOWN]]
    return {"one": one, "passages": passages, "more": max(0, len(one.evidence) - SHOWN)}


def _passage(evidence: Mentioned, document: Document) -> dict[str, Any]:
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
