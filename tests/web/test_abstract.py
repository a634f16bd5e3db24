"""What the coder says of the stay is saved, kept and submitted with the codes, and told to programs."""

import re
from dataclasses import replace

import pytest

from queue_app.domain import moves
from queue_app.domain.codes import Abstract, Codes, Diagnosis, Line, Procedure
from queue_app.domain.encounter import PatientClass, Unit
from queue_app.domain.people import SYSTEM
from tests.builders import GOOD_CODES, NOON, VISIT, a_document, a_stay, an_expired_lease, arrived, step
from tests.people import LENA, MARIA
from tests.services.furniture import furnish
from tests.web.visitor import as_form, as_json, round_trips, trips_to_read

KEPT = re.compile(r'name="([^"]+)" value="([^"]*)"')
FRAGMENT = {"HX-Request": "true"}
STAY = a_stay(patient_class=PatientClass.INPATIENT, facility="hospital-1", admitted_at=NOON.replace(day=12))
SAID = Codes(
    diagnoses=(Diagnosis("J189", "Y"),),
    procedures=(Procedure("0BJ08ZZ", VISIT, "dr-3"),),
    lines=(Line("99213", charge=12500, on=VISIT, pointers=(1,), place="11", rendering="dr-4"),),
    abstract=Abstract(
        disposition="03",
        admit_type="1",
        admit_source="4",
        attending="dr-1",
        operating="dr-2",
        rendering="dr-5",
        place_of_service="22",
        admitting_diagnosis="R0602",
        visit_reasons=("R079", "R112"),
        birth_weight=3240,
    ),
)


@pytest.fixture
def claimed(store):
    furnish(store)
    return step(store, "claim", arrived(store, unit=Unit.FACILITY, stay=STAY), MARIA)


def test_a_form_and_a_program_say_the_same_of_the_stay(visit, program, store, claimed):
    assert visit(MARIA).take("save", claimed, as_form(SAID), headers=FRAGMENT).status_code == 200
    assert store.encounters.get("e1").codes == SAID
    told = program(MARIA).get("/encounters/e1").json
    assert told["codes"]["abstract"] == as_json(SAID)["abstract"]
    assert told["stay"]["disposition"] == "01"
    saved = program(MARIA).take("save", store.encounters.get("e1"), codes=told["codes"])
    assert saved.status_code == 200
    assert store.encounters.get("e1").codes == SAID


def test_it_is_submitted_with_the_codes_and_no_newer_message_changes_it(program, store, claimed):
    codes = replace(SAID, lines=(), procedures=(), abstract=Abstract(disposition="03"))
    program(MARIA).take("save", claimed, codes=as_json(codes))
    seen = store.encounters.get("e1")
    newer = moves.take("amend", seen, SYSTEM, NOON, stay=replace(STAY, disposition="62"), documents=())
    store.encounters.commit(newer)
    assert store.encounters.get("e1").codes == codes
    done = program(MARIA).take("submit", store.encounters.get("e1"))
    assert done.status_code == 200, done.text
    (submission,) = store.encounters.submissions([store.encounters.get("e1")])
    assert submission.codes.abstract == codes.abstract


def test_a_service_is_placed_by_a_list_that_is_read_along_in_words(visit, store):
    furnish(store)
    line = Line("99213", charge=12500, on=VISIT, pointers=(1,), place="22")
    seen = step(store, "claim", arrived(store, a_document()), MARIA)
    step(store, "save", seen, MARIA, codes=replace(GOOD_CODES, lines=(line,)))
    assert '<option value="22">outpatient, on campus</option>' in visit(MARIA).get("/encounters/e1").text
    assert "22 outpatient, on campus" in visit(LENA).get("/encounters/e1").text


def test_what_came_too_late_is_kept_whole(visit, store, claimed, redis_raw):
    an_expired_lease(redis_raw)
    maria = visit(MARIA)
    assert maria.take("save", claimed, as_form(SAID), headers=FRAGMENT).status_code == 409
    assert store.encounters.open(store.encounters.get("e1"), MARIA, ()).kept == SAID


@pytest.mark.parametrize(
    "wrong",
    [
        {"abstract": "03"},
        {"abstract": [3]},
        {"abstract": {"birth_weight": "heavy"}},
        {"abstract": {"attending": "x" * 65}},
        {"abstract": {"visit_reasons": ["R07.9" * 9]}},
        {"lines": [{"code": "99213", "place": "1" * 65}]},
    ],
)
def test_what_cannot_be_meant_is_refused_in_a_sentence(program, claimed, wrong):
    refused = program(MARIA).take("save", claimed, codes=wrong)
    assert refused.status_code == 400
    assert refused.json["detail"].endswith(".")


def test_codes_of_before_have_nothing_to_say_of_the_stay(program, store, claimed):
    codes = {"diagnoses": [{"code": "J18.9", "poa": "Y"}]}
    assert program(MARIA).take("save", claimed, codes=codes).status_code == 200
    assert store.encounters.get("e1").codes.abstract == Abstract()


def test_saving_asks_the_server_no_oftener(program, store, claimed, redis_raw):
    maria = program(MARIA)

    def trips(codes):
        seen = store.encounters.get("e1")
        return round_trips(redis_raw, lambda: maria.take("save", seen, codes=as_json(codes)))

    assert trips(GOOD_CODES) == trips(SAID)


def test_a_provider_is_sought_in_one_round_trip_beside_the_session(visit, redis_raw, claimed):
    maria = visit(MARIA)
    maria.get("/coder")
    (found,) = maria.get("/directories/providers/search?q=wel").json["results"]
    assert (found["code"], found["title"], found["matched"]) == ("dr-1", "Welby, Marcia", "NPI 1679576722")
    assert trips_to_read(redis_raw, lambda: maria.get("/directories/providers/search?q=wel")) == 2


def test_the_page_shows_what_the_source_says_and_what_differs(visit, program, store, claimed):
    codes = replace(
        GOOD_CODES, abstract=Abstract(disposition="03", attending="dr-1", visit_reasons=("R079",))
    )
    program(MARIA).take("save", claimed, codes=as_json(codes))
    page = visit(MARIA).get("/encounters/e1").text
    assert '<option value="03" selected>03 skilled nursing</option>' in page
    assert "source: 01 home" in page
    assert 'name="codes.abstract[0].visit_reasons" value="R079"' in page  # no field of inpatients, and kept
    read = visit(LENA).get("/encounters/e1").text
    assert "03 skilled nursing" in read
    assert "source: <bdi>01 home</bdi>" in read
    assert "Welby, Marcia" in read


def test_restoring_brings_all_of_it_back(visit, store, claimed):
    store.encounters.keep_draft("e1", MARIA, SAID)
    maria = visit(MARIA)
    form = dict(
        KEPT.findall(
            maria.get("/encounters/e1").text.partition('data-step="restore"')[2].partition("</form>")[0]
        )
    )
    assert maria.take("save", claimed, form).status_code == 303
    assert store.encounters.get("e1").codes == SAID
