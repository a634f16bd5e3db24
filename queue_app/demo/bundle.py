"""One visit as the FHIR R4 bundle an EHR would send."""

import base64
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from queue_app.demo.documents import Written, written
from queue_app.demo.markup import as_plain, as_xhtml
from queue_app.demo.visits import Visit
from queue_app.domain.encounter import PatientClass, Stay

Resource = dict[str, Any]

# Kind of document → its LOINC code, LOINC's name for it, and whether it travels as a Composition.
KINDS: Mapping[str, tuple[str, str, bool]] = {
    "history_and_physical": ("34117-2", "History and physical note", True),
    "progress": ("11506-3", "Progress note", True),
    "consultation": ("11488-4", "Consult note", True),
    "operative": ("11504-8", "Surgical operation note", True),
    "anesthesia": ("34109-9", "Note", True),
    "pathology": ("11526-1", "Pathology study", True),
    "imaging": ("18748-4", "Diagnostic imaging study", True),
    "discharge_summary": ("18842-5", "Discharge summary", True),
    "addendum": ("55107-7", "Addendum Document", True),
    "ed_note": ("34878-9", "Emergency medicine Note", True),
    "clinic_note": ("34131-3", "Outpatient Progress note", True),
    "triage": ("54094-8", "Emergency department Triage note", False),
    "nursing": ("34746-8", "Nurse Note", False),
    "lab": ("11502-2", "Laboratory report", True),
    "therapy": ("11506-3", "Progress note", False),
    "nutrition": ("11506-3", "Progress note", False),
    "social_work": ("11506-3", "Progress note", False),
}
CLASSES = {
    PatientClass.INPATIENT: "IMP",
    PatientClass.OBSERVATION: "OBSENC",
    PatientClass.EMERGENCY: "EMER",
    PatientClass.CLINIC: "AMB",
}
SEXES = {"F": "female", "M": "male"}
V2_0203 = "http://terminology.hl7.org/CodeSystem/v2-0203"
ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
PARTICIPATION = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType"
NUBC = "https://www.nubc.org/CodeSystem"


def bundle(visit: Visit) -> Resource:
    return {
        "resourceType": "Bundle",
        "id": f"visit-{visit.account_number}",
        "type": "collection",
        "entry": [
            {
                "fullUrl": f"urn:codedesk-demo:{resource['resourceType']}/{resource['id']}",
                "resource": resource,
            }
            for resource in _resources(visit)
        ],
    }


def _resources(visit: Visit) -> Iterator[Resource]:
    yield _patient(visit)
    yield _encounter(visit)
    yield _attending(visit.stay)
    yield _coverage(visit)
    for number, document in enumerate(written(visit), 1):
        whole = KINDS[document.kind][2]
        yield (_composition if whole else _reference)(visit, document, f"{visit.account_number}-{number}")


def _patient(visit: Visit) -> Resource:
    patient = visit.patient
    address = patient.address
    return {
        "resourceType": "Patient",
        "id": patient.mrn,
        "identifier": [_identifier("MR", patient.mrn)],
        "name": [{"use": "official", "family": patient.family, "given": patient.given.split()}],
        "gender": SEXES[patient.sex],
        "birthDate": str(patient.born_on),
        "address": [
            {
                "use": "home",
                "line": list(address.lines),
                "city": address.city,
                "state": address.state,
                "postalCode": address.postal_code,
                "country": "US",
            }
        ],
    }


def _encounter(visit: Visit) -> Resource:
    stay = visit.stay
    hospitalization = {
        "admitSource": _coded(f"{NUBC}/PointOfOrigin", stay.admit_source),
        "dischargeDisposition": _coded(f"{NUBC}/PatDischargeStatus", stay.disposition),
    }
    return {
        "resourceType": "Encounter",
        "id": f"enc-{visit.account_number}",
        "identifier": [_identifier("AN", visit.account_number)],
        "status": "finished" if stay.discharged_at else "in-progress",
        "class": {"system": ACT_CODE, "code": CLASSES[stay.patient_class]},
        "priority": _coded(f"{NUBC}/PriorityTypeOfAdmitOrVisit", stay.admit_type),
        "subject": {"reference": f"Patient/{visit.patient.mrn}"},
        "serviceType": {"text": stay.service_line},
        "reasonCode": [{"text": stay.reason}],
        "period": {"start": _told(stay.admitted_at)}
        | ({"end": _told(stay.discharged_at)} if stay.discharged_at else {}),
        "participant": [
            {
                "type": [_coded(PARTICIPATION, "ATND")],
                "individual": {"reference": f"Practitioner/{stay.attending}", "display": stay.attending_name},
            }
        ],
        "serviceProvider": {"reference": f"Organization/{stay.facility}"},
    } | ({"hospitalization": hospitalization} if stay.patient_class is not PatientClass.CLINIC else {})


def _attending(stay: Stay) -> Resource:
    given, _, family = stay.attending_name.removesuffix(", MD").partition(" ")
    return {
        "resourceType": "Practitioner",
        "id": stay.attending,
        "name": [{"family": family, "given": [given], "suffix": ["MD"]}],
    }


def _coverage(visit: Visit) -> Resource:
    stay = visit.stay
    return {
        "resourceType": "Coverage",
        "id": f"cov-{visit.account_number}",
        "status": "active",
        "subscriberId": stay.member_id,
        "beneficiary": {"reference": f"Patient/{visit.patient.mrn}"},
        "payor": [{"reference": f"Organization/{stay.payer}", "display": stay.payer_name}],
    }


def _composition(visit: Visit, document: Written, id: str) -> Resource:
    return {
        "resourceType": "Composition",
        "id": f"doc-{id}",
        "status": "final" if document.signed else "preliminary",
        "type": _type(document),
        "subject": {"reference": f"Patient/{visit.patient.mrn}"},
        "encounter": {"reference": f"Encounter/enc-{visit.account_number}"},
        "date": _told(document.at),
        "author": [{"display": document.author}],
        "title": document.title,
        "section": [
            {"title": title, "text": {"status": "generated", "div": as_xhtml(text)}}
            for title, text in document.sections.items()
        ],
    }


def _reference(visit: Visit, document: Written, id: str) -> Resource:
    text = as_plain(document.sections).encode()
    return {
        "resourceType": "DocumentReference",
        "id": f"doc-{id}",
        "status": "current",
        "docStatus": "final" if document.signed else "preliminary",
        "type": _type(document),
        "subject": {"reference": f"Patient/{visit.patient.mrn}"},
        "date": _told(document.at),
        "author": [{"display": document.author}],
        "description": document.title,
        "content": [
            {
                "attachment": {
                    "contentType": "text/plain; charset=utf-8",
                    "data": base64.b64encode(text).decode(),
                }
            }
        ],
        "context": {"encounter": [{"reference": f"Encounter/enc-{visit.account_number}"}]},
    }


def _type(document: Written) -> Resource:
    code, display, _ = KINDS[document.kind]
    return {
        "coding": [{"system": "http://loinc.org", "code": code, "display": display}],
        "text": document.title,
    }


def _identifier(type: str, value: str) -> Resource:
    return {"type": _coded(V2_0203, type), "value": value}


def _coded(system: str, code: str) -> Resource:
    return {"coding": [{"system": system, "code": code}]}


def _told(moment: datetime | date) -> str:
    return moment.isoformat().replace("+00:00", "Z")
