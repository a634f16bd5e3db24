"""Earlier encounters of a patient: which, to whom, as what; and a diagnosis that is carried forward."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from queue_app.domain.codes import Carried, Codes, Diagnosis, Evidence
from queue_app.domain.people import SYSTEM
from tests.builders import (
    GOOD_CODES,
    NOON,
    OTHER_CODES,
    a_document,
    a_patient,
    a_stay,
    arrived,
    step,
    submitted,
)
from tests.people import LENA, MARIA, OMAR, TOM
from tests.services.furniture import furnish
from tests.web.visitor import as_form, as_json, trips_to_read

PLACE = "/encounters/e1/earlier"
FRAGMENT = {"HX-Request": "true"}
PAST = Codes((Diagnosis("J069", "Y"), Diagnosis("E119", "Y")), lines=GOOD_CODES.lines)
FORWARD = replace(
    GOOD_CODES, diagnoses=(*GOOD_CODES.diagnoses, Diagnosis("E119")), carried=(Carried("E119", "old"),)
)


def before(days=90, **facts):
    return a_stay(
        admitted_at=NOON - timedelta(days=days, hours=1), discharged_at=NOON - timedelta(days=days), **facts
    )


@pytest.fixture
def past(store):
    """What was coded for the patient before."""

    def made(id, days=90, *, codes=PAST, patient=None, account="", facility="clinic-1"):
        facts = {"stay": before(days, facility=facility), "patient": patient or a_patient()}
        return submitted(store, codes, id=id, account_number=account or f"ACCT-{id}", **facts)

    return made


@pytest.fixture
def present(store):
    furnish(store)
    return step(store, "claim", arrived(store, a_document("Diabetes, stable.")), MARIA)


def told(answer):
    return [(one["id"], [each["code"] for each in one["codes"]]) for one in answer.json["earlier"]]


def test_they_are_the_patients_own_at_this_facility_and_earlier_the_newest_first(program, past, present):
    past("old", 90)
    past("older", 400, codes=OTHER_CODES)
    past("elsewhere", facility="hospital-1")
    past("somebody", patient=a_patient(mrn="MRN-78"))
    past("later", -3)
    past("thisvisit", account="ACCT-1")
    answer = program(MARIA).get(PLACE)
    assert told(answer) == [("old", ["J069", "E119", "99213"]), ("older", ["J209", "99213"])]
    dx, chronic, service = answer.json["earlier"][0]["codes"]
    assert (dx["chronic"], chronic["chronic"], service["chronic"]) == (False, True, False)
    assert chronic["title"].startswith("Type 2 diabetes mellitus")


def test_whoever_has_no_mrn_has_no_past(program, past, store):
    nobody = a_patient(mrn="")
    past("old", patient=nobody)
    step(store, "claim", arrived(store, patient=nobody), MARIA)
    assert told(program(MARIA).get(PLACE)) == []


def test_nothing_is_shown_that_is_not_finally_coded(program, past, present, store):
    past("inhand")
    drafted = step(store, "claim", arrived(store, id="draft", account_number="D", stay=before()), TOM)
    step(store, "save", drafted, TOM, codes=PAST)
    asked = step(store, "claim", arrived(store, id="asked", account_number="R", stay=before(80)), TOM)
    seen = step(store, "ask_review", asked, TOM, codes=PAST)
    step(store, "void", seen, LENA, reason="A study pays.")
    answer = program(MARIA).get(PLACE)
    assert dict(told(answer)) == {"inhand": ["J069", "E119", "99213"], "draft": [], "asked": []}


def test_what_moved_to_the_archive_is_shown_as_ever(program, past, present, store):
    step(store, "export", past("old"), SYSTEM)
    assert store.archive.move(datetime.now(UTC) + timedelta(seconds=1))
    assert told(program(MARIA).get(PLACE)) == [("old", ["J069", "E119", "99213"])]


def test_only_who_may_open_the_present_one_may_look_and_each_look_is_noted(program, past, present, store):
    past("old")
    assert program(TOM).get(PLACE).status_code == 404
    assert program(OMAR).get(PLACE).status_code == 200
    seen = [
        (line["verb"], line["encounter"], line["actor"])
        for line in store.records.audited()
        if line["verb"] in ("see_earlier", "see_codes")
    ]
    assert sorted(seen) == [("see_codes", "old", "omar"), ("see_earlier", "e1", "omar")]
    assert program(TOM).get("/encounters/old").status_code == 404  # its page is not opened by this


def test_the_fragment_puts_chronic_ones_first_and_offers_them_to_the_holder_alone(visit, past, present):
    past("old", codes=replace(PAST, diagnoses=(Diagnosis("<B>X"), *PAST.diagnoses)))
    part = visit(MARIA).get(PLACE, headers=FRAGMENT).text
    assert "<html" not in part and "<B>" not in part and "chronic" in part
    assert part.index("E11.9") < part.index("J06.9")
    assert part.count("data-carry") == 2
    assert "data-carry" not in visit(LENA).get(PLACE, headers=FRAGMENT).text
    assert "Back to the codes" in visit(MARIA).get(PLACE).text
    page = visit(MARIA).get("/encounters/e1").text
    assert f'hx-get="{PLACE}"' in page and "E11.9" not in page


def test_what_is_carried_waits_for_words_of_a_present_document_or_for_a_reason(program, present, store):
    told = program(MARIA).take("submit", present, codes=as_json(FORWARD) | {"overrides": []})
    assert told.status_code == 422
    (finding,) = [one for one in told.json["findings"] if one["rule"] == "carried-forward"]
    assert (finding["where"], finding["severity"]) == ("diagnoses.1", "warning")
    answered = {"rule": finding["rule"], "about": finding["about"], "reason": "documented"}
    shown = Evidence("doc-1", 1, 0, 0, 8, "Diabetes", "E119")
    for codes in (
        as_json(replace(FORWARD, evidence=(shown,))),
        as_json(FORWARD) | {"overrides": [answered]},
    ):
        program(MARIA).take(
            "save", store.encounters.get("e1"), codes=codes | {"overrides": codes["overrides"]}
        )
        found = program(MARIA).get("/encounters/e1").json["findings"]
        assert [one["overridden"] for one in found if one["rule"] == "carried-forward"] in (
            [],
            ["documented"],
        )
    seen = store.encounters.get("e1")
    assert program(MARIA).take("submit", seen, codes=as_json(seen.codes)).status_code == 200
    (submission,) = store.encounters.submissions([store.encounters.get("e1")])
    assert submission.codes.carried == FORWARD.carried


def test_a_form_and_a_program_keep_the_same_and_the_mark_goes_with_its_code(visit, program, store, present):
    visit(MARIA).take("save", present, as_form(FORWARD), headers=FRAGMENT)
    assert store.encounters.get("e1").codes == FORWARD
    kept = program(MARIA).get("/encounters/e1").json["codes"]
    program(MARIA).take("save", store.encounters.get("e1"), codes=kept)
    assert store.encounters.get("e1").codes == FORWARD
    program(MARIA).take("save", store.encounters.get("e1"), codes=kept | {"diagnoses": kept["diagnoses"][:1]})
    assert store.encounters.get("e1").codes == GOOD_CODES
    wrong = kept | {"carried": [{"about": "E119", "encounter": "<x>"}]}
    assert program(MARIA).take("save", store.encounters.get("e1"), codes=wrong).status_code == 400


def test_auditors_see_what_was_carried_and_codes_of_before_are_still_read(visit, store, present):
    visit(MARIA).take("save", present, as_form(FORWARD), headers=FRAGMENT)
    assert "carried forward" in visit(OMAR).get("/encounters/e1").text
    old = msgspec.json.encode({"diagnoses": [{"code": "I10", "poa": ""}]})
    assert msgspec.json.decode(old, type=Codes).carried == ()


def test_a_look_costs_five_round_trips_however_many_there_are(visit, past, present, redis_raw):
    past("old")
    maria = visit(MARIA)
    maria.get(PLACE, headers=FRAGMENT)
    few = trips_to_read(redis_raw, lambda: maria.get(PLACE, headers=FRAGMENT))
    for number in range(6):
        past(f"past{number}", 100 + number)
    maria.get(PLACE, headers=FRAGMENT)
    assert trips_to_read(redis_raw, lambda: maria.get(PLACE, headers=FRAGMENT)) == few == 5
