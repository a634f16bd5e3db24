"""What the source charged beside the service lines: it only tells, for charges come late and in error too."""

from queue_app.domain.edits.finding import Case
from queue_app.domain.edits.listed import shown
from queue_app.domain.edits.rule import Troubles, information

_SOURCE = "FHIR R4 Claim.item and ChargeItem beside the service lines"
NAMED = 5  # codes in the sentence


@information(_SOURCE)
def charged_not_coded(case: Case) -> Troubles:
    """One for all of them: they stand beside the codes, and the first is where it leads."""
    if case.beside and (missing := case.beside.not_coded):
        codes = list(dict.fromkeys(shown(one.code) for one in missing))
        more = f" and {len(codes) - NAMED} more" if len(codes) > NAMED else ""
        yield (
            "charges.0",
            f"Charged and not coded: {', '.join(codes[:NAMED])}{more}. "
            "Add what was done; where nothing was, the charge is wrong.",
        )


@information(_SOURCE)
def coded_not_charged(case: Case) -> Troubles:
    for one in case.beside.not_charged if case.beside else ():
        row = case.services[one.lines[0]]
        yield (
            row.where,
            f"{row.name} was not charged: if the record has it, have the charge captured.",
        )


@information(_SOURCE)
def charged_units(case: Case) -> Troubles:
    for one in case.beside.units if case.beside else ():
        row = case.services[one.lines[0]]
        yield (
            f"{row.where}.units",
            f"{row.name} is coded with {one.coded} and charged with {one.charged} units on {one.on}: "
            "compare both with the record.",
        )
