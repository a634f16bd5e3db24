"""Which code of FHIR means which code of the claim."""

from queue_app.domain import stays
from queue_app.domain.encounter import PatientClass, Unit

# HL7 v3 ActCode, value set ActEncounterCode. SS (short stay) is coded like a clinic visit.
CLASSES = {
    "IMP": PatientClass.INPATIENT,
    "ACUTE": PatientClass.INPATIENT,
    "NONAC": PatientClass.INPATIENT,
    "NONACUTE": PatientClass.INPATIENT,
    "OBSENC": PatientClass.OBSERVATION,
    "EMER": PatientClass.EMERGENCY,
    "AMB": PatientClass.CLINIC,
    "VR": PatientClass.CLINIC,
    "HH": PatientClass.CLINIC,
    "SS": PatientClass.CLINIC,
    "FLD": PatientClass.CLINIC,
    "PRENC": PatientClass.CLINIC,
}
UNITS = {
    PatientClass.INPATIENT: Unit.FACILITY,
    PatientClass.OBSERVATION: Unit.FACILITY,
    PatientClass.EMERGENCY: Unit.FACILITY,
    PatientClass.CLINIC: Unit.PROFESSIONAL,
}

CLAIM_TYPES = {Unit.FACILITY: "institutional", Unit.PROFESSIONAL: "professional"}  # HL7 claim-type
NOT_BILLED = frozenset(
    {
        *("cancelled", "draft", "entered-in-error"),  # status of a claim
        *("preauthorization", "predetermination", "proposed", "exploratory"),  # its use, the last two in STU3
        *("planned", "not-billable", "aborted"),  # status of a charge item
    }
)

CALLED_OFF = frozenset({"cancelled", "entered-in-error"})
OVER = frozenset({"finished", "completed", "discharged"})  # the first is R4, the others R5
SIGNED = frozenset({"final", "amended", "corrected", "appended"})  # of documents and reports

SEXES = {"female": "F", "male": "M"}  # FHIR administrative-gender; all else is U on the claim

# UB-04 patient discharge status (form locator 17), which EHRs in the US send directly, and from FHIR R4
# discharge-disposition, where "hosp" is hospice; the last three of its words are common in the field.
DISPOSITIONS = {
    "home": "01",
    "alt-home": "01",
    "other-hcf": "02",
    "oth-hcf": "02",
    "hosp": "50",
    "long": "63",
    "aadvice": "07",
    "exp": "20",
    "psy": "65",
    "rehab": "62",
    "snf": "03",
    "oth": "01",
    "hha": "06",
    "aama": "07",
    "hospice": "50",
} | {written: status for status in stays.DISPOSITIONS for written in (status, status.lstrip("0"))}

# UB-04 point of origin (form locator 15) from FHIR R4 admit-source. NUBC ended code 7, emergency room, in
# 2010: a patient who came through it is reported by where they were before.
ORIGINS = {
    "hosp-trans": "4",
    "emd": "1",
    "outp": "2",
    "born": "5",
    "gp": "1",
    "mp": "1",
    "nursing": "5",
    "psych": "6",
    "rehab": "6",
    "other": "9",
    "7": "1",
} | {origin: origin for origin in stays.ADMIT_SOURCES}
ORIGIN_UNKNOWN = "9"

# UB-04 priority of the admission (form locator 14) from HL7 v3 ActPriority.
PRIORITIES = {"EM": "1", "UR": "2", "R": "3", "EL": "3"} | {priority: priority for priority in "12345"}
PRIORITY_UNKNOWN = "9"

ICD_10_CM = "icd-10-cm"  # how the names of the code system end, which are several
