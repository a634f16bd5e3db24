"""The floor: how much work stands where, who does what, and the list behind every number."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Blueprint, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from queue_app.domain.encounter import Encounter, Status
from queue_app.domain.errors import Malformed
from queue_app.domain.people import Role
from queue_app.domain.suggestion import REASONS
from queue_app.domain.triage import WORKLISTS
from queue_app.services import acceptance, reports, supervision
from queue_app.store.floor import BANDS_BY_NAME, SORTS, Listing, band_label
from queue_app.web import told
from queue_app.web.auth import only_for
from queue_app.web.here import everybody, me, page_number, settings, store, tables, wants_json

blueprint = Blueprint("supervisor", __name__, url_prefix="/supervisor")
PAGE = 25
CODES_SHOWN = 100


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page of a list."""

    rows: list[Encounter]
    total: int
    page: int
    pages: int
    query: Mapping[str, str]  # the filters and the order, for links


@blueprint.get("")
@only_for(Role.SUPERVISOR)
def floor() -> ResponseReturnValue:
    numbers = supervision.numbers(store(), datetime.now(UTC), settings().zone)
    if wants_json():
        return told.answer(numbers)
    return render_template("supervisor/floor.html", floor=numbers)


@blueprint.get("/numbers")
@only_for(Role.SUPERVISOR)
def numbers() -> ResponseReturnValue:
    """The live part of the floor; nothing when nothing changed, so that the page is left alone."""
    found = supervision.numbers(store(), datetime.now(UTC), settings().zone)
    if wants_json():
        return told.answer(found)
    response = make_response(render_template("supervisor/_numbers.html", floor=found))
    response.add_etag()
    if request.if_none_match.contains(response.get_etag()[0] or ""):
        return Response(status=204)
    return response


@blueprint.route("/encounters", methods=["GET", "POST"])
@only_for(Role.SUPERVISOR, Role.BILLER)
def encounters() -> ResponseReturnValue:
    """The list behind a number. An account number or MRN is looked for by POST: it belongs in no address."""
    asked, query = _asked(request.args), {name: value for name, value in request.args.items() if value}
    now = datetime.now(UTC)
    if looked_for := request.form.get("find", "").strip():
        rows = _found(looked_for)
        page = Page(rows=rows, total=len(rows), page=1, pages=1, query={})
    else:
        number = page_number()
        total, rows = store().floor.page(asked, now, (number - 1) * PAGE, PAGE)
        query.pop("page", None)
        page = Page(rows=rows, total=total, page=number, pages=max(1, -(-total // PAGE)), query=query)
    if wants_json():
        found = [told.encounter(one, me()) for one in page.rows]
        return told.answer({"total": page.total, "rows": found})
    return render_template(
        "supervisor/encounters.html",
        page=page,
        find=looked_for,
        statuses=[status for status in Status if status is not Status.NEW],
        worklists=WORKLISTS,
        holders=everybody(),
        bands=[(name, band_label(name)) for name in BANDS_BY_NAME],
        submitted_from=asked.submitted_from,
        submitted_until=asked.submitted_until,
    )


@blueprint.get("/encounters.csv")
@only_for(Role.SUPERVISOR, Role.BILLER)
def encounters_csv() -> ResponseReturnValue:
    rows = store().floor.all(_asked(request.args), datetime.now(UTC))
    return told.csv("encounters", reports.encounters_as_csv(rows))


@blueprint.get("/suggestions")
@only_for(Role.SUPERVISOR)
def suggestions() -> ResponseReturnValue:
    """How much of what the documents suggest is taken, by month and source and by code."""
    found = acceptance.figures(store(), tables(), datetime.now(UTC))
    if wants_json():
        return told.answer(found)
    return render_template("supervisor/suggestions.html", found=found, reasons=REASONS, shown=CODES_SHOWN)


@blueprint.get("/suggestions.csv")
@only_for(Role.SUPERVISOR)
def suggestions_csv() -> ResponseReturnValue:
    found = acceptance.figures(store(), tables(), datetime.now(UTC))
    return told.csv("suggestions", reports.tried_as_csv(found.tried))


def _asked(args: Mapping[str, str]) -> Listing:
    status, band, sort = args.get("status", ""), args.get("band", ""), args.get("sort", "due_at")
    if status and status not in list(Status):
        raise Malformed("There is no such status.")
    if band and band not in BANDS_BY_NAME:
        raise Malformed("There is no such age band.")
    if sort.removeprefix("-") not in SORTS:
        raise Malformed(f"Lists are sorted by {', '.join(SORTS)}.")
    if args.get("overdue") and not args.get("worklist"):
        raise Malformed("Say of which worklist the overdue encounters are wanted.")
    return Listing(
        status=Status(status) if status else None,
        worklist=args.get("worklist", ""),
        holder=args.get("holder", ""),
        band=band,
        overdue=bool(args.get("overdue")),
        submitted_by=args.get("submitted_by", ""),
        submitted_from=_moment(args.get("submitted_from", "")),
        submitted_until=_moment(args.get("submitted_until", "")),
        lacking=args.get("lacking", ""),
        sort=sort,
    )


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
        return (at if at.tzinfo else at.replace(tzinfo=settings().zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Malformed("Write moments as 2026-11-22T13:00:00Z, or 2026-11-22 for that midnight.") from None


def _found(number: str) -> list[Encounter]:
    """The encounters with that account number or MRN."""
    prints = [store().encounters.fingerprint(what, number) for what in ("account", "mrn")]
    return [one for found in prints for one in store().floor.all(Listing(found=found), datetime.now(UTC))]
