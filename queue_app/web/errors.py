"""Refusals as HTTP answers: the one place where a status is chosen."""

from http import HTTPStatus

from flask import Flask, g, jsonify, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from queue_app.domain import errors
from queue_app.domain.errors import Refusal
from queue_app.web import auth, told
from queue_app.web.here import is_fragment, somebody, wants_json

HTTP_STATUS = {
    errors.Malformed: 400,
    errors.StaleForm: 400,
    errors.NotSignedIn: 401,
    errors.NotAllowed: 403,
    errors.NotFound: 404,
    errors.OutOfOrder: 409,
    errors.Changed: 409,
    errors.NewerDocuments: 409,
    errors.TooLarge: 413,
    errors.Unfit: 422,
    errors.TooMany: 429,
    errors.Unavailable: 503,
}
HEADLINES = {
    400: "That could not be read",
    401: "Sign in first",
    403: "Not for your account",
    404: "Not here",
    409: "Somebody was quicker",
    413: "Too large",
    422: "Not yet",
    429: "Too many attempts",
    503: "The queue is out of reach",
}
OUR_FAULT = (
    "Something went wrong on our side. What you did last may not have been kept; look before you repeat it."
)


def init_app(app: Flask) -> None:
    app.register_error_handler(Refusal, refuse)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _crash)


def refuse(refusal: Refusal, **more: object) -> ResponseReturnValue:
    """`more` is for the page, beside why."""
    if isinstance(refusal, errors.NotSignedIn) and not wants_json():
        return auth.challenge()
    return _answer(refusal, HTTP_STATUS[type(refusal)], **more)


def _http(error: HTTPException) -> ResponseReturnValue:
    """What Flask itself refuses, in our words."""
    within = getattr(error, "original_exception", None)
    if isinstance(within, Refusal):  # raised while the answer was being finished
        return refuse(within)
    status = error.code or 500
    ours = {404: errors.NotFound("There is no such page."), 413: errors.TooLarge()}
    return _answer(ours.get(status, Refusal(error.description or error.name)), status)


def _crash(error: Exception) -> ResponseReturnValue:
    """A fault of ours: its type and place go to the log, its words, which may name a patient, nowhere."""
    g.crash = error
    return _answer(Refusal(OUR_FAULT), 500)


def _answer(refusal: Refusal, status: int, **more: object) -> ResponseReturnValue:
    if wants_json():
        response = make_response(jsonify(_problem(refusal, status)), status)
        response.content_type = "application/problem+json"
    else:
        template = "encounters/_refused.html" if is_fragment() else "refusal.html"
        response = make_response(render_template(template, **(_told(refusal, status) | more)), status)
    if isinstance(refusal, errors.TooMany):
        response.headers["Retry-After"] = str(refusal.wait)
    if status == 503:
        response.headers["Retry-After"] = "2"
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _told(refusal: Refusal, status: int) -> dict[str, object]:
    """For the page. Redis may be away, so nothing here may need it."""
    headline = HEADLINES.get(status, "Something went wrong")
    label, where = "Back to my work", url_for("auth.home")
    if status == 503 and request.method == "GET":
        label, where = "Try again", request.path
    elif isinstance(refusal, errors.NewerDocuments):
        headline, label = "There is more to read", "Open the encounter again"
        where = url_for("encounters.show", encounter_id=(request.view_args or {})["encounter_id"])
    return {
        "refusal": refusal,
        "status": status,
        "headline": headline,
        "kept": _kept(refusal),
        "next_url": where,
        "next_label": label,
        "me": somebody(),
    }


def _kept(refusal: Refusal) -> str | None:
    if isinstance(refusal, errors.Changed | errors.OutOfOrder) and "codes" in str(list(request.form)):
        return "The codes you typed are kept and shown when you have this encounter again."
    return None


def _problem(refusal: Refusal, status: int) -> dict[str, object]:
    """RFC 9457 problem details, with the refusal's kind."""
    problem: dict[str, object] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": str(refusal),
        "kind": refusal.kind,
        "request_id": g.get("request_id", ""),
    }
    if isinstance(refusal, errors.Unfit):
        problem["problems"] = list(refusal.problems)
        problem["findings"] = told.plain(refusal.findings)
    return problem
