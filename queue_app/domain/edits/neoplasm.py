"""Edits of neoplasms and their treatment, chapter 2 of the guidelines."""

from queue_app.domain.edits.finding import Case
from queue_app.domain.edits.rule import Troubles, guideline, warning

NEOPLASMS = ("C", "D0", "D1", "D2", "D3", "D4")
SECONDARY = ("C77", "C78", "C79", "C7B")
UNSPECIFIED = ("C800", "C801", "C802")
THERAPY = ("Z510", "Z511")
# Personal history → the current malignancy of the same site.
HISTORY = {
    "Z8501": ("C15",), "Z85028": ("C16",), "Z85038": ("C18",), "Z85048": ("C19", "C20", "C21"),
    "Z8505": ("C22",), "Z8507": ("C25",), "Z8511": ("C34",), "Z8521": ("C32",), "Z853": ("C50",),
    "Z8541": ("C53",), "Z8542": ("C54", "C55"), "Z8543": ("C56",), "Z8546": ("C61",), "Z8547": ("C62",),
    "Z8551": ("C67",), "Z85528": ("C64",), "Z8571": ("C81",), "Z85820": ("C43",), "Z85841": ("C71",),
    "Z85850": ("C73",),
}  # fmt: skip


@warning(guideline("I.C.2.e.2"))
def therapy_without_neoplasm(case: Case) -> Troubles:
    if not case.having(*NEOPLASMS):
        for row in case.having(*THERAPY)[:1]:
            yield row.where, f"{row.name} is treatment of a neoplasm: add the neoplasm that is treated."


@warning(guideline("I.C.2.e.2"))
def therapy_after(case: Case) -> Troubles:
    """Chemotherapy and the like come first, then the malignancy; two kinds of therapy may stand together."""
    if row := case.led_by(*NEOPLASMS):
        for therapy in case.having(*THERAPY)[:1]:
            yield (
                therapy.where,
                f"{therapy.name} comes first where the therapy is the reason for the encounter: "
                f"move it before {row.name}.",
            )


@warning(guideline("I.C.2.c.2"))
def chemotherapy_anemia_alone(case: Case) -> Troubles:
    for row in case.having("D6481"):
        if not case.having("T451X5"):
            yield (
                row.where,
                f"{row.name} is an adverse effect: add T45.1X5-, with its 7th character, after it.",
            )


@warning(guideline("I.C.2.j and k"))
def malignancy_without_site(case: Case) -> Troubles:
    """C80.0 needs no site known at all, C80.1 no primary one."""
    primary = [row for row in case.having("C") if not row.code.startswith((*SECONDARY, *UNSPECIFIED))]
    known = {"C800": primary + case.having(*SECONDARY), "C801": primary}
    for code, sites in known.items():
        for row in case.having(code):
            for site in sites[:1]:
                yield row.where, f"{row.name} says the site is unknown and {site.name} names one: remove it."


@warning(guideline("I.C.2.m"))
def history_with_malignancy(case: Case) -> Troubles:
    for history, current in HISTORY.items():
        for row in case.having(history):
            for malignancy in case.having(*current)[:1]:
                yield (
                    row.where,
                    f"{row.name} says the cancer is over and {malignancy.name} that it is there: keep one, "
                    "unless they are two primaries.",
                )


@warning(guideline("I.C.2.r"))
def transplant_malignancy_order(case: Case) -> Troubles:
    for row in case.having("C802"):
        if not any(complication.at < row.at for complication in case.having("T86")):
            yield (
                row.where,
                f"{row.name} follows the complication of the transplant: put its T86 code before it.",
            )


@warning(guideline("I.C.6.b.5"))
def neoplasm_pain_alone(case: Case) -> Troubles:
    if not case.having(*NEOPLASMS):
        for row in case.having("G893"):
            yield row.where, f"{row.name} is pain from a neoplasm: add the neoplasm."
