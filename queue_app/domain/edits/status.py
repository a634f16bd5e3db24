"""Edits of Z codes, chapter 21 of the guidelines: which come first, which never do, which add nothing."""

from queue_app.domain.edits.finding import Case
from queue_app.domain.edits.rule import Troubles, error, guideline, information, warning
from queue_app.domain.edits.scope import is_inpatient_claim

# I.C.21.c.15, with its exceptions.
ONLY_FIRST = (
    "Z00", "Z01", "Z02", "Z04", "Z332", "Z3181", "Z3183", "Z3184", "Z34", "Z39", "Z38", "Z40", "Z42", "Z510",
    "Z511", "Z52", "Z761", "Z762", "Z9912",
)  # fmt: skip
NOT_ONLY_FIRST = ("Z006", "Z529", "Z38")  # Z38: liveborn_not_first says it
TOGETHER = ("Z510", "Z511")  # I.C.2.e.2: radiation and chemotherapy in one encounter
NONSPECIFIC = ("Z029", "Z049", "Z139", "Z419", "Z529", "Z8659", "Z889", "Z920")
ONLY_SECONDARY = (
    "Z68",
    "R4021",
    "R4022",
    "R4023",
    "R4024",
    "R297",
    "Z283",
    *(f"Z{n}" for n in range(55, 66)),
)
HISTORY = ("Z80", "Z81", "Z82", "Z83", "Z84", "Z85", "Z86", "Z87")
FOLLOW_UP = {"Z08": ("Z85", "Z86"), "Z09": ("Z86", "Z87", "Z85", "Z98")}
# Status codes are for organs and devices without complication: status → the complications that say it too.
COMPLICATIONS = {
    "Z930": ("J950",), "Z931": ("K942",), "Z932": ("K941",), "Z933": ("K940",), "Z935": ("N995",),
    "Z936": ("N995",), "Z940": ("T861",), "Z941": ("T862", "T863"), "Z942": ("T8681", "T863"),
    "Z943": ("T863",), "Z944": ("T864",), "Z945": ("T8682",), "Z946": ("T8683",), "Z947": ("T8684",),
    "Z9481": ("T860",), "Z9482": ("T8685",), "Z9484": ("T865",), "Z950": ("T821",), "Z952": ("T820",),
    "Z9581": ("T821",), "Z982": ("T850",),
}  # fmt: skip
# I.C.21.c.7: attention to an opening or a device says that it is there.
ATTENDED = {
    "Z930": ("Z430",), "Z931": ("Z431",), "Z932": ("Z432",), "Z933": ("Z433",), "Z934": ("Z434",),
    "Z935": ("Z435",), "Z936": ("Z436",), "Z950": ("Z4501",), "Z9581": ("Z4502",),
}  # fmt: skip


@warning(guideline("I.C.21.c.15"))
def only_first(case: Case) -> Troubles:
    """Lawful where encounters of one day are combined."""
    for row in case.having(*ONLY_FIRST):
        paired = row.code.startswith(TOGETHER) and case.diagnoses[0].code.startswith(TOGETHER)
        if row.at and not paired and not row.code.startswith(NOT_ONLY_FIRST):
            yield (
                row.where,
                f"{row.name} may only come first: move it to position 1 or remove it, "
                "unless encounters of the same day are combined.",
            )


@error(guideline("I.B.14"))
def only_secondary(case: Case) -> Troubles:
    """Body mass, coma and stroke scales, social circumstances, missing vaccinations."""
    if row := case.led_by(*ONLY_SECONDARY):
        yield row.where, f"{row.name} is a secondary code only: put the diagnosis it belongs to first."


@warning(guideline("I.C.21.c.4"))
def history_first(case: Case) -> Troubles:
    if row := case.led_by(*HISTORY):
        yield (
            row.where,
            f"{row.name} is history: put the reason for the encounter, such as a screening, first.",
        )


@information(guideline("I.C.21.c.8"))
def follow_up_without_history(case: Case) -> Troubles:
    """They "may" be used together."""
    for row in case.having(*FOLLOW_UP):
        if not case.having(*FOLLOW_UP[row.code[:3]]):
            yield (
                row.where,
                f"{row.name} follows up what is over: add the history code that says what it was.",
            )


@warning(guideline("I.C.21.c.3"))
def status_with_complication(case: Case) -> Troubles:
    for status, complications in COMPLICATIONS.items():
        for row in case.having(status):
            for complication in case.having(*complications)[:1]:
                yield (
                    row.where,
                    f"{row.name} is said by the complication, {complication.name}: remove the status.",
                )


@warning(guideline("I.C.21.c.7"))
def status_with_attention(case: Case) -> Troubles:
    for status, attention in ATTENDED.items():
        for row in case.having(status):
            for aftercare in case.having(*attention)[:1]:
                yield row.where, f"{row.name} is said by {aftercare.name}: remove the status."


@warning(guideline("I.C.21.c.3"))
def susceptibility_first(case: Case) -> Troubles:
    if row := case.led_by("Z15"):
        yield (
            row.where,
            f"{row.name} is generally not first: put the condition or the reason for the visit before it.",
        )


@error(guideline("I.C.21.c.3"))
def thrombolysis_elsewhere_first(case: Case) -> Troubles:
    if row := case.led_by("Z9282"):
        yield row.where, f"{row.name} is secondary: put the stroke or infarction it was given for first."


@warning(guideline("I.C.21.c.14"))
def nonspecific_on_inpatient(case: Case) -> Troubles:
    if is_inpatient_claim(case):
        for row in case.having(*NONSPECIFIC):
            yield (
                row.where,
                f"{row.name} says too little for an inpatient stay: code the sign, symptom or reason.",
            )


@warning(guideline("I.C.21.c.6"))
def observation_with_symptom(case: Case) -> Troubles:
    """Z03 says that nothing was found; a sign or symptom of it is coded instead."""
    if row := case.led_by("Z03"):
        for symptom in case.having("R")[:1]:
            yield (
                row.where,
                f"{row.name} is for a suspicion without any sign: if {symptom.name} led to it, code that.",
            )
