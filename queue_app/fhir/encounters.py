"""One FHIR Encounter, with all that belongs to it, as an arrival for the queue."""

from datetime import datetime
from typing import Any

from queue_app.domain.abstract import MOST_REASONS
from queue_app.domain.arrival import Arrival
from queue_app.domain.codes import DIAGNOSIS, bare
from queue_app.domain.encounter import Patient, PatientClass, Stay
from queue_app.domain.stays import NEWBORN, STILL_PATIENT
from queue_app.fhir import terms
from queue_app.fhir.bundle import Resources, identifiers
from queue_app.fhir.charges import Charges
from queue_app.fhir.coverage import Coverages
from queue_app.fhir.documents import Documents
from queue_app.fhir.element import Element, Unfit, labels
from queue_app.fhir.people import name_behind, patient_in

BYSTANDERS = ("Patient", "RelatedPerson", "Device", "Group", "HealthcareService")  # take part, do not treat
HIGHEST = 10  # organizations above one another
NOT_TAKEN = "the encounter was not taken in."


class Encounters:
    """The encounters of one source."""

    def __init__(self, resources: Resources) -> None:
        self._resources = resources
        self._charges = Charges(resources)
        self._documents = Documents(resources)
        self._coverages = Coverages(resources)
        self._patients: dict[Element, Patient] = {}

    def arrival(self, encounter: Element) -> Arrival:
        """Raises Unfit where an essential is missing, or nothing is left to code."""
        status = encounter["status"].text
        if status in terms.CALLED_OFF:
            raise Unfit(encounter["status"].told(f"The encounter is {status}, so there is nothing to code."))
        person = self._patient(encounter)
        if person not in self._patients:
            self._patients[person] = patient_in(person, self._resources)
        stay = self._stay(encounter, person)
        charges, billed = self._charges.of(encounter, person, stay)
        ended = stay.discharged_at is not None or stay.patient_class is not PatientClass.INPATIENT
        return Arrival(
            path=encounter.origin.path,
            account_number=self._account_number(encounter),
            unit=terms.UNITS[stay.patient_class],
            patient=self._patients[person],
            stay=stay,
            documents=self._documents.of(encounter),
            charges=charges,
            billed=billed,
            finished=status in terms.OVER and ended,
        )

    def _patient(self, encounter: Element) -> Element:
        subject = encounter["subject"]
        if not subject:
            raise Unfit(subject.told(f"No patient is named, so {NOT_TAKEN}"))
        patient = self._resources.find(subject, "Patient")
        if patient is None:
            raise Unfit(subject.told(f"The patient is not in this file, so {NOT_TAKEN} Send both together."))
        return patient

    def _stay(self, encounter: Element, patient: Element) -> Stay:
        patient_class = _patient_class(encounter)
        admitted_at, discharged_at = _times(encounter)
        still_there = discharged_at is None and patient_class is not PatientClass.CLINIC
        attending = self._attending(encounter)
        cover = self._coverages.of(patient, admitted_at)
        admission = encounter.first("hospitalization", "admission")
        origin, disposition = admission["admitSource"], admission["dischargeDisposition"]
        return Stay(
            patient_class=patient_class,
            admitted_at=admitted_at,
            discharged_at=discharged_at,
            facility=self._facility(encounter),
            attending=self._resources.id_of(attending, "Practitioner"),
            attending_name=name_behind(attending, self._resources),
            payer=cover.payer,
            payer_name=cover.payer_name,
            member_id=cover.member_id,
            service_line=next(labels(encounter["serviceType"]), ""),
            reason="; ".join(dict.fromkeys(labels(encounter["reasonCode"]))),
            **_came_for(encounter, patient_class),
            disposition=_mapped(disposition, terms.DISPOSITIONS, STILL_PATIENT if still_there else "01"),
            admit_source=_mapped(origin, terms.ORIGINS, terms.ORIGIN_UNKNOWN),
            admit_type=_admit_type(encounter, patient_class, newborn="born" in origin.codes),
        )

    def _account_number(self, encounter: Element) -> str:
        """Of the account if it is here, else the encounter's account or visit number, identifier or id."""
        for reference in encounter["account"]:
            account = self._resources.find(reference, "Account")
            number = reference["identifier"]["value"].text if account is None else self._number_of(account)
            if number:
                return number
        if number := self._number_of(encounter):
            return number
        raise Unfit(encounter.told(f"There is no account number, identifier or id, so {NOT_TAKEN}"))

    def _number_of(self, resource: Element) -> str:
        numbers = (*identifiers(resource, "AN", "VN"), *identifiers(resource))
        return next(iter(numbers), "") or self._resources.name_of(resource)

    def _facility(self, encounter: Element) -> str:
        """The organization at the top: departments bill in the name of what they are part of."""
        reference = encounter["serviceProvider"]
        if not reference:
            places = (self._resources.find(one["location"], "Location") for one in encounter["location"])
            reference = next((one["managingOrganization"] for one in places if one is not None), reference)
        facility = ""
        for _ in range(HIGHEST):  # some are, by mistake, part of themselves
            facility = self._resources.id_of(reference, "Organization") or facility
            organization = self._resources.find(reference, "Organization")
            if organization is None:
                break
            reference = organization["partOf"]
        if not facility:
            encounter["serviceProvider"].note("No facility is named; the encounter was taken in without one.")
        return facility

    def _attending(self, encounter: Element) -> Element:
        """A reference to the attending, else to the primary performer, else to the first who took part."""
        ranked: list[tuple[int, Element]] = []
        for participant in encounter["participant"]:
            who = participant.first("individual", "actor")
            role = self._resources.find(who, "PractitionerRole")
            if role is not None:
                who = role["practitioner"]
            if who and who["reference"].text.partition("/")[0] not in BYSTANDERS:
                codes = {code for type in participant["type"] for code in type.codes}
                ranked.append((0 if "ATND" in codes else 1 if "PPRF" in codes else 2, who))
        nobody = Element(None, encounter.origin)
        return min(ranked, key=lambda one: one[0], default=(0, nobody))[1]


def _patient_class(encounter: Element) -> PatientClass:
    """R4 has one Coding, R5 a list of concepts, DSTU2 a plain word."""
    told = encounter["class"]
    if isinstance(told.value, str):
        raise Unfit(told.told(f"The class is a plain word as in FHIR DSTU2; send R4. So {NOT_TAKEN}"))
    codes = [code for one in told for code in one.codes]
    if not codes:
        raise Unfit(told.told(f"There is no patient class, so {NOT_TAKEN}"))
    found = next((terms.CLASSES[code.upper()] for code in codes if code.upper() in terms.CLASSES), None)
    if found is None:
        raise Unfit(told.told(f"The patient class is not one of HL7 v3 ActCode's, so {NOT_TAKEN}"))
    return found


def _times(encounter: Element) -> tuple[datetime, datetime | None]:
    period = encounter.first("period", "actualPeriod")
    start, end = period["start"], period["end"]
    admitted_at, discharged_at = start.moment, end.moment
    if admitted_at is None:
        raise Unfit(start.told(f"The start is missing or not a date, so {NOT_TAKEN}"))
    if discharged_at and discharged_at < admitted_at:
        if len(end.text) > len("2026-01-31") or discharged_at.date() != admitted_at.date():
            raise Unfit(end.told(f"The end lies before the start, so {NOT_TAKEN}"))
        discharged_at = admitted_at  # a mere date, and that of the start
    return admitted_at, discharged_at


def _came_for(encounter: Element, patient_class: PatientClass) -> dict[str, Any]:
    """The diagnoses the patient came with, where the source codes them in ICD-10-CM."""
    codings = (coding for reason in encounter["reasonCode"] for coding in reason["coding"])
    codes = (bare(one["code"].text) for one in codings if one["system"].text.endswith(terms.ICD_10_CM))
    came_for = tuple(dict.fromkeys(filter(DIAGNOSIS.fullmatch, codes)))[:MOST_REASONS]
    if patient_class is PatientClass.INPATIENT:
        return {"admitting_diagnosis": came_for[0]} if came_for else {}
    return {"visit_reasons": came_for}


def _mapped(concept: Element, table: dict[str, str], otherwise: str) -> str:
    found = next((table[code] for code in concept.codes if code in table), "")
    if concept and not found:
        concept.note(f"This is not known here; {otherwise} was taken for the claim.")
    return found or otherwise


def _admit_type(encounter: Element, patient_class: PatientClass, newborn: bool) -> str:
    if newborn:
        return NEWBORN
    if not encounter["priority"] and patient_class is PatientClass.EMERGENCY:
        return terms.PRIORITIES["EM"]
    return _mapped(encounter["priority"], terms.PRIORITIES, terms.PRIORITY_UNKNOWN)
