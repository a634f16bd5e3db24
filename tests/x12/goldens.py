"""The files kept under golden/, compared letter by letter.

After a change that is meant, write them anew and read the difference: python -m tests.x12.goldens
"""

from pathlib import Path

from queue_app.x12 import envelope
from tests.x12.builders import (
    a_clinic_claim,
    a_clinic_claim_elsewhere,
    a_surgical_claim,
    an_emergency_by_others,
    an_emergency_claim,
    an_inpatient_claim,
    an_interchange,
)

FOLDER = Path(__file__).parent / "golden"
GOLDENS = {
    "837p_clinic.x12": an_interchange(a_clinic_claim()),
    "837i_inpatient.x12": an_interchange(an_inpatient_claim()),
    "837i_emergency.x12": an_interchange(an_emergency_claim()),
    "837p_elsewhere.x12": an_interchange(a_clinic_claim_elsewhere()),
    "837i_surgery.x12": an_interchange(a_surgical_claim()),
    "837i_by_others.x12": an_interchange(an_emergency_by_others()),
}


def by_lines(text: str) -> str:
    """A segment a line, so that a difference can be read."""
    return text.replace("~", "~\n")


if __name__ == "__main__":
    for name, interchange in GOLDENS.items():
        (FOLDER / name).write_text(by_lines(envelope.write(interchange)))
