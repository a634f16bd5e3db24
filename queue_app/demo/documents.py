"""What was written about a visit: its documents with the slots filled in, dated, and signed or not."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from queue_app.demo.scenarios import Draft
from queue_app.demo.visits import Visit

WHEN = re.compile(r"\+(?P<minutes>\d+)m|\+(?P<hours>\d+)h|day (?P<day>\d+) (?P<clock>\d\d:\d\d)|(?P<end>end)")
SUMMARY = "discharge_summary"
SIGNED_LAST = {"discharge_summary", "ed_note", "clinic_note"}  # what the attending writes when it is over
ADDENDUM = Draft(
    kind="addendum",
    title="Addendum to the discharge summary",
    when="end",
    author="attending",
    sections={
        "Addendum": "Late entry. Results that were pending when {patient} left have been reviewed: final "
        "cultures and tissue reports agree with the discharge summary, which stands as written. Spoke with "
        "{him} by telephone; {he} is doing well and has the follow-up appointment."
    },
)


@dataclass(frozen=True, kw_only=True)
class Written:
    kind: str
    title: str
    at: datetime
    author: str
    signed: bool
    sections: Mapping[str, str]


def written(visit: Visit) -> list[Written]:
    """The documents of the visit, oldest first; what is not written yet is left out."""
    drafts = visit.scenario.documents + ((ADDENDUM,) if visit.flaw == "addendum" else ())
    lacks_summary = visit.flaw in ("in house", "no summary")
    found = (_written(visit, draft) for draft in drafts if draft.kind != SUMMARY or not lacks_summary)
    midnight = datetime.combine(visit.today, time(), UTC)
    return sorted((one for one in found if one.at < midnight), key=lambda one: one.at)


def _written(visit: Visit, draft: Draft) -> Written:
    return Written(
        kind=draft.kind,
        title=visit.words.fill(draft.title),
        at=_moment(visit, draft),
        author=visit.words[draft.author],
        signed=not (visit.flaw == "unsigned" and draft.kind in SIGNED_LAST),
        sections={title: visit.words.fill(text) for title, text in draft.sections.items()},
    )


def _moment(visit: Visit, draft: Draft) -> datetime:
    """When it was written: within the stay, but for the addendum."""
    began_at, ended_at = visit.stay.admitted_at, visit.stay.discharged_at
    told = WHEN.fullmatch(draft.when)
    if told is None:
        raise ValueError(f"Nobody knows when “{draft.when}” is.")
    if told["day"]:
        day = began_at.date() + timedelta(days=int(told["day"]))
        moment = datetime.combine(day, time.fromisoformat(told["clock"]), UTC)
    elif told["end"]:
        moment = ended_at or datetime.max.replace(tzinfo=UTC)
    else:
        moment = began_at + timedelta(minutes=int(told["minutes"] or 0), hours=int(told["hours"] or 0))
    if draft is ADDENDUM:
        return moment + timedelta(hours=11)
    return moment if ended_at is None else min(moment, ended_at - timedelta(minutes=5))
