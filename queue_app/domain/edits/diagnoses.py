"""Edits of the diagnoses: real, complete, valid, each once, and with POA on inpatient claims."""

from collections.abc import Sequence

from queue_app.domain.codes import System, dotted
from queue_app.domain.edits.finding import Case, Proposal
from queue_app.domain.edits.listed import Listed
from queue_app.domain.edits.notes import completions, sevenths
from queue_app.domain.edits.rule import Troubles, error, guideline, information
from queue_app.domain.edits.scope import is_inpatient_claim, is_professional, validity
from queue_app.domain.encounter import Unit

# 005010X222A1 2300 HI: one of 12. 005010X223A2 2300 HI: one principal, and two of 12 others.
MOST = {Unit.PROFESSIONAL: 12, Unit.FACILITY: 25}
POA = ("Y", "N", "U", "W")


@error(guideline("II and IV.A"))
def dx_missing(case: Case) -> Troubles:
    if case.codes.diagnoses:
        return
    if case.encounter.inpatient:
        which, what = "principal", "the condition that, after study, was the reason for the admission"
    else:
        which, what = "first-listed", "the condition chiefly responsible for the visit"
    yield "diagnoses", f"There is no {which} diagnosis: enter {what} at position 1."


@error("005010X222A1 and 005010X223A2, 2300 HI")
def dx_too_many(case: Case) -> Troubles:
    count, most = len(case.codes.diagnoses), MOST[case.encounter.unit]
    if count > most:
        yield (
            "diagnoses",
            f"A {case.encounter.unit} claim carries at most {most} diagnoses and {count} are listed: "
            f"remove the {count - most} that matter least.",
        )


@error(guideline("I.A.3"))
def dx_unknown(case: Case) -> Troubles:
    for row in case.diagnoses:
        if not row.fact and not _completed(case, row):
            yield row.where, f"{row.name} is not in the ICD-10-CM code table: correct it or remove it."


@error(guideline("I.A.3 and I.B.2"))
def dx_not_billable(case: Case) -> Troubles:
    for row in case.diagnoses:
        if row.fact and not row.fact.billable and not _completed(case, row):
            more = ", with its 7th character" if sevenths(case.notes.get(row.code, ())) else ""
            yield row.where, f"{row.name} needs more characters: choose a complete code below it{more}."


@error(guideline("I.A.5"))
def dx_seventh_missing(case: Case) -> Troubles:
    """X holds the place of a character that has no value (I.A.4)."""
    for row in case.diagnoses:
        whole = _completed(case, row) if row.fact else ()
        if whole:
            mend = f"choose {_one_of(whole)}"
            yield row.where, f"{row.name} needs its 7th character: {mend}.", _whole(case, row, whole)


@error(guideline("I.A.4"))
def dx_placeholder_missing(case: Case) -> Troubles:
    """The 7th character was typed in the place of an empty one."""
    for row in case.diagnoses:
        whole = () if row.fact else _completed(case, row)
        if whole:
            mend = f"write {_one_of(whole)}"
            yield row.where, f"{row.name} lacks the placeholder X: {mend}.", _whole(case, row, whole)


@error("45 CFR 162.1000: code sets as valid on the day")
def dx_not_valid(case: Case) -> Troubles:
    """Validity is judged on the day of discharge for inpatients, of the service otherwise."""
    day = case.encounter.stay.coded_on
    for row in case.diagnoses:
        if row.fact and not row.fact.valid_on(day):
            yield row.where, f"{row.name} {validity(row.fact, day)}"


@error(guideline("I.B.12"))
def dx_repeated(case: Case) -> Troubles:
    first: dict[str, int] = {}
    for row in case.diagnoses:
        earlier = first.setdefault(row.code, row.at)
        if earlier != row.at:
            yield row.where, f"{row.name} is already listed at position {earlier + 1}: remove one of them."


@information("005010X222A1 2400 SV107")
def dx_without_service(case: Case) -> Troubles:
    """Allowed, but the payer sees no service for it."""
    if not is_professional(case) or not case.codes.lines:
        return
    pointed = {pointer for line in case.codes.lines for pointer in line.pointers}
    for row in case.diagnoses:
        if row.at + 1 not in pointed:
            yield row.where, f"{row.name} supports no service: point a line to it, or leave it as it is."


@error(guideline("Appendix I"))
def poa_missing(case: Case) -> Troubles:
    """Every diagnosis of an inpatient claim that is not exempt has one."""
    for row in _inpatient_rows(case):
        if row.fact and not row.fact.poa_exempt and not row.poa:
            yield (
                f"{row.where}.poa",
                f"{row.name} does not say whether it was present on admission: choose POA Y, N, U or W.",
            )


@error(guideline("Appendix I"))
def poa_unknown(case: Case) -> Troubles:
    for row in _inpatient_rows(case):
        if row.poa and row.poa not in POA:
            yield (
                f"{row.where}.poa",
                f"{row.name} has a POA that does not exist: choose Y, N, U or W, or blank if exempt.",
            )


@error(guideline("Appendix I"))
def poa_exempt(case: Case) -> Troubles:
    """An exempt code has a blank POA, and only an exempt one."""
    for row in _inpatient_rows(case):
        if row.fact and row.fact.poa_exempt and row.poa in POA:
            yield f"{row.where}.poa", f"{row.name} is exempt from POA: set its POA to blank."


@information("UB-04 FL 67; 005010X223A2 2300 HI")
def poa_not_sent(case: Case) -> Troubles:
    if any(dx.poa for dx in case.codes.diagnoses) and not is_inpatient_claim(case):
        yield (
            "diagnoses",
            "POA goes out on inpatient facility claims only: "
            "what is entered here is not sent, and may be left or set to blank.",
        )


def _inpatient_rows(case: Case) -> Sequence[Listed]:
    return case.diagnoses if is_inpatient_claim(case) else ()


def _completed(case: Case, row: Listed) -> tuple[str, ...]:
    """The whole codes that only a 7th character, or its placeholder, parts it from."""
    if row.fact and row.fact.billable:
        return ()
    possible = completions(row.code, case.notes.get(row.code, ()))
    return tuple(code for code in possible if (System.ICD10CM, code) in case.facts)


def _whole(case: Case, row: Listed, codes: Sequence[str]) -> tuple[Proposal, ...]:
    meanings = sevenths(case.notes.get(row.code, ()))
    return tuple(Proposal(code, (row.code,), meanings.get(code[6:], "")) for code in codes)


def _one_of(codes: Sequence[str]) -> str:
    *others, last = map(dotted, codes[:4])
    return f"{', '.join(others)} or {last}" if others else last
