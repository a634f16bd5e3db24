"""What people and programs send: one reader a kind of field, for forms and JSON alike."""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Any

import msgspec
from flask import Request

from queue_app.domain.errors import Malformed, TooLarge

MOST_ROWS = 999
LONGEST_TEXT = 4000
PLACE = re.compile(
    r"codes\.(diagnoses|procedures|lines|overrides|evidence|carried|abstract)\[(\d{1,4})\]\.(\w{1,20})"
)
Given = Mapping[str, Any]


def given(request: Request) -> Given:
    """The fields of the request: of its JSON body, or of its form with the codes gathered into rows."""
    if request.is_json:
        return _body(request)
    form: dict[str, Any] = {name: value for name, value in request.form.items() if not PLACE.fullmatch(name)}
    form["codes"] = _rows(request)  # a form without a row says that there are no codes
    if answer := request.form.get("answer"):  # the button of a page without scripts
        told = zip(("rule", "about", "reason"), answer.split(" ", 2), strict=False)
        form["codes"]["overrides"] = [*form["codes"].get("overrides", ()), dict(told)]
    return form


def answers_warnings(told: Given) -> bool:
    """Whether a program does: one that sends `codes.overrides`, be it empty."""
    sent = told.get("codes")
    return isinstance(sent, Mapping) and "overrides" in sent


def _body(request: Request) -> Given:
    body = decoded(request.get_data())
    if not isinstance(body, dict):
        raise Malformed("The body must be a JSON object, its texts of whole characters.")
    return body


def _rows(request: Request) -> dict[str, list[dict[str, str]]]:
    """Form fields such as codes.lines[0].code as rows, in the order of their numbers."""
    found: dict[str, dict[int, dict[str, str]]] = {}
    for name, value in request.form.items():
        if place := PLACE.fullmatch(name):
            section, row, field = place.groups()
            found.setdefault(section, {}).setdefault(int(row), {})[field] = value
    return {section: [rows[row] for row in sorted(rows)] for section, rows in found.items()}


def decoded(text: str | bytes) -> Any:
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return None


def number(told: Given, field: str) -> int:
    """The version or the token on the screen; without it nobody may change anything."""
    text = str(told.get(field, ""))
    if not re.fullmatch(r"\d{1,15}", text):
        raise Malformed(f"The field {field} is missing or not a number: send the one you were shown.")
    return int(text)


def typed(value: Any) -> str:
    """A value as a field of a form has it: a list is parted by blanks, nothing is blank."""
    return " ".join(map(str, value)) if isinstance(value, tuple) else "" if value is None else str(value)


def seconds(told: Given, field: str) -> int:
    """So many, where whole seconds were sent; never a reason to refuse what came along with them."""
    text = str(told.get(field, ""))
    return int(text) if re.fullmatch(r"\d{1,6}", text, re.ASCII) else 0


def text_of(told: Given, field: str, longest: int = LONGEST_TEXT) -> str:
    text = told.get(field, "")
    if not isinstance(text, str):
        raise Malformed(f"The field {field} must be a text.")
    text = text.replace("\r\n", "\n")  # as a form sends it
    if len(text) > longest:
        raise TooLarge(f"The field {field} may have {longest} characters.")
    return text.strip()


def objects(sent: Given, field: str) -> list[Given]:
    rows = sent.get(field) or []
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise Malformed(f"The field codes.{field} must be a list of objects.")
    if len(rows) > MOST_ROWS:
        raise TooLarge(f"The field codes.{field} may have {MOST_ROWS} rows.")
    return rows


def words(value: Any) -> list[str]:
    """From "25 LT", "25,LT" or a list."""
    if value is None:
        return []
    parts = value if isinstance(value, list) else re.split(r"[\s,]+", str(value))
    return [str(part).strip().upper() for part in parts if str(part).strip()]


def whole(value: Any, name: str, blank: int) -> int:
    if value in (None, ""):
        return blank
    text = str(value).strip()
    if isinstance(value, bool) or not re.fullmatch(r"-?\d{1,11}", text):
        raise Malformed(f"{name} must be a whole number.")
    return int(text)


def day(row: Given, name: str) -> date | None:
    text = str(row.get("on") or "").strip()
    if not text:
        return None
    with suppress(ValueError):
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
            return date.fromisoformat(text)
    raise Malformed(f"{name}: write the date as 2026-11-22.")
