"""Edits of injuries, burns, abuse and their sequelae, chapter 19 of the guidelines."""

from queue_app.domain.edits.finding import Case
from queue_app.domain.edits.listed import Listed
from queue_app.domain.edits.rule import Troubles, guideline, information, warning
from queue_app.domain.edits.scope import is_inpatient_claim

INJURIES = ("S", "T0", "T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8")
WOUNDS = ("S", "T07", "T14")
BURNS = ("T20", "T21", "T22", "T23", "T24", "T25")
AFTERCARE = ("Z47", "Z480", "Z481", "Z4889")
FRAGILE = ("S22", "S32", "S42", "S52", "S72", "S82")  # where osteoporotic bone breaks
OSTEOPOROSIS = ("M80", "M81")
ABUSE_CONFIRMED, ABUSE_SUSPECTED = "T74", "T76"
ASSAULT = (
    "X92",
    "X93",
    "X94",
    "X95",
    "X96",
    "X97",
    "X98",
    "X99",
    "Y00",
    "Y01",
    "Y02",
    "Y03",
    "Y04",
    "Y07",
    "Y08",
)


@warning(guideline("I.B.10 and I.C.19.a"))
def sequela_before_condition(case: Case) -> Troubles:
    """The 7th character S says what the sequela comes of; the sequela is a code of its own, before it."""
    for row in _sequelae(case):
        if not any(_is_condition(earlier) for earlier in case.diagnoses[: row.at]):
            yield (
                row.where,
                f"{row.name} is the injury behind a sequela: "
                "put the condition that remains, such as the scar, before it.",
            )
            return


@warning(guideline("I.B.10"))
def sequela_with_injury(case: Case) -> Troubles:
    """Burns may be both healed and not (I.C.19.d.8)."""
    for row in _sequelae(case):
        for other in case.having(row.code[:6]):
            if other.seventh not in ("", "S") and not row.code.startswith(BURNS):
                yield (
                    row.where,
                    f"{row.name} says {other.name} is over, which is still treated: keep the true one.",
                )


@warning(guideline("I.C.19.a and I.C.21.c.7"))
def aftercare_of_injury(case: Case) -> Troubles:
    """Care after an injury is told by the 7th character of the injury."""
    for injury in case.having(*WOUNDS):
        if injury.seventh not in ("", "S"):
            for row in case.having(*AFTERCARE)[:1]:
                yield (
                    row.where,
                    f"{row.name} is not for injuries: let the 7th character of {injury.name} tell it.",
                )
            return


@warning(guideline("I.C.13.d.2 and I.C.19.c.1"))
def fracture_with_osteoporosis(case: Case) -> Troubles:
    for osteoporosis in case.having(*OSTEOPOROSIS)[:1]:
        for row in case.having(*FRAGILE):
            if row.code[3:4] and row.seventh != "S" and "fracture" in row.title.lower():
                yield (
                    row.where,
                    f"{row.name} with {osteoporosis.name}: code the fracture from M80 "
                    "unless the fall would break a healthy bone too.",
                )
                return


@warning(guideline("I.C.19.b"))
def injuries_unspecified(case: Case) -> Troubles:
    if is_inpatient_claim(case):
        for row in case.having("T07"):
            yield (
                row.where,
                f"{row.name} names no injury: on an inpatient stay code each injury the record names.",
            )


@information(guideline("I.C.19.b.1"))
def superficial_with_severe(case: Case) -> Troubles:
    """S00, S10 … S90 are the superficial injuries of a region, the rest of its decade the deeper ones."""
    for row in case.having(*(f"S{region}0" for region in range(10))):
        for deeper in case.having(row.code[:2]):
            if deeper.code[2:3] != "0" and deeper.seventh == row.seventh:
                yield (
                    row.where,
                    f"{row.name} is superficial, {deeper.name} is not: remove it if both are of one site.",
                )
                break


@warning(guideline("I.C.19.d.1"))
def burn_of_lesser_degree_first(case: Case) -> Troubles:
    burns = [row for row in case.having(*BURNS) if row.seventh != "S"]
    for row in burns[:1]:
        for worse in burns:
            if _degree(worse) > _degree(row):
                yield row.where, f"{worse.name} is the burn of the higher degree: move it before {row.name}."
                return


@warning(guideline("I.C.19.d.2"))
def burn_of_two_degrees(case: Case) -> Troubles:
    burns = [row for row in case.having(*BURNS) if row.seventh != "S"]
    for row in burns:
        for worse in burns:
            same_site = (row.code[:3], row.code[4:6]) == (worse.code[:3], worse.code[4:6])
            if same_site and _degree(worse) > _degree(row) and _agent(row) == _agent(worse):
                yield row.where, f"{row.name} is the same site as {worse.name}: keep the higher degree only."


@warning(guideline("I.C.19.d.6"))
def burn_extent_of_sequela(case: Case) -> Troubles:
    """T31 and T32 tell how much is burnt now."""
    burns = case.having(*BURNS, "T26", "T27", "T28")
    if burns and all(burn.seventh == "S" for burn in burns):
        for row in case.having("T31", "T32"):
            yield row.where, f"{row.name} is not used for sequelae of burns: remove it."


@warning(guideline("I.C.19.f"))
def abuse_after_injury(case: Case) -> Troubles:
    for row in case.having(ABUSE_CONFIRMED, ABUSE_SUSPECTED):
        for injury in case.having("S", "F43"):
            if injury.at < row.at:
                yield row.where, f"{row.name} comes before what it led to: move it before {injury.name}."
                break


@warning(guideline("I.C.19.f"))
def perpetrator_of_suspected_abuse(case: Case) -> Troubles:
    if not case.having(ABUSE_CONFIRMED):
        for abuse in case.having(ABUSE_SUSPECTED)[:1]:
            for row in case.having(*ASSAULT):
                yield (
                    row.where,
                    f"{row.name} is not coded while abuse is only suspected, {abuse.name}: remove it.",
                )


def _sequelae(case: Case) -> list[Listed]:
    return [row for row in case.having(*INJURIES) if row.seventh == "S"]


def _is_condition(row: Listed) -> bool:
    """Something a sequela may be: no injury, no external cause."""
    return not row.code.startswith((*INJURIES, "V", "W", "X", "Y"))


def _degree(burn: Listed) -> int:
    """Burns are .1, .2 and .3 by degree, corrosions .5, .6 and .7; .0 and .4 do not say it."""
    degree = burn.code[3:4]
    return int(degree) % 4 if degree in tuple("01234567") else 0


def _agent(burn: Listed) -> bool:
    """Whether it is a corrosion."""
    return burn.code[3:4] in tuple("4567")
