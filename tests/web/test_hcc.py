"""The risk score beside the codes of a visit: as a part of the page, as a page, for programs, and off."""

from dataclasses import replace

import pytest

from queue_app.app import create_app
from queue_app.domain.codes import Codes, Diagnosis
from queue_app.domain.encounter import Unit
from tests.builders import arrived, step
from tests.inpatients import an_inpatient, coded
from tests.people import LENA, MARIA, TOM
from tests.web.visitor import Visitor

FRAGMENT = {"HX-Request": "true"}
PLACE = "/encounters/e1/hcc"


@pytest.fixture(scope="module")
def scoring(site):
    return create_app(replace(site, hcc=True))


@pytest.fixture
def app(scoring, store):
    """An application with the option on."""
    return scoring


@pytest.fixture
def claimed(store):
    def claim(*codes):
        typed = Codes(tuple(Diagnosis(code) for code in codes))
        return step(store, "claim", arrived(store, unit=Unit.PROFESSIONAL, codes=typed), MARIA)

    return claim


def test_it_tells_the_score_and_what_each_code_adds(visit, claimed):
    claimed("I5023", "E1122", "I10")
    page = visit(MARIA).get(PLACE, headers=FRAGMENT)
    assert page.status_code == 200 and "<html" not in page.text
    for words in (
        "CMS-HCC V28",
        "Acute on Chronic Heart Failure",
        "Diabetes and heart failure",
        "not on Medicaid",
    ):
        assert words in page.text, words


def test_without_scripts_it_is_a_page(visit, claimed):
    claimed("I5023")
    page = visit(MARIA).get(PLACE)
    assert "<html" in page.text and "Back to the codes" in page.text


def test_a_program_is_told_the_same(program, claimed):
    claimed("I5023", "I10")
    told = program(LENA).get(PLACE).json
    assert told["model"] == "CMS-HCC V28" and told["assumed"]
    assert [each["code"] for each in told["diagnoses"]] == ["I5023", "I10"]
    assert [hcc["number"] for hcc in told["hccs"]] == [224]
    assert told["diagnoses"][0]["adds"] == told["hccs"][0]["weight"] == 0.36


def test_the_page_of_a_visit_has_a_place_for_it_and_that_of_a_stay_has_not(visit, store, claimed):
    claimed("I5023")
    assert f'hx-get="{PLACE}"' in visit(MARIA).get("/encounters/e1").text
    stay = an_inpatient(coded("A419"))
    arrived(store, id="e2", account_number="ACCT-2", unit=stay.unit, stay=stay.stay, work_type="inpatient")
    assert "/hcc" not in visit(LENA).get("/encounters/e2").text


def test_a_refusal_stands_where_the_score_would(visit, store):
    arrived(store, unit=Unit.FACILITY)
    page = visit(LENA).get(PLACE, headers=FRAGMENT)
    assert page.status_code == 404 and "Only clinic visits" in page.text


def test_for_those_who_may_not_look_there_is_no_such_encounter(visit, claimed):
    claimed("I5023")
    assert visit(TOM).get(PLACE).status_code == 404


def test_where_the_site_has_it_off_nothing_offers_it(the_app, store, claimed):
    claimed("I5023")
    visitor = Visitor(the_app, store.sessions.start({"_user_id": MARIA.id, "_fresh": True}, MARIA.id, 0))
    assert "/hcc" not in visitor.get("/encounters/e1").text
    refused = visitor.get(PLACE, headers=FRAGMENT)
    assert refused.status_code == 404 and "turned off" in refused.text
    assert "hcc" not in {line["verb"] for line in store.records.audited()}


def test_the_rows_of_codes_show_what_they_weigh(visit, claimed):
    claimed("I5023", "I10")
    page = visit(MARIA).get("/encounters/e1").text
    assert 'data-level="" data-hcc="224"' in page and "HCC 224" in page


def test_the_rows_of_a_stay_show_complications(visit, store):
    stay = an_inpatient(coded("A419", "I5023"))
    names = ("unit", "work_type", "worklist", "stay", "patient", "codes")
    step(store, "claim", arrived(store, **{name: getattr(stay, name) for name in names}), MARIA)
    assert 'data-level="MCC" data-hcc="224"' in visit(MARIA).get("/encounters/e1").text


def test_the_search_and_the_book_tell_hccs(program, visit):
    told = program(MARIA).get("/codes/search?system=icd10cm&q=I50.23&inpatient=1").json["results"][0]
    assert (told["level"], told["hcc"]) == ("MCC", [224])
    assert "HCC 224" in visit(MARIA).get("/codes/book/icd10cm/I50.23").text
    assert "HCC 224" in visit(MARIA).get("/codes/book/icd10cm?q=I50.23").text
