"""How values read on a page: the filters and globals of the templates."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

import msgspec
from flask import Flask, g, session, url_for
from jinja2 import StrictUndefined

from queue_app.domain import codes, evidence, note, stays
from queue_app.domain.edits import overrides
from queue_app.domain.encounter import Encounter, Patient
from queue_app.domain.holds import REASONS
from queue_app.domain.lifecycle import BY_VERB, Step
from queue_app.domain.moves import offered
from queue_app.domain.people import Person, Role
from queue_app.web import abstract, coded, prose
from queue_app.web.here import everybody, me, somebody
from queue_app.web.packing import Dense, parts
from queue_app.web.sessions import Session

MINUTE, HOUR, DAY = 60, 3600, 86400


def init_app(app: Flask, zone: ZoneInfo) -> None:
    app.jinja_env.add_extension(Dense)
    app.jinja_env.undefined = StrictUndefined  # a misspelt name is an error, not a blank
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters |= {
        "moment": lambda at: _in(zone, at).strftime("%b %-d, %Y %H:%M"),
        "clock": lambda at: _in(zone, at).strftime("%H:%M:%S"),
        "day": lambda at: (_in(zone, at) if isinstance(at, datetime) else at).strftime("%b %-d, %Y"),
        "ago": lambda at: distance(datetime.now(UTC), at),
        "dollars": dollars,
        "minutes": minutes,
        "dotted": codes.dotted,
        "words": lambda slug: str(slug).replace("_", " "),
        "history": lambda verb: BY_VERB[verb].history if verb in BY_VERB else verb,
        "age": age,
        "reason": overrides.said,
        "told": abstract.told,
        "fields": coded.fields,
        "blocks": prose.blocks,
        "json": lambda value: msgspec.json.encode(value).decode(),
    }
    app.jinja_env.globals |= {
        "offered": _offered,
        "dispositions": stays.DISPOSITIONS,
        "places_of_service": stays.PLACES,
        "hold_reasons": tuple(REASONS.values()),
        "override_reasons": overrides.REASONS,
        "longest_passage": evidence.LONGEST,
        "most_passages": evidence.MOST,
        "longest_note": note.LONGEST,
        "most_note_passages": note.MOST_PASSAGES,
        "site_name": "Codedesk",
        "static": _static(Path(app.static_folder or "")),
        "coders": _coders,
    }
    app.context_processor(_of_this_request)


def dollars(cents: int) -> str:
    return f"${cents // 100:,}.{cents % 100:02}"


def minutes(seconds: int) -> str:
    """How long somebody was active: "12 min"."""
    whole = seconds // MINUTE
    return f"{whole} min" if whole else "under 1 min"


def distance(now: datetime, at: datetime) -> str:
    """How far a moment is from now, either way: "3 h"."""
    seconds = abs((now - at).total_seconds())
    if seconds < HOUR:
        return f"{int(seconds // MINUTE)} min"
    return f"{int(seconds // HOUR)} h" if seconds < 2 * DAY else f"{int(seconds // DAY)} d"


def age(patient: Patient, on: date) -> str:
    """Years, for infants months or days."""
    born = patient.born_on
    if born is None or born > on:
        return "age unknown"
    months = (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)
    if months >= 24:
        return f"{months // 12} y"
    return f"{months} mo" if months else f"{(on - born).days} d"


def _in(zone: ZoneInfo, at: datetime) -> datetime:
    return at.astimezone(zone)


def _offered(encounter: Encounter) -> tuple[Step, ...]:
    """The buttons: steps a person takes by hand."""
    return tuple(step for step in offered(me(), encounter) if step.button)


def _coders() -> list[Person]:
    return [person for person in everybody() if Role.CODER in person.roles and person.active]


def _of_this_request() -> dict[str, Any]:
    return {
        "me": somebody(),
        "made_up": cast(Session, session).made_up,
        "now": datetime.now(UTC),
        "request_id": g.get("request_id", ""),
    }


def _static(folder: Path) -> Callable[[str], str]:
    """Addresses of static files, one or several joined, that change with their content: kept for ever."""

    @cache  # a page asks for a hundred of them
    def address(name: str) -> str:
        version = sha256(b"".join((folder / one).read_bytes() for one in parts(name))).hexdigest()[:12]
        return url_for("static", filename=name, v=version)

    return address
