"""The phrases notes name diagnoses by."""

from pathlib import Path

import pytest

from queue_app.codesets.tables import CodeTables
from queue_app.domain.reading.short import SHORT
from queue_app.domain.reading.words import key, words
from tests.codesets.builders import known, make_tables


@pytest.fixture
def named(tmp_path: Path):
    path = make_tables(
        tmp_path / "codes.sqlite",
        known("I10", "Essential (primary) hypertension"),
        known("I480", "Paroxysmal atrial fibrillation"),
        known("J13", "Pneumonia due to Streptococcus pneumoniae"),
        known("K760", "Fatty (change of) liver, not elsewhere classified"),
        known(
            "S72002A",
            "Fracture of unspecified part of neck of left femur, initial encounter for closed fracture",
        ),
        known("S72002D", "Fracture of unspecified part of neck of left femur, subsequent encounter"),
        known("Z8249", "Family history of ischemic heart disease"),
        known("G5601", "Carpal tunnel syndrome, right upper limb"),
        terms=[("J13", "Bronchopneumonia due to S. pneumoniae")],
    )
    tables = CodeTables(path)

    def look(text: str) -> str | None:
        telling = key(word.form for word in words(text, SHORT))
        return tables.phrases([telling]).get(telling, (None, 0))[0]

    return look


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("HTN", "I10"),
        ("hypertension", "I10"),
        ("PAF", "I480"),
        ("atrial fibrillation, paroxysmal", "I480"),
        ("S. pneumoniae bronchopneumonia", "J13"),
        ("hepatic steatosis", "K760"),
        ("left femoral neck fracture", "S72002A"),
        ("right carpal tunnel syndrome", "G5601"),
        ("family history of ischemic heart disease", None),
        ("fracture", None),
    ],
)
def test_words_in_any_order_name_a_code(named, text, code):
    assert named(text) == code


def test_every_phrase_of_our_list_names_a_code_that_looks_like_one():
    rows = (Path(__file__).parents[2] / "queue_app/codesets/data/clinical.csv").read_text().splitlines()
    assert rows[0] == "code,phrases"
    for row in rows[1:]:
        code, phrases = row.split(",")
        assert 3 <= len(code) <= 7 and code.replace("?", "1").isalnum() and code == code.upper(), row
        assert all(phrase == phrase.strip().lower() and phrase for phrase in phrases.split("|")), row
