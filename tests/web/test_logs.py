"""A line of log for each request, and never a word about a patient."""

import io
import json
import logging
import sys

import pytest

from tests.builders import GOOD_CODES, arrived
from tests.people import LENA, MARIA
from tests.services.bundles import a_note, a_visit
from tests.services.test_intake import the_only
from tests.web.visitor import PASSWORD, as_form, as_json

SECRETS = {
    "family": "Zwingenberger",
    "given": "Xanthippe",
    "account": "AC-0815",
    "street": "7 Rue Morgue",
    "born_on": "1931-07-09",
}
TEXT = "Ankle sprain after a fall"
OTHERS = ("MRN-77", "M123", "J069", "J06.9", "99213", "Welby", PASSWORD, "dr-1", "Glasgow")


@pytest.fixture
def written(capfd):
    """Everything that was logged so far by whomever, as it is printed: ours as JSON, the rest as text."""
    others, root, told = logging.StreamHandler(sys.stderr), logging.getLogger(), io.StringIO()
    others.setFormatter(logging.Formatter("%(name)s %(message)s"))
    before = root.level
    root.setLevel(logging.DEBUG)
    root.addHandler(others)

    def so_far():
        told.write(capfd.readouterr().err)
        return told.getvalue()

    yield so_far
    root.removeHandler(others)
    root.setLevel(before)


def lines(text):
    return [json.loads(line) for line in text.splitlines() if line.startswith('{"at"')]


def a_journey(visit, program, store, redis_raw):
    """In, claimed, read, searched, saved, refused, held, sought, listed, damaged."""
    feed, coder, lead = program(LENA), visit(MARIA), visit(LENA)
    feed.post("/intake", a_visit(a_note(TEXT), **SECRETS))
    feed.post("/intake", a_visit(a_note(TEXT), **(SECRETS | {"account": "AC-2"}), start="Glasgow"))
    coder.post("/coder/next")
    claimed = the_only(store)
    path = f"/encounters/{claimed.id}"
    coder.get(f"{path}?note=Zwingenberger")
    coder.get("/codes/search?q=Ankle+sprain+after+a+fall")
    coder.take("save", claimed, as_form(GOOD_CODES))
    coder.take("save", claimed, as_form(GOOD_CODES))
    coder.take("submit", store.encounters.get(claimed.id), {"codes.diagnoses[0].code": "J06.9"})
    coder.take("hold", store.encounters.get(claimed.id), {"hold.reason": "other", "hold.note": TEXT})
    lead.post("/supervisor/encounters", {"find": "AC-0815"})
    lead.get("/supervisor/encounters.csv?worklist=Zwingenberger")
    program(MARIA).take("save", claimed, codes=as_json(GOOD_CODES))
    visit().sign_in("Zwingenberger", PASSWORD)
    redis_raw.hset(f"encounter:{claimed.id}", "content", "damaged" * 9)
    assert lead.get(path).status_code == 500


def test_no_log_line_of_a_whole_journey_tells_anything_about_the_patient(
    visit, program, store, redis_raw, written
):
    a_journey(visit, program, store, redis_raw)
    text = written()
    assert len(lines(text)) >= 14
    for secret in (*SECRETS.values(), *OTHERS, TEXT, "Ankle", "AC-2"):
        assert secret not in text, secret


def test_a_line_tells_what_was_asked_by_whom_and_how_it_ended(visit, store, written):
    arrived(store)
    response = visit(MARIA).get("/encounters/e1?from=desk")
    line = lines(written())[-1]
    assert (line["method"], line["route"], line["status"], line["person"]) == (
        "GET", "/encounters/<encounter_id>", 404, "maria",
    )  # fmt: skip
    assert line["request"] == response.headers["X-Request-Id"]
    assert "?" not in written() and "e1" not in line["route"]


def test_a_fault_is_logged_by_its_kind_and_place(visit, store, redis_raw, written):
    arrived(store)
    redis_raw.hset("encounter:e1", "content", "damaged" * 9)
    visit(LENA).get("/encounters/e1")
    line = lines(written())[-1]
    assert (line["level"], line["crash"]) == ("error", "InvalidTag")
    assert any("store/seal.py" in place for place in line["at"])
