"""The grouper: known stays, the version of the day, what each code counts for, and whatever is typed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_app.codesets.grouping import group, version_on
from queue_app.domain.codes import Codes, Diagnosis, Procedure
from queue_app.domain.grouping import Grouping, Level
from tests.inpatients import ON, a_week, coded, somebody

SEPSIS = coded("A419", "J189", "I10")


def grouped(codes: Codes, on: date = ON, age: int = 70, **stay: object) -> Grouping:
    return group(somebody(age), a_week(**stay), codes, on)


@pytest.mark.parametrize(
    ("codes", "age", "number"),
    [
        (coded("A419", "J189"), 70, "871"),
        (coded("A419", "I10"), 70, "872"),
        (coded("A419", "J9601", procedures=("5A1955Z",)), 70, "870"),
        (coded("I5023", "J9601"), 70, "291"),
        (coded("I5023", "N179"), 70, "292"),
        (coded("I5023", "I10"), 70, "293"),
        (coded("M1611", "I10", procedures=("0SR9019",)), 70, "470"),
        (coded("M1611", "I2699", procedures=("0SR9019",)), 70, "469"),
        (coded("O80", "Z370", procedures=("10E0XZZ",)), 30, "807"),
        (coded("Z3800"), 0, "795"),
        (coded("I5023", "N179", procedures=("0SR9019",)), 70, "982"),
    ],
    ids=[
        "sepsis with pneumonia",
        "sepsis without a major complication",
        "sepsis ventilated for days",
        "heart failure with respiratory failure",
        "heart failure with kidney failure",
        "heart failure alone",
        "a hip replaced",
        "a hip replaced, with an embolism",
        "an uncomplicated delivery",
        "a healthy newborn",
        "an operation that has nothing to do with it",
    ],
)
def test_stays_whose_drg_is_known_group_to_it(codes: Codes, age: int, number: str) -> None:
    found = grouped(codes, age=age)
    assert (found.drg.number, found.drg.refusal, found.version) == (number, "", 440)
    assert found.drg.title and found.mdc


@pytest.mark.parametrize(
    ("first", "version"),
    [
        (date(2022, 10, 1), 400),
        (date(2024, 10, 1), 420),
        (date(2025, 10, 1), 430),
        (date(2026, 4, 1), 431),
        (date(2026, 10, 1), 440),
    ],
)
def test_the_version_is_that_of_the_day_of_discharge(first: date, version: int) -> None:
    assert version_on(first) == version == grouped(SEPSIS, first).version
    assert version_on(first - timedelta(days=1)) != version


@pytest.mark.parametrize("day", [date(2022, 9, 30), date(2027, 4, 1)])
def test_outside_the_versions_it_says_that_there_is_none(day: date) -> None:
    found = grouped(SEPSIS, day)
    assert (version_on(day), found.drg.number) == (None, "")
    assert "not available" in found.drg.refusal


def test_each_diagnosis_is_told_its_level_in_the_order_of_the_codes() -> None:
    found = grouped(coded("I5023", "I10", "N179", "I5033", "J9601"))
    assert [each.level for each in found.diagnoses[1:]] == ["", Level.CC, Level.MCC, Level.MCC]
    assert [each.uncounted for each in found.diagnoses[1:]] == [
        "",
        "",
        "excluded by the principal diagnosis",
        "",
    ]


def test_a_complication_that_counts_for_survivors_does_not_count_for_the_dead() -> None:
    arrest = coded("I2101", "I469")
    assert grouped(arrest, disposition="01").drg.number == "280"
    dead = grouped(arrest, disposition="20")
    assert (dead.drg.number, dead.diagnoses[1].uncounted) == ("285", "counts only for patients who lived")


def test_a_condition_acquired_in_the_hospital_does_not_count() -> None:
    here, before = grouped(coded("A419", "L89154 N")), grouped(coded("A419", "L89154 Y"))
    assert (here.drg.number, before.drg.number) == ("872", "871")
    assert here.diagnoses[1].uncounted == "acquired in the hospital"
    assert here.diagnoses[1].hac == before.diagnoses[1].hac == "Stage III and IV Pressure Ulcers"


def test_a_listed_condition_without_poa_is_taken_as_present_and_it_says_so() -> None:
    found = grouped(coded("A419", "I10 -", "L89154 -", "S72001A N"))
    assert (found.drg.number, found.assumed) == ("871", (2,))
    assert grouped(coded("A419", "I10 -")).assumed == ()


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        (Codes(), "no principal diagnosis"),
        (coded("I50"), "not a complete code"),
        (coded("V0001XA", "I10"), "may not be principal"),
    ],
)
def test_where_there_is_no_drg_it_says_why(codes: Codes, words: str) -> None:
    found = grouped(codes)
    assert found.drg.number in ("", "999")
    assert words in found.drg.refusal


def test_without_a_birth_date_it_asks_for_it() -> None:
    ageless = group(somebody().__class__(mrn="1", family="Doe"), a_week(), SEPSIS, ON)
    assert "birth date" in ageless.drg.refusal


def test_all_threads_may_group_at_once() -> None:
    stays = [SEPSIS, coded("I5023", "J9601"), coded("M1611", procedures=("0SR9019",))] * 100
    with ThreadPoolExecutor(8) as people:
        found = list(people.map(grouped, stays))
    assert [each.drg.number for each in found] == ["871", "291", "470"] * 100


typed = st.text(max_size=12) | st.sampled_from(
    ["", "A419", "J189", "L89154", "0SR9019", "A\0", "患者", "a419"]
)


@given(
    st.lists(st.builds(Diagnosis, typed, typed), min_size=1, max_size=30),
    st.lists(st.builds(Procedure, typed), max_size=30),
    st.text(max_size=4),
)
def test_whatever_is_typed_is_grouped_or_refused_in_a_sentence(
    diagnoses: list[Diagnosis], procedures: list[Procedure], disposition: str
) -> None:
    found = grouped(Codes(tuple(diagnoses), tuple(procedures)), disposition=disposition)
    assert len(found.diagnoses) == len(diagnoses) and len(found.procedures) == len(procedures)
    assert (found.drg.number == "999") is bool(found.drg.refusal)
