"""Edits of newborns, and of what is the mother's record and the child's."""

from datetime import date
from typing import Any

from tests.domain.edits.builders import ADMITTED, inpatient
from tests.domain.edits.expectations import quiet, told

BORN_TODAY: dict[str, Any] = {"kind": inpatient, "born_on": ADMITTED.date()}
BORN_YESTERDAY: dict[str, Any] = {"kind": inpatient, "born_on": date(2026, 6, 7)}
TEN_DAYS: dict[str, Any] = {"kind": inpatient, "born_on": date(2026, 5, 29)}
TWO_MONTHS: dict[str, Any] = {"kind": inpatient, "born_on": date(2026, 4, 8)}
TWO_YEARS: dict[str, Any] = {"kind": inpatient, "born_on": date(2024, 6, 8)}

# fmt: off
SPEAKS = [
    told("maternal-code-on-newborn", "Z3800 O700", 1, "never on the newborn's: remove it.", **BORN_TODAY),
    told("maternal-code-on-newborn", "Z3800 Z370", 1, "belongs on the mother's record", **BORN_TODAY),
    told("perinatal-code-on-mother", "O700 P0739 Z370", 1, "never on the mother's: remove it."),
    told("liveborn-not-newborn", "Z3800 J189", 0, "for the record of the birth", **TWO_MONTHS),
    told("liveborn-not-newborn", "Z3800 P599", 0, "remove it.", **TEN_DAYS),
    told("liveborn-not-newborn", "O80 Z3800", 1, "of the newborn only", born_on=None),
    told("liveborn-not-first", "P0739 Z3800", 1, "move it to position 1.", **BORN_TODAY),
    told("liveborn-missing", "P0739", 0, "put the Z38 code of the birth first.", **BORN_TODAY),
    told("stillbirth-with-others", "P95 Q900", 0, "stands alone", **BORN_TODAY),
    told("gestation-before-weight", "P0732 P0714", 0, "move P07.14 at position 2 before it."),
    told("newborn-sepsis-organism-twice", "P360 B951", 1,
         "is said by P36.0 at position 1 already: remove it."),
    told("newborn-observation-late", "Z051", 0, "use a Z03 or Z04 code instead.", **TWO_YEARS),
]
SILENT = [
    quiet("maternal-code-on-newborn", "Z3800 P0739", "both are the child's", **BORN_TODAY),
    quiet("maternal-code-on-newborn", "O80 Z370", "it is the mother's record"),
    quiet("perinatal-code-on-mother", "Z3800 P0739", "it is the child's record", **BORN_TODAY),
    quiet("liveborn-not-newborn", "Z3800", "it is the birth", **BORN_TODAY),
    quiet("liveborn-not-newborn", "Z381", "the child was born outside, the day before", **BORN_YESTERDAY),
    quiet("liveborn-not-first", "Z3800 P0739", "it comes first", **BORN_TODAY),
    quiet("liveborn-missing", "Z3800", "it is there", **BORN_TODAY),
    quiet("liveborn-missing", "P0739", "the child was brought from another hospital", admit_source="4",
          **BORN_TODAY),
    quiet("liveborn-missing", "J189", "the child was born long ago", **TWO_MONTHS),
    quiet("stillbirth-with-others", "P95", "it stands alone", **BORN_TODAY),
    quiet("gestation-before-weight", "P0714 P0732", "the weight comes first"),
    quiet("newborn-sepsis-organism-twice", "P368 B9620", "P36.8 names no organism"),
    quiet("newborn-observation-late", "Z051", "the child is an infant", **TWO_MONTHS),
]
# fmt: on
