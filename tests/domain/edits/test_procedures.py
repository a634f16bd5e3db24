"""Edits of the ICD-10-PCS procedures."""

from datetime import date
from typing import Any

from queue_app.domain.codes import Procedure
from queue_app.domain.edits.finding import Case
from tests.domain.edits.builders import BRONCHOSCOPY, TODAY, clinic, emergency, inpatient
from tests.domain.edits.expectations import Silent, Speaks

TWENTY_SIX = tuple(Procedure(f"0BJ08Z{n}", BRONCHOSCOPY.on) for n in "0123456789ABCDEFGHIJKLMNOP")


def done(month: int, day: int) -> Case:
    """Admitted on 8 June, discharged on the 12th, coded on the 20th, and the procedure done on that day."""
    return inpatient(procedures=(Procedure("0BJ08ZZ", date(2026, month, day)),))


def known(**fact: Any) -> Case:
    return inpatient(facts={"0BJ08ZZ": fact})


# fmt: off
SPEAKS = [
    Speaks("px-not-inpatient", emergency(procedures=(BRONCHOSCOPY,)),
           "procedures", "remove them and code the services as CPT or HCPCS"),
    Speaks("px-not-inpatient", clinic(procedures=(BRONCHOSCOPY,)),
           "procedures", "inpatient facility claims only"),
    Speaks("px-too-many", inpatient(procedures=TWENTY_SIX),
           "procedures", "at most 25 procedures and 26 are listed: remove the 1"),
    Speaks("px-unknown", inpatient(facts={"0BJ08ZZ": None}),
           "procedures.0", "0BJ08ZZ at procedure 1 is not in the ICD-10-PCS code table"),
    Speaks("px-not-billable", known(billable=False),
           "procedures.0", "complete it to seven from its PCS table."),
    Speaks("px-not-valid", known(valid_to=date(2026, 6, 11)),
           "procedures.0", "last valid on 2026-06-11 and is judged on 2026-06-12: choose"),
    Speaks("px-undated", inpatient(procedures=(Procedure("0BJ08ZZ"),)),
           "procedures.0.on", "has no date: enter the day it was done."),
    Speaks("px-outside-stay", done(6, 4), "procedures.0.on",
           "outside the stay: enter a day from three days before the admission on 2026-06-08 to 2026-06-12."),
    Speaks("px-outside-stay", done(6, 13), "procedures.0.on", "is dated 2026-06-13, outside the stay"),
    Speaks("px-outside-stay", done(TODAY.month, TODAY.day), "procedures.0.on", "outside the stay"),
    Speaks("px-in-future", done(6, 21),
           "procedures.0.on", "is dated 2026-06-21, which is still to come: enter the day"),
]
SILENT = [
    Silent("px-not-inpatient", "it is an inpatient claim", inpatient()),
    Silent("px-not-inpatient", "there is none", emergency()),
    Silent("px-too-many", "twenty-five are allowed", inpatient(procedures=TWENTY_SIX[:25])),
    Silent("px-too-many", "they have to go anyway", emergency(procedures=TWENTY_SIX)),
    Silent("px-unknown", "it is in the table", inpatient()),
    Silent("px-unknown", "it has to go anyway", clinic(procedures=(BRONCHOSCOPY,), facts={"0BJ08ZZ": None})),
    Silent("px-not-billable", "it has all seven characters", inpatient()),
    Silent("px-not-valid", "it became valid on the day of discharge, after it was done",
           known(valid_from=date(2026, 6, 12))),
    Silent("px-undated", "it is dated", inpatient()),
    Silent("px-outside-stay", "it was done three days before the admission", done(6, 5)),
    Silent("px-outside-stay", "it was done on the day of discharge", done(6, 12)),
    Silent("px-outside-stay", "px-in-future says it", done(6, 21)),
    Silent("px-in-future", "it was done today", done(TODAY.month, TODAY.day)),
]
# fmt: on
