"""The words that codes stand on: whether they are still there when a document becomes another."""

from dataclasses import replace

import pytest

from queue_app.domain.codes import Codes, Diagnosis, Evidence, Override
from queue_app.domain.encounter import Section
from queue_app.domain.evidence import outdated, stale, stands
from tests.builders import a_document

NOTE = a_document("Sore throat. Strep test positive.")
STREP = Evidence("doc-1", 1, 0, 13, 33, "Strep test positive.", "J020")
CHANGED = a_document("Sore throat. Strep test negative.", version=2)
LONGER = a_document("Seen today.\n\nSore throat. Strep test positive. Fever.", version=2)
APART = replace(
    LONGER, sections=(Section(title="", text="Fever."), Section(title="", text="Strep test positive."))
)


def test_words_stand_where_they_were_marked():
    assert stands(STREP, [NOTE])


@pytest.mark.parametrize(
    "elsewhere", [{"start": 12, "end": 32}, {"section": 1}, {"version": 2}, {"document": "doc-2"}]
)
def test_and_nowhere_else(elsewhere):
    assert not stands(replace(STREP, **elsewhere), [NOTE])


def test_offsets_count_characters_and_not_the_units_of_a_browser():
    assert stands(replace(STREP, start=2, end=9, text="febrile"), [a_document("🌡 febrile")])


def test_evidence_from_the_newest_documents_is_looked_at_no_further():
    assert outdated([STREP], [NOTE]) == ()
    assert outdated([STREP], [CHANGED]) == (STREP,)


@pytest.mark.parametrize("newer", [LONGER, APART], ids=["moved", "in another section"])
def test_words_that_only_moved_still_hold(newer):
    assert stale([STREP], [newer]) == frozenset()


@pytest.mark.parametrize("newer", [[CHANGED], []], ids=["changed", "gone"])
def test_only_the_code_whose_words_changed_is_stale(newer):
    sore = replace(STREP, start=0, end=12, text="Sore throat.", about="J029")
    assert stale([STREP, sore], newer) == ({"J020"} if newer else {"J020", "J029"})


def test_evidence_goes_with_its_code_as_overrides_do():
    why = Override("excludes1", "J020", "unrelated")
    codes = Codes((Diagnosis("J020"), Diagnosis("I10")), overrides=(why,), evidence=(STREP,))
    assert codes.settled() == codes
    left = replace(codes, diagnoses=(Diagnosis("I10"),)).settled()
    assert (left.overrides, left.evidence) == ((), ())
