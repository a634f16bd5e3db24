"""Where a coder leaves a charge blank, the charge master's price is offered, and never more than offered."""

import re
from dataclasses import replace

import pytest

from queue_app.domain.codes import Codes, Diagnosis, Line
from tests.builders import VISIT, a_document, arrived, step
from tests.people import LENA, MARIA
from tests.services.furniture import furnish
from tests.web.visitor import as_form

BLANK = Line("99213", units=2, on=VISIT, pointers=(1,))  # the charge master takes $125.00 for one
CHARGE = re.compile(r'name="codes\.lines\[(\d+)\]\.charge_dollars"[^>]*?value="([^"]*)"')


@pytest.fixture(autouse=True)
def furnished(store):
    furnish(store)


@pytest.fixture
def saved(store):
    """Maria's encounter with these service lines in it."""

    def coded(*lines):
        claimed = step(store, "claim", arrived(store, a_document()), MARIA)
        return step(store, "save", claimed, MARIA, codes=Codes((Diagnosis("J069"),), (), lines))

    return coded


def fields(page):
    """What stands in the charge fields of the rows that have a code."""
    return [value for _, value in CHARGE.findall(page.text) if value]


def test_a_blank_charge_shows_the_price_times_the_units(visit, saved):
    saved(BLANK)
    page = visit(MARIA).get("/encounters/e1")
    assert fields(page) == ["250.00"]
    assert "charge" not in findings(page)


def test_a_charge_that_was_typed_stays(visit, saved):
    saved(replace(BLANK, charge=9900), replace(BLANK, charge=1))
    assert fields(visit(MARIA).get("/encounters/e1")) == ["99.00", "0.01"]


def test_without_a_price_the_field_stays_blank(visit, saved):
    saved(replace(BLANK, code="99214"), replace(BLANK, units=-1))
    assert fields(visit(MARIA).get("/encounters/e1")) == []


def test_an_offer_is_nothing_until_somebody_sends_it(visit, store, saved):
    saved(BLANK)
    visit(MARIA).get("/encounters/e1")
    assert (store.encounters.get("e1").codes.charges, store.encounters.get("e1").charges) == (0, 0)
    assert "$250.00" not in visit(LENA).get("/encounters/e1").text


def test_a_submit_without_charges_comes_back_with_the_offer_in_place(visit, store, saved):
    seen = saved(BLANK)
    page = visit(MARIA).take("submit", seen, as_form(seen.codes))
    assert page.status_code == 422
    assert fields(page) == ["250.00"]

    offered = Codes((Diagnosis("J069"),), (), (replace(BLANK, charge=25000),))
    assert visit(MARIA).take("submit", seen, as_form(offered)).status_code == 303
    assert store.encounters.get("e1").charges == 25000


def test_the_answer_to_an_autosave_tells_what_a_blank_charge_would_be(visit, store, saved):
    seen = saved(replace(BLANK, charge=100))
    htmx = {"HX-Request": "true"}
    blank, typed = (as_form(Codes((), (), (line,))) for line in (BLANK, *seen.codes.lines))
    assert 'data-charge="12500"' in visit(MARIA).take("save", seen, blank, headers=htmx).text
    seen = store.encounters.get("e1")
    assert 'data-charge="' not in visit(MARIA).take("save", seen, typed, headers=htmx).text


def test_a_service_that_is_searched_for_comes_with_its_price(program):
    found = program(MARIA).get("/codes/search?system=cpt&system=hcpcs&q=99213").json["results"]
    assert {one["code"]: one["charge"] for one in found}["99213"] == 12500
    found = program(MARIA).get("/codes/search?system=cpt&q=99214").json["results"]
    assert {one["code"]: one["charge"] for one in found}["99214"] is None
    diagnoses = program(MARIA).get("/codes/search?system=icd10cm&q=J06").json["results"]
    assert {one["charge"] for one in diagnoses} == {None}


def findings(page):
    return page.text.split('id="findings"')[1].split("</section>")[0].casefold()
