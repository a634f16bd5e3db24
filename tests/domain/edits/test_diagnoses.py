"""Edits of the diagnoses."""

from datetime import date
from typing import Any

from queue_app.domain.codes import Diagnosis
from queue_app.domain.edits.finding import Note
from queue_app.domain.encounter import PatientClass, Unit
from tests.domain.edits.builders import clinic, dx, emergency, inpatient, line
from tests.domain.edits.expectations import Silent, Speaks, said

THIRTEEN = dx(*(f"R0{n:02}" for n in range(13)))
TWENTY_SIX = dx(*(f"R0{n:02}" for n in range(26)), poa="Y")
HEADING = {"billable": False}
LETTERS = tuple(Note("T14", "seventh", f"{letter}: encounter") for letter in "ADS")
SEVENTHS = {"S525": LETTERS, "T1490": LETTERS, "T1490A": LETTERS, "T1490XA": LETTERS}
OF_T1490: dict[str, Any] = {"T1490": HEADING, "T1490XA": {}, "T1490XD": {}}
RETIRED = {"valid_to": date(2026, 6, 11)}  # during the stay, before the discharge
NEW = {"valid_from": date(2026, 6, 12)}  # on the day of discharge, after the admission

# fmt: off
SPEAKS = [
    Speaks("dx-missing", clinic(diagnoses=()),
           "diagnoses", "no first-listed diagnosis: enter the condition chiefly"),
    Speaks("dx-missing", inpatient(diagnoses=()),
           "diagnoses", "no principal diagnosis: enter the condition that, after study"),
    Speaks("dx-too-many", clinic(diagnoses=THIRTEEN),
           "diagnoses", "at most 12 diagnoses and 13 are listed: remove the 1"),
    Speaks("dx-too-many", inpatient(diagnoses=TWENTY_SIX),
           "diagnoses", "at most 25 diagnoses and 26 are listed"),
    Speaks("dx-unknown", clinic(diagnoses=dx("E119", "E1199"), facts={"E1199": None}),
           "diagnoses.1", "E11.99 at position 2 is not in the ICD-10-CM code table: correct it"),
    Speaks("dx-unknown", clinic(diagnoses=dx(""), facts={"": None}),
           "diagnoses.0", "A blank code at position 1"),
    Speaks("dx-unknown", clinic(diagnoses=dx("\u202eX\n<b>too long"), facts={"\u202eX\n<b>too long": None}),
           "diagnoses.0", "X.<b>too l at position 1 is not"),
    Speaks("dx-not-billable", clinic(diagnoses=dx("K566"), facts={"K566": HEADING}),
           "diagnoses.0", "K56.6 at position 1 needs more characters: choose a complete code below it."),
    Speaks("dx-not-billable", clinic(diagnoses=dx("S525"), facts={"S525": HEADING}, notes=SEVENTHS),
           "diagnoses.0", "choose a complete code below it, with its 7th character."),
    Speaks("dx-seventh-missing", clinic(diagnoses=dx("T1490"), facts=OF_T1490, notes=SEVENTHS),
           "diagnoses.0", "T14.90 at position 1 needs its 7th character: choose T14.90XA or T14.90XD."),
    Speaks("dx-placeholder-missing",
           clinic(diagnoses=dx("T1490A"), facts=OF_T1490 | {"T1490A": None}, notes=SEVENTHS),
           "diagnoses.0", "T14.90A at position 1 lacks the placeholder X: write T14.90XA."),
    Speaks("dx-not-valid", inpatient(facts={"J189": RETIRED}),
           "diagnoses.0", "was last valid on 2026-06-11 and is judged on 2026-06-12: choose the code"),
    Speaks("dx-not-valid", clinic(facts={"E119": NEW}),
           "diagnoses.0", "is valid only from 2026-06-12 and is judged on 2026-06-08"),
    Speaks("dx-not-valid", clinic(facts={"E119": {**NEW, "valid_to": date(2027, 9, 30)}}),
           "diagnoses.0", "is valid only from 2026-06-12"),
    Speaks("dx-repeated", clinic(diagnoses=dx("E119", "I10", "E119")),
           "diagnoses.2", "E11.9 at position 3 is already listed at position 1: remove one of them."),
    Speaks("dx-without-service", clinic(diagnoses=dx("E119", "I10")),
           "diagnoses.1", "I10 at position 2 supports no service: point a line to it"),
    Speaks("poa-missing", inpatient(diagnoses=dx("J189")), "diagnoses.0.poa", "choose POA Y, N, U or W."),
    Speaks("poa-unknown", inpatient(diagnoses=dx("J189", poa="1")), "diagnoses.0.poa", "choose Y, N, U or W"),
    Speaks("poa-exempt", inpatient(diagnoses=dx("Z9181", poa="Y")),
           "diagnoses.0.poa", "Z91.81 at position 1 is exempt from POA: set its POA to blank."),
    Speaks("poa-not-sent", clinic(diagnoses=dx("E119", "I10", poa="Y")),
           "diagnoses", "what is entered here is not sent"),
]
SILENT = [
    Silent("dx-missing", "there is one", clinic(diagnoses=dx("E119"))),
    Silent("dx-too-many", "twelve are allowed on an 837P", clinic(diagnoses=THIRTEEN[:12])),
    Silent("dx-too-many", "twenty-five are allowed on an 837I", inpatient(diagnoses=TWENTY_SIX[:25])),
    Silent("dx-unknown", "it is in the table", clinic(diagnoses=dx("E119"))),
    Silent("dx-not-billable", "it is billable", clinic(diagnoses=dx("E119"))),
    Silent("dx-not-billable", "nothing is known of it", clinic(diagnoses=dx("E1199"), facts={"E1199": None})),
    Silent("dx-not-billable", "dx-seventh-missing says it",
           clinic(diagnoses=dx("T1490"), facts=OF_T1490, notes=SEVENTHS)),
    Silent("dx-seventh-missing", "it has one", clinic(diagnoses=dx("T1490XA"), facts=OF_T1490,
           notes=SEVENTHS)),
    Silent("dx-seventh-missing", "another character comes before it",
           clinic(diagnoses=dx("S525"), facts={"S525": HEADING}, notes=SEVENTHS)),
    Silent("dx-placeholder-missing", "it stands in its place",
           clinic(diagnoses=dx("T1490XA"), facts=OF_T1490, notes=SEVENTHS)),
    Silent("dx-placeholder-missing", "there is no such code with it either",
           clinic(diagnoses=dx("T1490A"), facts={"T1490A": None}, notes=SEVENTHS)),
    Silent("dx-unknown", "dx-placeholder-missing says it",
           clinic(diagnoses=dx("T1490A"), facts=OF_T1490 | {"T1490A": None}, notes=SEVENTHS)),
    Silent("dx-not-valid", "it became valid on the day of discharge", inpatient(facts={"J189": NEW})),
    Silent("dx-not-valid", "it was valid on the day of the visit", clinic(facts={"E119": RETIRED})),
    Silent("dx-repeated", "they differ", clinic(diagnoses=dx("E119", "E1165"))),
    Silent("dx-without-service", "every diagnosis is pointed to",
           clinic(diagnoses=dx("E119", "I10"), lines=(line(pointers=(1, 2)),))),
    Silent("dx-without-service", "an 837I has no pointers", emergency()),
    Silent("dx-without-service", "there is no line yet", clinic(lines=())),
    Silent("poa-missing", "the code is exempt", inpatient(diagnoses=dx("Z9181"))),
    Silent("poa-missing", "nothing is known of the code",
           inpatient(diagnoses=dx("J18"), facts={"J18": None})),
    Silent("poa-missing", "an emergency claim has none", emergency()),
    Silent("poa-unknown", "all four answers exist",
           inpatient(diagnoses=tuple(Diagnosis(f"J18{n}", n) for n in "YNUW"))),
    Silent("poa-exempt", "it is blank", inpatient(diagnoses=dx("Z9181"))),
    Silent("poa-exempt", "nothing is known of the code",
           inpatient(diagnoses=dx("J18", poa="Y"), facts={"J18": None})),
    Silent("poa-exempt", "the code is not exempt", inpatient(diagnoses=dx("J189", poa="N"))),
    Silent("poa-not-sent", "it is an inpatient claim", inpatient()),
    Silent("poa-not-sent", "none is given", clinic()),
]
# fmt: on


def test_a_doctors_own_fee_for_an_inpatient_has_no_poa() -> None:
    fee = clinic(patient_class=PatientClass.INPATIENT)
    assert fee.encounter.unit is Unit.PROFESSIONAL
    assert said("poa-missing", fee) == []


def test_a_code_without_its_seventh_character_comes_with_the_whole_ones() -> None:
    (finding,) = said("dx-seventh-missing", clinic(diagnoses=dx("T1490"), facts=OF_T1490, notes=SEVENTHS))
    assert [(one.code, one.instead) for one in finding.proposes] == [
        ("T1490XA", ("T1490",)),
        ("T1490XD", ("T1490",)),
    ]
    assert finding.proposes[0].meaning == "encounter"
