"""Edits of hypertension, heart disease and stroke, chapter 9 of the guidelines."""

from queue_app.domain.edits.finding import Case
from queue_app.domain.edits.rule import Troubles, guideline, information, instead_of, warning

HYPERTENSION = ("I10", "I11", "I12", "I13", "I15")
HEART = ("I50", "I514", "I515", "I516", "I517", "I5189", "I519")  # assumed to come of hypertension
SAID_BY_HYPERTENSIVE = ("I515", "I517")  # no additional code is assigned for these
KIDNEY = ("N18",)
WITH_HEART_FAILURE = ("I110", "I130", "I132")
TYPE_1 = ("I210", "I211", "I212", "I213", "I214")  # myocardial infarctions
WITH_ANGINA = ("I2511", "I257")
STROKE = ("I60", "I61", "I62", "I63")


@warning(guideline("I.C.9.a.1"))
def hypertension_and_heart_apart(case: Case) -> Troubles:
    said = [row.code for row in case.having(*SAID_BY_HYPERTENSIVE)]
    for heart in case.having(*HEART):
        for hypertension in case.having("I10"):
            yield (
                hypertension.where,
                f"{hypertension.name} with {heart.name} is hypertensive heart disease: "
                "code I11, or I13 with chronic kidney disease, unless the record says they are unrelated.",
                instead_of(hypertension.code, *said, put=_combined(case)),
            )
            return


@warning(guideline("I.C.9.a.2"))
def hypertension_and_kidney_apart(case: Case) -> Troubles:
    if case.having(*HEART):
        return  # hypertension_and_heart_apart asks for I13
    for kidney in case.having(*KIDNEY)[:1]:
        for hypertension in case.having("I10"):
            yield (
                hypertension.where,
                f"{hypertension.name} with {kidney.name} is hypertensive chronic kidney disease: "
                "code I12 unless the record says they are unrelated.",
                instead_of(hypertension.code, put=_combined(case)),
            )


def _combined(case: Case) -> str:
    """The one code of hypertension with the heart failure and the stage of kidney disease that are listed."""
    late = bool(case.having("N185", "N186"))
    if not case.having(*HEART):
        return "I120" if late else "I129"
    if not case.having(*KIDNEY):
        return "I110" if case.having("I50") else "I119"
    if case.having("I50"):
        return "I132" if late else "I130"
    return "I1311" if late else "I1310"


@warning(guideline("I.C.9.a.3"))
def heart_and_kidney_apart(case: Case) -> Troubles:
    """Hypertension, heart disease and chronic kidney disease have one combination code."""
    rows = case.having("I11", "I12")
    if rows and case.having("I11", *HEART) and case.having("I12", *KIDNEY):
        yield (
            rows[0].where,
            f"{rows[0].name} beside both heart and chronic kidney disease: "
            "code I13, which combines them, in place of I11 and I12.",
        )


@warning(guideline("I.C.9.a.1 and a.3"))
def heart_failure_type_missing(case: Case) -> Troubles:
    for row in case.having(*WITH_HEART_FAILURE):
        if not case.having("I50"):
            yield row.where, f"{row.name} says heart failure: add the I50 code of its type."


@warning(guideline("I.C.9.a.2 and a.3"))
def kidney_stage_missing(case: Case) -> Troubles:
    for row in case.having("I12", "I13"):
        if not case.having(*KIDNEY):
            yield row.where, f"{row.name} says chronic kidney disease: add the N18 code of its stage."


@warning(guideline("I.C.9.a.5"))
def hypertensive_retinopathy_alone(case: Case) -> Troubles:
    for row in case.having("H3503"):
        if not case.having(*HYPERTENSION):
            yield row.where, f"{row.name} comes of hypertension: add the code of it, I10 to I15."


@warning(guideline("I.C.9.a.6"))
def secondary_hypertension_alone(case: Case) -> Troubles:
    if len(case.diagnoses) == 1:
        for row in case.having("I15"):
            yield row.where, f"{row.name} is due to something else: add the code of the cause."


@information(guideline("I.C.9.a.10"))
def hypertensive_crisis_alone(case: Case) -> Troubles:
    for row in case.having("I16"):
        if not case.having(*HYPERTENSION):
            yield (
                row.where,
                f"{row.name} is a crisis: add the hypertension itself, I10 to I15, if it is known.",
            )


@warning(guideline("I.C.9.a.12"))
def resistant_hypertension_before(case: Case) -> Troubles:
    for row in case.having("I1A0"):
        for later in case.having(*HYPERTENSION):
            if later.at > row.at:
                yield (
                    row.where,
                    f"{row.name} follows the hypertension it tells of: move {later.name} before it.",
                )
                break


@warning(guideline("I.C.9.b"))
def angina_apart(case: Case) -> Troubles:
    """Angina in a patient with coronary atherosclerosis is taken to come of it."""
    for angina in case.having("I20")[:1]:
        for row in case.having("I2510", *WITH_ANGINA):
            mend = (
                "remove the angina, which it includes"
                if row.code.startswith(WITH_ANGINA)
                else "code I25.11 in place of both unless the angina has another cause"
            )
            yield row.where, f"{row.name} with {angina.name}: {mend}."


@warning(guideline("I.C.9.b"))
def coronary_disease_before_infarction(case: Case) -> Troubles:
    if row := case.led_by("I25"):
        for infarction in case.having("I21", "I22")[:1]:
            yield (
                row.where,
                f"{row.name} comes after the infarction that led to the admission: "
                f"move {infarction.name} before it.",
            )


@warning(guideline("I.C.9.e.4"))
def subsequent_infarction_alone(case: Case) -> Troubles:
    for row in case.having("I22"):
        if not case.having("I21"):
            yield (
                row.where,
                f"{row.name} is a second infarction within four weeks: add the I21 code of the first.",
            )


@warning(guideline("I.C.9.e.5"))
def type_2_infarction_twice(case: Case) -> Troubles:
    for row in case.having("I21A1"):
        for other in case.having(*TYPE_1, "I2489"):
            yield (
                other.where,
                f"{other.name} is not coded for an infarction of type 2: remove it, "
                f"unless it was another event than {row.name}.",
            )


@warning(guideline("I.C.18.i"))
def stroke_scale_before(case: Case) -> Troubles:
    for row in case.having("R297"):
        if not any(stroke.at < row.at for stroke in case.having(*STROKE)):
            yield row.where, f"{row.name} scores an acute stroke: put the stroke, I60 to I63, before it."
            return
