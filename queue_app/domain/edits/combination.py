"""Edits of codes that one code combines, of acute before chronic, and of scales and pain beside a cause."""

from queue_app.domain.codes import bare
from queue_app.domain.edits.finding import Case
from queue_app.domain.edits.rule import Troubles, error, guideline, instead_of, warning

# Acute → chronic, at the same level of the index: both are coded, the acute one first.
ACUTE_CHRONIC = {
    "D62": ("D500",), "H650": ("H652", "H653"), "H660": ("H661", "H662", "H663"), "I26": ("I2782",),
    "I824": ("I825",), "I826": ("I827",), "J00": ("J310",), "J01": ("J32",), "J02": ("J312",),
    "J03": ("J350",), "J040": ("J370",), "J041": ("J42",), "J20": ("J41", "J42"),
    "K290": ("K293", "K294", "K295"), "K85": ("K860", "K861"), "M860": ("M864", "M865", "M866"),
    "M861": ("M864", "M865", "M866"), "N10": ("N11",), "N300": ("N301", "N302"), "N410": ("N411",),
    "N700": ("N701",), "N710": ("N711",),
}  # fmt: skip
# Two codes that one says together.
COMBINED = {
    ("I5021", "I5022"): "I50.23", ("I5031", "I5032"): "I50.33", ("I5041", "I5042"): "I50.43",
    ("J960", "J961"): "J96.2-", ("K810", "K811"): "K81.2", ("K5730", "K922"): "K57.31",
    ("K5732", "K922"): "K57.33", ("K2970", "K922"): "K29.71", ("N200", "N201"): "N20.2",
    ("J101", "J189"): "J10.00", ("J111", "J189"): "J11.00",
}  # fmt: skip
# A code that says "unspecified" → those that say what it is.
EMPTY = {
    "J449": ("J44",), "J45909": ("J452", "J453", "J454", "J455"), "I509": ("I502", "I503", "I504", "I5081"),
    "K219": ("K21",), "N189": ("N18",), "I4891": ("I480", "I481", "I482"), "D509": ("D50",),
    "F32A": ("F32", "F33"), "K859": ("K85",),
}  # fmt: skip
STAGES = ("N181", "N182", "N183", "N184", "N185")
PNEUMONIA = ("J12", "J13", "J14", "J15", "J16", "J17", "J18")
COMA_SCORES = ("R4021", "R4022", "R4023")  # eyes, words, movement
SITE_PAIN = ("M54", "M255", "M796", "R07", "R10", "R51", "R52")


@warning(guideline("I.B.8"))
def chronic_before_acute(case: Case) -> Troubles:
    for acute, chronic in ACUTE_CHRONIC.items():
        for row in case.having(acute):
            for earlier in case.having(*chronic):
                if earlier.at < row.at:
                    yield (
                        row.where,
                        f"{row.name} is the acute form: move it before the chronic one, {earlier.name}.",
                    )
                    break


@warning(guideline("I.B.9"))
def combination_in_parts(case: Case) -> Troubles:
    for (one, other), whole in COMBINED.items():
        for part in case.having(one)[:1]:
            for row in case.having(other)[:1]:
                yield (
                    row.where,
                    f"{part.name} and {row.name} have one code together: replace them by {whole}.",
                    () if whole.endswith("-") else instead_of(part.code, row.code, put=bare(whole)),
                )


@warning(guideline("I.A.9.b"))
def unspecified_with_specified(case: Case) -> Troubles:
    for empty, exact in EMPTY.items():
        for row in case.having(empty):
            for other in case.having(*exact):
                if not other.code.startswith(empty):
                    yield row.where, f"{row.name} says less than {other.name}: remove it."
                    break


@warning(guideline("I.C.14.a.1"))
def kidney_stage_with_end_stage(case: Case) -> Troubles:
    for end in case.having("N186")[:1]:
        for row in case.having(*STAGES):
            yield row.where, f"{row.name} is not coded with end-stage disease: keep {end.name} only."


@warning(guideline("I.C.10.d.1"))
def ventilator_pneumonia_twice(case: Case) -> Troubles:
    """A pneumonia that led to the admission is principal and stays (I.C.10.d.2)."""
    for ventilator in case.having("J95851")[:1]:
        for row in case.having(*PNEUMONIA):
            if row.at:
                yield row.where, f"{row.name} is not added to {ventilator.name}: name the organism instead."


@error(guideline("I.C.18.e.1"))
def coma_scale_nontraumatic(case: Case) -> Troubles:
    for coma in case.having("R402A")[:1]:
        for row in case.having(*COMA_SCORES, "R4024"):
            yield (
                row.where,
                f"{row.name} is not coded with nontraumatic coma, {coma.name}: remove one of them.",
            )


@warning(guideline("I.C.18.e.1"))
def coma_scale_incomplete(case: Case) -> Troubles:
    scored = case.having(*COMA_SCORES)
    if scored and len({row.code[:5] for row in scored}) < len(COMA_SCORES):
        yield (
            scored[0].where,
            f"{scored[0].name} is one part of the coma scale: add those that lack, eyes, words and movement.",
        )


@warning(guideline("I.C.18.e.1"))
def coma_scale_at_two_times(case: Case) -> Troubles:
    """The 7th character says when it was scored, and is the same for all three."""
    scored = case.having(*COMA_SCORES)
    for row in scored[1:]:
        if len(scored) == len(COMA_SCORES) and row.seventh != scored[0].seventh:
            yield (
                row.where,
                f"{row.name} and {scored[0].name} are of different times: make their 7th characters match.",
            )


@warning(guideline("I.C.6.b.1.a"))
def pain_first(case: Case) -> Troubles:
    """First only where pain control, and not the condition behind it, is the reason."""
    if row := case.led_by("G891", "G892", "G894"):
        for site in case.having(*SITE_PAIN)[:1]:
            yield (
                row.where,
                f"{row.name} comes first only when the encounter is for pain control: "
                f"if it is not, move {site.name} before it.",
            )


@warning(guideline("I.C.5.a"))
def psychological_pain_twice(case: Case) -> Troubles:
    for psychological in case.having("F4541")[:1]:
        for row in case.having("G89"):
            yield (
                row.where,
                f"{row.name} is not coded with {psychological.name}, pain of the mind alone: remove it.",
            )


@warning(guideline("I.C.5.b.2"))
def substance_twice(case: Case) -> Troubles:
    """Of use, abuse and dependence on one substance only the heaviest is coded."""
    heavier = {"9": ("1", "2"), "1": ("2",)}
    for row in case.having("F1"):
        for pattern in heavier.get(row.code[3:4], ()):
            for other in case.having(row.code[:3] + pattern)[:1]:
                yield row.where, f"{row.name} is said by {other.name}, which is heavier: remove it."


@warning(guideline("I.C.5.b.5"))
def blood_alcohol_alone(case: Case) -> Troubles:
    if not case.having("F10", "T510", "O9931"):
        for row in case.having("Y90"):
            yield (
                row.where,
                f"{row.name} needs a condition of alcohol use, F10, that the provider names: add it.",
            )


@warning(guideline("I.C.18.h"))
def death_on_inpatient(case: Case) -> Troubles:
    if case.encounter.inpatient:
        for row in case.having("R99"):
            yield (
                row.where,
                f"{row.name} is for patients dead on arrival: code what the patient was admitted for.",
            )
