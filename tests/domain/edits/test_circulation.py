"""Edits of hypertension, heart disease and stroke."""

import pytest

from queue_app.domain.edits.finding import Proposal
from tests.domain.edits.builders import clinic, dx
from tests.domain.edits.expectations import quiet, said, told

# fmt: off
SPEAKS = [
    told("hypertension-and-heart-apart", "I509 I10", 1,
         "I10 at position 2 with I50.9 at position 1 is hypertensive"),
    told("hypertension-and-heart-apart", "I10 I517 N183", 0, "I13 with chronic kidney disease"),
    told("hypertension-and-kidney-apart", "I10 N1830", 0,
         "code I12 unless the record says they are unrelated."),
    told("heart-and-kidney-apart", "I110 I509 N184", 0, "code I13"),
    told("heart-and-kidney-apart", "I119 I129 N184", 0, "in place of I11 and I12."),
    told("heart-and-kidney-apart", "I129 N184 I509", 0, "code I13"),
    told("heart-failure-type-missing", "I110", 0, "add the I50 code of its type."),
    told("kidney-stage-missing", "I129", 0, "add the N18 code of its stage."),
    told("hypertensive-retinopathy-alone", "H35031", 0, "add the code of it, I10 to I15."),
    told("secondary-hypertension-alone", "I151", 0, "add the code of the cause."),
    told("hypertensive-crisis-alone", "I161", 0, "add the hypertension itself"),
    told("resistant-hypertension-before", "I1A0 I10", 0, "move I10 at position 2 before it."),
    told("angina-apart", "I2510 I209", 0, "code I25.11 in place of both"),
    told("angina-apart", "I25110 I200", 0, "remove the angina, which it includes."),
    told("coronary-disease-before-infarction", "I2510 I214", 0, "move I21.4 at position 2 before it."),
    told("subsequent-infarction-alone", "I220", 0, "add the I21 code of the first."),
    told("type-2-infarction-twice", "I21A1 I214", 1,
         "I21.4 at position 2 is not coded for an infarction of type 2"),
    told("type-2-infarction-twice", "I21A1 I2489", 1, "remove it"),
    told("stroke-scale-before", "R29703 I639", 0, "put the stroke, I60 to I63, before it."),
]
SILENT = [
    quiet("hypertension-and-heart-apart", "I110 I509", "it is the combination code"),
    quiet("hypertension-and-heart-apart", "I10 I4891", "fibrillation is not assumed to come of it"),
    quiet("hypertension-and-kidney-apart", "I129 N1830", "it is the combination code"),
    quiet("hypertension-and-kidney-apart", "I10 N179", "acute failure is not chronic disease"),
    quiet("hypertension-and-kidney-apart", "I10 I509 N1830", "the rule of the heart asks for I13"),
    quiet("heart-and-kidney-apart", "I130 I509 N184", "it is the combination code"),
    quiet("heart-and-kidney-apart", "I110 I509", "there is no kidney disease"),
    quiet("heart-failure-type-missing", "I110 I5032", "the type is there"),
    quiet("heart-failure-type-missing", "I119", "there is no failure"),
    quiet("kidney-stage-missing", "I129 N184", "the stage is there"),
    quiet("hypertensive-retinopathy-alone", "H35031 I10", "the hypertension is there"),
    quiet("secondary-hypertension-alone", "I151 N280", "the cause is there"),
    quiet("hypertensive-crisis-alone", "I161 I10", "the hypertension is there"),
    quiet("resistant-hypertension-before", "I10 I1A0", "it follows"),
    quiet("angina-apart", "I209", "there is no coronary disease"),
    quiet("coronary-disease-before-infarction", "I214 I2510", "the infarction comes first"),
    quiet("coronary-disease-before-infarction", "J189 I2510 I214", "something else led to the admission"),
    quiet("subsequent-infarction-alone", "I220 I214", "the first is there"),
    quiet("type-2-infarction-twice", "I21A1 I2510", "the cause may be coded"),
    quiet("stroke-scale-before", "I639 R29703", "the stroke comes before"),
]
# fmt: on


@pytest.mark.parametrize(
    ("rule", "listed", "whole"),
    [
        ("hypertension-and-heart-apart", "I10 I509", "I110"),
        ("hypertension-and-heart-apart", "I10 I519", "I119"),
        ("hypertension-and-heart-apart", "I10 I509 N189", "I130"),
        ("hypertension-and-heart-apart", "I10 I509 N186", "I132"),
        ("hypertension-and-heart-apart", "I10 I5189 N1830", "I1310"),
        ("hypertension-and-heart-apart", "I10 I514 N185", "I1311"),
        ("hypertension-and-kidney-apart", "I10 N189", "I129"),
        ("hypertension-and-kidney-apart", "I10 N185", "I120"),
    ],
)
def test_the_combined_code_of_hypertension_is_offered_in_its_place(
    rule: str, listed: str, whole: str
) -> None:
    (finding,) = said(rule, clinic(diagnoses=dx(*listed.split())))
    assert finding.proposes == (Proposal(whole, ("I10",)),)


def test_an_enlarged_heart_is_said_by_hypertensive_heart_disease_and_goes_with_it() -> None:
    (finding,) = said("hypertension-and-heart-apart", clinic(diagnoses=dx("I10", "R05", "I517")))
    assert finding.proposes == (Proposal("I119", ("I10", "I517")),)
