"""Edits that hold what the source charged beside the service lines."""

from datetime import date

from queue_app.domain.charged import beside
from tests.domain.edits.builders import charge, clinic, emergency, inpatient, line
from tests.domain.edits.expectations import Silent, Speaks

DAY, NEXT = date(2026, 6, 8), date(2026, 6, 9)
LABS = tuple(charge(code) for code in ("99213", "80053", "85025", "36415", "83036", "84443", "80061"))
TWICE = (line(), line(modifiers=("59",)))
MORE = "80053, 85025, 36415, 83036, 84443 and 1 more"

# fmt: off
SPEAKS = [
    Speaks("charged-not-coded", clinic(billed=(charge("99213"), charge("36415"))),
           "charges.0", "not coded: 36415. Add what was done"),
    Speaks("charged-not-coded", clinic(billed=LABS), "charges.0", f"not coded: {MORE}. Add"),
    Speaks("charged-not-coded", clinic(billed=(charge("99213", 1), charge("99213", 1, NEXT))),
           "charges.0", "not coded: 99213."),
    Speaks("charged-not-coded", emergency(billed=(charge("36415", on=None),)),
           "charges.0", "not coded: 36415."),
    Speaks("coded-not-charged", clinic(billed=(charge("36415"),)),
           "lines.0", "99213 on line 1 was not charged"),
    Speaks("coded-not-charged", clinic(lines=(line(), line(code="J1885")), billed=(charge("99213"),)),
           "lines.1", "J1885 on line 2 was not charged: if the record has it"),
    Speaks("charged-units", clinic(billed=(charge("99213", 3),)),
           "lines.0.units", "coded with 1 and charged with 3 units on 2026-06-08"),
    Speaks("charged-units", clinic(lines=TWICE, billed=(charge("99213", 3),)),
           "lines.0.units", "coded with 2 and charged with 3 units"),
]
SILENT = [
    *(Silent(rule, because, case)
      for rule in ("charged-not-coded", "coded-not-charged", "charged-units")
      for because, case in (
          ("the source says nothing", clinic()),
          ("both sides agree", clinic(billed=(charge("99213"),))),
          ("two lines are as many units", clinic(lines=TWICE, billed=(charge("99213", 2),))),
          ("it was charged a day later", clinic(billed=(charge("99213", on=NEXT),))),
          ("services of inpatients are no lines", inpatient(billed=LABS)),
      )),
    Silent("charged-not-coded", "it has no code", clinic(billed=(charge(""), charge("99213")))),
]
# fmt: on


def test_what_agrees_and_what_has_no_code_is_counted() -> None:
    case = clinic(billed=(charge("99213"), charge("", cents=40_00), charge("36415")))
    found = beside(case.encounter, case.codes)
    assert found
    assert (found.agree, found.uncoded_cents, [one.code for one in found.rows]) == (1, 40_00, ["36415"])


def test_charges_of_one_service_on_one_day_are_one_row() -> None:
    case = clinic(billed=(charge("36415"), charge("36415", 2), charge("36415", on=NEXT)))
    found = beside(case.encounter, case.codes)
    assert found
    assert [(one.on, one.charged, one.cents) for one in found.not_coded] == [
        (DAY, 3, 200_00),
        (NEXT, 1, 100_00),
    ]
