"""One FHIR Encounter, with all that belongs to it, as an arrival for the queue."""

from datetime import datetime

from queue_app.domain.arrival import Arrival
from queue_app.domain.encounter import PatientClass, Stay
from queue_app.fhir import terms
from queue_app.fhir.bundle import Resources, identifiers
from queue_app.fhir.coverage import Coverages
from queue_app.fhir.documents import Documents
from queue_app.fhir.element import Element, Unfit
from queue_app.fhir.people import name_behind, patient_in

NOT_TAKEN = "the encounter was not taken in."


class Encounters:
    """The encounters of one source."""

    def __init__(self, resources: Resources) -> None:
        self._resources = resources
        self._documents = Documents(resources)
        self._coverages = Coverages(resources)

    def arrival(self, encounter: Element) -> Arrival:
        """Raises Unfit where an essential is missing, or nothing is left to code."""
        status = encounter["status"].text
        if status in terms.CALLED_OFF:
            raise Unfit(encounter["status"].told(f"The encounter is {status}, so there is nothing to code."))
        patient = self._patient(encounter)
        stay = self._stay(encounter, patient)
        ended = stay.discharged_at is not None or stay.patient_class is not PatientClass.INPATIENT
        return Arrival(
            path=encounter.origin.path,
            account_number=self._account_number(encounter),
            unit=terms.UNITS[stay.patient_class],
            patient=patient_in(patient, self._resources),
            stay=stay,
            documents=self._documents.of(encounter),
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
            service_line=next(_labels(encounter["serviceType"]), ""),
            reason="; ".join(dict.fromkeys(_labels(encounter["reasonCode"]))),
            disposition=_mapped(disposition, terms.DISPOSITIONS, terms.STILL_PATIENT if still_there else "01"),
            admit_source=_mapped(origin, terms.ORIGINS, terms.ORIGIN_UNKNOWN),
            admit_type=_admit_type(encounter, patient_class, newborn="born" in origin.codes),
        )

    def _account_number(self, encounter: Element) -> str:
        accounts = (self._resources.find(one, "Account") or one for one in encounter["account"])
