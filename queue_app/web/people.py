"""Accounts: who may sign in, in which roles, and signing somebody out everywhere."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from queue_app.domain.errors import Malformed
from queue_app.domain.people import Person, Role
from queue_app.domain.triage import WORKLISTS
from queue_app.services import accounts
from queue_app.web.auth import only_for
from queue_app.web.here import me, store

blueprint = Blueprint("people", __name__, url_prefix="/people")


@blueprint.get("")
@only_for(Role.ADMIN)
def show() -> ResponseReturnValue:
    return render_template(
        "people/show.html",
        people=store().people.everybody(),
        bearers=store().people.bearers(),
        roles=[role for role in Role if role is not Role.SYSTEM],
        worklists=WORKLISTS,
        shortest_password=accounts.SHORTEST_PASSWORD,
    )


@blueprint.post("")
@only_for(Role.ADMIN)
def add() -> ResponseReturnValue:
    """Add an account, or change the one of that name; an empty password leaves the old one."""
    form = request.form
    try:
        roles = frozenset(Role(role) for role in form.getlist("roles"))
    except ValueError:
        raise Malformed("There is no such role.") from None
    primaries = tuple(name for name in WORKLISTS if name in form.getlist("worklists"))
    person = Person(
        id=form.get("id", "").strip().lower(),
        name=form.get("name", "").strip()[:80] or form.get("id", ""),
        roles=roles,
        worklists=primaries,
        backups=tuple(
            name for name in WORKLISTS if name in form.getlist("backups") and name not in primaries
        ),
    )
    accounts.add(store(), person, form.get("password") or None, me().id)
    flash(f"{person.name} is saved.")
    return redirect(url_for("people.show"), 303)


@blueprint.post("/<person_id>/<action>")
@only_for(Role.ADMIN)
def act(person_id: str, action: str) -> ResponseReturnValue:
    """Sign out everywhere, shut out, or let in again."""
    if action == "sign-out":
        count = accounts.sign_out_everywhere(store(), person_id, me().id)
        flash(f"Signed out of {count} browsers.")
    elif action in ("shut-out", "let-in"):
        if person_id == me().id:
            raise Malformed("You cannot shut yourself out.")
        accounts.set_active(store(), person_id, action == "let-in", me().id)
        flash("Done.")
    else:
        raise Malformed("There is no such action.")
    return redirect(url_for("people.show"), 303)
