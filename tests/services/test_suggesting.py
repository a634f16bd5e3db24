"""Codes that the documents suggest: what is offered, and what never is."""

import pytest

from queue_app.codesets.tables import CodeTables
from queue_app.domain.encounter import Encounter, PatientClass
from queue_app.domain.evidence import stands
from queue_app.domain.suggestion import Source
from queue_app.services.suggesting import suggestions
from tests.builders import a_document, a_stay, an_encounter
from tests.codesets.builders import known, make_tables

TITLES = {
    "I10": "Essential (primary) hypertension",
    "I110": "Hypertensive heart disease with heart failure",
    "I130": "Hypertensive heart and chronic kidney disease with heart failure and stage 1-4 kidney disease",
    "I5023": "Acute on chronic systolic (congestive) heart failure",
    "I509": "Heart failure, unspecified",
    "J189": "Pneumonia, unspecified organism",
    "J449": "Chronic obstructive pulmonary disease, unspecified",
    "N1832": "Chronic kidney disease, stage 3b",
    "N189": "Chronic kidney disease, unspecified",
    "E119": "Type 2 diabetes mellitus without complications",
    "E1122": "Type 2 diabetes mellitus with diabetic chronic kidney disease",
    "E109": "Type 1 diabetes mellitus without complications",
    "Z794": "Long term (current) use of insulin",
    "R079": "Chest pain, unspecified",
    "R0602": "Shortness of breath",
    "I214": "Non-ST elevation (NSTEMI) myocardial infarction",
    "Z8673": "Personal history of transient ischemic attack (TIA), and cerebral infarction",
    "I639": "Cerebral infarction, unspecified",
    "B20": "Human immunodeficiency virus [HIV] disease",
    "L89152": "Pressure ulcer of sacral region, stage 2",
    "E6601": "Morbid (severe) obesity due to excess calories",
    "F17210": "Nicotine dependence, cigarettes, uncomplicated",
    "F17200": "Nicotine dependence, unspecified, uncomplicated",
    "S52539A": "Colles' fracture of unspecified radius, initial encounter for closed fracture",
    "S52531A": "Colles' fracture of right radius, initial encounter for closed fracture",
    "S52532A": "Colles' fracture of left radius, initial encounter for closed fracture",
    "O24410": "Gestational diabetes mellitus in pregnancy, diet controlled",
    "O24420": "Gestational diabetes mellitus in childbirth, diet controlled",
    "Z370": "Single live birth",
    "Z3A39": "39 weeks gestation of pregnancy",
    "Z6841": "Body mass index [BMI] 40.0-44.9, adult",
}


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    path = tmp_path_factory.mktemp("tables") / "codes.sqlite"
    return CodeTables(make_tables(path, *(known(code, title) for code, title in TITLES.items())))


@pytest.fixture
def offered(tables):
    def offer(text: str, kind=PatientClass.CLINIC, type="Progress note", *more) -> list[str]:
        documents = [a_document(text, type=type), *more]
        return [one.code for one in suggestions(tables, a_visit(kind), documents)]

    return offer


def a_visit(kind: PatientClass) -> Encounter:
    return an_encounter(stay=a_stay(patient_class=kind))


def inpatient(offered, text: str, *more) -> list[str]:
    return offered(text, PatientClass.INPATIENT, "Discharge summary", *more)


def test_what_an_assessment_names_is_offered_in_its_order(offered):
    assert offered("Assessment:\n1. COPD, stable\n2. HTN: continue lisinopril") == ["J449", "I10"]


@pytest.mark.parametrize(
    "text",
    [
        "Assessment:\nNo pneumonia",
        "Assessment:\nPneumonia was ruled out",
        "Assessment:\nPossible pneumonia",
        "Assessment:\nReturn if pneumonia develops",
        "Family history: mother had pneumonia",
        "Review of systems: pneumonia",
        "Allergies: pneumonia vaccine",
        "Differential diagnosis: pneumonia",
        "Plan: watch for pneumonia",
        "Past medical history:\n• Pneumonia 2015",
        "Chief complaint: pneumonia",
        "Assessment:\n[J18.9]",
        "A: No pneumonia",
        "Social history:\nTobacco use: never",
        "Social history:\nSmoker: No",
    ],
)
def test_what_is_not_said_of_the_patient_today_is_never_offered(offered, text):
    assert offered(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "S: cough\nO: wheezes\nA: COPD\nP: inhaler",
        "A/P:\nA. COPD - continue inhaler",
        "Diagnosis:\nPrimary: COPD",
        "PULMONOLOGY FOLLOW-UP\n\nProblem List / Assessment\n1. COPD, stable",
        'CC: "short of breath"\n66 y.o. male w hx of COPD c/o cough',
        "| Dx | Plan |\n| COPD | inhaler |",
        "Discharge Dx ....... COPD",
    ],
)
def test_a_diagnosis_is_found_however_the_note_is_laid_out(offered, text):
    assert offered(text) == ["J449"]


def test_the_side_is_taken_from_the_words_around(offered):
    assert offered("Assessment:\nColles' fracture of the radius on the right side") == ["S52531A"]
    assert offered("Assessment:\nColles' fracture of radius (L), R/O scaphoid") == ["S52532A"]


def test_a_delivery_makes_the_diabetes_one_of_childbirth_and_says_the_week(offered):
    text = "Admitted at 39w2d.\nDiagnoses: diet controlled gestational diabetes; single live birth"
    assert set(offered(text, PatientClass.INPATIENT, "Delivery note")) == {"O24420", "Z370", "Z3A39"}


def test_uncertain_at_discharge_counts_for_an_inpatient_and_says_so(tables, offered):
    text = "Discharge diagnoses:\nProbable pneumonia\nPossible HIV disease"
    assert inpatient(offered, text) == ["J189"]
    found = suggestions(tables, a_visit(PatientClass.INPATIENT), [a_document(text, type="Discharge summary")])
    assert found[0].assertion == "uncertain"
    assert "II.H" in found[0].label


def test_uncertain_in_an_earlier_note_does_not(offered):
    assert offered("Assessment:\nProbable pneumonia", PatientClass.INPATIENT, "History and physical") == []


def test_a_history_of_what_stays_is_offered_and_of_what_is_over_becomes_its_own_code(offered):
    assert offered("Assessment:\nHistory of hypertension\nHistory of stroke") == ["I10", "Z8673"]


def test_what_was_ruled_out_later_is_not_offered_from_before(offered):
    later = a_document("Hospital course: Pneumonia was ruled out.", id="d2", type="Discharge summary")
    text = "Assessment:\nPneumonia"
    assert offered(text, PatientClass.INPATIENT, "History and physical") == ["J189"]
    assert offered(text, PatientClass.INPATIENT, "History and physical", later) == []


def test_a_symptom_gives_way_to_its_cause(offered):
    assert offered("Impression:\n1. Chest pain\n2. Shortness of breath") == ["R079", "R0602"]
    assert offered("Impression:\n1. Chest pain\n2. NSTEMI") == ["I214"]


def test_conditions_that_go_together_become_one_code(offered):
    named = ("Acute on chronic systolic CHF", "Hypertension", "CKD stage 3b", "Type 2 diabetes on insulin")
    text = "\n".join(("Discharge diagnoses:", *named))
    assert set(inpatient(offered, text)) == {"I5023", "I130", "N1832", "E1122", "Z794"}


def test_the_particular_code_takes_the_place_of_the_general_one(offered):
    assert offered("Assessment:\nCKD\nChronic kidney disease stage 3b") == ["N1832"]


def test_a_diabetes_that_does_not_say_its_type_is_of_the_type_that_is_told(offered):
    assert offered("Assessment:\nType 1 diabetes\nHPI: Her diabetes is well known.") == ["E109"]


def test_nurses_support_a_number_and_no_diagnosis(offered):
    nurse = a_document("Assessment: pneumonia, COPD. BMI 41.2", id="d2", type="Nursing note")
    assert inpatient(offered, "Discharge diagnoses:\nMorbid obesity", nurse) == ["E6601", "Z6841"]


def test_reports_of_images_are_no_diagnosis(offered):
    assert offered("Impression: pneumonia", type="Chest radiograph, single view") == []


def test_evidence_stands_where_it_says(tables):
    document = a_document("Assessment:\n1. Ménière and 😀\n2. COPD exacerbated by hypertension")
    found = suggestions(tables, a_visit(PatientClass.CLINIC), [document])
    assert {one.code for one in found} == {"J449", "I10"}
    for one in found:
        for each in one.evidence:
            assert document.sections[each.section].text[each.start : each.end] == each.text
            assert stands(each, [document])
            assert not stands(each, [a_document("Something else")])


def test_one_code_has_one_suggestion_with_all_its_evidence(tables):
    document = a_document("Assessment:\nHypertension\nPast history: HTN for years")
    (one,) = suggestions(tables, a_visit(PatientClass.CLINIC), [document])
    assert [each.text for each in one.evidence] == ["Hypertension", "HTN"]
    assert one.source is Source.LINE


def test_a_code_that_is_not_valid_that_day_is_not_offered(tmp_path):
    path = make_tables(
        tmp_path / "codes.sqlite",
        known(
            "J449", TITLES["J449"], valid_to=a_stay().coded_on.replace(year=2025), released_on="2024-10-01"
        ),
    )
    assert (
        suggestions(CodeTables(path), a_visit(PatientClass.CLINIC), [a_document("Assessment:\nCOPD")]) == ()
    )


@pytest.mark.parametrize(
    "text", ["", "\x00\x00", "Assessment:\n" + "(" * 5000, "no " * 20000, "Assessment:\n" + "a, " * 3000]
)
def test_hostile_text_suggests_nothing_and_raises_nothing(offered, text):
    assert offered(text) == []
