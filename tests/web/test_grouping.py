"""The DRG beside the codes: as a part of the page, as a page, and for programs."""

import pytest

from queue_app.domain.codes import Codes, Diagnosis
from tests.builders import arrived, step
from tests.inpatients import an_inpatient, coded
from tests.people import LENA, MARIA, TOM

FRAGMENT = {"HX-Request": "true"}
PLACE = "/encounters/e1/drg"


@pytest.fixture
def claimed(store):
    def claim(codes):
        told = an_inpatient(codes)
        names = ("unit", "work_type", "worklist", "stay", "patient", "codes")
        return step(store, "claim", arrived(store, **{name: getattr(told, name) for name in names}), MARIA)

    return claim


def test_it_tells_the_drg_and_what_each_code_does(visit, claimed):
    claimed(coded("A419", "J189", "L89154 -"))
    page = visit(MARIA).get(PLACE, headers=FRAGMENT)
    assert page.status_code == 200
    assert "<html" not in page.text
    for words in ("871", "Septicemia", "J18.9", "MCC", "193", "shown as if it were Y", "V44"):
        assert words in page.text, words


def test_where_the_weights_are_not_loaded_it_says_what_to_load(visit, claimed):
    claimed(coded("A419"))
    told = visit(MARIA).get(PLACE, headers=FRAGMENT).text
    assert "weight not loaded" in told
    assert "Table 5 of fiscal year 2027" in told


def test_without_scripts_it_is_a_page(visit, claimed):
    claimed(coded("A419"))
    page = visit(MARIA).get(PLACE)
    assert "<html" in page.text and "Back to the codes" in page.text


def test_a_program_is_told_the_same(program, claimed):
    claimed(coded("A419", "J189", "L89154 -", procedures=("0SR9019",)))
    told = program(LENA).get(PLACE).json
    assert (told["drg"]["number"], told["version"], told["weight"]) == ("853", 440, None)
    assert told["assumed_poa"] == ["L89154"]
    assert [each["code"] for each in told["diagnoses"]] == ["A419", "J189", "L89154"]
    assert told["diagnoses"][1]["counted"]["level"] == "MCC"
    assert told["procedures"][0]["without"]["number"] == "871"


def test_the_page_of_an_inpatient_has_a_place_for_it_and_no_other_page_has(visit, store, claimed):
    claimed(coded("A419"))
    assert f'hx-get="{PLACE}"' in visit(MARIA).get("/encounters/e1").text
    arrived(store, id="e2", account_number="ACCT-2")
    assert "/drg" not in visit(LENA).get("/encounters/e2").text


def test_the_encounter_page_alone_does_not_open_it(visit, store, claimed):
    claimed(coded("A419"))
    visit(MARIA).get("/encounters/e1")
    assert "drg" not in {line["verb"] for line in store.records.audited()}


def test_a_refusal_stands_where_the_drg_would(visit, store, claimed):
    arrived(store)
    page = visit(LENA).get(PLACE, headers=FRAGMENT)
    assert page.status_code == 404
    assert "Only inpatient stays have a DRG." in page.text
    assert "Not saved" not in page.text


def test_for_those_who_may_not_look_there_is_no_such_encounter(visit, program, claimed):
    claimed(coded("A419"))
    assert visit(TOM).get(PLACE).status_code == 404
    assert program(TOM).get(PLACE).json["kind"] == "not_found"


def test_what_was_typed_is_shown_as_text(visit, claimed):
    claimed(Codes((Diagnosis("A419", "Y"), Diagnosis("<B>X", "?"))))
    assert "<B>" not in visit(MARIA).get(PLACE, headers=FRAGMENT).text
