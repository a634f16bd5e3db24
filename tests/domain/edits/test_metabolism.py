"""Edits of diabetes, obesity and the body mass index."""

from queue_app.domain.edits.finding import Proposal
from tests.domain.edits.expectations import quiet, said, told

# fmt: off
SPEAKS = [
    told("diabetes-complicated-or-not", "E119 E1142", 0, "E11.42 at position 2 names one: remove it."),
    told("diabetes-and-kidney-apart", "N1830 E119", 1,
         "code E11.22 unless the record says they are unrelated."),
    told("insulin-pump-after", "T383X6A T85614A E1065", 1, "move it before T38.3X6A at position 1."),
    told("pancreas-absence-missing", "E891 E1365", 0, "add Z90.41-, its absence."),
    told("obesity-class-and-morbid", "E66813 E6601", 1, "keep the obesity of class 3 only."),
    told("body-mass-alone", "J189 Z6841", 1, "such as obesity or anorexia"),
    told("body-mass-in-pregnancy", "O99213 E669 Z6835", 2, "remove it."),
]
SILENT = [
    quiet("diabetes-complicated-or-not", "E119 I10", "only one says anything"),
    quiet("diabetes-complicated-or-not", "E1142 E1122", "both are complications"),
    quiet("diabetes-and-kidney-apart", "E1122 N1830", "the two are linked"),
    quiet("insulin-pump-after", "T85614A T383X6A", "the failure comes first"),
    quiet("pancreas-absence-missing", "E1365 E891 Z90410", "the absence is there"),
    quiet("obesity-class-and-morbid", "E66812 E6601", "it is class 2"),
    quiet("body-mass-alone", "E66813 Z6841", "the obesity is there"),
    quiet("body-mass-in-pregnancy", "E669 Z6835", "there is no pregnancy"),
]
# fmt: on


def test_the_combined_diabetes_code_is_offered() -> None:
    (finding,) = said("diabetes-and-kidney-apart", told("", "E119 N1830", 0, "").case)
    assert finding.proposes == (Proposal("E1122", ("E119",)),)
