"""What every view needs from the request it serves."""

from typing import cast

from flask import current_app, g, request, session
from flask_login import current_user

from queue_app.codesets.tables import CodeTables
from queue_app.domain.people import Person
from queue_app.settings import Settings
from queue_app.store.store import Store

JSON = "application/json"
LAST_PAGE = 1_000_000
POLLING = "X-Poll"  # the header of requests that nobody asked for


def store() -> Store:
    return cast(Store, current_app.extensions["store"])


def tables() -> CodeTables:
    return cast(CodeTables, current_app.extensions["tables"])


def settings() -> Settings:
    return cast(Settings, current_app.extensions["settings"])


def somebody() -> Person | None:
    """Who is signed in, if anybody is. A session knows its person: flask-login asks a long way round."""
    known = vars(g)  # by one look through the proxy: a request asks six times
    if "person" not in known:
        whose = getattr(session, "person", None)
        known["person"] = whose if whose and whose.active else getattr(current_user, "person", None)
    return cast(Person | None, known["person"])


def me() -> Person:
    return cast(Person, somebody())


def everybody() -> list[Person]:
    """All accounts, asked for once in a request however many rows of a list offer to assign work."""
    if "everybody" not in g:
        g.everybody = store().people.everybody()
    return cast(list[Person], g.everybody)


def wants_json() -> bool:
    """Whether whoever asks is a program: JSON is wanted more than a page."""
    wanted = request.headers.get("Accept", "")
    if (
        wanted == JSON or "json" not in wanted
    ):  # nearly everybody; weighing it takes as long as a trip to Redis
        return wanted == JSON
    return request.accept_mimetypes.best_match(("text/html", JSON)) == JSON


def page_number() -> int:
    """Which page of a list is asked for; the first where that is no number."""
    return min(max(1, request.args.get("page", 1, type=int)), LAST_PAGE)


def is_fragment() -> bool:
    """Whether htmx asks, for a part of a page."""
    return "HX-Request" in request.headers
