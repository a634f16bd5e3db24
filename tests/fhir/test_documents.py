"""Documents find their encounter, in every form they are sent."""

from datetime import UTC, datetime

import pytest

from tests.fhir.builders import (
    a_bundle,
    a_composition,
    a_patient,
    a_reference,
    a_report,
    a_section,
    an_attachment,
    an_encounter,
    arrival_of,
    documents_of,
    refusals_of,
    told_of,
)


def test_a_composition_keeps_the_titles_of_its_sections():
    (document,) = documents_of(
        a_composition(
            a_section("<p>Cough.</p>", title="Chief complaint"),
            a_section("<p>Bronchitis.</p>", title=None, code={"text": "Assessment"}),
        )
    )
    assert [(one.title, one.text) for one in document.sections] == [
        ("Chief complaint", "Cough."),
        ("Assessment", "Bronchitis."),
    ]


def test_sections_in_sections_carry_the_titles_above_them():
    inner = a_section("<p>BP 120/80</p>", title="Vitals")
    (document,) = documents_of(a_composition({"title": "Objective", "section": [inner]}))
    assert [one.title for one in document.sections] == ["Objective › Vitals"]


def test_sections_nested_without_end_are_named():
    section = a_section()
    for _ in range(200):
        section = a_section(section=[section])
    reasons = refusals_of(an_encounter(), a_composition(section))
    assert "Sections are nested too deeply here; the rest was left out." in reasons.values()


def test_a_composition_without_sections_is_read_from_its_narrative():
    (document,) = documents_of(a_composition(section=[], text={"div": "<div>All in one.</div>"}))
    assert document.sections[0].text == "All in one."


def test_a_heading_tells_type_code_author_and_time():
    (document,) = documents_of(
        a_composition(
            type={"coding": [{"code": "18842-5", "display": "Discharge summary"}]},
            author=[{"display": "Dr. Welby"}],
            date="2026-11-16T06:30:00-05:00",
        )
    )
    assert (document.id, document.type, document.type_code) == ("note", "Discharge summary", "18842-5")
    assert (document.author, document.written_at) == ("Dr. Welby", datetime(2026, 11, 16, 11, 30, tzinfo=UTC))


def test_an_author_without_a_display_is_looked_up():
    welby = {"resourceType": "Practitioner", "id": "w", "name": [{"given": ["Marcus"], "family": "Welby"}]}
    (document,) = documents_of(welby, a_composition(author=[{"reference": "Practitioner/w"}]))
    assert document.author == "Marcus Welby"


@pytest.mark.parametrize("status, signed", [("final", True), ("amended", True), ("preliminary", False)])
def test_a_composition_is_signed_when_it_is_final(status, signed):
    assert [one.signed for one in documents_of(a_composition(status=status))] == [signed]


@pytest.mark.parametrize(
    "facts, signed",
    [({"docStatus": "final"}, True), ({"docStatus": "preliminary"}, False), ({}, True)],
)
def test_a_document_reference_is_signed_unless_it_says_otherwise(facts, signed):
    assert [one.signed for one in documents_of(a_reference(**facts))] == [signed]


@pytest.mark.parametrize(
    "resource",
    [
        a_composition(status="entered-in-error"),
        a_reference(status="superseded"),
        a_reference(status="entered-in-error"),
        a_reference(docStatus="entered-in-error"),
        a_report(status="cancelled", conclusion="x"),
        a_report(result=[{"reference": "Observation/1"}]),
    ],
)
def test_what_no_longer_counts_or_is_no_document_is_passed_over(resource):
    assert documents_of(resource) == ()


def test_a_report_tells_its_conclusion_first():
    (document,) = documents_of(
        a_report(
            code={"text": "Chest X-ray"},
            conclusion="Clear lungs.",
            presentedForm=[an_attachment("[Findings]\nHeart normal.")],
            issued="2026-11-16T10:00:00Z",
        )
    )
    assert document.type == "Chest X-ray"
    assert [(one.title, one.text) for one in document.sections] == [
        ("Conclusion", "Clear lungs."),
        ("Findings", "Heart normal."),
    ]


def test_documents_come_in_the_order_they_were_written_and_those_without_a_date_first():
    documents = documents_of(
        a_composition(id="late", date="2026-11-17"),
        a_reference(id="undated"),
        a_reference(id="early", date="2026-11-15"),
    )
    assert [one.id for one in documents] == ["undated", "early", "late"]


def test_the_same_id_on_two_kinds_of_documents_stays_two_documents():
    documents = documents_of(a_composition(id="1"), a_reference(id="1"))
    assert {one.id for one in documents} == {"Composition/1", "DocumentReference/1"}


def test_the_digest_changes_with_the_words_and_only_with_them():
    (first,) = documents_of(a_composition(a_section("<p>Cough.</p>")))
    (same,) = documents_of(a_composition(a_section("<div><b>Cough.</b></div>"), date="2026-11-20"))
    (other,) = documents_of(a_composition(a_section("<p>No cough.</p>")))
    assert first.digest == same.digest != other.digest


def test_each_document_goes_to_the_encounter_it_names():
    one, two = an_encounter(id="one"), an_encounter(id="two")
    told = told_of(
        a_bundle(
            a_patient(),
            one,
            two,
            a_composition(id="c", encounter={"reference": "Encounter/one"}),
            a_reference(id="d", context={"encounter": [{"reference": "Encounter/two"}]}),
            a_report(id="r", conclusion="x", encounter={"reference": "Encounter/two"}),
        )
    )
    assert [[one.id for one in arrival.documents] for arrival in told] == [["c"], ["d", "r"]]


def test_a_document_that_names_no_encounter_belongs_to_the_only_one():
    assert [one.id for one in documents_of(a_composition())] == ["note"]


def test_a_document_without_an_encounter_among_several_is_named():
    reasons = refusals_of(an_encounter(id="one"), an_encounter(id="two"), a_composition())
    assert "names no encounter" in reasons["entry[3].resource"]


def test_a_document_of_an_encounter_that_is_elsewhere_is_named():
    reasons = refusals_of(an_encounter(), a_composition(encounter={"reference": "Encounter/other"}))
    assert "not in this file" in reasons["entry[2].resource"]


def test_a_document_about_another_patient_is_never_shown():
    stranger = a_composition(subject={"reference": "Patient/other"}, encounter={"reference": "Encounter/enc"})
    assert "another patient" in refusals_of(an_encounter(), stranger)["entry[2].resource"]


def test_a_bad_document_does_not_lose_the_encounter():
    told = told_of(a_bundle(a_patient(), an_encounter(), a_composition(section="none"), a_reference()))
    arrival, *rest = told
    assert [one.id for one in arrival.documents] == ["doc"]
    assert {one.where for one in rest} == {"entry[2].resource", "entry[2].resource.section"}


def test_the_text_of_a_document_is_in_no_repr():
    assert "Sore throat" not in repr(arrival_of(an_encounter(), a_composition()))
