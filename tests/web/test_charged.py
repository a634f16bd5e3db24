"""What the source charged stands beside the codes, where it said anything, for people and programs."""

import re

import msgspec
import pytest

from queue_app.domain.codes import Codes, Diagnosis, Line
from queue_app.domain.encounter import Billed, PatientClass, Unit
from queue_app.store import codec
from tests.builders import GOOD_CODES, VISIT, a_stay, arrived, step
from tests.people import LENA, MARIA
from tests.services.furniture import furnish
from tests.web.visitor import as_form, trips_to_read

LABS = Billed("80053", "0300", 2, 5000, VISIT)
CHARGED = (Billed("99213", "0510", 1, 12500, VISIT), LABS, Billed("", "0270", 1, 4000, VISIT))


@pytest.fixture
def claimed(store):
    def on_desk(billed=CHARGED, **facts):
        furnish(store)
        return step(store, "claim", arrived(store, billed=billed, **facts), MARIA)

    return on_desk


def rows(page):
    """The rows of the table, in words."""
    told = re.findall(r'<tr id="charges-\d+".*?</tr>', page.text, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]*>", " ", one).split()) for one in told]


def test_charges_and_codes_stand_side_by_side(visit, store, claimed):
    step(store, "save", claimed(), MARIA, codes=GOOD_CODES)
    page = visit(MARIA).get("/encounters/e1")
    assert rows(page) == ["80053 charged, not coded 2 · $50.00 – Add"]
    assert 'data-charge-add="80053"' in page.text and 'data-dollars="50.00"' in page.text
    assert "1 charged as coded" in page.text and "$40.00 charged without a code" in page.text
    assert "Charged and not coded: 80053." in page.text


def test_who_only_reads_cannot_add(visit, store, claimed):
    claimed()
    page = visit(LENA).get("/encounters/e1")
    assert len(rows(page)) == 2 and "data-charge-add" not in page.text


def test_the_answer_to_an_autosave_says_what_is_left(visit, store, claimed):
    both = Codes(GOOD_CODES.diagnoses, (), (*GOOD_CODES.lines, Line("80053", units=1, charge=2500, on=VISIT)))
    saved = visit(MARIA).take("save", claimed(), as_form(both), headers={"HX-Request": "true"})
    assert rows(saved) == ["80053 units differ 2 · $50.00 1"]
    seen = store.encounters.get("e1")
    other = Codes((Diagnosis("J069"),), (), (*both.lines, Line("36415", charge=100, on=VISIT)))
    saved = visit(MARIA).take("save", seen, as_form(other), headers={"HX-Request": "true"})
    assert rows(saved)[1] == "36415 coded, not charged – 1"


def test_where_the_source_says_nothing_there_is_nothing(visit, store, claimed):
    step(store, "save", claimed(()), MARIA, codes=GOOD_CODES)
    page = visit(MARIA).get("/encounters/e1")
    assert rows(page) == [] and "charged" not in re.sub(r"<[^>]*>", "", page.text)


def test_services_of_an_inpatient_are_not_held_beside_lines(visit, store, claimed):
    claimed(unit=Unit.FACILITY, stay=a_stay(patient_class=PatientClass.INPATIENT))
    assert rows(visit(MARIA).get("/encounters/e1")) == []


def test_programs_are_told_what_was_charged(program, claimed):
    claimed()
    told = program(MARIA).get("/encounters/e1").json
    assert told["billed"][1] == {
        "code": "80053", "revenue_code": "0300", "units": 2, "cents": 5000, "on": "2026-11-16",
    }  # fmt: skip
    assert "charged-not-coded" in [finding["rule"] for finding in told["findings"]]


def test_they_cost_no_further_round_trip(visit, redis_raw, claimed):
    claimed()
    claimed((), id="e2", account_number="A2")
    page = visit(MARIA)
    costs = [trips_to_read(redis_raw, lambda id=id: page.get(f"/encounters/{id}")) for id in ("e1", "e2")]
    assert costs[0] == costs[1]


def test_an_encounter_of_before_charges_were_kept_is_read(claimed):
    sealed = claimed()
    content = msgspec.to_builtins(codec._content(sealed))
    del content["billed"]
    assert msgspec.convert(content, codec.Content).billed == ()
