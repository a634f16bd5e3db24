"""The edits as a whole: every rule is applied and shown at work, in order, whatever is typed."""

import re
from collections.abc import Callable
from datetime import date
from types import ModuleType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from queue_app.domain.codes import Codes, Diagnosis, Line, Procedure
from queue_app.domain.edits import RULES, claim, diagnoses, findings, lines, modifiers, procedures
from queue_app.domain.edits.finding import Case, Severity
from tests.domain.edits import test_claim, test_diagnoses, test_lines, test_procedures
from tests.domain.edits.builders import clinic, dx, emergency, inpatient, line

TABLES = (test_claim, test_diagnoses, test_procedures, test_lines)
IDS = [id for id, _, _ in RULES]
KINDS = pytest.mark.parametrize("kind", [inpatient, emergency, clinic])


@pytest.mark.parametrize("subject", [claim, diagnoses, procedures, lines, modifiers])
def test_every_rule_that_is_written_is_applied(subject: ModuleType) -> None:
    written = {
        value
        for name, value in vars(subject).items()
        if not name.startswith("_") and callable(value) and value.__module__ == subject.__name__
    }
    assert written and written <= {rule for _, _, rule in RULES}


def test_every_rule_is_shown_speaking_and_silent() -> None:
    assert {row.rule for table in TABLES for row in table.SPEAKS} == set(IDS)
    assert {row.rule for table in TABLES for row in table.SILENT} == set(IDS)


def test_every_rule_has_its_own_name() -> None:
    assert len(IDS) == len(set(IDS))


@KINDS
def test_of_a_good_case_there_is_nothing_to_say(kind: Callable[..., Case]) -> None:
    assert findings(kind()) == ()


def test_errors_come_first_and_then_the_order_of_the_page() -> None:
    case = inpatient(
        sex="U",
        born_on=None,
        diagnoses=(*dx(*(f"R0{n}" for n in range(11)), poa="Y"), *dx("R00", "J189")),
        procedures=(Procedure("0BJ08ZZ"),),
        lines=(line(), line(units=0), line(modifiers=("2",))),
    )
    assert [(finding.severity.value, finding.where) for finding in findings(case)] == [
        ("error", ""),
        ("error", "diagnoses.11"),
        ("error", "diagnoses.11.poa"),
        ("error", "diagnoses.12.poa"),
        ("error", "procedures.0.on"),
        ("error", "lines.1.units"),
        ("error", "lines.2.modifiers"),
        ("warning", ""),
        ("warning", "lines.1"),
        ("information", "lines"),
    ]


def test_the_second_row_is_told_before_the_eleventh() -> None:
    case = clinic(diagnoses=dx(*("R05" for _ in range(11))))
    told = [finding.where for finding in findings(case) if finding.rule == "dx-repeated"]
    assert told == [f"diagnoses.{at}" for at in range(1, 11)]


def test_a_finding_carries_the_name_and_weight_of_its_rule() -> None:
    (finding,) = findings(clinic(sex="U"))
    assert (finding.rule, finding.severity) == ("sex-unspecified", Severity.WARNING)


def test_no_sentence_names_the_patient() -> None:
    case = clinic(
        family="Zyxgood", given="Quillaume", mrn="MRN-777", born_on=None, sex="", discharged_at=None
    )
    told = " ".join(finding.message for finding in findings(case))
    assert told and not re.search("Zyxgood|Quillaume|MRN-777", told)


typed = st.one_of(
    st.text(max_size=12), st.sampled_from(["", "E119", "W19XXXA", "S52", "99213", "0BJ08ZZ", "Ⅷ²"])
)
days = st.none() | st.dates()
whole = st.integers()
codes = st.builds(
    Codes,
    st.lists(st.builds(Diagnosis, typed, typed), max_size=30).map(tuple),
    st.lists(st.builds(Procedure, typed, days), max_size=30).map(tuple),
    st.lists(
        st.builds(
            Line,
            typed,
            st.lists(typed, max_size=6).map(tuple),
            whole,
            whole,
            days,
            st.lists(whole, max_size=6).map(tuple),
        ),
        max_size=55,
    ).map(tuple),
)
fact = st.none() | st.fixed_dictionaries(
    {"billable": st.booleans(), "poa_exempt": st.booleans(), "valid_from": days, "valid_to": days}
)
WHERE = re.compile(r"|(diagnoses|procedures|lines)(\.\d+(\.(poa|on|units|charge|modifiers|pointers))?)?")


@KINDS
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(codes=codes, told=st.dictionaries(typed, fact, max_size=5), today=st.dates(), more=st.data())
def test_whatever_is_typed_gets_sentences_and_places_and_never_a_crash(
    kind: Callable[..., Case], codes: Codes, told: dict[str, object], today: date, more: st.DataObject
) -> None:
    modifiers = more.draw(st.sampled_from([frozenset(), frozenset({"25"})]))
    case = kind(
        diagnoses=codes.diagnoses,
        procedures=codes.procedures,
        lines=codes.lines,
        facts=told,
        today=today,
        modifiers=modifiers,
    )
    for finding in findings(case):
        assert WHERE.fullmatch(finding.where)
        assert finding.message.isprintable() and finding.message.endswith(".") and len(finding.message) < 200
