"""What the documents say is held against the codes, from the reading of the worker to the finding."""

import shutil
from datetime import UTC, datetime

import pytest

from queue_app.codesets.tables import CodeTables
from queue_app.domain.codes import Codes, Diagnosis
from queue_app.domain.suggestion import Decision, Source, Verdict
from queue_app.services import acceptance, coding, suggesting
from tests.builders import a_document, amended, arrived, step
from tests.people import MARIA

NOTE = """Assessment:
1. Type 2 diabetes with hyperglycemia, on insulin glargine at home
2. Acute serous otitis media, right ear"""
SIDELESS, SIDED = "H6500", "H6501"


@pytest.fixture
def said(store, tables):
    """What the rule says of these diagnoses of an encounter with the note."""
    arrived(store, a_document(NOTE))

    def of(rule, *diagnoses, store=store, tables=tables):
        codes = Codes(tuple(map(Diagnosis, diagnoses)))
        found = coding.findings(store, tables, store.encounters.get("e1"), codes)
        return [(one.where, [each.code for each in one.proposes]) for one in found if one.rule == rule]

    return of


def test_once_documents_are_read_the_edits_know_drugs_and_sides(store, tables, said):
    assert said("diabetes-drug-missing", "E1165") == said("side-in-the-record", SIDELESS) == []
    suggesting.read_waiting(store, tables, 1)
    assert said("diabetes-drug-missing", "E1165") == [("diagnoses.0", ["Z794"])]
    assert said("side-in-the-record", "E1165", SIDELESS) == [("diagnoses.1", [SIDED])]
    assert said("side-in-the-record", SIDED) == []


def test_a_suggestion_that_its_coder_rejected_is_held_against_nothing(store, tables, said):
    suggesting.read_waiting(store, tables, 1)
    step(store, "claim", store.encounters.get("e1"), MARIA)
    told = {"by": "maria", "at": datetime.now(UTC), "source": Source.LINE, "rank": 1, "ms": 900}
    rejection = Decision(code="Z794", verdict=Verdict.REJECTED, reason="past", **told)
    acceptance.decide(store, "e1", MARIA, rejection)
    assert said("diabetes-drug-missing", "E1165") == []


def test_what_older_documents_said_is_held_against_nothing(store, tables, said):
    suggesting.read_waiting(store, tables, 1)
    amended(
        store, store.encounters.get("e1"), a_document("Assessment:\n1. Type 2 diabetes, no drugs", version=2)
    )
    assert said("diabetes-drug-missing", "E1165") == []
    suggesting.read_waiting(store, tables, 1)
    assert said("diabetes-drug-missing", "E1165") == []


def test_what_was_read_with_other_code_tables_is_held_against_nothing(
    store, tables, said, code_tables, tmp_path
):
    suggesting.read_waiting(store, tables, 1)
    others = CodeTables(shutil.copy(code_tables, tmp_path / "codes.sqlite"))
    assert said("side-in-the-record", SIDELESS, tables=others) == []


def test_where_suggestions_were_turned_off_nothing_that_was_read_before_is_held_against_codes(
    store, tables, said, turned_off
):
    suggesting.read_waiting(store, tables, 1)
    assert said("diabetes-drug-missing", "E1165", store=turned_off) == []
