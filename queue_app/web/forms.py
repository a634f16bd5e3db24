"""What people and programs send, as our own values: one reader a field, for forms and JSON alike."""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
from flask import Request

from queue_app.domain import evidence
from queue_app.domain.codes import (
    NO_ABSTRACT,
    Abstract,
    Codes,
    Diagnosis,
    Evidence,
    Line,
    Override,
    Procedure,
    bare,
)
from queue_app.domain.edits import overrides
from queue_app.domain.errors import Malformed, TooLarge

MOST_ROWS = 999
LONGEST_CODE = 20
LONGEST_NAME = 600  # of a rule, or of the codes that a finding is about
LONGEST_TEXT = 4000
LONGEST_ID = 64  # as in FHIR
WORDS_OF_ABSTRACT = tuple(name for name, blank in vars(NO_ABSTRACT).items() if blank == "")
PLACE = re.compile(
    r"codes\.(diagnoses|procedures|lines|overrides|evidence|abstract)\[(\d{1,4})\]\.(\w{1,20})"
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
    try:
        body = msgspec.json.decode(request.get_data())
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        body = None
    if not isinstance(body, dict):
        raise Malformed("The body must be a JSON object, its texts of whole characters.")
    return body


def read(asks: tuple[str, ...], told: Given) -> dict[str, Any]:
    """The values of the fields a step asks for; those that may be left out are, when they were not sent."""
    values: dict[str, Any] = {}
    for asked in asks:
        field = asked.rstrip("?")
        if asked.endswith("?") and field not in told:
            continue
        values |= READERS[field](told)
    return values


def number(told: Given, field: str) -> int:
    """The version or the token on the screen; without it nobody may change anything."""
    text = str(told.get(field, ""))
    if not re.fullmatch(r"\d{1,15}", text):
        raise Malformed(f"The field {field} is missing or not a number: send the one you were shown.")
    return int(text)


def text_of(told: Given, field: str) -> str:
    text = told.get(field, "")
    if not isinstance(text, str):
        raise Malformed(f"The field {field} must be a text.")
    if len(text) > LONGEST_TEXT:
        raise TooLarge(f"The field {field} may have {LONGEST_TEXT} characters.")
    return text.strip()


def codes(told: Given) -> Codes:
    """The codes, as they are billed; rows without a code are blank rows."""
    sent = told.get("codes") or {}
    if not isinstance(sent, Mapping):
        raise Malformed("The field codes must be an object with diagnoses, procedures and lines.")
    listed = Codes(
        diagnoses=tuple(
            Diagnosis(_code(row), str(row.get("poa") or "").strip().upper()[:1])
            for row in _list(sent, "diagnoses")
        ),
        procedures=tuple(
            Procedure(_code(row), _date(row, f"Procedure {number}"), _word(row, "provider"))
            for number, row in enumerate(_list(sent, "procedures"), 1)
        ),
        lines=tuple(_line(row, f"Line {number}") for number, row in enumerate(_list(sent, "lines"), 1)),
        overrides=_overrides(sent),
        evidence=_evidence(sent),
        abstract=_abstract(sent),
    )
    return listed.settled()


def _overrides(sent: Given) -> tuple[Override, ...]:
    """Of each warning the last reason that was given; a blank one takes it back."""
    reasons: dict[tuple[str, str], str] = {}
    for row in _objects(sent, "overrides"):
        rule, about, reason = (" ".join(str(row.get(name) or "").split()) for name in Override.__match_args__)
        if not rule or max(len(rule), len(about)) > LONGEST_NAME:
            raise Malformed("An override names the rule and what it is about, as the finding has them.")
        if len(reason) > overrides.LONGEST:
            raise TooLarge(f"A reason may have {overrides.LONGEST} characters.")
        reasons[rule, about] = "" if reason == overrides.UNANSWERED else reason
    return tuple(Override(*named, reason) for named, reason in reasons.items() if reason)


def _evidence(sent: Given) -> tuple[Evidence, ...]:
    """The passages that codes stand on, each once."""
    rows = _objects(sent, "evidence")
    if len(rows) > evidence.MOST:
        raise TooLarge(f"An encounter may have {evidence.MOST} passages of evidence.")
    found = []
    for row in rows:
        text = str(row.get("text") or "").replace("\r\n", "\n")  # as a form sends it
        if len(text) > evidence.LONGEST:
            raise TooLarge(f"A passage may have {evidence.LONGEST} characters: mark the words that matter.")
        version, section, start, end = (number(row, name) for name in ("version", "section", "start", "end"))
        document, about = str(row.get("document") or ""), bare(str(row.get("about") or ""))
        if not text or end - start != len(text) or not 0 < len(document) <= LONGEST_NAME:
            raise Malformed("Evidence names its document; from `start` to before `end` is as long as `text`.")
        found.append(Evidence(document, version, section, start, end, text, about))
    return tuple(dict.fromkeys(found))


def _abstract(sent: Given) -> Abstract:
    """One object, or the one row of a form."""
    told = sent.get("abstract") or {}
    told = told[0] if isinstance(told, list) and told else told
    if not isinstance(told, Mapping):
        raise Malformed("The field codes.abstract must be an object.")
    return Abstract(
        **{name: _word(told, name) for name in WORDS_OF_ABSTRACT}
        | {"admitting_diagnosis": _code({"code": told.get("admitting_diagnosis")})},
        visit_reasons=_bare_codes(told.get("visit_reasons")),
        birth_weight=_whole(told.get("birth_weight"), "Birth weight", 0),
    )


def _bare_codes(value: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_code({"code": word}) for word in _words(value)))


def _word(row: Given, name: str) -> str:
    """A short code of the claim's, or the id of a provider."""
    word = " ".join(str(row.get(name) or "").split())
    if len(word) > LONGEST_ID:
        raise Malformed(f"The field {name} may have {LONGEST_ID} characters.")
    return word


def _line(row: Given, name: str) -> Line:
    return Line(
        code=_code(row),
        modifiers=tuple(word[:10] for word in _words(row.get("modifiers"))),
        units=_whole(row.get("units"), f"{name}: units", 1),
        charge=_cents(row, name),
        on=_date(row, name),
        pointers=tuple(pointer for word in _words(row.get("pointers")) for pointer in _pointers(word, name)),
        place=_word(row, "place"),
        rendering=_word(row, "rendering"),
    )


def _list(sent: Given, field: str) -> list[Given]:
    return [row for row in _objects(sent, field) if _code(row)]


def _objects(sent: Given, field: str) -> list[Given]:
    rows = sent.get(field) or []
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise Malformed(f"The field codes.{field} must be a list of objects.")
    if len(rows) > MOST_ROWS:
        raise TooLarge(f"The field codes.{field} may have {MOST_ROWS} rows.")
    return rows


def _code(row: Given) -> str:
    code = bare(str(row.get("code") or ""))
    if len(code) > LONGEST_CODE:
        raise Malformed(f"A code has at most {LONGEST_CODE} characters.")
    return code


def _words(value: Any) -> list[str]:
    """From "25 LT", "25,LT" or a list."""
    if value is None:
        return []
    parts = value if isinstance(value, list) else re.split(r"[\s,]+", str(value))
    return [str(part).strip().upper() for part in parts if str(part).strip()]


def _pointers(word: str, name: str) -> list[int]:
    """From "2", "B" or "AB": letters as on the paper form, A for the first diagnosis."""
    if re.fullmatch(r"\d{1,2}", word):
        return [int(word)]
    if re.fullmatch(r"[A-Z]{1,12}", word):
        return [ord(letter) - ord("A") + 1 for letter in word]
    raise Malformed(f"{name}: point to diagnoses by number or letter, such as 1 2 or A B.")


def _cents(row: Given, name: str) -> int:
    if "charge_dollars" not in row:
        return _whole(row.get("charge"), f"{name}: charge", 0)
    typed = re.sub(r"[$,\s]", "", str(row["charge_dollars"]))
    if not re.fullmatch(r"\d{0,9}(\.\d{0,2})?", typed, re.ASCII):
        raise Malformed(f"{name}: write the charge in dollars, such as 125.50.")
    return int(Decimal(f"0{typed}") * 100)


def _whole(value: Any, name: str, blank: int) -> int:
    if value in (None, ""):
        return blank
    text = str(value).strip()
    if isinstance(value, bool) or not re.fullmatch(r"-?\d{1,11}", text):
        raise Malformed(f"{name} must be a whole number.")
    return int(text)


def _date(row: Given, name: str) -> date | None:
    text = str(row.get("on") or "").strip()
    if not text:
        return None
    with suppress(ValueError):
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
            return date.fromisoformat(text)
    raise Malformed(f"{name}: write the date as 2026-11-22.")


def _rows(request: Request) -> dict[str, list[dict[str, str]]]:
    """Form fields such as codes.lines[0].code as rows, in the order of their numbers."""
    found: dict[str, dict[int, dict[str, str]]] = {}
    for name, value in request.form.items():
        if place := PLACE.fullmatch(name):
            section, row, field = place.groups()
            found.setdefault(section, {}).setdefault(int(row), {})[field] = value
    return {section: [rows[row] for row in sorted(rows)] for section, rows in found.items()}


def _hold(told: Given) -> dict[str, Any]:
    """A hold from the page, or from a program that says only why."""
    reason = text_of(told, "hold.reason") or text_of(told, "reason")
    follow_up = _date({"on": told.get("hold.follow_up_on")}, "Look again on")
    return {"hold_reason": reason, "hold_note": text_of(told, "hold.note"), "follow_up_on": follow_up}


READERS: dict[str, Callable[[Given], dict[str, Any]]] = {
    "codes": lambda told: {"codes": codes(told) if "codes" in told else None},
    "reason": lambda told: {"reason": text_of(told, "reason")},
    "assignee": lambda told: {"assignee": text_of(told, "assignee")},
    "hold": _hold,
    "hold_id": lambda told: {"hold_id": text_of(told, "hold_id")},
}
