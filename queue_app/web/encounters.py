"""One encounter's page, and the one place its buttons post to."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from queue_app.domain import edits
from queue_app.domain.codes import Codes
from queue_app.domain.deadlines import deadlines
from queue_app.domain.encounter import Encounter
from queue_app.domain.errors import Changed, OutOfOrder, Unfit
from queue_app.domain.lifecycle import Party, Step, step_named
from queue_app.domain.people import Role
from queue_app.services import coding, comparing, grouping, reading, workflow
from queue_app.services.reading import Opened
from queue_app.web import abstract, coded, coder, errors, forms, told
from queue_app.web.auth import home_of, signed_in
from queue_app.web.here import is_fragment, me, store, tables, wants_json

blueprint = Blueprint("encounters", __name__, url_prefix="/encounters/<encounter_id>")
POA = ("Y", "N", "U", "W")


@blueprint.get("")
@signed_in
def show(encounter_id: str) -> ResponseReturnValue:
    opened = reading.open_encounter(store(), encounter_id, me(), whole=wants_json())
    if wants_json():
        found = coding.findings(store(), tables(), opened.encounter, opened.encounter.codes)
        more = {"findings": found, "notes": opened.notes}
        return told.answer(told.encounter(opened.encounter, me(), opened.documents) | more)
    return _page(opened, opened.encounter.codes)


@blueprint.post("/<verb>")
@signed_in
def take(encounter_id: str, verb: str) -> ResponseReturnValue:
    step = step_named(verb)
    sent = forms.given(request)
    given = _asked(step.asks, sent)
    g.typed = given.get("codes")
    read = forms.number(sent, "read" if "read" in sent else "version")
    perform = workflow.restore if verb == "save" and "restores" in sent else workflow.perform
    after = perform(
        store(),
        tables(),
        verb,
        encounter_id,
        me(),
        seen=forms.number(sent, "version"),
        token=forms.number(sent, "token") if step.by & Party.HOLDER else None,
        read=read,
        active=forms.seconds(sent, "active"),
        answers=not request.is_json or forms.answers_warnings(sent),
        **given,
    )
    if wants_json():
        return told.answer(told.encounter(after, me()))
    newer = read < after.documents_version
    if is_fragment() and verb == "save":
        return _saved(after, newer)
    if newer and verb == "save":
        flash("Newer documents arrived while you were coding. Read them before you submit.")
    return _onward(step, after)


@blueprint.get("/documents")
@signed_in
def documents(encounter_id: str) -> ResponseReturnValue:
    """The documents with their text."""
    opened = reading.open_encounter(store(), encounter_id, me(), whole=wants_json())
    if wants_json():
        return told.answer({"documents": opened.documents})
    return render_template("encounters/documents.html", **_chart(opened))


@blueprint.post("/documents/read")
@signed_in
def read(encounter_id: str) -> ResponseReturnValue:
    """The documents whose end somebody has had in sight: `read`, id/version of each, a line each."""
    lines = forms.text_of(forms.given(request), "read").splitlines()
    named = (line.rpartition("/") for line in lines)
    reading.have_read(
        store(), encounter_id, me(), ((id, int(version)) for id, _, version in named if version.isdecimal())
    )
    return "", 204


@blueprint.errorhandler(Unfit)
def refuse_unfit(refusal: Unfit) -> ResponseReturnValue:
    """Codes that cannot be billed stay on the screen, with what is wrong beside them."""
    if wants_json() or is_fragment():
        return errors.refuse(refusal)
    opened = reading.open_encounter(store(), (request.view_args or {})["encounter_id"], me(), whole=False)
    return _page(opened, g.typed or opened.encounter.codes, refusal=refusal), 422


@blueprint.errorhandler(Changed)
@blueprint.errorhandler(OutOfOrder)
def refuse_late(refusal: Changed | OutOfOrder) -> ResponseReturnValue:
    """A page that saves by itself is told the way back to what was typed, as the encounter stands now."""
    if wants_json() or not is_fragment():
        return errors.refuse(refusal)
    workflow.return_lapsed(store(), tables())  # else its time is over and nobody can claim it yet
    return errors.refuse(refusal, stands=store().encounters.get((request.view_args or {})["encounter_id"]))


def _asked(asks: tuple[str, ...], told: forms.Given) -> dict[str, Any]:
    """The values of the fields a step asks for; those that may be left out are, when they were not sent."""
    values: dict[str, Any] = {}
    for asked in asks:
        field = asked.rstrip("?")
        if asked.endswith("?") and field not in told:
            continue
        values |= READERS[field](told)
    return values


def _hold(told: forms.Given) -> dict[str, Any]:
    """A hold from the page, or from a program that says only why."""
    reason = forms.text_of(told, "hold.reason") or forms.text_of(told, "reason")
    follow_up = forms.day({"on": told.get("hold.follow_up_on")}, "Look again on")
    return {"hold_reason": reason, "hold_note": forms.text_of(told, "hold.note"), "follow_up_on": follow_up}


READERS: dict[str, Callable[[forms.Given], dict[str, Any]]] = {
    "codes": lambda told: {"codes": coded.codes(told) if "codes" in told else None},
    "reason": lambda told: {"reason": forms.text_of(told, "reason")},
    "assignee": lambda told: {"assignee": forms.text_of(told, "assignee")},
    "hold": _hold,
    "hold_id": lambda told: {"hold_id": forms.text_of(told, "hold_id")},
}


def _page(opened: Opened, codes: Codes, **more: Any) -> str:
    """Whoever may type sees the charge master's price where a charge is blank; it counts once it is sent."""
    encounter = opened.encounter
    mine = encounter.is_on_desk_of(me().id)
    prices = coding.offers(store(), codes) if mine else {}
    codes = coding.priced(codes, prices)
    return render_template(
        "encounters/show.html",
        mine=mine,
        prices=prices,
        kept=opened.kept,
        holder_name=opened.holder_name,
        poa_options=POA,
        **_chart(opened),
        **_known(encounter, codes),
        **more,
    )


def _chart(opened: Opened) -> dict[str, Any]:
    """Who the patient is, and what there is to read."""
    return {
        "encounter": opened.encounter,
        "documents": opened.documents,
        "history": opened.history,
        "opened": opened.opened,
        "unread": opened.unread,
        "notes": opened.notes,
        "places": {one.id: place for place, one in enumerate(opened.encounter.documents, 1)},
        "comparisons": comparing.offered(opened.encounter.documents),
        "coded_on": opened.encounter.stay.coded_on,
    }


def _saved(after: Encounter, newer: bool) -> str:
    return render_template(
        "encounters/_saved.html",
        encounter=after,
        mine=True,
        prices=coding.offers(store(), after.codes),
        saved_at=datetime.now(UTC),
        newer=newer,
        **_known(after, after.codes),
    )


def _known(encounter: Encounter, codes: Codes) -> dict[str, Any]:
    """The codes, what the edits say of them, and what is shown of each code that is listed or proposed."""
    case = coding.opened_case(store(), tables(), encounter, codes)
    found = edits.findings(case)
    proposed = coding.proposed(found)
    return {
        "codes": codes,
        "findings": found,
        "beside": case.beside,
        "deadlines": deadlines(encounter.stay, case.payer, case.today),
        "limits": edits.limits(encounter.unit),
        "abstract": abstract.fields(case),
        "people": abstract.names(case),
        "facts": coding.shown(case, proposed),
        "badges": grouping.badges_of(tables(), encounter, codes, proposed),
    }


def _onward(step: Step, after: Encounter) -> ResponseReturnValue:
    """Where a person goes after a step: on with this encounter, or back to their own page."""
    if step.submits:
        flash("Submitted. The claim goes to billing." if after.status == "final_coded" else "Sent to review.")
        session["then_next"] = "then_next" in request.form
        if session["then_next"]:
            return coder.lead_to(workflow.claim_next(store(), me()))
    stays = after.is_on_desk_of(me().id) or Role.CODER not in me().roles
    where = url_for("encounters.show", encounter_id=after.id) if stays else url_for(home_of(me()))
    return redirect(where, 303)
