"""The right codes of a visit: what a good coder would submit. The notes do not hold them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from random import Random

from queue_app.demo.visits import Visit
from queue_app.domain.abstract import SURGICAL
from queue_app.domain.codes import Abstract, Codes, Diagnosis, Line, Procedure, bare
from queue_app.domain.encounter import Billed, PatientClass
from queue_app.domain.revenue import usual_revenue_code
from queue_app.domain.stays import NEWBORN

DIAGNOSIS = re.compile(r"(?P<code>[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?)(?: (?P<poa>[YNUW]))?")
PROCEDURE = re.compile(r"(?P<code>[0-9A-Z]{7}) day (?P<day>\d+)")
LINE = re.compile(
    r"(?P<code>[0-9A-Z]{5})(?P<modifiers>(?:-[0-9A-Z]{2})*)(?: x(?P<units>\d+))? for (?P<pointers>[\d,]+)"
)

# What the account of an inpatient holds beside the room, in cents: tests and drugs a day, and each procedure.
ANCILLARY = 1_640_00
OPERATION = 9_850_00


def codes(visit: Visit, prices: Mapping[str, int]) -> Codes:
    """With POA for inpatients, and charges from the charge master."""
    inpatient = visit.scenario.patient_class is PatientClass.INPATIENT
    began_on = visit.stay.admitted_at.date()
    diagnoses = (
        Diagnosis(bare(told["code"]), told["poa"] or "" if inpatient else "")
        for told in _told(DIAGNOSIS, visit, visit.scenario.diagnoses)
    )
    procedures = (
        Procedure(told["code"], began_on + timedelta(days=int(told["day"])))
        for told in _told(PROCEDURE, visit, visit.scenario.procedures)
    )
    lines = (_line(told, visit, prices) for told in _told(LINE, visit, visit.scenario.lines, apart=";"))
    done = tuple(procedures)
    said = Abstract(
        operating=visit.stay.attending if any(one.code.startswith(SURGICAL) for one in done) else "",
        birth_weight=int(visit.words["grams"]) if visit.stay.admit_type == NEWBORN else 0,
    )
    return Codes(tuple(dict.fromkeys(diagnoses)), done, tuple(lines), abstract=said)


def _line(told: Mapping[str, str], visit: Visit, prices: Mapping[str, int]) -> Line:
    units = int(told["units"] or 1)
    return Line(
        code=told["code"],
        modifiers=tuple(told["modifiers"].split("-")[1:]),
        units=units,
        charge=units * prices[told["code"]],
        on=visit.stay.admitted_at.date(),
        pointers=tuple(map(int, told["pointers"].split(","))),
    )


def _told(
    shape: re.Pattern[str], visit: Visit, templates: Iterable[str], apart: str = ","
) -> Iterator[Mapping[str, str]]:
    """What is listed once the slots are filled; a slot may hold several codes or none."""
    for template in templates:
        for one in filter(None, map(str.strip, visit.words.fill(template).split(apart))):
            if not (found := shape.fullmatch(one)):
                raise ValueError(f"{visit.scenario.key}: “{one}” is not written as a code is.")
            yield found.groupdict()


def billed(visit: Visit, prices: Mapping[str, int]) -> tuple[Billed, ...]:
    """The services on the account: mostly as they are coded; of some visits one is missing, or doubled."""
    lines = codes(visit, prices).lines
    slip = Random(f"billed/{visit.account_number}").choice(("", "", "", "missing", "twice"))  # nosec B311
    if slip == "missing" and len(lines) > 1:
        lines = lines[:-1]
    elif slip == "twice" and lines:
        *others, last = lines
        lines = (*others, replace(last, units=2 * last.units, charge=2 * last.charge))
    return tuple(
        Billed(line.code, usual_revenue_code(line.code), line.units, line.charge, line.on) for line in lines
    )


def charged(visit: Visit, prices: Mapping[str, int]) -> int:
    """Cents on the account when it comes: the services, or for inpatients what such a stay usually costs."""
    services = sum(line.charge for line in codes(visit, prices).lines)
    if visit.scenario.patient_class is not PatientClass.INPATIENT:
        return services
    days = max(1, int(visit.words["nights"]))
    operations = len(visit.scenario.procedures)
    return days * (prices["ROOM"] + ANCILLARY) + operations * OPERATION
