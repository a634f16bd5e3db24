"""Edits of infections, sepsis, resistance, HIV and COVID-19, chapter 1 of the guidelines."""

from queue_app.domain.edits.finding import Case
from queue_app.domain.edits.rule import Troubles, adds, error, guideline, warning

ORGANISMS = ("B95", "B96", "B97")
# Codes of a systemic infection: sepsis by organism, after procedures, around births, and in newborns.
SYSTEMIC = (
    "A021", "A207", "A217", "A227", "A241", "A267", "A327", "A392", "A393", "A394", "A40", "A41", "A427",
    "A483", "A5486", "B007", "B377", "O0337", "O0387", "O0487", "O0737", "O0882", "O753", "O85", "O8604",
    "P36", "T8144",
)  # fmt: skip
# Acute failures of organs that sepsis can bring about.
ORGAN_FAILURES = (
    "D65", "D688", "D695", "D696", "E872", "F05", "G6281", "G7281", "G92", "G934", "I21", "I46", "I50",
    "I5A", "I95", "J80", "J960", "J962", "K567", "K720", "K762", "K763", "K767", "K7682", "N17", "O904",
    "R34", "R402", "R410", "R4182", "R570", "R579",
)  # fmt: skip
SHOCK = "R6521"
MRSA_COMBINED = ("A4102", "J15212")
LIVING_WITH_HIV = "B20"


@error(guideline("I.C.1.b"))
def organism_first(case: Case) -> Troubles:
    if row := case.led_by(*ORGANISMS):
        yield row.where, f"{row.name} only names the organism: put the infection it causes first."


@error(guideline("I.C.1.c"))
def resistance_first(case: Case) -> Troubles:
    if row := case.led_by("Z16"):
        yield row.where, f"{row.name} only tells the resistance: put the infection before it."


@error(guideline("I.C.1.d.2 and d.3"))
def severe_sepsis_first(case: Case) -> Troubles:
    if row := case.led_by("R652", "T8112"):
        yield row.where, f"{row.name} is never principal or first-listed: put the systemic infection first."


@warning(guideline("I.C.1.d.1.b"))
def severe_sepsis_without_infection(case: Case) -> Troubles:
    for row in case.having("R652"):
        if row.at and not any(infection.at < row.at for infection in case.having(*SYSTEMIC)):
            yield (
                row.where,
                f"{row.name} follows the systemic infection: put it before, A41.9 if no organism is known.",
            )


@warning(guideline("I.C.1.d.1.b"))
def severe_sepsis_without_organ(case: Case) -> Troubles:
    for row in case.having("R6520"):
        if not case.having(*ORGAN_FAILURES):
            yield (
                row.where,
                f"{row.name} means an organ has failed: add the code of the acute organ dysfunction, "
                "or remove it if there is none.",
            )


@error(guideline("I.C.1.d.5.c"))
def septic_shock_twice(case: Case) -> Troubles:
    for row in case.having(SHOCK):
        for postprocedural in case.having("T8112")[:1]:
            yield (
                row.where,
                f"{row.name} is not coded with {postprocedural.name}, which says the shock: remove it.",
            )


@error(guideline("I.C.1.d.6"))
def inflammatory_response_twice(case: Case) -> Troubles:
    for row in case.having("R651"):
        for severe in case.having("R652")[:1]:
            yield row.where, f"{row.name} is not coded with {severe.name}: keep the severe sepsis only."


@warning(guideline("I.C.1.e.1.a"))
def mrsa_twice(case: Case) -> Troubles:
    for combined in case.having(*MRSA_COMBINED)[:1]:
        for row in case.having("B9562", "Z1611"):
            yield (
                row.where,
                f"{combined.name} names organism and resistance already: "
                f"remove {row.name} unless it belongs to another infection.",
            )


@warning(guideline("I.C.1.e.1.b"))
def mrsa_resistance_twice(case: Case) -> Troubles:
    if case.having(*MRSA_COMBINED):
        return
    for mrsa in case.having("B9562")[:1]:
        for row in case.having("Z1611"):
            yield row.where, f"{mrsa.name} says the resistance already: remove {row.name}."


@error(guideline("I.C.1.a.2.g"))
def hiv_status_with_disease(case: Case) -> Troubles:
    for disease in case.having(LIVING_WITH_HIV)[:1]:
        for row in case.having("Z21", "R75"):
            yield (
                row.where,
                f"{row.name} is never coded once there is HIV disease: remove it, {disease.name} stays.",
            )


@warning(guideline("I.C.1.g.1.c.i"))
def covid_pneumonia_alone(case: Case) -> Troubles:
    for row in case.having("J1282"):
        if not case.having("U071", "U099"):
            yield row.where, f"{row.name} is due to COVID-19: put U07.1 before it.", adds("U071")


@warning(guideline("I.C.1.g.1.l"))
def covid_inflammation_before(case: Case) -> Troubles:
    for row in case.having("M3581"):
        for covid in case.having("U071"):
            if covid.at > row.at:
                yield row.where, f"{row.name} follows the infection: move {covid.name} before it."


@warning(guideline("I.C.1.d.9"))
def hemolytic_uremic_after(case: Case) -> Troubles:
    """The syndrome is principal where it, and not the sepsis alone, led to the admission."""
    row = case.led_by("A40", "A41")
    if row and case.encounter.inpatient:
        for syndrome in case.having("D5931")[:1]:
            yield (
                syndrome.where,
                f"{syndrome.name} comes before {row.name} if it led to the admission: move it up.",
            )
