"""Opening the DRG: who may, that it is noted, and what each code would change."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from queue_app.codesets.load import load
from queue_app.codesets.tables import CodeTables
from queue_app.domain.codes import Abstract
from queue_app.domain.encounter import PatientClass, Unit
from queue_app.domain.errors import NotFound
from queue_app.services import grouping
from queue_app.services.grouping import Preview, open_preview, preview
from queue_app.store.store import Store
from tests.builders import a_stay, arrived, step
from tests.codesets.builders import make_tables, weights_file
from tests.inpatients import ON, a_week, an_inpatient, coded, somebody
from tests.people import LENA, MARIA, TOM

SEPSIS = coded("A419", "J189", "N179", "I10", procedures=("0SR9019",))


def previewed(tables: CodeTables, *diagnoses: str, **facts: object) -> Preview:
    return preview(tables, an_inpatient(coded(*diagnoses), **facts), ON)


def audit(store: Store) -> list[tuple[str, str, str]]:
    return [
        (line["verb"], line["actor"], line["about"]) for line in store.records.audited() if "about" in line
    ]


def test_each_code_tells_what_the_stay_would_be_without_it_and_led_by_it(tables: CodeTables) -> None:
    found = previewed(tables, "A419", "J189", "I10", "W19XXXA")
    assert found.grouping.drg.number == "871"
    assert [each.without.number for each in found.diagnoses] == ["195", "872", "871", "871"]
    assert [each.first.number for each in found.diagnoses[1:3] if each.first] == ["193", "304"]
    assert found.diagnoses[0].first is None
    last = found.diagnoses[3].first
    assert last and (last.number, last.refusal) == ("", "may not be principal")


def test_what_would_change_is_told_in_the_order_of_the_codes_and_not_of_money(tables: CodeTables) -> None:
    for codes in (("I10", "A419", "J9601"), ("J9601", "I10", "A419")):
        assert tuple(each.code for each in previewed(tables, *codes).diagnoses) == codes


def test_procedures_are_tried_too(tables: CodeTables) -> None:
    hip = an_inpatient(coded("M1611", "I10", procedures=("0SR9019", "3E033GC")))
    found = preview(tables, hip, ON)
    assert [(each.code, each.counted.decides) for each in found.procedures] == [
        ("0SR9019", True),
        ("3E033GC", False),
    ]
    assert [each.without.number for each in found.procedures] == ["554", "470"]


def test_every_other_drg_is_named_once(tables: CodeTables) -> None:
    found = previewed(tables, "I5023", "J9601", "J9602", "N179")
    numbers = [drg.number for drg in found.others]
    assert found.grouping.drg.number not in numbers
    assert len(numbers) == len(set(numbers)) and all(drg.title for drg in found.others)


def test_without_any_code_there_is_nothing_to_try(tables: CodeTables) -> None:
    found = previewed(tables)
    assert found.diagnoses == () and "no principal diagnosis" in found.grouping.drg.refusal


def test_a_patient_who_has_not_left_is_grouped_as_of_today(tables: CodeTables) -> None:
    staying = an_inpatient(coded("A419"), stay=a_week(discharged_at=None))
    found = preview(tables, staying, date(2026, 9, 30))
    assert (found.grouping.version, found.on, found.discharged) == (431, date(2026, 9, 30), False)


def test_only_what_a_claim_carries_is_grouped(tables: CodeTables) -> None:
    found = previewed(tables, "A419", *(f"Z{number}" for number in range(100, 140)))
    assert len(found.diagnoses) == grouping.MOST


def test_the_weight_is_that_of_the_year_the_site_has_loaded(tmp_path: Path) -> None:
    path = make_tables(tmp_path / "codes.sqlite")
    table_5 = weights_file(tmp_path / "table5.txt", (871, "SEPTICEMIA WITH MCC", "1.9826"))
    load(path, "drg", table_5)  # of fiscal year 2026
    sepsis = an_inpatient(coded("A419", "J189"), stay=a_week(discharged_at=None))
    of_2026, of_2027 = (preview(CodeTables(path), sepsis, day).weight for day in (date(2026, 9, 30), ON))
    assert of_2026 and of_2026.weight == 1.9826
    assert of_2027 is None


def test_opening_it_is_noted(store: Store, tables: CodeTables) -> None:
    claimed = _claimed(store)
    open_preview(store, tables, claimed.id, MARIA)
    open_preview(store, tables, claimed.id, LENA)
    assert audit(store)[:2] == [("drg", "lena", "e1"), ("drg", "maria", "e1")]


def test_who_may_not_look_at_the_encounter_is_not_told_that_there_is_one(
    store: Store, tables: CodeTables
) -> None:
    claimed = _claimed(store)
    with pytest.raises(NotFound):
        open_preview(store, tables, claimed.id, TOM)
    assert audit(store)[0] == ("refused", "tom", "e1")


@pytest.mark.parametrize(
    ("of", "unit"),
    [
        (PatientClass.CLINIC, Unit.PROFESSIONAL),
        (PatientClass.EMERGENCY, Unit.FACILITY),
        (PatientClass.INPATIENT, Unit.PROFESSIONAL),
    ],
)
def test_only_the_facilitys_side_of_an_inpatient_stay_has_one(
    store: Store, tables: CodeTables, of: PatientClass, unit: Unit
) -> None:
    arrived(store, stay=a_stay(patient_class=of), unit=unit)
    with pytest.raises(NotFound, match="Only inpatient stays"):
        open_preview(store, tables, "e1", LENA)


def _claimed(store: Store):
    told = an_inpatient(SEPSIS)
    facts = {name: getattr(told, name) for name in ("unit", "work_type", "worklist", "stay", "codes")}
    return step(store, "claim", arrived(store, patient=somebody(), **facts), MARIA)


def test_the_disposition_that_the_coder_chose_decides_the_drg(tables: CodeTables) -> None:
    codes = coded("I2109", "R570")
    died = replace(codes, abstract=Abstract(disposition="20"))
    home = preview(tables, an_inpatient(codes), ON)
    gone = preview(tables, an_inpatient(died), ON)
    assert (home.grouping.drg.number, gone.grouping.drg.number) == ("280", "285")
