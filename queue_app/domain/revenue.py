"""The revenue lines of a facility claim: by the charge master, and where it is silent by custom."""

from collections.abc import Mapping

from queue_app.domain.claim import RevenueLine
from queue_app.domain.codes import Line
from queue_app.domain.directory import Charge
from queue_app.domain.encounter import Stay

ROOM = "ROOM"  # the per-day service every inpatient day is charged with

# First and last CPT code of a range and the UB-04 revenue code its services usually belong to (NUBC; the
# charge master of the site overrules each).
_USUAL = (
    ("10004", "69990", "0360"),  # operating room
    ("70010", "76499", "0320"),  # diagnostic radiology
    ("76506", "76999", "0402"),  # ultrasound
    ("77046", "77067", "0401"),  # mammography
    ("78012", "79999", "0340"),  # nuclear medicine
    ("80047", "89398", "0300"),  # laboratory
    ("90281", "90399", "0636"),  # immune globulins
    ("90460", "90474", "0771"),  # vaccine administration
    ("90476", "90759", "0636"),  # vaccines
    ("90785", "90899", "0914"),  # psychiatric services
    ("90935", "90999", "0829"),  # dialysis
    ("92920", "93799", "0480"),  # cardiology
    ("93000", "93042", "0730"),  # electrocardiogram
    ("94002", "94799", "0410"),  # respiratory services
    ("95782", "96020", "0740"),  # neurology
    ("96360", "96379", "0260"),  # intravenous therapy
    ("96401", "96549", "0335"),  # chemotherapy
    ("97010", "97799", "0420"),  # physical therapy
    ("99202", "99215", "0510"),  # clinic
    ("99217", "99239", "0762"),  # observation
    ("99281", "99292", "0450"),  # emergency room
)
_USUAL_HCPCS = {"J": "0636", "P": "0390", "G": "0510", "A": "0270", "Q": "0636", "C": "0278", "L": "0274"}
OTHERWISE = "0500"  # outpatient services


def lines_of(stay: Stay, lines: tuple[Line, ...], charges: Mapping[str, Charge]) -> tuple[RevenueLine, ...]:
    """The SV2 lines of a facility claim: room and board for inpatients, then what the coder entered."""
    return (*_room(stay, charges), *(_line(line, charges) for line in lines))


def _room(stay: Stay, charges: Mapping[str, Charge]) -> tuple[RevenueLine, ...]:
    room = charges.get(ROOM)
    if stay.patient_class != "inpatient" or room is None:
        return ()
    days = max(1, (stay.ended_at.date() - stay.admitted_at.date()).days)
    return (RevenueLine(revenue_code=room.revenue_code, charge=days * room.cents, units=days, days=True),)


def _line(line: Line, charges: Mapping[str, Charge]) -> RevenueLine:
    known = charges.get(line.code)
    return RevenueLine(
        revenue_code=known.revenue_code if known else usual_revenue_code(line.code),
        charge=line.charge,
        units=line.units,
        code=line.code,
        modifiers=line.modifiers,
        on=line.on,
        rendering=line.rendering,
    )


def usual_revenue_code(code: str) -> str:
    """The revenue code a service usually belongs to, narrower ranges first."""
    fitting = [(int(last) - int(first), found) for first, last, found in _USUAL if first <= code <= last]
    return min(fitting)[1] if fitting else _USUAL_HCPCS.get(code[:1], OTHERWISE)
