"""Edits of pregnancy, childbirth and the puerperium."""

from tests.domain.edits.expectations import Silent, Speaks, check_silent, check_speaks, each, quiet, told

# fmt: off
SPEAKS = [
    told("obstetric-code-after", "J189 O99513", 1, "goes before codes of other chapters: move it up."),
    told("incidental-pregnancy-with-obstetric", "S93401A Z331 O0991", 1, "keep one."),
    told("incidental-pregnancy-with-obstetric", "Z331 S93401A", 0, "a secondary code only"),
    told("prenatal-visit-with-obstetric", "Z3401 O2441", 0, "remove Z34."),
    told("risk-supervision-at-delivery", "O0993 Z370", 0, "for the time before birth"),
    told("outcome-missing", "O80", 0, "add its outcome, one Z37 code."),
    told("outcome-without-delivery", "J189 Z370", 1, "put those before it, or remove it."),
    told("outcome-without-delivery", "Z370 O80", 0, "follows the codes of the mother's delivery"),
    told("outcome-repeated", "O700 Z370 Z371", 2, "a second outcome"),
    told("normal-delivery-not-first", "Z3A39 O80 Z370", 1, "move it to position 1."),
    told("normal-delivery-with-complication", "O80 O700 Z370", 0,
         "O70.0 at position 2 names one: remove O80."),
    told("normal-delivery-outcome", "O80 Z372", 1, "only Z37.0, single live birth, does."),
    told("gestation-without-pregnancy", "J189 Z3A20", 1, "add the code of it, or remove it."),
    told("gestation-after-abortion", "O034 Z3A08", 1, "remove it."),
    told("gestation-repeated", "O6003 Z3A33 Z3A34", 2, "keep that of the day of admission."),
    told("pregnancy-hypertension-type", "O10113", 0, "add one from I11."),
    told("pregnancy-hypertension-type", "O10213 I119", 0, "add one from I12."),
    told("diabetes-before-pregnancy", "O99013 E119", 1, "follows an O24 code: put that before it."),
    told("gestational-diabetes-drugs", "O24414 Z794", 1, "which says the treatment: remove it."),
    told("gestational-diabetes-twice", "O24414 O24113", 1, "keep the right type."),
    told("puerperal-sepsis-twice", "O85 A419", 1, "code the organism, B95 or B96."),
    told("infection-in-pregnancy", "O0993 Z21", 1, "in pregnancy follows O98.7-: put that code before it."),
    told("infection-in-pregnancy", "O0993 U071", 1, "follows O98.5-"),
    told("substance-in-pregnancy", "O0993 F17210", 1, "follows O99.33-"),
    told("substance-in-pregnancy", "O0993 F1120", 1, "follows O99.32-"),
    told("injury-in-pregnancy", "O0993 S93401A", 1, "follows a code from O9A.2-: put that before it."),
    told("obstetric-sequela-first", "O94 N8189", 0, "put that first."),
    told("hemorrhage-after-abortion", "O046 O721", 1, "is not coded after an abortion"),
]
SILENT = [
    quiet("obstetric-code-after", "O99513 J189", "it comes first"),
    quiet("obstetric-code-after", "N8189 O94", "a sequela follows its condition"),
    quiet("incidental-pregnancy-with-obstetric", "S93401A Z331", "the pregnancy plays no part"),
    quiet("prenatal-visit-with-obstetric", "Z3401 Z3A12", "there is no complication"),
    quiet("risk-supervision-at-delivery", "O0993", "nobody is born yet"),
    quiet("outcome-missing", "O80 Z370", "the outcome is there"),
    quiet("outcome-missing", "O0993", "there is no delivery"),
    quiet("outcome-without-delivery", "O80 Z370", "it follows the delivery"),
    quiet("outcome-without-delivery", "Z332 Z370", "an attempted termination ended in a live birth"),
    quiet("outcome-repeated", "O3003 Z372", "there is one for both twins"),
    quiet("normal-delivery-not-first", "O80 Z370", "it comes first"),
    quiet("normal-delivery-with-complication", "O80 Z370 E039", "the other code is of another chapter"),
    quiet("normal-delivery-outcome", "O80 Z370", "it is a single live birth"),
    quiet("gestation-without-pregnancy", "O0993 Z3A20", "the pregnancy is there"),
    quiet("gestation-without-pregnancy", "Z3402 Z3A20", "it is a routine visit"),
    quiet("gestation-after-abortion", "O2003 Z3A08", "the pregnancy goes on"),
    quiet("gestation-repeated", "O6003 Z3A33", "there is one"),
    quiet("pregnancy-hypertension-type", "O10113 I110", "the type is there"),
    quiet("pregnancy-hypertension-type", "O10013", "essential hypertension has no type"),
    quiet("diabetes-before-pregnancy", "O24113 E119", "it follows"),
    quiet("diabetes-before-pregnancy", "E119", "there is no pregnancy"),
    quiet("gestational-diabetes-drugs", "O24113 E119 Z794", "it is not gestational"),
    quiet("gestational-diabetes-twice", "O24414", "there is one"),
    quiet("puerperal-sepsis-twice", "O85 B9620", "the organism is named"),
    quiet("infection-in-pregnancy", "O98713 Z21", "its code is there"),
    quiet("infection-in-pregnancy", "Z21", "there is no pregnancy"),
    quiet("substance-in-pregnancy", "O99333 F17210", "its code is there"),
    quiet("injury-in-pregnancy", "O9A213 S93401A", "its code is there"),
    quiet("obstetric-sequela-first", "N8189 O94", "it follows"),
    quiet("hemorrhage-after-abortion", "O80 O721", "it was a birth"),
]
# fmt: on


@each(SPEAKS)
def test_what_the_guidelines_do_not_allow_is_named_with_the_way_to_mend_it(row: Speaks) -> None:
    check_speaks(row)


@each(SILENT)
def test_what_the_guidelines_allow_is_left_in_peace(row: Silent) -> None:
    check_silent(row)
