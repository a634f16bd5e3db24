"""Named sets of codes: a page of them, and what the page of an encounter offers and keeps."""

import re
from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from queue_app.domain.codes import Codes, Diagnosis, Line, Procedure, bare, dotted
from queue_app.domain.codeset import LONGEST, CodeSet, may_share
from queue_app.domain.errors import Malformed
from queue_app.domain.people import Role
from queue_app.domain.triage import STANDARDS
from queue_app.services import sets
from queue_app.services.sets import Offered, Row
from queue_app.web import coded, errors, forms, told
from queue_app.web.asked import asked_day, asked_system
from queue_app.web.auth import only_for
from queue_app.web.here import me, store, tables, wants_json

blueprint = Blueprint("sets", __name__, url_prefix="/sets")
PARTS = ("diagnoses", "procedures", "lines")
UNITS = re.compile(r"[X×*]?(\d{1,3})")
only_for_whoever_codes = only_for(Role.CODER, Role.SUPERVISOR, Role.AUDITOR)


@blueprint.app_context_processor
def of_the_reader() -> dict[str, Any]:
    return {"shares_sets": may_share, "longest_set_name": LONGEST}


@blueprint.get("")
@only_for_whoever_codes
def show() -> ResponseReturnValue:
    """The sets of whoever asks, and everybody's; `again` is what they added last."""
    if not wants_json():
        return _page()
    own = _own()
    listed = [_told(one) for one in own.sets]
    chosen = next((one for one in listed if own.again == f"set/{one['id']}"), None)
    again = chosen or (_row(Row(own.again_code)) if own.again_code else None)
    return told.answer({"sets": listed, "again": again})


@blueprint.post("")
@only_for_whoever_codes
def make() -> ResponseReturnValue:
    """Keep codes under a `name`: `codes` as of an encounter, `shared` for everybody, for a `work_type`."""
    return _done(sets.keep(store(), tables(), me(), _sent()), "is kept")


@blueprint.post("/again")
@only_for_whoever_codes
def again() -> ResponseReturnValue:
    """What was added last, as `what`: set/id of a set, or system/code."""
    kind, _, name = forms.text_of(forms.given(request), "what").partition("/")
    if kind == "set" and name.isalnum() and len(name) <= LONGEST:
        store().sets.added(me().id, f"set/{name}")
    else:
        store().sets.added(me().id, f"{asked_system(kind)}/{bare(name)[: coded.LONGEST_CODE]}")
    return "", 204


@blueprint.post("/<set_id>")
@only_for_whoever_codes
def change(set_id: str) -> ResponseReturnValue:
    return _done(sets.keep(store(), tables(), me(), _sent(), instead_of=set_id), "is changed")


@blueprint.post("/<set_id>/delete")
@only_for_whoever_codes
def delete(set_id: str) -> ResponseReturnValue:
    return _done(sets.delete(store(), me(), set_id), "is deleted")


@blueprint.errorhandler(Malformed)
def refuse(refusal: Malformed) -> ResponseReturnValue:
    """What was typed stays on the page."""
    if wants_json():
        return errors.refuse(refusal)
    return _page(str(refusal)), 400


def _page(problem: str = "") -> str:
    typed = request.form if problem else {}
    return render_template(
        "sets/show.html",
        sets=_own().sets,
        texts=_texts,
        work_types=tuple(STANDARDS),
        problem=problem,
        typed={field: typed.get(field, "") for field in ("name", "shared", "work_type", *PARTS)},
    )


def _own() -> sets.Own:
    return sets.open_sets(
        store(),
        tables(),
        me(),
        asked_day(request.args.get("on", "")),
        work_type=request.args.get("work_type", ""),
        inpatient="inpatient" in request.args,
    )


def _sent() -> CodeSet:
    """The set as it was typed, or as a program sends it; its id is given later."""
    sent = forms.given(request)
    shared = bool(sent.get("shared"))
    return CodeSet(
        id="",
        name=" ".join(forms.text_of(sent, "name").split()),
        owner="" if shared else me().id,
        work_type=forms.text_of(sent, "work_type") if shared else "",
        codes=coded.codes(sent) if request.is_json else _typed(sent),
    )


def _typed(sent: forms.Given) -> Codes:
    """Codes from three fields of text; services as 99213-25 x2: modifiers and units."""
    diagnoses, procedures, lines = (re.split(r"[\s,;]+", forms.text_of(sent, part)) for part in PARTS)
    found: list[Line] = []
    for word in filter(None, lines):
        if found and (units := UNITS.fullmatch(word.upper())) and len(word) < 5:
            found[-1] = replace(found[-1], units=int(units[1]))
            continue
        code, *modifiers = word.upper().split("-")
        found.append(Line(bare(code), tuple(one for one in modifiers if one)))
    return Codes(
        tuple(Diagnosis(bare(word)) for word in diagnoses if word),
        tuple(Procedure(bare(word)) for word in procedures if word),
        tuple(found),
    )


def _texts(one: CodeSet) -> dict[str, str]:
    """The same fields, filled in."""
    lines = (
        "-".join((line.code, *line.modifiers)) + (f" x{line.units}" if line.units != 1 else "")
        for line in one.codes.lines
    )
    return {
        "diagnoses": " ".join(dotted(each.code) for each in one.codes.diagnoses),
        "procedures": " ".join(each.code for each in one.codes.procedures),
        "lines": " ".join(lines),
    }


def _told(one: Offered) -> dict[str, Any]:
    kept = one.set
    return {
        "id": kept.id,
        "name": kept.name,
        "shared": kept.shared,
        "work_type": kept.work_type,
        "may_change": one.may_change,
        "rows": [_row(row) for row in one.rows],
    }


def _row(row: Row) -> dict[str, Any]:
    return {**told.plain(row.answer), "modifiers": row.modifiers, "units": row.units}


def _done(one: CodeSet, said: str) -> ResponseReturnValue:
    if wants_json():
        return told.answer({"id": one.id, "name": one.name})
    flash(f"The set {said}.")  # not its name: what waits to be said is not sealed
    return redirect(url_for("sets.show"), 303)
