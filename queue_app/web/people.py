"""Accounts: who may sign in, in which roles, and signing somebody out everywhere."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from queue_app.domain.errors import Malformed
from queue_app.domain.people import Person, Role
from queue_app.domain.triage import WORKLISTS
from queue_app.services import accounts, reports
from queue_app.web import errors, told
from queue_app.web.auth import only_for
from queue_app.web.here import me, store, wants_json

blueprint = Blueprint("people", __name__, url_prefix="/people")


@blueprint.get("")
@only_for(Role.ADMIN)
def show() -> ResponseReturnValue:
    if wants_json():
        return told.answer({"rows": _accounts()})
    return _page()


@blueprint.get("/people.csv")
@only_for(Role.ADMIN)
def people_csv() -> ResponseReturnValue:
    columns = ("id", "name", "roles", "worklists", "backups", "active", "sessions")
    return told.csv("people", reports.as_csv(columns, _accounts()))


@blueprint.post("")
@only_for(Role.ADMIN)
def add() -> ResponseReturnValue:
    person_id = request.form.get("id", "").strip().lower()
    if any(person.id == person_id for person in store().people.everybody()):
        raise Malformed(f"There is an account {person_id} already; change that one.")
    accounts.add(store(), _typed(person_id), request.form.get("password", ""), me().id, due=True)
    return _done(f"{person_id} can sign in now.")


@blueprint.post("/<person_id>")
@only_for(Role.ADMIN)
def change(person_id: str) -> ResponseReturnValue:
    """An empty password leaves the old one; a new one ends the sessions that the old one began."""
    store().people.get(person_id)
    password = request.form.get("password") or None
    accounts.add(store(), _typed(person_id), password, me().id, due=person_id != me().id)
    return _done(f"{person_id} is saved.")


@blueprint.post("/<person_id>/revoke")
@only_for(Role.ADMIN)
def revoke(person_id: str) -> ResponseReturnValue:
    count = accounts.sign_out_everywhere(store(), person_id, me().id)
    return _done(f"{person_id} is signed out of {count} browsers.")


@blueprint.post("/<person_id>/close")
@only_for(Role.ADMIN)
def close(person_id: str) -> ResponseReturnValue:
    if person_id == me().id:
        raise Malformed("You cannot close your own account.")
    accounts.set_active(store(), person_id, False, me().id)
    return _done(f"{person_id} is closed, and signed out everywhere.")


@blueprint.post("/<person_id>/open")
@only_for(Role.ADMIN)
def open_again(person_id: str) -> ResponseReturnValue:
    accounts.set_active(store(), person_id, True, me().id)
    return _done(f"{person_id} can sign in again.")


@blueprint.errorhandler(Malformed)
def refuse(refusal: Malformed) -> ResponseReturnValue:
    """What was typed stays on the page, but for the password."""
    if wants_json():
        return errors.refuse(refusal)
    return _page(str(refusal)), 400


def _page(problem: str | None = None) -> str:
    typed = {name: request.form.getlist(name) for name in ("roles", "worklists", "backups")}
    return render_template(
        "people/show.html",
        people=_accounts(),
        roles=[role for role in Role if role is not Role.SYSTEM],
        worklists=WORKLISTS,
        problem=problem,
        typed={"id": request.form.get("id", ""), "name": request.form.get("name", ""), **typed}
        if problem
        else {},
    )


def _accounts() -> list[dict[str, Any]]:
    """Everybody, with the number of browsers they are signed in with."""
    everybody = store().people.everybody()
    sessions = store().sessions.counts([person.id for person in everybody])
    return [
        {**vars(one), "roles": sorted(one.roles), "sessions": sessions.get(one.id, 0)} for one in everybody
    ]


def _typed(person_id: str) -> Person:
    form = request.form
    try:
        roles = frozenset(Role(role) for role in form.getlist("roles"))
    except ValueError:
        raise Malformed("There is no such role.") from None
    primaries = tuple(name for name in WORKLISTS if name in form.getlist("worklists"))
    return Person(
        id=person_id,
        name=form.get("name", "").strip()[:120] or person_id,
        roles=roles,
        worklists=primaries,
        backups=tuple(
            name for name in WORKLISTS if name in form.getlist("backups") and name not in primaries
        ),
    )


def _done(said: str) -> ResponseReturnValue:
    flash(said)
    return redirect(url_for("people.show"), 303)
