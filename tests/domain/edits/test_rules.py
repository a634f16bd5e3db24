"""The edits as a whole: every rule is applied and shown at work, in order, whatever is typed."""

import importlib
import pkgutil
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from queue_app.domain import edits
from queue_app.domain.codes import Abstract, Codes, Diagnosis, Line, Procedure
from queue_app.domain.edits import RULES, findings
from queue_app.domain.edits.finding import Case, Note, Severity
from queue_app.domain.edits.rule import Rule
from queue_app.domain.edits.rules import SUBJECTS
from queue_app.domain.encounter import Billed
from tests.domain.edits.builders import clinic, dx, emergency, inpatient, line
from tests.domain.edits.expectations import Silent, Speaks

HERE = Path(__file__).parent
TABLES = [importlib.import_module(f"tests.domain.edits.{path.stem}") for path in HERE.glob("test_*.py")]
ROWS = [row for table in TABLES for row in (*getattr(table, "SPEAKS", ()), *getattr(table, "SILENT", ()))]
IDS = [rule.id for rule in RULES]
KINDS = pytest.mark.parametrize("kind", [inpatient, emergency, clinic])


def test_every_rule_that_is_written_is_applied() -> None:
    rooms = [
        importlib.import_module(room.name)
        for room in pkgutil.iter_modules(edits.__path__, edits.__name__ + ".")
    ]
    written = {id(value) for room in rooms for value in vars(room).values() if isinstance(value, Rule)}
    assert written == {id(rule) for rule in RULES}
    assert len(SUBJECTS) == len(set(SUBJECTS))


def test_every_rule_is_shown_speaking_and_silent() -> None:
    assert {row.rule for row in ROWS if isinstance(row, Speaks)} == set(IDS)
    assert {row.rule for row in ROWS if isinstance(row, Silent)} == set(IDS)


def test_every_rule_has_its_own_name() -> None:
    assert len(IDS) == len(set(IDS))


@pytest.mark.parametrize("rule", RULES, ids=IDS)
def test_every_rule_names_its_source(rule: Rule) -> None:
    assert re.search(r"[0-9I]", rule.source), "a document, and the place in it"


def test_a_citation_of_the_guidelines_names_a_section() -> None:
    cited = [rule.source.partition("FY2026, ")[2] for rule in RULES if "Guidelines FY2026" in rule.source]
    section = r"(Appendix I|[IV]+(\.[A-Z](\.\d+)?(\.[a-z0-9]+)*)?|[A-Z]\d|[a-z](\.\d)?)"
    assert [one for one in cited if not re.fullmatch(rf"{section}(( and|,) {section})*", one)] == []


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


def test_a_finding_carries_the_name_weight_and_source_of_its_rule() -> None:
    (finding,) = findings(clinic(diagnoses=dx("I110"), lines=(line(),)))
    assert (finding.rule, finding.severity) == ("heart-failure-type-missing", Severity.WARNING)
    assert finding.source == "ICD-10-CM Official Guidelines FY2026, I.C.9.a.1 and a.3"


def test_no_sentence_names_the_patient() -> None:
    case = clinic(
        family="Zyxgood", given="Quillaume", mrn="MRN-777", born_on=None, sex="", discharged_at=None
    )
    told = " ".join(finding.message for finding in findings(case))
    assert told and not re.search("Zyxgood|Quillaume|MRN-777", told)


typed = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["", "E119", "W19XXXA", "S52", "99213", "0BJ08ZZ", "Ⅷ²"]),
    st.sampled_from([code for row in ROWS for code in (one.code for one in row.case.codes.diagnoses)]),
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
    abstract=st.builds(
        Abstract,
        disposition=typed,
        admit_source=typed,
        operating=typed,
        place_of_service=typed,
        admitting_diagnosis=typed,
        visit_reasons=st.lists(typed, max_size=5).map(tuple),
        birth_weight=whole,
    ),
)
fact = st.none() | st.fixed_dictionaries(
    {"billable": st.booleans(), "poa_exempt": st.booleans(), "valid_from": days, "valid_to": days}
)
note = st.builds(
    Note,
    st.sampled_from(["E11", "S52", ""]),
    st.sampled_from(["excludes1", "code_first", "use_additional", "seventh", "note"]),
    st.text(max_size=30)
    | st.sampled_from(["(S52.-, E11.9)", "A: initial encounter", "(T36-T50 with sixth character 5"]),
)
WHERE = re.compile(
    r"|charges\.0|(diagnoses|procedures|lines)(\.\d+(\.(poa|on|units|charge|modifiers|pointers|place))?)?|abstract\.[a-z_]+"
)
billed = st.lists(st.builds(Billed, typed, typed, st.integers(1, 99_999), st.integers(0), days), max_size=9)


@KINDS
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(codes=codes, told=st.dictionaries(typed, fact, max_size=5), today=st.dates(), more=st.data())
def test_whatever_is_typed_gets_sentences_and_places_and_never_a_crash(
    kind: Callable[..., Case], codes: Codes, told: dict[str, object], today: date, more: st.DataObject
) -> None:
    given: dict[str, Any] = {
        "billed": more.draw(billed.map(tuple)),
        "modifiers": more.draw(st.sampled_from([frozenset(), frozenset({"25"})])),
        "notes": more.draw(st.dictionaries(typed, st.lists(note, max_size=3).map(tuple), max_size=3)),
        "ncci": more.draw(st.dictionaries(st.tuples(typed, typed), st.sampled_from("019"), max_size=3)),
        "mue": more.draw(st.dictionaries(typed, st.tuples(whole, st.sampled_from([1, 2, 3])), max_size=3)),
    }
    case = kind(
        diagnoses=codes.diagnoses,
        procedures=codes.procedures,
        lines=codes.lines,
        abstract=codes.abstract,
        facts=told,
        today=today,
        **given,
    )
    for finding in findings(case):
        assert WHERE.fullmatch(finding.where)
        assert finding.message.isprintable() and finding.message.endswith(".") and len(finding.message) < 200
