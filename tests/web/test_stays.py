"""What the page of an encounter says of the stay, and in which order its documents stand."""

from datetime import datetime, timedelta, timezone

from queue_app.domain.encounter import PatientClass
from tests.builders import a_document, a_stay, arrived, step
from tests.people import LENA, MARIA

TOKYO = timezone(timedelta(hours=9))  # at one in the morning there it is still yesterday for the site
STAY = a_stay(
    patient_class=PatientClass.INPATIENT,
    admitted_at=datetime(2026, 11, 12, 1, tzinfo=TOKYO),
    discharged_at=datetime(2026, 11, 16, 1, tzinfo=TOKYO),
)


def test_the_days_of_a_stay_are_those_where_it_was_as_on_the_claim(visit, store):
    step(store, "claim", arrived(store, stay=STAY), MARIA)
    for page in ("/encounters/e1", "/coder"):
        text = visit(MARIA).get(page).text
        assert "Nov 12, 2026" in text and "Nov 16, 2026" in text, page
        assert "Nov 11, 2026" not in text and "Nov 15, 2026" not in text, page


def test_the_discharge_summary_of_a_stay_is_read_first_in_the_list_and_in_the_text(visit, program, store):
    notes = [
        a_document(f"Text {id}.", id=id, type=type)
        for id, type in (("a", "Nurse Note"), ("b", "Progress note"), ("c", "Discharge summary"))
    ]
    arrived(store, *notes, stay=STAY)
    text = visit(LENA).get("/encounters/e1").text
    for place in ('href="#doc-{}"', 'id="doc-{}"'):
        found = [text.index(place.format(id)) for id in "cba"]
        assert found == sorted(found), place
    told = program(LENA).get("/encounters/e1").json["documents"]
    assert [one["id"] for one in told] == ["c", "b", "a"]
