"""What every answer carries and every request leaves behind: headers, a request id, one line of log."""

import secrets
import time
import traceback
from collections.abc import Iterable, Mapping
from typing import Any, cast
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, Response, current_app, g, request, session

from queue_app import log
from queue_app.domain.errors import StaleForm, TooLarge
from queue_app.web.here import somebody
from queue_app.web.sessions import Session

ORDINARY = 2 * 1024 * 1024  # bytes of a request that is not an upload
HEADERS = (
    (
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=()"),
)
HTTPS_ONLY = ("Strict-Transport-Security", "max-age=31536000")
NOT_KEPT = ("Cache-Control", "no-store")


def with_headers(app: WSGIApplication, *, https: bool) -> WSGIApplication:
    """That application, with the headers on every answer, pages and static files alike.

    Around Flask, where a header is a pair in a list: as a part of Flask's response each would be checked,
    copied and checked again.
    """
    always = (*HEADERS, HTTPS_ONLY) if https else HEADERS

    def answered(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        def begin(status: str, headers: list[tuple[str, str]], *failed: Any) -> Any:
            kept = any(name == "Cache-Control" for name, _ in headers)  # a static file's, for a year
            return start(status, [*headers, *always] if kept else [*headers, *always, NOT_KEPT], *failed)

        return app(environ, begin)

    return answered


def init_app(app: Flask) -> None:
    app.jinja_env.globals["csrf_token"] = csrf_token

    @app.before_request
    def begin() -> None:
        vars(g).update(request_id=secrets.token_hex(8), began=time.perf_counter())
        endpoint = request.endpoint
        if endpoint == "static":
            return
        if away := cast(Session, session).away:
            raise away
        if endpoint not in UPLOADS:
            request.max_content_length = ORDINARY
            if (request.content_length or 0) > ORDINARY:
                raise TooLarge
        _check_csrf()

    @app.after_request
    def finish(response: Response) -> Response:
        known = vars(g)
        response.headers["X-Request-Id"] = known.get("request_id", "")
        if request.endpoint != "static":
            _log(response, known)
        return response


def csrf_token() -> str:
    """What every form carries back: another site cannot read it, so it cannot send it."""
    return cast(Session, session).form_token(cast(bytes, current_app.secret_key))


def _check_csrf() -> None:
    if request.method not in WRITING or (somebody() and g.get("bearer")):
        return  # a bearer token is no cookie: no other site can make a browser send it
    sent = request.headers.get("X-CSRFToken") or request.form.get("csrf_token", "")
    if not secrets.compare_digest(sent.encode(), csrf_token().encode()):
        raise StaleForm


WRITING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
UPLOADS = {"intake.receive", "directories.load"}


def _log(response: Response, known: Mapping[str, Any]) -> None:
    """The route, never the address: no id, no query, no name ends up in a log."""
    line: dict[str, object] = {
        "request": known.get("request_id", ""),
        "method": request.method,
        "route": str(request.url_rule or "none"),
        "status": response.status_code,
        "ms": round((time.perf_counter() - known.get("began", time.perf_counter())) * 1000, 1),
        "person": person.id if (person := somebody()) else "",
    }
    if crash := known.get("crash"):
        line["crash"] = type(crash).__name__
        line["at"] = [
            f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(crash.__traceback__)
        ]
    log.write("error" if response.status_code >= 500 else "info", "codedesk.web", **line)
