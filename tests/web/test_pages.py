"""Every page, as a browser gets it: whole, and safe in its headers."""

from datetime import timedelta

import pytest

from queue_app.domain.encounter import Unit
from tests.builders import GOOD_CODES, NOON, a_document, arrived, step
from tests.inpatients import a_week
from tests.people import ADA, BEA, LENA, MARIA, OMAR
from tests.services.bundles import a_note, a_visit, hand_in
from tests.services.furniture import furnish
from tests.web.doors import DOORS, address
from tests.web.visitor import failed

TURNED_OFF = ("GET /encounters/<encounter_id>/hcc",)  # unless a setting says so: test_hcc.py looks at it
PAGES = [door for door, who in DOORS.items() if door.startswith("GET") and who and door not in TURNED_OFF]
FRAGMENTS = (
    "GET /supervisor/numbers",
    "GET /encounters/<encounter_id>/suggestions",
    "GET /encounters/<encounter_id>/notes",
    "GET /encounters/<encounter_id>/documents/texts",
)
SAFE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def assert_safe(response, *, kept=False):
    for name, value in SAFE.items():
        assert response.headers.get(name) == value, name
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "*" not in policy
    assert "frame-ancestors 'none'" in policy and "base-uri 'none'" in policy
    if not kept:
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["X-Request-Id"]


@pytest.fixture
def a_busy_day(store, tables):
    """Something in every list."""
    furnish(store)
    hand_in(store, tables, a_visit(a_note(), payer="unknown"), {"resourceType": "Patient"})
    inpatient = {"unit": Unit.FACILITY, "worklist": "inpatient", "stay": a_week()}
    notes = a_document(), a_document(id="doc-2", written_at=NOON - timedelta(days=1))
    held = step(store, "claim", arrived(store, *notes, **inpatient), MARIA)
    step(store, "ask_review", step(store, "claim", arrived(store, id="e2"), MARIA), MARIA, codes=GOOD_CODES)
    step(store, "submit", step(store, "claim", arrived(store, id="e3"), MARIA), MARIA, codes=GOOD_CODES)
    store.records.set_aside("answer.999", "It is garbled.")
    return held


@pytest.mark.parametrize("door", PAGES)
def test_every_page_is_whole_and_safe_for_everybody_it_is_for(visit, a_busy_day, door):
    for person in {MARIA, LENA, OMAR, BEA, ADA} & set(DOORS[door]):
        response = visit(person).get(address(door)[1])
        may_look = not door.startswith("GET /encounters/<encounter_id>") or person is not ADA
        assert response.status_code in ((200, 302) if may_look else (404,)), person.id
        assert_safe(response)
        if response.mimetype == "text/html" and response.status_code == 200:
            assert "</html>" in response.text or door in FRAGMENTS


@pytest.mark.parametrize("door", PAGES)
def test_no_page_carries_a_script_or_a_style_in_itself(visit, a_busy_day, door):
    for person in {MARIA, LENA, OMAR, BEA, ADA} & set(DOORS[door]):
        text = visit(person).get(address(door)[1]).text
        for forbidden in ("<style", " style=", "<script>", "onclick=", "onload=", "javascript:", "hx-on"):
            assert forbidden not in text, (person.id, forbidden)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nowhere", 404),
        ("/sign-in/", 404),
        ("/encounters/e1/claim", 405),
        ("/static/nothing.css", 404),
        ("/", 303),
    ],
)
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_what_is_not_there_is_refused_as_safely(visit, path, status, accept):
    response = visit().get(path, headers={"Accept": accept})
    assert response.status_code in (status, 401 if accept == "application/json" else status)
    if status != 303 and accept == "application/json":
        assert response.mimetype == "application/problem+json"
        assert response.json["status"] == status
    if "static" not in path:
        assert_safe(response)


def test_every_other_kind_of_answer_is_as_safe(visit, program, store):
    failed(store, "maria", 9)
    big = "x" * 3_000_000
    answers = {
        200: program(LENA).get("/supervisor/encounters.csv"),
        204: program(MARIA).post("/coder/next"),
        303: visit(MARIA).post("/sign-out"),
        400: visit(MARIA).client.post("/coder/next"),
        401: visit().get("/supervisor/numbers", headers={"HX-Request": "true"}),
        413: program(MARIA).post("/encounters/e1/save", data=big),
        429: visit().sign_in("maria"),
    }
    assert {status: answer.status_code for status, answer in answers.items()} == {
        status: status for status in answers
    }
    for answer in answers.values():
        assert_safe(answer)


def test_static_files_may_be_kept_and_are_as_safe(visit):
    response = visit().get("/static/icon.svg")
    assert response.status_code == 200
    assert "immutable" in response.headers["Cache-Control"]
    assert_safe(response, kept=True)


@pytest.mark.parametrize("path", ["/coder", "/encounters/e1", "/password", "/nowhere"])
def test_where_the_patients_are_made_up_every_page_says_so(visit, store, a_busy_day, path):
    said = "Made-up patients: this is a demo."
    assert said not in visit(MARIA).get(path).text
    store.past.made_up()
    assert said in visit(MARIA).get(path).text
    assert said not in visit().get("/sign-in").text


def test_a_refusal_says_what_happened_and_where_to_go_on(visit):
    response = visit(MARIA).get("/people")
    assert response.status_code == 403
    assert "This page is for admins." in response.text
    assert 'href="/"' in response.text


def test_a_fault_of_ours_says_nothing_about_itself(store, redis_raw, visit):
    """A fault that can really happen: somebody damages what is sealed."""
    arrived(store, a_document())
    redis_raw.hset("encounter:e1", "content", "damaged" * 9)
    response = visit(LENA).get("/encounters/e1")
    assert response.status_code == 500
    assert "Something went wrong on our side" in response.text
    assert "Traceback" not in response.text and "Invalid" not in response.text
    assert_safe(response)
