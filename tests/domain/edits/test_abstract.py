"""Edits of what the claim tells of the stay."""

from dataclasses import replace
from datetime import date
from typing import Any

from queue_app.domain.codes import Abstract, Procedure
from queue_app.domain.edits.finding import Case
from tests.domain.edits.builders import ADMITTED, clinic, dx, emergency, facility, inpatient, line
from tests.domain.edits.expectations import Silent, Speaks

KNOWN: dict[str, Any] = {"facts": {"R0602": {}, "R07": {"billable": False}, "R079": {}, "R112": {}}}
OLD: dict[str, Any] = {"facts": {"R0602": {"valid_to": date(2025, 9, 30)}}}
BORN: dict[str, Any] = {"born_on": ADMITTED.date(), "admit_type": "4", "admit_source": "5"}
HOSPICE = replace(facility(), facility_code="81")
INJECTION = (Procedure("3E0234Z"),)


def says(**said: Any) -> dict[str, Any]:
    return {"abstract": Abstract(**said)}


def born(weight: int, *codes: str, **changes: Any) -> Case:
    return inpatient(diagnoses=dx("Z3800", *codes), **BORN, **says(birth_weight=weight), **changes)


# fmt: off
SPEAKS = [
    Speaks("admitting-diagnosis-taken", inpatient(**says()), "abstract.admitting_diagnosis", "takes J18.9"),
    Speaks("visit-reason-taken", emergency(admit_type="1"), "abstract.visit_reasons", "takes S52.501A"),
    Speaks("visit-reasons-too-many", emergency(visit_reasons=("R079", "R112", "R42", "R55")),
           "abstract.visit_reasons", "4 are named: remove some."),
    Speaks("came-with-not-valid", inpatient(**says(admitting_diagnosis="R0602"), facts={"R0602": None}),
           "abstract.admitting_diagnosis", "R0602 is not in the ICD-10-CM code table"),
    Speaks("came-with-not-valid", inpatient(**says(admitting_diagnosis="R07"), **KNOWN),
           "abstract.admitting_diagnosis", "needs more characters"),
    Speaks("came-with-not-valid", inpatient(**says(admitting_diagnosis="R0602"), **OLD),
           "abstract.admitting_diagnosis", "was last valid on 2025-09-30"),
    Speaks("came-with-not-valid", emergency(**says(visit_reasons=("R079", "R07")), **KNOWN),
           "abstract.visit_reasons", "R07 needs more characters"),
    Speaks("source-came-with-not-valid", inpatient(admitting_diagnosis="R07", **says(), **KNOWN),
           "abstract.admitting_diagnosis", "The source says the patient came with R07, which needs"),
    Speaks("stay-code-unknown", inpatient(**says(disposition="99")), "abstract.disposition", "99 is no code"),
    Speaks("stay-code-unknown", emergency(**says(admit_source="7")), "abstract.admit_source", "choose one"),
    Speaks("newborn-came-from", inpatient(**BORN | {"admit_source": "1"}),
           "abstract.admit_source", "5, born here"),
    Speaks("newborn-came-from", inpatient(**BORN, **says(admit_source="2")),
           "abstract.admit_source", "is then 5"),
    Speaks("still-a-patient", inpatient(disposition="30"), "abstract.disposition", "where the patient went."),
    Speaks("death-in-hospice", inpatient(**says(disposition="41")), "abstract.disposition", "20 is died"),
    Speaks("death-not-told", inpatient(diagnoses=dx("J189", "G9382")),
           "abstract.disposition", "G93.82 at position 2 is for somebody who died"),
    Speaks("operating-provider-missing", inpatient(**says()), "abstract.operating", "who did 0BJ08ZZ"),
    Speaks("birth-weight-missing", inpatient(**BORN), "abstract.birth_weight", "enter it in grams."),
    Speaks("birth-weight-impossible", born(32), "abstract.birth_weight", "100 to 9999"),
    Speaks("birth-weight-impossible", born(-5), "abstract.birth_weight", "100 to 9999"),
    Speaks("birth-weight-conflict", born(3240, "P0717"), "abstract.birth_weight", "1750 to 1999 grams"),
    Speaks("place-unknown", clinic(**says(place_of_service="88")),
           "abstract.place_of_service", "88 is no place"),
    Speaks("place-unknown", clinic(lines=(line(place="ER"),)), "lines.0.place", "99213 on line 1: ER is no"),
]
SILENT = [
    Silent("admitting-diagnosis-taken", "the coder did", inpatient(**says(admitting_diagnosis="R0602"))),
    Silent("admitting-diagnosis-taken", "the source did", inpatient(admitting_diagnosis="R0602", **says())),
    Silent("admitting-diagnosis-taken", "it is no inpatient", emergency()),
    Silent("visit-reason-taken", "one is named", emergency(admit_type="1", visit_reasons=("R079",))),
    Silent("visit-reason-taken", "the visit was scheduled", emergency(admit_type="3")),
    Silent("visit-reasons-too-many", "three are taken", emergency(visit_reasons=("R079", "R112", "R42"))),
    Silent("came-with-not-valid", "it is good", inpatient(**says(admitting_diagnosis="R0602"), **KNOWN)),
    Silent("came-with-not-valid", "the source did", inpatient(admitting_diagnosis="R07", **says(), **KNOWN)),
    Silent("came-with-not-valid", "this claim does not tell it",
           inpatient(**says(visit_reasons=("R07",)), facts={"R07": None})),
    Silent("source-came-with-not-valid", "it is good", emergency(visit_reasons=("R079",), **KNOWN)),
    Silent("source-came-with-not-valid", "the coder names another",
           inpatient(admitting_diagnosis="R07", **says(admitting_diagnosis="R0602"), **KNOWN)),
    Silent("stay-code-unknown", "it is one", inpatient(**says(disposition="95", admit_source="G"))),
    Silent("stay-code-unknown", "this claim does not tell it", clinic(**says(disposition="99"))),
    Silent("newborn-came-from", "the child was born here", inpatient(**BORN)),
    Silent("newborn-came-from", "the admit type is another", inpatient(admit_source="1")),
    Silent("still-a-patient", "the coder knows", inpatient(disposition="30", **says(disposition="01"))),
    Silent("death-in-hospice", "it is a hospice", inpatient(disposition="41", facility=HOSPICE)),
    Silent("death-not-told", "the patient died", inpatient(diagnoses=dx("G9382"), **says(disposition="20"))),
    Silent("operating-provider-missing", "one is named", inpatient(**says(operating="dr-2"))),
    Silent("operating-provider-missing", "the procedure has one",
           inpatient(procedures=(Procedure("0BJ08ZZ", provider="dr-2"),), **says())),
    Silent("operating-provider-missing", "nobody operates", inpatient(procedures=INJECTION, **says())),
    Silent("birth-weight-missing", "it is told", born(3240)),
    Silent("birth-weight-missing", "it is no newborn", inpatient()),
    Silent("birth-weight-impossible", "it may be", born(3240)),
    Silent("birth-weight-conflict", "they agree", born(1750, "P0717")),
    Silent("birth-weight-conflict", "the weight is not told", born(0, "P0717")),
    Silent("place-unknown", "they are known",
           clinic(**says(place_of_service="10"), lines=(line(place="11"),))),
    Silent("place-unknown", "a facility tells none", emergency(**says(place_of_service="88"))),
]
# fmt: on
