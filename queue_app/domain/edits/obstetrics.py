"""Edits of pregnancy, childbirth and the puerperium, chapter 15 of the guidelines."""

from collections.abc import Mapping

from queue_app.domain.codes import dotted
from queue_app.domain.edits.finding import Case
from queue_app.domain.edits.listed import Listed
from queue_app.domain.edits.metabolism import DIABETES, DIABETES_DRUGS
from queue_app.domain.edits.rule import Troubles, adds, error, guideline, instead_of, warning

NORMAL_DELIVERY = "O80"
DELIVERIES = ("O80", "O82", "O601", "O602")
OUTCOME = "Z37"
SINGLE_LIVEBORN = "Z370"
USUAL_OUTCOMES = (SINGLE_LIVEBORN, "Z371", "Z372")  # single, liveborn or stillborn, and liveborn twins
TERMINATION = "Z332"
ABORTIVE = ("O00", "O01", "O02", "O03", "O04", "O05", "O06", "O07", "O08")
ABORTED = (*ABORTIVE, TERMINATION)
WEEKS = "Z3A"
# With what the weeks of gestation may stand, beside chapter 15.
PREGNANT = ("Z037", "Z320", "Z331", "Z34", "Z36")
# What complicates a pregnancy → the codes of chapter 15 that say so.
INFECTIONS = {("B20", "Z21"): "O987", ("U071",): "O985"}
SUBSTANCES = {
    ("F10",): "O9931",
    ("F17",): "O9933",
    ("F11", "F12", "F13", "F14", "F15", "F16", "F18", "F19"): "O9932",
}
INJURIES = ("S", "T0", "T1", "T2", "T3", "T4", "T5", "T6")


def _chapter_15(case: Case) -> list[Listed]:
    return case.having("O")


@warning(guideline("I.C.15.a.1"))
def obstetric_code_after(case: Case) -> Troubles:
    """A sequela (O94) follows its condition; Z codes have rules of their own."""
    row = case.first
    if row and not row.code.startswith(("O", "Z", "V", "W", "X", "Y")):
        for obstetric in _chapter_15(case):
            if not obstetric.code.startswith("O94"):
                yield obstetric.where, f"{obstetric.name} goes before codes of other chapters: move it up."
                return


@error(guideline("I.C.15.a.1 and I.C.21.c.3"))
def incidental_pregnancy_with_obstetric(case: Case) -> Troubles:
    for row in case.having("Z331"):
        if row.at == 0:
            yield row.where, f"{row.name} is a secondary code only: put the reason for the visit first."
        for obstetric in _chapter_15(case)[:1]:
            yield (
                row.where,
                f"{row.name} says the pregnancy plays no part, {obstetric.name} that it does: keep one.",
            )


@error(guideline("I.C.15.b.1"))
def prenatal_visit_with_obstetric(case: Case) -> Troubles:
    for row in case.having("Z34"):
        for obstetric in _chapter_15(case)[:1]:
            yield (
                row.where,
                f"{row.name} is for normal pregnancies and {obstetric.name} is a complication: remove Z34.",
            )


@warning(guideline("I.C.15.b.2"))
def risk_supervision_at_delivery(case: Case) -> Troubles:
    if case.having(OUTCOME):
        for row in case.having("O09"):
            yield (
                row.where,
                f"{row.name} is for the time before birth: code the complication of the delivery, or O80.",
            )


@error(guideline("I.C.15.b.5"))
def outcome_missing(case: Case) -> Troubles:
    if not case.having(OUTCOME):
        for row in case.having(*DELIVERIES)[:1]:
            yield (
                row.where,
                f"{row.name} is a delivery: add its outcome, one Z37 code.",
                adds(*USUAL_OUTCOMES),
            )


@error(guideline("I.C.15.b.5 and I.C.21.c.11"))
def outcome_without_delivery(case: Case) -> Troubles:
    """A liveborn after an attempted termination has an outcome too (I.C.15.q.1)."""
    if case.encounter.is_newborn:
        return
    for row in case.having(OUTCOME):
        if row.at == 0 or not (_chapter_15(case) or case.having(TERMINATION)):
            yield (
                row.where,
                f"{row.name} follows the codes of the mother's delivery: put those before it, or remove it.",
            )


@error(guideline("I.C.15.b.5"))
def outcome_repeated(case: Case) -> Troubles:
    for row in case.having(OUTCOME)[1:]:
        yield (
            row.where,
            f"{row.name} is a second outcome of one delivery: keep the one that fits all infants.",
        )


@error(guideline("I.C.15.n.1"))
def normal_delivery_not_first(case: Case) -> Troubles:
    for row in case.having(NORMAL_DELIVERY):
        if row.at:
            yield row.where, f"{row.name} is always the principal diagnosis: move it to position 1."


@error(guideline("I.C.15.n.1"))
def normal_delivery_with_complication(case: Case) -> Troubles:
    for row in case.having(NORMAL_DELIVERY):
        for other in _chapter_15(case):
            if not other.code.startswith(NORMAL_DELIVERY):
                yield (
                    row.where,
                    f"{row.name} is a delivery without complication and {other.name} names one: remove O80.",
                )
                return


@error(guideline("I.C.15.n.3"))
def normal_delivery_outcome(case: Case) -> Troubles:
    if case.having(NORMAL_DELIVERY):
        for row in case.having(OUTCOME):
            if not row.code.startswith("Z370"):
                yield (
                    row.where,
                    f"{row.name} does not go with O80: only Z37.0, single live birth, does.",
                    instead_of(row.code, put=SINGLE_LIVEBORN),
                )


@error(guideline("I.C.21.c.11"))
def gestation_without_pregnancy(case: Case) -> Troubles:
    if not (_chapter_15(case) or case.having(*PREGNANT, TERMINATION)):
        for row in case.having(WEEKS):
            yield row.where, f"{row.name} counts the weeks of a pregnancy: add the code of it, or remove it."


@warning(guideline("I.C.21.c.11"))
def gestation_after_abortion(case: Case) -> Troubles:
    for row in case.having(WEEKS):
        for aborted in case.having(*ABORTED)[:1]:
            yield (
                row.where,
                f"{row.name} is not coded where a pregnancy ended early, {aborted.name}: remove it.",
            )


@warning(guideline("I.C.21.c.11"))
def gestation_repeated(case: Case) -> Troubles:
    for row in case.having(WEEKS)[1:]:
        yield row.where, f"{row.name} is a second count of weeks: keep that of the day of admission."


@warning(guideline("I.C.15.d"))
def pregnancy_hypertension_type(case: Case) -> Troubles:
    """O10.1-, O10.2- and O10.3- want the I11, I12 or I13 code beside them."""
    for row in case.having("O101", "O102", "O103"):
        category = f"I1{row.code[3]}"
        if not case.having(category):
            yield (
                row.where,
                f"{row.name} needs the code of the hypertensive disease: add one from {category}.",
            )


@warning(guideline("I.C.15.g"))
def diabetes_before_pregnancy(case: Case) -> Troubles:
    if not _chapter_15(case):
        return
    for row in case.having(*DIABETES):
        if not any(pregnancy.at < row.at for pregnancy in case.having("O24")):
            yield row.where, f"{row.name} in pregnancy follows an O24 code: put that before it."


@warning(guideline("I.C.15.i"))
def gestational_diabetes_drugs(case: Case) -> Troubles:
    for gestational in case.having("O244")[:1]:
        for row in case.having(*DIABETES_DRUGS):
            yield row.where, f"{row.name} is part of {gestational.name}, which says the treatment: remove it."


@warning(guideline("I.C.15.i"))
def gestational_diabetes_twice(case: Case) -> Troubles:
    for gestational in case.having("O244")[:1]:
        for row in case.having("O24"):
            if not row.code.startswith("O244"):
                yield row.where, f"{row.name} is not coded with {gestational.name}: keep the right type."


@warning(guideline("I.C.15.k"))
def puerperal_sepsis_twice(case: Case) -> Troubles:
    for puerperal in case.having("O85")[:1]:
        for row in case.having("A40", "A41"):
            yield (
                row.where,
                f"{row.name} is not for puerperal sepsis, {puerperal.name}: code the organism, B95 or B96.",
            )


@warning(guideline("I.C.15.f and s"))
def infection_in_pregnancy(case: Case) -> Troubles:
    yield from _uncomplicated(case, INFECTIONS)


@warning(guideline("I.C.15.l"))
def substance_in_pregnancy(case: Case) -> Troubles:
    yield from _uncomplicated(case, SUBSTANCES)


def _uncomplicated(case: Case, table: Mapping[tuple[str, ...], str]) -> Troubles:
    """Conditions that stand beside chapter 15 without its code for them."""
    for conditions, complicating in table.items() if _chapter_15(case) else ():
        if not case.having(complicating):
            for row in case.having(*conditions)[:1]:
                yield (
                    row.where,
                    f"{row.name} in pregnancy follows {dotted(complicating)}-: put that code before it.",
                )


@warning(guideline("I.C.15.m"))
def injury_in_pregnancy(case: Case) -> Troubles:
    if _chapter_15(case) and not case.having("O9A2", "O9A3", "O9A4", "O9A5", "O08", "O71"):
        for row in case.having(*INJURIES)[:1]:
            yield row.where, f"{row.name} in pregnancy follows a code from O9A.2-: put that before it."


@warning(guideline("I.C.15.p.3"))
def obstetric_sequela_first(case: Case) -> Troubles:
    if row := case.led_by("O94"):
        yield row.where, f"{row.name} follows the condition that is the sequela: put that first."


@warning(guideline("I.C.15.q.4"))
def hemorrhage_after_abortion(case: Case) -> Troubles:
    for abortion in case.having("O03", "O04", "O07")[:1]:
        for row in case.having("O721"):
            yield (
                row.where,
                f"{row.name} is not coded after an abortion, {abortion.name}: use its own code of bleeding.",
            )
