"""Who comes on which day, for what: the visits of the demo day, before anything is written about them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import cycle
from random import Random

from queue_app.demo import directories, names
from queue_app.demo.scenarios import LENGTHS, Scenario, scenarios
from queue_app.demo.words import Words, about, choose
from queue_app.domain.encounter import Address, Patient, PatientClass, Stay, years
from queue_app.domain.stays import STILL_PATIENT

# Of a hundred visits, so many of each class; and how many days ago they ended.
SHARES = {
    PatientClass.INPATIENT: 24,
    PatientClass.EMERGENCY: 36,
    PatientClass.OBSERVATION: 7,
    PatientClass.CLINIC: 33,
}
DAYS_AGO = (
    (1,) * 26 + (2,) * 22 + (3,) * 16 + (4,) * 11 + (5,) * 8 + (6,) * 6 + (7,) * 4 + (8,) * 3 + (9, 9, 10, 10)
)

# Every so manyth visit of a class has something wrong with it: the first one, and how many until the next.
FLAWS: Mapping[PatientClass, Mapping[str, tuple[int, int]]] = {
    PatientClass.INPATIENT: {
        "in house": (4, 14),
        "no summary": (9, 18),
        "unsigned": (13, 18),
        "addendum": (16, 20),
    },
    PatientClass.EMERGENCY: {"unsigned": (11, 30), "locum": (7, 28)},
    PatientClass.CLINIC: {"unsigned": (20, 40), "unknown payer": (10, 30)},
    PatientClass.OBSERVATION: {"unknown payer": (5, 20)},
}
ADMIT_TYPES = {"emergency": "1", "urgent": "2", "elective": "3", "routine": "3", "newborn": "4"}  # UB-04
ADMIT_SOURCES = {"newborn": "5", "routine": "9"}  # UB-04: born inside this hospital; not told
OF_CHILDREN = ("STATE-MEDICAID", "STATE-MEDICAID", "BLUE-HERON", "KESTREL")
OF_ADULTS = ("BLUE-HERON", "BLUE-HERON", "KESTREL", "NORTHSTAR", "STATE-MEDICAID")
MEDICARE_AGE = 65
AGAIN = 4  # every so manyth visit is of somebody who was here before, where one fits its story
NEVER_REAL = "S"  # no Medicare number holds this letter, so none of ours is anybody's


@dataclass(frozen=True, kw_only=True)
class Visit:
    scenario: Scenario
    account_number: str
    patient: Patient
    stay: Stay
    words: Words
    flaw: str  # a key of FLAWS, or ""
    today: date


def visits(count: int, today: date, seed: int) -> Iterator[Visit]:
    """The same for the same arguments; one class after the other, all of them in the past ten days."""
    stories = scenarios()
    wanted = _numbers(count)
    come: list[Visit] = []
    for kind, share in wanted.items():
        order = list(stories[kind])
        Random(f"{seed}/{kind}").shuffle(order)  # nosec B311
        for place, scenario in zip(range(share), cycle(order), strict=False):
            number = len(come)
            rng = Random(f"{seed}/{number}")  # nosec B311
            known = come if number % AGAIN == 0 else []
            come.append(_visit(rng, number, scenario, _flaw(kind, place), today, known))
    return iter(come)


def _numbers(count: int) -> dict[PatientClass, int]:
    numbers = {kind: count * share // 100 for kind, share in SHARES.items()}
    return numbers | {PatientClass.CLINIC: count - sum(numbers.values()) + numbers[PatientClass.CLINIC]}


def _flaw(kind: PatientClass, place: int) -> str:
    for flaw, (first, every) in FLAWS[kind].items():
        if place >= first and (place - first) % every == 0:
            return flaw
    return ""


def _visit(
    rng: Random, number: int, scenario: Scenario, flaw: str, today: date, known: Sequence[Visit]
) -> Visit:
    began_at, ended_at = _times(rng, scenario, flaw, today)
    sex, age = rng.choice(scenario.sexes), rng.randint(*scenario.ages)
    patient = _patient(rng, number, sex, age, began_at.date())
    stay = _stay(rng, scenario, flaw, age, (began_at, ended_at))
    if before := _before(known, scenario, sex, stay):
        patient, age = before.patient, years(before.patient.born_on, began_at.date())
    nights = (ended_at.date() - began_at.date()).days
    chosen = (
        choose(rng, scenario.slots, scenario.one_of)
        | about(sex, age, patient.given, patient.family)
        | {role: rng.choice(people) for role, people in names.STAFF.items()}
        | {
            "attending": stay.attending_name,
            "nights": str(nights),
            "last_day": str(max(1, nights - 1)),
            "hours": str(round((ended_at - began_at) / timedelta(hours=1))),
        }
    )
    return Visit(
        scenario=scenario,
        account_number=str(40_260_000 + 7 * number + rng.randint(0, 6)),
        patient=patient,
        stay=stay,
        words=Words(began_at, chosen),
        flaw=flaw,
        today=today,
    )


def _times(rng: Random, scenario: Scenario, flaw: str, today: date) -> tuple[datetime, datetime]:
    """When it began and ended, or will end; what is over was over before today."""
    kind = scenario.patient_class
    day = today - timedelta(days=rng.choice(DAYS_AGO))
    if kind is PatientClass.CLINIC:
        day -= timedelta(days=max(0, day.weekday() - 4))  # clinics are closed at the weekend
    length = rng.randint(*scenario.length)
    first, last = {PatientClass.EMERGENCY: (13, 22), PatientClass.CLINIC: (9, 16)}.get(kind, (10, 17))
    ended_at = datetime.combine(day, time(rng.randint(first, last), rng.randrange(60)), UTC)
    if kind is not PatientClass.INPATIENT:
        return ended_at - timedelta(minutes=length * LENGTHS[kind][1]), ended_at
    if flaw == "in house":
        ended_at += timedelta(days=(today - day).days + rng.randint(0, length - 1))
    hour = (
        6 if scenario.priority == "elective" else rng.randint(1, 13)
    )  # what follows in hours is the same day
    began_at = datetime.combine(ended_at - timedelta(days=length), time(hour, rng.randrange(60)), UTC)
    return began_at, ended_at


def _patient(rng: Random, number: int, sex: str, age: int, began_on: date) -> Patient:
    town, postal_code = rng.choice(names.TOWNS)
    family = rng.choice(names.FAMILY)
    given = rng.choice(names.GIVEN[sex])
    born_on = began_on - timedelta(days=int(age * 365.2425) + rng.randint(10, 350))
    if age == 0:
        given, born_on = {"F": "Baby Girl", "M": "Baby Boy"}[sex], began_on
    street = f"{rng.randint(2, 989)} {rng.choice(names.STREETS)}"
    return Patient(
        mrn=f"HL{510000 + 13 * number + rng.randint(0, 12)}",
        family=family,
        given=given,
        born_on=born_on,
        sex=sex,
        address=Address(lines=(street,), city=town, state=names.STATE, postal_code=postal_code),
    )


def _before(known: Sequence[Visit], scenario: Scenario, sex: str, stay: Stay) -> Visit | None:
    """The last visit of somebody whom the story could be about, and who had left by then."""
    youngest, oldest = scenario.ages
    fit = (
        visit
        for visit in known
        if visit.patient.sex == sex
        and visit.stay.facility == stay.facility
        and visit.stay.discharged_at
        and visit.stay.discharged_at < stay.admitted_at
        and max(1, youngest) <= years(visit.patient.born_on, stay.admitted_at.date()) <= oldest
    )
    return max(fit, key=lambda visit: visit.stay.ended_at, default=None)


def _provider(rng: Random, scenario: Scenario, flaw: str) -> tuple[str, str]:
    if flaw == "locum":
        return directories.ABSENT_PROVIDER
    chosen = rng.choice(scenario.attending)
    return chosen, directories.attending_names()[chosen]


def _stay(rng: Random, scenario: Scenario, flaw: str, age: int, times: tuple[datetime, datetime]) -> Stay:
    provider, provider_name = _provider(rng, scenario, flaw)
    payer, payer_name = _payer(rng, scenario, flaw, age)
    in_house = flaw == "in house"
    return Stay(
        patient_class=scenario.patient_class,
        admitted_at=times[0],
        discharged_at=None if in_house else times[1],
        facility=directories.CLINIC
        if scenario.patient_class is PatientClass.CLINIC
        else directories.HOSPITAL,
        attending=provider,
        attending_name=provider_name,
        payer=payer,
        payer_name=payer_name,
        member_id=_member_id(rng, payer),
        service_line=scenario.service,
        reason=scenario.reason,
        disposition=STILL_PATIENT if in_house else rng.choice(scenario.dispositions),
        admit_source=ADMIT_SOURCES.get(scenario.priority, "1"),
        admit_type=ADMIT_TYPES[scenario.priority],
    )


def _payer(rng: Random, scenario: Scenario, flaw: str, age: int) -> tuple[str, str]:
    if flaw == "unknown payer":
        return directories.ABSENT_PAYER
    medicare = "MEDICARE-B" if scenario.patient_class is PatientClass.CLINIC else "MEDICARE-A"
    usual = (
        OF_CHILDREN if age < 18 else OF_ADULTS if age < MEDICARE_AGE else (medicare, medicare, "NORTHSTAR")
    )
    chosen = rng.choice(scenario.payers or usual)
    return chosen, directories.payer_names()[chosen]


def _member_id(rng: Random, payer: str) -> str:
    """Medicare's has eleven characters of a fixed shape; the others' are anything."""
    if payer.startswith("MEDICARE"):
        first, fourth, seventh = (rng.randint(1, 9) for _ in range(3))
        return f"{first}{NEVER_REAL}A{fourth}GK{seventh}MR{rng.randint(10, 99)}"
    return f"{payer[:2]}{rng.randint(10**7, 10**8 - 1)}"
