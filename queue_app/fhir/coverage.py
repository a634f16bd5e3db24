"""Who pays: the coverage that was in force when the patient came."""

from datetime import datetime
from typing import NamedTuple

from queue_app.fhir.bundle import Resources, identifiers
from queue_app.fhir.element import Element
from queue_app.fhir.people import name_behind

MOST = 100  # coverages of one patient that are compared
PERSONS = ("Patient", "RelatedPerson")  # who pays without an insurer


class Cover(NamedTuple):
    payer: str = ""
    payer_name: str = ""
    member_id: str = ""


class Coverages:
    """The coverages of one source, by the patient they are for."""

    def __init__(self, resources: Resources) -> None:
        self._resources = resources
        self._of: dict[Element, list[Element]] = {}
        patients = resources.all("Patient")
        for coverage in resources.all("Coverage"):
            patient = resources.find(coverage["beneficiary"], "Patient")
            if patient is None and not coverage["beneficiary"] and len(patients) == 1:
                patient = patients[0]
            if patient is not None and coverage["status"].text not in ("entered-in-error", "draft"):
                self._of.setdefault(patient, []).append(coverage)

    def of(self, patient: Element, at: datetime) -> Cover:
        """In force on the day comes before active now: a plan that ended since still pays for the visit."""
        ranked = sorted(self._of.get(patient, [])[:MOST], key=lambda one: _rank(one, at))
        covers = (self._read(coverage) for coverage in ranked)
        return next((cover for cover in covers if cover.payer), Cover())

    def _read(self, coverage: Element) -> Cover:
        insurers = (one for one in coverage.first("payor", "insurer") if not self._is_person(one))
        payor = next(insurers, None)
        if payor is None:
            return Cover()
        names = (one["name"].text for one in coverage["class"])
        payer_name = name_behind(payor, self._resources) or next(filter(None, names), "")
        return Cover(
            payer=self._resources.id_of(payor, "Organization") or payor["display"].text,
            payer_name=payer_name or coverage["type"].label,
            member_id=coverage["subscriberId"].text or next(identifiers(coverage, "MB"), ""),
        )

    def _is_person(self, payor: Element) -> bool:
        return payor["reference"].text.partition("/")[0] in PERSONS or (
            self._resources.find(payor, *PERSONS) is not None
        )


def _rank(coverage: Element, at: datetime) -> tuple[bool, bool, float]:
    start, end = coverage["period"]["start"].moment, coverage["period"]["end"].day
    in_force = (start is None or start <= at) and (end is None or at.date() <= end)
    order = coverage["order"].value
    return not in_force, coverage["status"].text != "active", order if isinstance(order, int) else 0
