"""Warnings that stand with a reason, and what an override is bound to."""

from dataclasses import replace
from typing import Any

import pytest

from queue_app.domain.codes import Codes, Override, Procedure
from queue_app.domain.edits import findings, overrides
from queue_app.domain.edits.finding import Note, Severity
from tests.domain.edits.builders import ADMITTED, BRONCHOSCOPY, clinic, dx, inpatient, line
from tests.domain.edits.expectations import said

INFLUENZA: dict[str, Any] = {
    "notes": {"J101": (Note("J10", "excludes1", "(J11.-)"),), "J111": (Note("J11", "excludes1", "(J10.-)"),)}
}
UNRELATED = Override("excludes1", "J101+J111", "unrelated")


def pair(*listed: str, **changes: Any) -> Any:
    return clinic(diagnoses=dx(*listed), **INFLUENZA | changes)


@pytest.mark.parametrize("listed", [("J101", "J111"), ("J111", "J101"), ("I10", "J111", "R05", "J101")])
def test_a_warning_stays_overridden_wherever_its_codes_are_moved(listed: tuple[str, ...]) -> None:
    (finding,) = said("excludes1", pair(*listed, overrides=(UNRELATED,)))
    assert (finding.about, finding.overridden, finding.waits) == ("J101+J111", "unrelated", False)


def test_another_pair_is_another_warning() -> None:
    (finding,) = said("excludes1", pair("J101", "J1189", overrides=(UNRELATED,)))
    assert (finding.about, finding.waits) == ("J101+J1189", True)


def test_an_override_of_another_rule_answers_nothing() -> None:
    (finding,) = said("excludes1", pair("J101", "J111", overrides=(replace(UNRELATED, rule="code-first"),)))
    assert finding.waits


@pytest.mark.parametrize("severity", [Severity.ERROR, Severity.INFORMATION])
def test_only_warnings_can_be_overridden(severity: Severity) -> None:
    case = clinic(diagnoses=dx("I10", "I10", "E119"))
    finding = next(one for one in findings(case) if one.severity is severity)
    told = replace(case.codes, overrides=(Override(finding.rule, finding.about, "documented"),))
    assert finding in findings(replace(case, codes=told))


def test_an_override_goes_when_one_of_its_codes_goes() -> None:
    whole = Override("mce-disposition", "", "payer")
    codes = Codes(dx("J101", "J111"), (), (), (UNRELATED, whole))
    assert codes.settled() == codes
    assert replace(codes, diagnoses=dx("J101")).settled().overrides == (whole,)


def test_what_is_submitted_has_the_overrides_of_the_warnings_that_stand_and_no_others() -> None:
    mended = Override("code-first", "J101+J111", "documented")
    case = pair("J101", "J111", overrides=(mended, UNRELATED))
    assert overrides.judged(case.codes, findings(case)).overrides == (UNRELATED,)


def test_warnings_that_nobody_answers_are_kept_as_such() -> None:
    case = pair("J101", "J111", lines=(line(units=101),), overrides=(UNRELATED,))
    seen = overrides.let_pass(findings(case))
    assert not any(finding.waits for finding in seen)
    assert set(overrides.judged(case.codes, seen).overrides) == {
        UNRELATED,
        Override("line-units-high", "99213", overrides.UNANSWERED),
    }


def test_a_reason_reads_as_its_words_and_ones_own_words_as_they_are() -> None:
    assert overrides.said("unrelated") == "The conditions are unrelated"
    assert overrides.said("Dr. House was asked.") == "Dr. House was asked."
    assert overrides.said(overrides.UNANSWERED).startswith("Nobody answered it")


def test_a_warning_of_a_line_or_a_procedure_is_about_its_code() -> None:
    (many,) = said("line-units-high", clinic(lines=(line(code="99214"), line(units=101))))
    assert many.about == "99213"
    ventilated = Procedure("5A1955Z", BRONCHOSCOPY.on)
    (short,) = said(
        "mce-stay-too-short", inpatient(procedures=(BRONCHOSCOPY, ventilated), discharged_at=ADMITTED)
    )
    assert short.about == "5A1955Z"
