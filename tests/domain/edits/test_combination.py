"""Edits of combined codes, of acute before chronic, and of scales and pain."""

from tests.domain.edits.builders import inpatient
from tests.domain.edits.expectations import quiet, told

# fmt: off
SPEAKS = [
    told("chronic-before-acute", "J329 J0190", 1, "move it before the chronic one, J32.9 at position 1."),
    told("combination-in-parts", "I5022 I5021", 0, "replace them by I50.23."),
    told("combination-in-parts", "J9601 J9611", 1, "replace them by J96.2-."),
    told("unspecified-with-specified", "J441 J449", 1, "says less than J44.1 at position 1: remove it."),
    told("kidney-stage-with-end-stage", "N186 N185", 1, "keep N18.6 at position 1 only."),
    told("ventilator-pneumonia-twice", "A419 J95851 J189", 2, "name the organism instead."),
    told("coma-scale-nontraumatic", "R402A R402110", 1, "is not coded with nontraumatic coma"),
    told("coma-scale-incomplete", "S065X0A R402110 R402210", 1, "add those that lack"),
    told("coma-scale-at-two-times", "S065X0A R402110 R402211 R402310", 2, "make their 7th characters match."),
    told("pain-first", "G8911 M542", 0, "if it is not, move M54.2 at position 2 before it."),
    told("psychological-pain-twice", "F4541 G894", 1, "pain of the mind alone: remove it."),
    told("substance-twice", "F1020 F1010", 1, "is said by F10.20 at position 1"),
    told("blood-alcohol-alone", "S0600XA Y904", 1, "needs a condition of alcohol use, F10"),
    told("death-on-inpatient", "R99", 0, "dead on arrival", kind=inpatient),
]
SILENT = [
    quiet("chronic-before-acute", "J0190 J329", "the acute one comes first"),
    quiet("combination-in-parts", "I5023", "it is one code"),
    quiet("combination-in-parts", "I5021 I5032", "they are two kinds of failure"),
    quiet("unspecified-with-specified", "J440 J441", "both say something"),
    quiet("unspecified-with-specified", "I4891 I483", "fibrillation and flutter are two things"),
    quiet("kidney-stage-with-end-stage", "N186", "it is alone"),
    quiet("ventilator-pneumonia-twice", "J13 J95851", "the pneumonia led to the admission"),
    quiet("coma-scale-nontraumatic", "S065X0A R402110", "an injury led to it"),
    quiet("coma-scale-incomplete", "S065X0A R402110 R402210 R402310", "all three are there"),
    quiet("coma-scale-incomplete", "S065X0A R40241", "it is the total score"),
    quiet("coma-scale-at-two-times", "S065X0A R402110 R402210 R402310", "all are of one time"),
    quiet("pain-first", "M542 G8911", "the site comes first"),
    quiet("pain-first", "G8918", "no site is coded"),
    quiet("psychological-pain-twice", "F4542 G894", "F45.42 is used with it"),
    quiet("substance-twice", "F1020 F1110", "they are two substances"),
    quiet("blood-alcohol-alone", "F10120 Y904", "the alcohol use is there"),
    quiet("death-on-inpatient", "R99", "the patient came dead"),
]
# fmt: on
