"""Signing in and out, and who may come through which door."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Request, flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, login_user, logout_user

from queue_app.domain.errors import Malformed, NotAllowed, NotSignedIn, TooMany
from queue_app.domain.people import Person, Role
from queue_app.services import accounts
from queue_app.web import forms
from queue_app.web.here import is_fragment, me, somebody, store, wants_json
from queue_app.web.safety import csrf_token
from queue_app.web.sessions import Session

blueprint = Blueprint("auth", __name__)
View = Callable[..., ResponseReturnValue]

HOMES = (  # where a person begins: the first of their roles that stands here
    (Role.CODER, "coder.desk"),
    (Role.SUPERVISOR, "supervisor.floor"),
    (Role.AUDITOR, "review.show"),
    (Role.BILLER, "billing.show"),
    (Role.ADMIN, "people.show"),
)
WITH_A_PASSWORD_DUE = ("auth.password", "auth.sign_out")  # all that one may do until another is chosen


class SignedIn:
    """A person, as flask-login wants to see them."""

    is_authenticated = is_active = True
    is_anonymous = False

    def __init__(self, person: Person) -> None:
        self.person = person

    def get_id(self) -> str:
        return self.person.id


def init_app(app: Flask) -> None:
    manager = LoginManager(app)
    manager.session_protection = None  # sessions live on the server and are revoked there
    manager.user_loader(_of_session)
    manager.request_loader(_of_token)
    app.register_blueprint(blueprint)


def _of_session(person_id: str) -> SignedIn | None:
    person = cast(Session, session).person
    return SignedIn(person) if person and person.id == person_id and person.active else None


def _of_token(asked: Request) -> SignedIn | None:
    scheme, _, token = asked.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        return None
    person = accounts.of_token(store(), token.strip())
    g.bearer = person is not None
    return SignedIn(person) if person else None


def signed_in(view: View) -> View:
    """Let in everybody who has an account."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        if somebody() is None:
            raise NotSignedIn
        if cast(Session, session).password_is_due and request.endpoint not in WITH_A_PASSWORD_DUE:
            if wants_json():
                raise NotAllowed("Choose a password of your own first: open the page /password.")
            return _lead_to(url_for("auth.password"))
        return view(*args, **kwargs)

    return guarded


def only_for(*roles: Role) -> Callable[[View], View]:
    """Let in people in one of the roles."""

    def decorate(view: View) -> View:
        @wraps(view)
        @signed_in
        def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
            if not me().roles & set(roles):
                store().records.audit("refused", me().id, request.endpoint or "")
                raise NotAllowed(f"This page is for {' or '.join(role.value for role in roles)}s.")
            return view(*args, **kwargs)

        return guarded

    return decorate


def challenge() -> ResponseReturnValue:
    """What a page answers to somebody who is not signed in: a way to sign in, and back to it.

    A fragment is no page to come back to: the one it is part of is in HX-Current-URL
    (https://htmx.org/reference/#request_headers).
    """
    page = request.path if request.method == "GET" else None
    if is_fragment():
        page = urlsplit(request.headers.get("HX-Current-URL", "")).path or None
    return _lead_to(url_for("auth.sign_in", next=page))


def _lead_to(where: str) -> ResponseReturnValue:
    if is_fragment():
        return "", 401, {"HX-Redirect": where}
    return redirect(where, 303)


@blueprint.get("/")
@signed_in
def home() -> ResponseReturnValue:
    return redirect(url_for(home_of(me())))


def home_of(person: Person) -> str:
    return next((home for role, home in HOMES if role in person.roles), "auth.nothing_here")


@blueprint.get("/nothing-here")
@signed_in
def nothing_here() -> ResponseReturnValue:
    raise NotAllowed("Your account has no page of its own. Ask an administrator for a role.")


@blueprint.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    if request.method == "GET":
        return _form(request.args.get("try", ""), None)
    given = forms.given(request)
    name = str(given.get("name", ""))
    try:
        account = accounts.sign_in(store(), name, str(given.get("password", "")), request.remote_addr or "")
    except (NotAllowed, TooMany) as refusal:
        if wants_json():
            raise
        return _form(name, str(refusal)), *_refused(refusal)
    _let_in(account.person, account.generation)
    return redirect(_safe(str(given.get("next", ""))) or url_for(home_of(account.person)), 303)


@blueprint.get("/signed-in")
@signed_in
def still() -> ResponseReturnValue:
    """For a page that was refused: who is signed in in this browser now, and what its forms must carry."""
    return {"person": me().id, "csrf_token": csrf_token()}


@blueprint.post("/sign-out")
@signed_in
def sign_out() -> ResponseReturnValue:
    store().records.audit("sign_out", me().id)
    logout_user()
    cast(Session, session).belong_to(None)
    return redirect(url_for("auth.sign_in"), 303)


@blueprint.route("/password", methods=["GET", "POST"])
@signed_in
def password() -> ResponseReturnValue:
    """Choose a password of one's own; wherever else one is signed in, that is over."""
    if request.method == "GET":
        return _password_page(None)
    given = forms.given(request)
    present, new, again = (str(given.get(name, "")) for name in ("present", "new", "again"))
    try:
        if new != again:
            raise Malformed("The new password was not typed the same twice. Nothing was changed.")
        generation = accounts.change_password(store(), me().id, present, new, request.remote_addr or "")
    except (Malformed, TooMany) as refusal:
        if wants_json():
            raise
        return _password_page(str(refusal)), *_refused(refusal)
    if not g.get("bearer"):
        _let_in(me(), generation)
        flash("Your password is changed, and you are signed out everywhere else.")
    return redirect(url_for(home_of(me())), 303)


def _password_page(problem: str | None) -> str:
    due = cast(Session, session).password_is_due
    return render_template(
        "auth/password.html", due=due, problem=problem, shortest=accounts.SHORTEST_PASSWORD
    )


def _refused(refusal: Malformed | NotAllowed | TooMany) -> tuple[int, dict[str, str]]:
    """Status and headers of a form that is shown again."""
    if isinstance(refusal, TooMany):
        return 429, {"Retry-After": str(refusal.wait)}
    return (400 if isinstance(refusal, Malformed) else 401), {}


def _let_in(person: Person, generation: int) -> None:
    cast(Session, session).belong_to(person, generation)
    login_user(SignedIn(person))


def _form(name: str, problem: str | None) -> str:
    """The way in; where passwords are no secret it tells them, and `?try=NAME` comes filled in."""
    published = store().people.published()
    known = {} if problem else {person.id: password for person, password in published}
    return render_template(
        "auth/sign_in.html",
        name=name if problem or name in known else "",
        password=known.get(name, ""),
        problem=problem,
        published=published,
        next=_safe(request.values.get("next", "")),
    )


def _safe(place: str) -> str:
    """A path on this site, or nothing: the form must not send people elsewhere."""
    parts = urlsplit(place)
    inside = place.startswith("/") and not place.startswith("//") and not parts.netloc
    return place if inside and "\\" not in place else ""
