"""The Medicare Code Editor: which edit each code sets off, and nothing of what our own rules say."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_app.codesets.mce import marks, never_first, sex_conflicts
from queue_app.domain.codes import Codes, Diagnosis, Procedure
from queue_app.domain.grouping import Mark
from tests.builders import a_patient
from tests.inpatients import ON, a_week, coded, somebody


def marked(codes: Codes, age: int = 70, on: date = ON, **stay: object) -> list[tuple[str, str]]:
    return [(mark.edit, mark.where) for mark in found(codes, age, on, **stay)]


def found(codes: Codes, age: int = 70, on: date = ON, **stay: object) -> tuple[Mark, ...]:
    return marks(somebody(age), a_week(**stay), codes, on)


def with_procedures(*procedures: str) -> Codes:
    return coded("A419", procedures=procedures)


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (coded("B9620", "I10"), [("UNACCEPTABLE_PDX", "diagnoses.0")]),
        (coded("D630", "C349"), [("MANIFESTATION_AS_PDX", "diagnoses.0")]),
        (coded("Z5189"), [("REQUIRES_SDX", "diagnoses.0")]),
        (coded("E119", "J189"), [("QUESTIONABLE_ADMISSION", "diagnoses.0")]),
        (coded("A419", "I10", "S72009A"), [("UNSPECIFIED", "diagnoses.2")]),
        (coded("A419", "Y6551"), [("WRONG_PROCEDURE_PERFORMED", "diagnoses.1")]),
        (with_procedures("0SR9019", "10D00Z1"), [("QUESTIONABLE_OBSTETRIC_ADMISSION", "procedures.1")]),
        (with_procedures("0SR9019", "02YA0Z0"), [("LIMITED_COVERAGE", "procedures.1")]),
        (with_procedures("00F3XZZ"), [("NON_COVERED", "procedures.0")]),
    ],
    ids=lambda value: value[0][0] if isinstance(value, list) else "",
)
def test_the_code_that_set_it_off_is_named(codes: Codes, expected: list[tuple[str, str]]) -> None:
    assert marked(codes) == expected


@pytest.mark.parametrize(
    "codes",
    [
        coded("A419", "J189", procedures=("0SR9019",)),
        coded("Z5189", "I10"),
        coded("O82", "Z370", procedures=("10D00Z1",)),
    ],
)
def test_of_a_good_stay_it_says_nothing(codes: Codes) -> None:
    assert marked(codes, age=30) == []


@pytest.mark.parametrize(
    ("code", "age", "about"),
    [
        ("Z3800", 1, "newborn"),
        ("Z00129", 18, "pediatric"),
        ("O99891", 65, "maternity"),
        ("O99891", 8, "maternity"),
        ("H2510", 14, "adult"),
    ],
)
def test_an_age_conflict_tells_whom_the_code_is_for(code: str, age: int, about: str) -> None:
    assert found(coded("A419", code), age) == (Mark("AGE_CONFLICT", "diagnoses.1", about),)


@pytest.mark.parametrize(("code", "age"), [("Z3800", 0), ("Z00129", 17), ("O99891", 64), ("H2510", 15)])
def test_at_the_edge_of_its_ages_a_code_is_still_right(code: str, age: int) -> None:
    assert marked(coded("A419", code), age) == []


def test_without_a_birth_date_no_age_is_in_conflict() -> None:
    assert marks(a_patient(born_on=None), a_week(), coded("A419", "Z3800"), ON) == ()


def test_what_our_own_rules_say_it_leaves_to_them() -> None:
    unreal_and_twice = coded("A419", "A419", "XXXX", procedures=("XXXXXXX",))
    assert marks(a_patient(sex="U"), a_week(), unreal_and_twice, ON) == ()


def test_a_disposition_that_medicare_does_not_know_is_the_whole_stays() -> None:
    for unknown in ("99", "home", ""):
        assert marked(coded("A419"), disposition=unknown) == [("INVALID_DISCHARGE_STATUS", "")]
    assert marked(coded("A419"), disposition="06") == []


@pytest.mark.parametrize(
    ("code", "sex", "where"),
    [("N401", "F", ["diagnoses.1"]), ("N401", "M", []), ("O80", "M", ["diagnoses.1"]), ("O80", "U", [])],
)
def test_codes_that_were_kept_for_the_other_sex_are_told_when_they_are_asked_for(
    code: str, sex: str, where: list[str]
) -> None:
    codes = coded("A419", code, "I10")
    assert [mark.where for mark in sex_conflicts(somebody(30, sex), a_week(), codes)] == where
    assert marks(somebody(30, sex), a_week(), codes, ON) == ()


def test_a_procedure_may_be_for_the_other_sex_too() -> None:
    found = sex_conflicts(somebody(30, "M"), a_week(), with_procedures("0SR9019", "0UT90ZZ"))
    assert [mark.where for mark in found] == ["procedures.1"]


def test_of_days_it_does_not_know_it_says_nothing() -> None:
    for day in (date(2015, 9, 30), date(2027, 4, 1)):
        assert marked(coded("B9620"), on=day) == []


def test_only_some_diagnoses_may_be_first() -> None:
    typed = coded("A419", "I10", "B9620", "D630", "W19XXXA")
    assert never_first(somebody(), a_week(), typed, ON) == {"B9620", "D630", "W19XXXA"}


typed = st.text(max_size=12) | st.sampled_from(["", "B9620", "Z00129", "S72009A", "10D00Z1", "A\0", "患者"])


@given(
    st.lists(st.builds(Diagnosis, typed), max_size=30),
    st.lists(st.builds(Procedure, typed), max_size=30),
    st.dates(),
)
def test_whatever_is_typed_it_points_at_codes_that_are_there(
    diagnoses: list[Diagnosis], procedures: list[Procedure], on: date
) -> None:
    codes = Codes(tuple(diagnoses), tuple(procedures))
    for mark in marks(somebody(), a_week(), codes, on):
        part, _, position = mark.where.partition(".")
        assert not position or int(position) < len(getattr(codes, part))
