"""Edits of what the claim says around the codes: the stay's dates, the patient, the providers, and filing."""

from queue_app.domain.edits.finding import Case
from queue_app.domain.edits.rule import Troubles, error, warning
from queue_app.domain.npi import npi_is_valid

FILING_DAYS = 365  # Medicare: one calendar year after the service; many payers give less


@error("005010X223A2 2300 DTP*434; UB-04 FL 6")
def not_discharged(case: Case) -> Troubles:
    if case.encounter.stay.discharged_at is None:
        yield (
            "",
            "The encounter has not ended yet: put it on hold until it does, "
            "or ask registration to enter when it ended.",
        )


@error("005010X223A2 2300 DTP*434, DTP*435; UB-04 FL 6, FL 12")
def discharged_before_admission(case: Case) -> Troubles:
    stay = case.encounter.stay
    if stay.discharged_at and stay.discharged_at.date() < stay.admitted_at.date():
        yield "", "The encounter ends before it begins: ask registration to correct admission and discharge."


@error("005010X223A2 2300 DTP*434; UB-04 FL 6")
def in_the_future(case: Case) -> Troubles:
    if case.encounter.stay.ended_at.date() > case.today:
        yield "", "The encounter ends on a day still to come: ask registration to correct its dates."


@error("005010X222A1 and 005010X223A2, 2010BA DMG02")
def birth_date_missing(case: Case) -> Troubles:
    if case.encounter.patient.born_on is None:
        yield "", "The patient has no birth date, which the claim needs: ask registration to add it."


@error("005010X222A1 and 005010X223A2, 2010BA DMG02")
def born_after_admission(case: Case) -> Troubles:
    born_on = case.encounter.patient.born_on
    if born_on and born_on > case.encounter.stay.admitted_at.date():
        yield "", "The patient's birth date is after the admission: ask registration to correct them."


@error("005010X222A1 and 005010X223A2, 2010BA DMG03")
def sex_missing(case: Case) -> Troubles:
    if case.encounter.patient.sex not in ("F", "M", "U"):
        yield "", "The patient has no sex that a claim can carry: ask registration to enter F, M or U."


@warning("005010X222A1 and 005010X223A2, 2010BA DMG03")
def sex_unspecified(case: Case) -> Troubles:
    if case.encounter.patient.sex == "U":
        yield "", "The patient's sex is U, unknown: ask registration for it, or submit if it stays unknown."


@error("005010X222A1 and 005010X223A2, 2010AA NM109")
def facility_npi(case: Case) -> Troubles:
    if case.facility and not npi_is_valid(case.facility.npi):
        yield "", "The facility's NPI is mistyped in the directory: ask billing to correct it."


@error("005010X222A1 2310B NM109; 005010X223A2 2310A NM109")
def provider_npi(case: Case) -> Troubles:
    if case.provider and not npi_is_valid(case.provider.npi):
        yield "", "The provider's NPI is mistyped in the directory: ask billing to correct it."


@warning("42 CFR 424.44")
def filing_late(case: Case) -> Troubles:
    days = (case.today - case.encounter.stay.ended_at.date()).days
    if days > FILING_DAYS:
        yield (
            "",
            f"The encounter ended {days} days ago, past the usual limit for filing: "
            "ask billing whether the payer still takes the claim.",
        )
