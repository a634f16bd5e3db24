"""Whether Codedesk lives and can work, for whatever watches it; and what its routes are."""

from flask import Blueprint, current_app, jsonify
from flask.typing import ResponseReturnValue

from queue_app.services import health
from queue_app.web import openapi
from queue_app.web.here import settings, store, tables

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def alive() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
def ready() -> ResponseReturnValue:
    """Work can be done: Redis and the code tables are there, and the master key fits."""
    problems = health.not_ready(store(), tables())
    status = 503 if problems else 200
    return jsonify(status="not ready" if problems else "ready", problems=problems), status


@blueprint.get("/openapi.json")
def description() -> ResponseReturnValue:
    return jsonify(openapi.description(current_app, settings().upload_mb))
