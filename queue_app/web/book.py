"""The books: the code lists as trees, the printed indexes, and the builder of procedure codes."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from queue_app.codesets.books import BELOW
from queue_app.codesets.indexes import COLUMNS, Term
from queue_app.codesets.sets import SETS
from queue_app.codesets.tabular import coded
from queue_app.domain.codes import CodeFact, System, bare
from queue_app.domain.errors import NotFound, NotSignedIn, Refusal
from queue_app.services.grouping import Badge, badges
from queue_app.web import errors, told
from queue_app.web.asked import asked_day
from queue_app.web.auth import signed_in
from queue_app.web.here import is_fragment, me, store, tables, wants_json

blueprint = Blueprint("book", __name__, url_prefix="/codes")

LISTS = {
    System.ICD10CM: "ICD-10-CM",
    System.ICD10PCS: "PCS",
    System.HCPCS: "HCPCS",
    System.CPT: "CPT",
}
INDEXES = {
    "index": "Index",
    "eindex": "External",
    "neoplasm": "Neoplasms",
    "drug": "Drugs",
    "pcs-index": "PCS index",
}
MOST_LEADING = 12  # lines of the indexes shown beside a code
FOUND = 40


@blueprint.get("/book")
@signed_in
def top() -> ResponseReturnValue:
    return redirect(f"{url_for('book.show', system=System.ICD10CM)}?{urlencode(_kept())}")


@blueprint.get("/book/<system>")
@blueprint.get("/book/<system>/<code>")
@signed_in
def show(system: str, code: str = "") -> ResponseReturnValue:
    """A place in a code list; `q` looks for others. PCS codes are built there, a character at a time."""
    if system not in LISTS:
        raise NotFound("There is no such book.")
    of, code, on = System(system), bare(code), _on()
    if query := request.args.get("q", "").strip():
        found = tables().search(of, query, on, FOUND)
        return _page(
            "_found", system=of, query=query, found=found, badges=_badges(of, (one.code for one in found))
        )
    if of is System.ICD10PCS:
        return _builder(code, on)
    place = tables().place(of, code, on)
    if place is None:
        raise NotFound(f"There is no {LISTS[of]} code {code[:10]}.")
    entry = place.way[-1] if place.way else None
    shown = [one.id for level in place.levels for one in level if one.billable]
    ended = entry is not None and entry.billable and not entry.valid
    return _page(
        "_list",
        system=of,
        place=place,
        starred=entry is not None and (of, entry.id) in store().usage.favourites(me().id),
        entry=entry,
        fact=tables().look_up(of, code) if ended else None,
        successors=tables().successors(code, on) if ended and of is System.ICD10CM else [],
        leading=tables().book_lines_to(entry.id)[:MOST_LEADING] if entry and not entry.span else (),
        badges=_badges(of, shown),
    )


def _badges(of: System, codes: Iterable[str]) -> dict[str, Badge]:
    if of is not System.ICD10CM:
        return {}
    return badges(tables(), codes, _on(), inpatient=bool(request.args.get("inpatient")))


def _builder(code: str, on: date) -> ResponseReturnValue:
    columns = tables().pcs_columns(code, on)
    chosen = "".join(column.chosen.value for column in columns if column.chosen)
    if columns and chosen != code:
        raise NotFound(f"No ICD-10-PCS code begins with {code[:7]}.")
    fact = tables().look_up(System.ICD10PCS, chosen) if len(chosen) == 7 else None
    starred = fact is not None and (System.ICD10PCS, chosen) in store().usage.favourites(me().id)
    return _page(
        "_builder", system=System.ICD10PCS, columns=columns, chosen=chosen, fact=fact, starred=starred
    )


@blueprint.get("/index/<book>")
@signed_in
def index(book: str) -> ResponseReturnValue:
    """An index: `at` a term, at a `letter`, where a `see` leads, or the terms that hold words (`q`)."""
    if book not in INDEXES:
        raise NotFound("There is no such book.")
    query, path = request.args.get("q", "").strip(), request.args.get("at", "")
    if see := request.args.get("see", ""):
        path = tables().index_sent_to(book, see)
        query = "" if path else see
    terms = tables().index_holding(book, query) if query else tables().index_at(book, path) if path else []
    if terms:
        path = path or BELOW.join(terms[0].path)
    letters = tables().index_letters(book)
    letter = request.args.get("letter", "") or _letter(book, path) or (letters[0] if letters else "")
    return _page(
        "_index",
        book=book,
        letters=letters,
        letter=letter,
        main_terms=tables().index_terms(book, letter) if letters else (),
        terms=terms,
        facts=_facts(book, terms),
        query=query,
        path=path,
        columns=COLUMNS.get(book, ()),
    )


def _facts(book: str, terms: Sequence[Term]) -> dict[str, CodeFact]:
    """What is known of the codes the terms lead to: an index may be of another year than the codes."""
    of = System.ICD10PCS if book == "pcs-index" else System.ICD10CM
    known = tables().facts({(of, code) for term in terms for _, code in term.codes})
    return {code: fact for (_, code), fact in known.items()}


@blueprint.errorhandler(Refusal)
def refuse(refusal: Refusal) -> ResponseReturnValue:
    """Why a place cannot be opened stands where the place would, with the way back to the top."""
    if wants_json() or not is_fragment() or isinstance(refusal, NotSignedIn):
        return errors.refuse(refusal)
    status = errors.HTTP_STATUS[type(refusal)]
    return render_template("codes/_refused.html", refusal=refusal, kept=_kept()), status


def _letter(book: str, path: str) -> str:
    """The letter a term stands at; in the table of neoplasms they all stand below one term."""
    term = path.partition(BELOW)[2] if book == "neoplasm" else path
    return term[:1].upper()


def _page(part: str, **shown: Any) -> ResponseReturnValue:
    """A whole page, or the book alone for a page that has one open; a program is told what stands there."""
    if wants_json():
        return told.answer(shown)
    template = "codes/_book.html" if is_fragment() else "codes/book.html"
    return render_template(
        template,
        part=f"codes/{part}.html",
        kept=_kept(),
        on=_on(),
        lists=LISTS,
        indexes=INDEXES,
        sets=SETS,
        releases=tables().releases(),
        coded=coded,
        **shown,
    )


def _kept() -> dict[str, str]:
    """What every link carries along: the day, whether it is for an inpatient stay, and the encounter."""
    return {name: value for name in ("on", "inpatient", "encounter") if (value := request.args.get(name, ""))}


def _on() -> date:
    return asked_day(request.args.get("on", ""))
