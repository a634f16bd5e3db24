"""What says most about a stay is read first."""

from datetime import timedelta

import pytest

from queue_app.domain.documents import in_reading_order, ones_before
from queue_app.domain.encounter import PatientClass
from tests.builders import NOON, a_document, a_stay


def read(*documents, patient_class=PatientClass.INPATIENT):
    """Types of the documents as they are read, each written an hour after the one before."""
    written = [
        a_document(id=f"doc-{hour}", type=type, type_code=code, written_at=NOON + timedelta(hours=hour))
        for hour, (type, code) in enumerate(documents)
    ]
    return [one.type for one in in_reading_order(a_stay(patient_class=patient_class), written)]


def test_a_stay_is_read_from_its_summary_to_its_notes_and_then_by_date():
    assert read(
        ("Nurse Note", "34746-8"),
        ("Chest X-ray", "36572-6"),
        ("Progress note", "11506-3"),
        ("Consult note", "11488-4"),
        ("Surgical operation note", "11504-8"),
        ("History and physical note", "34117-2"),
        ("Orders", ""),
        ("Discharge summary", "18842-5"),
    ) == [
        "Discharge summary",
        "History and physical note",
        "Surgical operation note",
        "Consult note",
        "Progress note",
        "Nurse Note",
        "Chest X-ray",
        "Orders",
    ]


def test_a_visit_is_read_as_it_went():
    notes = [("Triage note", ""), ("Progress note", "11506-3"), ("Discharge summary", "18842-5")]
    for patient_class in (PatientClass.EMERGENCY, PatientClass.OBSERVATION, PatientClass.CLINIC):
        assert read(*notes, patient_class=patient_class) == [type for type, _ in notes]


@pytest.mark.parametrize(
    "name",
    [
        "Cardiology Consult note",
        "INPATIENT CONSULTATION",
        "H&P update",
        "Operative Report",
        "Discharge Summary",
    ],
)
def test_a_kind_is_known_by_its_name_where_the_code_is_another(name):
    assert read(("Orders", ""), (name, "99999-9")) == [name, "Orders"]


def test_the_code_counts_before_the_name():
    assert read(("Progress note", ""), ("Consult after discharge summary", "11488-4")) == [
        "Consult after discharge summary",
        "Progress note",
    ]
    assert read(("H&P", ""), ("Consult after discharge summary", "11488-4"))[0] == "H&P"


def test_what_nurses_write_is_read_among_the_rest():
    nurse = "Nurse Discharge summary"
    assert read((nurse, "34745-0"), ("Progress note", "")) == ["Progress note", nurse]


def test_an_undated_document_comes_before_the_dated_ones_of_its_kind():
    undated = a_document(id="undated", type="Orders", written_at=None)
    dated = a_document(id="dated", type="Orders")
    assert in_reading_order(a_stay(), [dated, undated]) == (undated, dated)


def before(*documents):
    """What each is compared with, of documents told by type, LOINC code and the hour they were written in."""
    written = [
        a_document(
            id=f"doc-{number}", type=type, type_code=code, written_at=hour and NOON + timedelta(hours=hour)
        )
        for number, (type, code, hour) in enumerate(documents)
    ]
    return {name: one.id for name, one in ones_before(written).items()}


def test_the_one_before_is_the_latest_earlier_of_the_same_name_wherever_it_stands():
    notes = [("Progress note", "", 3), ("Progress note", "", 1), ("Consult", "", 2), ("progress note", "", 2)]
    assert before(*notes) == {"doc-0": "doc-3", "doc-3": "doc-1"}


def test_days_in_a_name_make_no_other_type_and_a_shared_code_makes_none():
    notes = [("POD 1 note", "11506-3", 1), ("Chest film", "18748-4", 2), ("MRI", "18748-4", 3)]
    assert before(*notes, ("pod 12 note", "11506-3", 4)) == {"doc-3": "doc-0"}


def test_what_has_no_date_or_the_same_has_no_order():
    assert before(("Note", "", None), ("Note", "", 1), ("Note", "", 1)) == {}
