"""The right codes of the demo day: real, billable on the day, and accepted by every edit."""

import re

from queue_app.codesets.tables import CodeTables
from queue_app.demo import answers, directories
from queue_app.domain import edits
from queue_app.domain.codes import Codes
from queue_app.domain.directory import Facility, Provider
from queue_app.domain.edits.finding import Case, Severity
from queue_app.domain.encounter import PatientClass
from queue_app.domain.triage import unit_of
from queue_app.services import coding
from tests.builders import an_encounter
from tests.demo.builders import TODAY, many_days

PRICES = directories.prices()


def test_every_code_has_the_shape_of_one():
    for visit in many_days():
        codes = answers.codes(visit, PRICES)
        assert all(re.fullmatch(r"[A-Z]\d[0-9A-Z]{1,5}", one.code) for one in codes.diagnoses)
        assert all(re.fullmatch(r"[0-9A-HJ-NP-Z]{7}", one.code) for one in codes.procedures)
        assert all(re.fullmatch(r"\d{5}|[A-Z]\d{4}", one.code) for one in codes.lines)


def test_inpatients_have_poa_and_procedures_and_outpatients_have_lines():
    for visit in many_days():
        codes = answers.codes(visit, PRICES)
        inpatient = visit.stay.patient_class is PatientClass.INPATIENT
        assert bool(codes.lines) is not inpatient
        assert inpatient or not (codes.procedures or any(one.poa for one in codes.diagnoses))
        assert len(codes.diagnoses) == len({one.code for one in codes.diagnoses})


def test_no_edit_finds_fault_with_an_answer(tables: CodeTables):
    listed = {(entry.kind, entry.id): entry for entry in directories.entries()}
    for visit in many_days():
        if visit.flaw == "in house":
            continue
        codes, stay = answers.codes(visit, PRICES), visit.stay
        facility = listed[Facility.kind, stay.facility]
        provider = listed.get((Provider.kind, stay.attending))
        assert isinstance(facility, Facility)
        assert isinstance(provider, Provider | None)
        case = Case(
            encounter=an_encounter(unit=unit_of(stay.patient_class), patient=visit.patient, stay=stay),
            codes=codes,
            facts=coding.facts(tables, codes),
            today=TODAY,
            facility=facility,
            provider=provider,
            modifiers=tables.modifiers(),
        )
        findings = [one for one in edits.findings(case) if one.severity is not Severity.INFORMATION]
        assert findings == [], visit.scenario.key


def test_every_account_has_charges_and_every_answer_a_diagnosis():
    for visit in many_days():
        assert answers.charged(visit, PRICES) > 0
        assert answers.codes(visit, PRICES) != Codes()
        assert answers.codes(visit, PRICES).diagnoses
