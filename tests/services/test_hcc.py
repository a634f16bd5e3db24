"""Opening the risk score of a visit: who may, that it is noted, and what is said where there is none."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from queue_app.codesets.load import load
from queue_app.codesets.tables import CodeTables
from queue_app.domain.codes import Codes, Diagnosis, Line
from queue_app.domain.encounter import Encounter, Unit
from queue_app.domain.errors import NotFound
from queue_app.services.grouping import Badge, badges
from queue_app.services.hcc import open_score, scored
from queue_app.store.store import Store
from tests.builders import a_patient, a_stay, an_encounter, arrived, step
from tests.codesets.builders import make_tables, write_lines
from tests.inpatients import a_week
from tests.people import LENA, MARIA, TOM

ON = datetime(2026, 11, 16, 10, tzinfo=UTC)


def a_visit(*codes: str, services: tuple[str, ...] = ("99213",), **facts: object) -> Encounter:
    told = {
        "unit": Unit.PROFESSIONAL,
        "patient": a_patient(born_on=date(1954, 1, 20), sex="F"),
        "stay": a_stay(admitted_at=ON, discharged_at=ON),
        "codes": Codes(tuple(map(Diagnosis, codes)), lines=tuple(map(Line, services))),
    }
    return an_encounter(**told | facts)


def test_the_age_is_that_of_the_first_of_february_of_the_payment_year(tables: CodeTables) -> None:
    seen_in_2026 = scored(tables, a_visit(patient=a_patient(born_on=date(1957, 2, 1), sex="M")))
    assert seen_in_2026.risk and seen_in_2026.risk.person.title == "man of 70"
    assert seen_in_2026.year == 2027


def test_it_says_what_it_had_to_assume(tables: CodeTables) -> None:
    old, young = (
        scored(tables, a_visit(patient=a_patient(born_on=born, sex="F")))
        for born in (date(1950, 1, 1), date(1990, 1, 1))
    )
    assert "entitled by age" in old.assumed and "not on Medicaid" in old.assumed
    assert "entitled by disability, being under 65" in young.assumed


@pytest.mark.parametrize(
    ("visit", "words"),
    [
        (a_visit(patient=a_patient(born_on=None)), "birth date"),
        (a_visit(patient=a_patient(born_on=date(1950, 1, 1), sex="U")), "sex, F or M"),
        (
            a_visit(stay=a_stay(admitted_at=datetime(2019, 5, 1, tzinfo=UTC), discharged_at=None)),
            "2019-05-01",
        ),
    ],
    ids=["no birth date", "no sex", "before the model"],
)
def test_where_there_is_no_score_it_says_why(tables: CodeTables, visit: Encounter, words: str) -> None:
    found = scored(tables, visit)
    assert found.risk is None and words in found.refusal


def test_services_that_do_not_count_are_told_and_a_visit_without_any_is_not_blamed(
    tables: CodeTables,
) -> None:
    laboratory = ("80053",)
    counts = [scored(tables, a_visit("I5023", services=some)).counts for some in (("99213",), laboratory, ())]
    assert counts == [True, False, True]


def test_whatever_is_typed_is_scored(tables: CodeTables) -> None:
    found = scored(tables, a_visit("I5023", "", "<B>", "患者", "I5023", "A\0"))
    assert found.risk
    assert [each.adds for each in found.risk.diagnoses] == [0] * 6  # the one that weighs stands there twice


def test_opening_it_is_noted(store: Store, tables: CodeTables) -> None:
    claimed = _claimed(store)
    open_score(store, tables, claimed.id, MARIA)
    open_score(store, tables, claimed.id, LENA)
    audited = [(line["verb"], line["actor"], line["about"]) for line in store.records.audited(2)]
    assert audited == [("hcc", "lena", "e1"), ("hcc", "maria", "e1")]


def test_who_may_not_look_at_the_encounter_is_not_told_that_there_is_one(
    store: Store, tables: CodeTables
) -> None:
    claimed = _claimed(store)
    with pytest.raises(NotFound):
        open_score(store, tables, claimed.id, TOM)


def test_a_stay_has_none(store: Store, tables: CodeTables) -> None:
    arrived(store, unit=Unit.FACILITY, stay=a_week())
    with pytest.raises(NotFound, match="Only clinic visits"):
        open_score(store, tables, "e1", LENA)


def test_badges_tell_complications_of_stays_and_hccs_of_all(tables: CodeTables) -> None:
    asked = (tables, ["I5023", "J189", "I10", "nonsense'"], ON.date())
    assert badges(*asked, inpatient=True) == {"I5023": Badge("MCC", (224,)), "J189": Badge("MCC")}
    assert badges(*asked, inpatient=False) == {"I5023": Badge("", (224,))}


def test_on_days_the_grouper_does_not_know_complications_are_those_of_the_loaded_lists(
    tmp_path: Path,
) -> None:
    path = make_tables(tmp_path / "codes.sqlite")
    listed = write_lines(
        tmp_path / "fy2029 Table 6I.txt", "Diagnosis Code\tDescription", "I50.23\tHeart failure"
    )
    load(path, "mcc", listed)
    on = date(2028, 11, 16)
    assert badges(CodeTables(path), ["I5023", "N179"], on, inpatient=True) == {"I5023": Badge("MCC")}


def _claimed(store: Store) -> Encounter:
    return step(store, "claim", arrived(store, unit=Unit.PROFESSIONAL), MARIA)
