"""What the source billed for an encounter: its claims, or else its charge items."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from operator import itemgetter

from queue_app.domain.encounter import Billed, Stay
from queue_app.fhir.billed import billed_in
from queue_app.fhir.bundle import Resources
from queue_app.fhir.element import Element
from queue_app.fhir.money import MOST, NOUGHT, money, priced
from queue_app.fhir.terms import CLAIM_TYPES, NOT_BILLED, UNITS

NOBODY_S = "It names no encounter, and no patient and day in place of one; its charges were left out."


class Charges:
    """The bills of one source, by the encounter they are for.

    A bill is a Claim, a ChargeItem, or one item of a claim that is for several encounters.
    """

    def __init__(self, resources: Resources) -> None:
        self._resources = resources
        self._of: dict[Element, list[Element]] = {}
        self._on: dict[Element, list[tuple[date, Element]]] = {}  # by patient, where no encounter is named
        bills = [
            bill
            for kind in ("Claim", "ChargeItem")
            for bill in resources.all(kind)
            if NOT_BILLED.isdisjoint((bill["status"].text, bill["use"].text))
        ]
        replaced = set(self._replaced(bills))
        for bill in bills:
            if bill not in replaced:
                self._file(bill)
        for dated in self._on.values():
            dated.sort(key=itemgetter(0))

    def of(self, encounter: Element, patient: Element, stay: Stay) -> tuple[int, tuple[Billed, ...]]:
        """Cents, 0 where the source says nothing; and the services they are for, where it says which."""
        bills = self._of.get(encounter, []) + self._taken(patient, stay)
        items = [bill for bill in bills if bill["resourceType"].text == "ChargeItem"]
        claims = [bill for bill in bills if bill["resourceType"].text != "ChargeItem"]
        type = CLAIM_TYPES[UNITS[stay.patient_class]]
        own = [claim for claim in claims if type in claim.resource["type"].codes] or claims
        billed = billed_in(encounter, own) or billed_in(encounter, items)
        cents = round(100 * (sum(map(_claimed, own), NOUGHT) or sum(map(priced, items), NOUGHT)))
        if 0 <= cents <= MOST:
            return cents, billed
        encounter.note("Its charges are less than nothing or beyond belief; they were left out.")
        return 0, ()

    def _replaced(self, bills: Iterable[Element]) -> Iterator[Element]:
        """Claims in whose place others stand."""
        for bill in bills:
            for related in bill["related"]:
                prior = self._resources.find(related["claim"], "Claim")
                if prior not in (None, bill) and "prior" in related["relationship"].codes:
                    yield prior

    def _file(self, bill: Element) -> None:
        """Under the encounter it names, or else under its patient and the first day of the service."""
        named = [(part, self._resources.find(one, "Encounter")) for part, one in _encounters(bill)]
        owners = {encounter for _, encounter in named}
        whole = [(bill, encounter) for encounter in owners] if len(owners) == 1 else []
        for part, encounter in whole or dict.fromkeys(named):
            if encounter is not None and (part is not bill or whole):
                self._of.setdefault(encounter, []).append(part)
        if not named:
            patient = self._resources.find(bill.first("patient", "subject"), "Patient")
            day = _first_day(bill)
            if patient is None or day is None:
                bill.note(NOBODY_S)
            else:
                self._on.setdefault(patient, []).append((day, bill))

    def _taken(self, patient: Element, stay: Stay) -> list[Element]:
        """The patient's bills of these days, if no encounter before has taken them."""
        dated = self._on.get(patient, [])
        first = bisect_left(dated, stay.admitted_at.date(), key=itemgetter(0))
        end = bisect_right(dated, stay.ended_at.date(), key=itemgetter(0))
        taken, dated[first:end] = [bill for _, bill in dated[first:end]], []
        return taken


def _encounters(bill: Element) -> Iterator[tuple[Element, Element]]:
    """References to encounters, each with the part of the bill that holds it: the whole, or an item."""
    for part in (bill, *bill["item"]):
        for reference in (*part["encounter"], *part["context"]):  # a context in R4, else an encounter
            if "EpisodeOfCare/" not in reference["reference"].text:
                yield part, reference


def _first_day(bill: Element) -> date | None:
    periods = (bill["billablePeriod"], bill["occurrencePeriod"])
    told = [*(period["start"] for period in periods), bill["occurrenceDateTime"]]
    for item in bill["item"]:
        told += [item["servicedPeriod"]["start"], item["servicedDate"]]
    return next((at.date() for one in told if (at := one.moment)), None)


def _claimed(bill: Element) -> Decimal:
    """Dollars of a claim, or of one of its items."""
    return money(bill["total"]) or sum(map(priced, bill["item"]), NOUGHT) or priced(bill)
