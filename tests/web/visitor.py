"""Those who come through the web: people with a browser, and programs with a bearer token."""

import json
import re
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import msgspec
from flask import Flask
from flask.testing import FlaskClient
from redis import Redis
from werkzeug.test import TestResponse

from queue_app.domain.codes import Codes
from queue_app.domain.encounter import Encounter
from queue_app.domain.lifecycle import Party, step_named
from queue_app.services import accounts
from queue_app.store.attempts import Bound
from queue_app.store.store import Store

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
PASSWORD = "open sesame, please"
COOKIE = "codedesk"
HOME = "127.0.0.1"  # the address of them all


class Visitor:
    """A browser without scripts: keeps its cookies and sends the form token of the last page along."""

    def __init__(self, app: Flask, cookie: str = "") -> None:
        self.client: FlaskClient = app.test_client()
        if cookie:
            self.client.set_cookie(COOKIE, cookie)
        self.form_token = ""

    @property
    def cookie(self) -> str:
        kept = self.client.get_cookie(COOKIE)
        return kept.value if kept else ""

    def get(self, path: str, **more: Any) -> TestResponse:
        response = self.client.get(path, **more)
        if found := TOKEN.search(response.text if response.mimetype == "text/html" else ""):
            self.form_token = found[1]
        return response

    def post(self, path: str, form: dict[str, Any] | None = None, **more: Any) -> TestResponse:
        if not self.form_token:
            self.get("/sign-in")
        return self.client.post(path, data={"csrf_token": self.form_token, **(form or {})}, **more)

    def sign_in(self, name: str, password: str = PASSWORD, **more: Any) -> TestResponse:
        response = self.post("/sign-in", {"name": name, "password": password, **more})
        self.form_token = ""  # it ended with the session it belonged to
        return response

    def take(
        self, verb: str, seen: Encounter, form: dict[str, Any] | None = None, **more: Any
    ) -> TestResponse:
        """Press a button of a page that shows the encounter so."""
        return self.post(f"/encounters/{seen.id}/{verb}", {**on_screen(verb, seen), **(form or {})}, **more)


class Program:
    """Asks for JSON with a bearer token."""

    def __init__(self, app: Flask, token: str) -> None:
        self.client: FlaskClient = app.test_client(use_cookies=False)
        self.headers = {"Accept": "application/json", "Authorization": f"Bearer {token}"}

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.client.get(path, headers=self.headers, **more)

    def post(self, path: str, body: Any = None, **more: Any) -> TestResponse:
        headers = self.headers | more.pop("headers", {})
        if body is not None:
            more["json"] = body
        return self.client.post(path, headers=headers, **more)

    def take(self, verb: str, seen: Encounter, **given: Any) -> TestResponse:
        return self.post(f"/encounters/{seen.id}/{verb}", {**on_screen(verb, seen), **given})


def failed(store: Store, name: str, times: int, address: str = HOME) -> None:
    """So many wrong passwords, each tried as soon as it might be."""
    for _ in range(times):
        for bound in accounts.bounds(name, address):
            store.attempts.begin(Bound(bound.what, times + 1000, 0))


def round_trips(redis_raw: Redis, do: Callable[[], object]) -> int:
    """How often the server is asked."""

    def read() -> int:
        return int(redis_raw.info("stats")["total_reads_processed"])

    before, alone = read(), read()
    do()
    return read() - alone - (alone - before)


def trips_to_read(redis_raw: Redis, do: Callable[[], object]) -> int:
    """The same of what may be done again: a question that comes in two pieces would count twice."""
    return min(round_trips(redis_raw, do) for _ in range(3))


def on_screen(verb: str, seen: Encounter) -> dict[str, int]:
    """Version, and for the holder's steps the token, as they are on the screen."""
    held = {"token": seen.token} if step_named(verb).by & Party.HOLDER else {}
    return {"version": seen.version, **held}


def as_form(codes: Codes) -> dict[str, str]:
    """The codes as the fields of the page's form."""
    fields: dict[str, str] = {}
    for number, diagnosis in enumerate(codes.diagnoses):
        fields |= {
            f"codes.diagnoses[{number}].code": diagnosis.code,
            f"codes.diagnoses[{number}].poa": diagnosis.poa,
        }
    for number, procedure in enumerate(codes.procedures):
        fields |= {
            f"codes.procedures[{number}].code": procedure.code,
            f"codes.procedures[{number}].on": str(procedure.on or ""),
            f"codes.procedures[{number}].provider": procedure.provider,
        }
    for number, line in enumerate(codes.lines):
        fields |= {
            f"codes.lines[{number}].code": line.code,
            f"codes.lines[{number}].modifiers": " ".join(line.modifiers),
            f"codes.lines[{number}].units": str(line.units),
            f"codes.lines[{number}].charge_dollars": f"{line.charge / 100:.2f}",
            f"codes.lines[{number}].on": str(line.on or ""),
            f"codes.lines[{number}].pointers": " ".join(map(str, line.pointers)),
            f"codes.lines[{number}].place": line.place,
            f"codes.lines[{number}].rendering": line.rendering,
        }
    for part in ("overrides", "evidence", "carried"):
        for number, row in enumerate(getattr(codes, part)):
            fields |= {f"codes.{part}[{number}].{name}": str(told) for name, told in asdict(row).items()}
    abstract = vars(codes.abstract) | {"visit_reasons": " ".join(codes.abstract.visit_reasons)}
    return fields | {f"codes.abstract[0].{name}": str(told or "") for name, told in abstract.items()}


def as_json(codes: Codes) -> dict[str, Any]:
    """The codes as the field of a JSON body."""
    found: dict[str, Any] = json.loads(msgspec.json.encode(codes))
    return found
