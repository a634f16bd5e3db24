"""Edits of diabetes and obesity, chapter 4 of the guidelines, and of the body mass index."""

from queue_app.domain.edits.finding import Case
from queue_app.domain.edits.rule import Troubles, guideline, instead_of, warning

DIABETES = ("E08", "E09", "E10", "E11", "E13")
# The code of its long-term use → the drug.
DIABETES_DRUGS = {
    "Z794": "insulin",
    "Z7984": "oral drugs against diabetes",
    "Z7985": "injected drugs against diabetes other than insulin",
}
UNCOMPLICATED = tuple(f"{category}9" for category in DIABETES)
IN_REMISSION = ("E10A", "E11A")
INSULIN_PUMP = ("T85614", "T85624", "T85633", "T85694")
INSULIN_DOSE = ("T383X1", "T383X6")  # too much, or too little
# What a body mass index may explain: underweight, malnutrition, overweight, eating and feeding.
OF_WEIGHT = (
    "E40", "E41", "E42", "E43", "E44", "E45", "E46", "E64", "E65", "E66", "E678", "E8882", "F50", "F982",
    "R62", "R630", "R632", "R633", "R634", "R635", "R636", "R638", "R64", "Z713", "Z724", "Z9884",
)  # fmt: skip


@warning(guideline("I.C.4.a"))
def diabetes_complicated_or_not(case: Case) -> Troubles:
    for row in case.having(*UNCOMPLICATED, *IN_REMISSION):
        for other in case.having(row.code[:3]):
            if not other.code.startswith((*UNCOMPLICATED, *IN_REMISSION)):
                yield (
                    row.where,
                    f"{row.name} says there is no complication and {other.name} names one: remove it.",
                )
                break


@warning(guideline("I.A.15"))
def diabetes_and_kidney_apart(case: Case) -> Troubles:
    """The classification links diabetes "with" chronic kidney disease."""
    for row in case.having(*UNCOMPLICATED):
        for kidney in case.having("N18")[:1]:
            yield (
                row.where,
                f"{row.name} with {kidney.name} is diabetic chronic kidney disease: code {row.code[:3]}.22 "
                "unless the record says they are unrelated.",
                instead_of(row.code, put=f"{row.code[:3]}22"),
            )


@warning(guideline("I.C.4.a.5"))
def insulin_pump_after(case: Case) -> Troubles:
    """The failure of the pump comes first, then the dose it led to."""
    for pump in case.having(*INSULIN_PUMP):
        for dose in case.having(*INSULIN_DOSE):
            if dose.at < pump.at:
                yield pump.where, f"{pump.name} is what went wrong: move it before {dose.name}."


@warning(guideline("I.C.4.a.6.b.i"))
def pancreas_absence_missing(case: Case) -> Troubles:
    for row in case.having("E891"):
        if case.having("E13") and not case.having("Z9041"):
            yield (
                row.where,
                f"{row.name} with diabetes follows removal of the pancreas: add Z90.41-, its absence.",
            )


@warning(guideline("I.C.4.b.1"))
def obesity_class_and_morbid(case: Case) -> Troubles:
    for row in case.having("E6601"):
        for class_3 in case.having("E66813")[:1]:
            yield row.where, f"{row.name} says less than {class_3.name}: keep the obesity of class 3 only."


@warning(guideline("I.C.21.c.3 and I.B.14"))
def body_mass_alone(case: Case) -> Troubles:
    if case.having(*OF_WEIGHT):
        return
    for row in case.having("Z68"):
        yield (
            row.where,
            f"{row.name} is coded only with a condition it belongs to, such as obesity or anorexia: "
            "add the one the provider names, or remove it.",
        )


@warning(guideline("I.C.21.c.3"))
def body_mass_in_pregnancy(case: Case) -> Troubles:
    if case.having("O", "Z34", "Z331"):
        for row in case.having("Z68"):
            yield row.where, f"{row.name} is not coded during pregnancy: remove it."
