"""Edits of the stay, the patient, the providers and the filing."""

from datetime import date, timedelta

from tests.domain.edits.builders import ADMITTED, VISIT_ENDED, clinic, facility, inpatient, provider
from tests.domain.edits.expectations import Silent, Speaks

BEFORE = ADMITTED - timedelta(days=1)
YEAR_LATER = VISIT_ENDED.date() + timedelta(days=365)

# fmt: off
SPEAKS = [
    Speaks("not-discharged", inpatient(discharged_at=None),
           "", "has not ended yet: put it on hold until it does"),
    Speaks("not-discharged", clinic(discharged_at=None), "", "or ask registration to enter when it ended."),
    Speaks("discharged-before-admission", inpatient(discharged_at=BEFORE),
           "", "ask registration to correct admission and discharge."),
    Speaks("in-the-future", clinic(today=BEFORE.date()), "", "a day still to come: ask registration"),
    Speaks("birth-date-missing", clinic(born_on=None),
           "", "no birth date, which the claim needs: ask registration"),
    Speaks("born-after-admission", clinic(born_on=date(2026, 6, 9)),
           "", "after the admission: ask registration"),
    Speaks("sex-missing", clinic(sex=""), "", "ask registration to enter F, M or U."),
    Speaks("sex-missing", clinic(sex="female"), "", "ask registration to enter F, M or U."),
    Speaks("sex-unspecified", clinic(sex="U"), "", "ask registration for it, or submit if it stays unknown."),
    Speaks("facility-npi", clinic(facility=facility(npi="1234567890")),
           "", "facility's NPI is mistyped in the directory: ask billing"),
    Speaks("provider-npi", clinic(provider=provider(npi="")),
           "", "provider's NPI is mistyped in the directory: ask billing"),
    Speaks("filing-late", clinic(today=YEAR_LATER + timedelta(days=1)),
           "", "ended 366 days ago, past the usual limit for filing: ask billing"),
]
SILENT = [
    Silent("not-discharged", "it has ended", inpatient()),
    Silent("discharged-before-admission", "it ended within the hour", clinic()),
    Silent("in-the-future", "it ended today", clinic(today=VISIT_ENDED.date())),
    Silent("birth-date-missing", "it is known", clinic()),
    Silent("born-after-admission", "the patient was born that day", clinic(born_on=ADMITTED.date())),
    Silent("born-after-admission", "birth-date-missing says it", clinic(born_on=None)),
    Silent("sex-missing", "it is M", clinic(sex="M")),
    Silent("sex-missing", "U can be sent", clinic(sex="U")),
    Silent("sex-unspecified", "it is F", clinic(sex="F")),
    Silent("facility-npi", "the check digit is right", clinic(facility=facility())),
    Silent("facility-npi", "a missing entry is a billing hold", clinic(facility=None)),
    Silent("provider-npi", "the check digit is right", clinic(provider=provider())),
    Silent("provider-npi", "a missing entry is a billing hold", clinic(provider=None)),
    Silent("filing-late", "it ended a year ago to the day", clinic(today=YEAR_LATER)),
]
# fmt: on
