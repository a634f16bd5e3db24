"""Codes keep the words they stand on; what lost them to a newer document is not submitted unseen."""

from dataclasses import replace

import pytest

from queue_app.domain.codes import Evidence
from tests.builders import GOOD_CODES, a_document, amended, arrived, step
from tests.people import MARIA
from tests.services.furniture import furnish
from tests.web.visitor import as_form, as_json

FRAGMENT = {"HX-Request": "true"}
SORE = Evidence("doc-1", 1, 0, 0, 11, "Sore throat", "J069")
COUGH = Evidence("doc-1", 1, 0, 13, 18, "Cough", "99213")
FOUNDED = replace(GOOD_CODES, evidence=(SORE, COUGH))
CHANGED, MOVED = "Throat is fine. Cough.", "Seen at noon. Cough; Sore throat."


@pytest.fixture
def claimed(store):
    furnish(store)
    return step(store, "claim", arrived(store, a_document("Sore throat. Cough.")), MARIA)


def gone(found):
    return [(one["rule"], one["where"]) for one in found if one["rule"].startswith("evidence-")]


def test_a_form_and_a_program_keep_the_same_evidence(visit, program, store, claimed):
    assert visit(MARIA).take("save", claimed, as_form(FOUNDED), headers=FRAGMENT).status_code == 200
    assert store.encounters.get("e1").codes == FOUNDED
    kept = program(MARIA).get("/encounters/e1").json["codes"]
    saved = program(MARIA).take("save", store.encounters.get("e1"), codes=kept)
    assert saved.json["codes"]["evidence"] == as_json(FOUNDED)["evidence"]
    assert store.encounters.get("e1").codes == FOUNDED


def test_only_codes_whose_words_changed_are_marked(program, store, claimed):
    program(MARIA).take("save", claimed, codes=as_json(FOUNDED))
    amended(store, store.encounters.get("e1"), a_document(MOVED, version=2))
    assert gone(program(MARIA).get("/encounters/e1").json["findings"]) == []
    amended(store, store.encounters.get("e1"), a_document(CHANGED, version=3))
    assert gone(program(MARIA).get("/encounters/e1").json["findings"]) == [("evidence-gone", "diagnoses.0")]


def test_a_first_diagnosis_that_lost_its_words_is_submitted_once_somebody_looked(program, store, claimed):
    program(MARIA).take("save", claimed, codes=as_json(FOUNDED))
    amended(store, store.encounters.get("e1"), a_document(CHANGED, version=2))
    seen = store.encounters.get("e1")
    refused = program(MARIA).take("submit", seen, codes=as_json(FOUNDED))
    assert refused.status_code == 422
    assert "are not in the newest documents" in refused.text
    assert store.encounters.get("e1") == seen

    looked_at = replace(FOUNDED, evidence=(COUGH,))
    assert program(MARIA).take("submit", seen, codes=as_json(looked_at)).status_code == 200
    (submission,) = store.encounters.submissions([store.encounters.get("e1")])
    assert submission.codes.evidence == (COUGH,)


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"end": 12}, 400),
        ({"text": ""}, 400),
        ({"start": -1}, 400),
        ({"section": "x"}, 400),
        ({"text": "x" * 401, "end": 401}, 413),
    ],
    ids=["longer than its words", "without words", "before the text", "no number", "a whole page"],
)
def test_a_passage_that_cannot_be_one_is_refused_in_words(program, store, claimed, wrong, status):
    codes = as_json(FOUNDED)
    codes["evidence"][0] |= wrong
    answer = program(MARIA).take("save", claimed, codes=codes)
    assert answer.status_code == status
    assert "Codedesk" not in answer.json["detail"] and len(answer.json["detail"]) > 20
    assert store.encounters.get("e1") == claimed
