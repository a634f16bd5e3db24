"""Edits of the service lines and their modifiers."""

from datetime import date
from typing import Any

from queue_app.domain.edits.finding import Case
from tests.domain.edits.builders import TODAY, clinic, dx, emergency, inpatient, line
from tests.domain.edits.expectations import Silent, Speaks

FIVE = dx("E119", "I10", "E785", "R05", "Z9181")
DAY_BEFORE, DAY, DAY_AFTER = date(2026, 6, 7), date(2026, 6, 8), date(2026, 6, 9)
TOMORROW = date(2026, 6, 21)


def with_line(**changes: Any) -> Case:
    return clinic(lines=(line(**changes),))


def with_modifiers(*modifiers: str, known: str = "") -> Case:
    return clinic(lines=(line(modifiers=modifiers),), modifiers=frozenset(known.split()))


# fmt: off
SPEAKS = [
    Speaks("line-missing", clinic(lines=()), "lines", "no service line: add the CPT or HCPCS code"),
    Speaks("line-missing", emergency(lines=()), "lines", "no service line"),
    Speaks("line-too-many", clinic(lines=(line(),) * 51),
           "lines", "at most 50 service lines and 51 are listed: raise the units"),
    Speaks("line-too-many", emergency(lines=(line(),) * 1000), "lines", "at most 999 service lines"),
    Speaks("line-unknown", clinic(facts={"99213": None}),
           "lines.0", "99213 on line 1 is not in the CPT and HCPCS tables: correct it"),
    Speaks("line-not-billable", clinic(facts={"99213": {"billable": False}}),
           "lines.0", "cannot be billed: choose the code"),
    Speaks("line-not-valid", clinic(facts={"99213": {"valid_to": DAY_BEFORE}}),
           "lines.0", "was last valid on 2026-06-07 and is judged on 2026-06-08: choose the code"),
    Speaks("line-not-valid", inpatient(lines=(line(on=DAY_AFTER),), facts={"99213": {"valid_to": DAY}}),
           "lines.0", "is judged on 2026-06-09"),
    Speaks("line-not-valid", inpatient(lines=(line(on=None),), facts={"99213": {"valid_to": DAY}}),
           "lines.0", "is judged on 2026-06-12"),
    Speaks("line-undated", with_line(on=None),
           "lines.0.on", "has no date of service: enter the day it was done."),
    Speaks("line-undated", emergency(lines=(line(on=None),)), "lines.0.on", "has no date of service"),
    Speaks("line-outside-encounter", with_line(on=DAY_BEFORE),
           "lines.0.on", "is dated 2026-06-07, outside the encounter: enter a day from 2026-06-08"),
    Speaks("line-outside-encounter", with_line(on=DAY_AFTER), "lines.0.on", "is dated 2026-06-09, outside"),
    Speaks("line-outside-encounter", with_line(on=TODAY), "lines.0.on", "is dated 2026-06-20, outside"),
    Speaks("line-in-future", with_line(on=TOMORROW),
           "lines.0.on", "is dated 2026-06-21, which is still to come: enter the day"),
    Speaks("line-units", with_line(units=0), "lines.0.units", "enter how often it was done, 1 to 9999."),
    Speaks("line-units", with_line(units=-1), "lines.0.units", "impossible units"),
    Speaks("line-units", with_line(units=10_000), "lines.0.units", "impossible units"),
    Speaks("line-units-high", with_line(units=101),
           "lines.0.units", "has 101 units: compare them with the record"),
    Speaks("line-units-high", with_line(units=9_999), "lines.0.units", "has 9999 units"),
    Speaks("line-charge", with_line(charge=0), "lines.0.charge", "enter the amount for all its units"),
    Speaks("line-charge", with_line(charge=-1), "lines.0.charge", "no charge that can be billed"),
    Speaks("line-charge", with_line(charge=100_000_000_00), "lines.0.charge", "to $99,999,999.99."),
    Speaks("line-charge-high", with_line(charge=100_000_01),
           "lines.0.charge", "is charged $100,000.01: compare units and charge"),
    Speaks("line-charge-high", with_line(charge=99_999_999_99), "lines.0.charge", "$99,999,999.99"),
    Speaks("line-repeated", clinic(lines=(line(), line(code="81002"), line(units=2))),
           "lines.2", "99213 on line 3 repeats line 1 of the same day: remove it and raise the units"),
    Speaks("line-repeated", clinic(lines=(line(modifiers=("25", "GT")), line(modifiers=("GT", "25")))),
           "lines.1", "repeats line 1"),
    Speaks("line-on-inpatient", inpatient(lines=(line(),)),
           "lines", "keep CPT and HCPCS lines only where the payer asks"),
    Speaks("pointer-missing", with_line(pointers=()),
           "lines.0.pointers", "enter the positions of up to 4 diagnoses"),
    Speaks("pointer-too-many", clinic(diagnoses=FIVE, lines=(line(pointers=(1, 2, 3, 4, 5)),)),
           "lines.0.pointers", "points to 5 diagnoses: keep the 4 that justify it best."),
    Speaks("pointer-out-of-range", with_line(pointers=(1, 2)),
           "lines.0.pointers", "not listed: use positions 1 to 1."),
    Speaks("pointer-out-of-range", with_line(pointers=(0,)), "lines.0.pointers", "use positions"),
    Speaks("pointer-repeated", with_line(pointers=(1, 1)), "lines.0.pointers", "name each position once."),
    Speaks("modifier-too-many", with_modifiers("25", "59", "76", "GT", "LT"),
           "lines.0.modifiers", "Line 1 has 5 modifiers: keep the 4"),
    Speaks("modifier-unknown", with_modifiers("2"),
           "lines.0.modifiers", "The modifier “2” on line 1 does not exist: correct it"),
    Speaks("modifier-unknown", with_modifiers("lt"), "lines.0.modifiers", "“lt”"),
    Speaks("modifier-unknown", with_modifiers(""), "lines.0.modifiers", "“blank”"),
    Speaks("modifier-unknown", with_modifiers("25", "QQ", known="25 59"), "lines.0.modifiers", "“QQ”"),
    Speaks("modifier-repeated", with_modifiers("59", "25", "59"),
           "lines.0.modifiers", "“59” stands on line 1 more than once: keep one"),
]
SILENT = [
    Silent("line-missing", "an inpatient claim needs none", inpatient()),
    Silent("line-missing", "there is one", clinic()),
    Silent("line-too-many", "fifty are allowed on an 837P", clinic(lines=(line(),) * 50)),
    Silent("line-too-many", "999 are allowed on an 837I", emergency(lines=(line(),) * 999)),
    Silent("line-unknown", "it is in the CPT table", clinic()),
    Silent("line-unknown", "it is in the HCPCS table", clinic(lines=(line(code="G0463"),))),
    Silent("line-not-billable", "it is billable", clinic()),
    Silent("line-not-valid", "the day is its first", clinic(facts={"99213": {"valid_from": DAY}})),
    Silent("line-not-valid", "it was retired between the service and the discharge",
           inpatient(lines=(line(),), facts={"99213": {"valid_to": DAY}})),
    Silent("line-undated", "it is dated", clinic()),
    Silent("line-undated", "an inpatient claim may leave it out", inpatient(lines=(line(on=None),))),
    Silent("line-outside-encounter", "it was done on the day of the visit", clinic()),
    Silent("line-outside-encounter", "inpatient claims take in the three days before",
           inpatient(lines=(line(on=date(2026, 6, 5)),))),
    Silent("line-outside-encounter", "it was done on the day of discharge",
           inpatient(lines=(line(on=date(2026, 6, 12)),))),
    Silent("line-outside-encounter", "line-in-future says it", with_line(on=TOMORROW)),
    Silent("line-in-future", "it is today", with_line(on=TODAY)),
    Silent("line-units", "one is the least", with_line(units=1)),
    Silent("line-units", "9999 is the most", with_line(units=9_999)),
    Silent("line-units-high", "a hundred is usual", with_line(units=100)),
    Silent("line-units-high", "line-units says it", with_line(units=10_000)),
    Silent("line-charge", "a cent is the least", with_line(charge=1)),
    Silent("line-charge", "ten digits are the most", with_line(charge=99_999_999_99)),
    Silent("line-charge-high", "it is not above $100,000", with_line(charge=100_000_00)),
    Silent("line-charge-high", "line-charge says it", with_line(charge=100_000_000_00)),
    Silent("line-repeated", "a modifier tells them apart",
           clinic(lines=(line(modifiers=()), line(modifiers=("76",))))),
    Silent("line-repeated", "the days differ", inpatient(lines=(line(), line(on=DAY_AFTER)))),
    Silent("line-on-inpatient", "there is none", inpatient()),
    Silent("line-on-inpatient", "it is an emergency claim", emergency()),
    Silent("pointer-missing", "it has one", clinic()),
    Silent("pointer-missing", "an 837I has none", emergency(lines=(line(pointers=()),))),
    Silent("pointer-too-many", "four are allowed",
           clinic(diagnoses=FIVE, lines=(line(pointers=(1, 2, 3, 4)),))),
    Silent("pointer-out-of-range", "the last diagnosis can be pointed to",
           clinic(diagnoses=FIVE, lines=(line(pointers=(5,)),))),
    Silent("pointer-out-of-range", "dx-missing says it", clinic(diagnoses=())),
    Silent("pointer-repeated", "they differ", clinic(diagnoses=FIVE, lines=(line(pointers=(2, 1)),))),
    Silent("modifier-too-many", "four are allowed", with_modifiers("25", "59", "76", "GT")),
    Silent("modifier-unknown", "no list is loaded and its form is right", with_modifiers("QQ", "25", "A1")),
    Silent("modifier-unknown", "it is in the list", with_modifiers("25", known="25 59")),
    Silent("modifier-repeated", "they differ", with_modifiers("59", "25")),
]
# fmt: on
