"""What a claim file can still have wrong when a judge of X12 syntax is content: one generator a rule.

Sentences name claim, place and rule, and never a value of the patient.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from queue_app.domain.npi import npi_is_valid
from queue_app.x12.segment import Garbled, Row, day, split

ISA_WIDTHS = (2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1, 1)
GUIDES = {"005010X222A1": "837P", "005010X223A2": "837I"}
DIAGNOSES = ("ABK", "ABF", "ABJ", "APR", "ABN")
PROCEDURES = ("BBR", "BBQ")
# Condition, occurrence, occurrence span, value, treatment and DRG codes are no codes of ICD-10.
HI_QUALIFIERS = {"837P": ("ABK", "ABF", "BP", "BO", "BG")} | {
    "837I": (*DIAGNOSES, *PROCEDURES, "DR", "BG", "BH", "BI", "BE", "TC")
}
ICD_9 = frozenset({"BK", "BF", "BJ", "PR", "BN", "BR", "BQ"})
WITH_DATES = ("D8", "RD8", "DT")
SERVICE = {"SV1": (1, 2), "SV2": (2, 3)}  # where the code and the charge stand


@dataclass(frozen=True)
class ClaimRows:
    number: str
    kind: str  # 837P or 837I
    subscriber: tuple[Row, ...]  # from the subscriber's HL to the CLM
    rows: tuple[Row, ...]  # from the CLM on

    def composites(self) -> Iterator[tuple[str, ...]]:
        """Those of HI, each filled up to nine components."""
        return (_filled(element) for row in self.of("HI") for element in row.elements)

    def of(self, *ids: str) -> Iterator[Row]:
        return (row for row in self.rows if row.id in ids)


def lint(text: str, today: date) -> list[str]:
    """One sentence for each thing wrong, in the order of the rules; none for a file fit to send."""
    try:
        rows = split(text)
    except Garbled as garbled:
        return [str(garbled)]
    claims = list(claims_of(rows))
    found = [problem for rule in OF_THE_FILE for problem in rule(rows)]
    found += [problem for rule in OF_A_CLAIM for claim in claims for problem in rule(claim)]
    return found + list(dates_to_come(claims, today))


def isa_lengths(rows: list[Row]) -> Iterator[str]:
    for place, (element, width) in enumerate(zip(rows[0].elements, ISA_WIDTHS, strict=True), start=1):
        if len(element[0]) != width:
            yield f"ISA{place:02} must be {width} characters wide."


def envelopes(rows: list[Row]) -> Iterator[str]:
    """Control numbers at both ends, and what the trailers count."""
    for opener, closer, at_opener in (("ISA", "IEA", 13), ("GS", "GE", 6), ("ST", "SE", 2)):
        opened = [row.at(at_opener) for row in rows if row.id == opener]
        closed = [row.at(2) for row in rows if row.id == closer]
        if opened != closed:
            yield f"The control numbers of {opener} and {closer} differ, or one of them is missing."
    tally = Counter[str]()
    for row in rows:
        tally[row.id] += 1
        counted = {"IEA": "GS", "GE": "ST"}.get(row.id)
        if counted and row.at(1) != str(tally.pop(counted, 0)):
            yield f"{row.id}01 does not count the {counted} segments."


def segment_counts(rows: list[Row]) -> Iterator[str]:
    begun = 0
    for place, row in enumerate(rows):
        if row.id == "ST":
            begun = place
        if row.id == "SE" and row.at(1) != str(place - begun + 1):
            yield f"SE01 of transaction set {_shown(row.at(2))} does not count its segments."


def versions(rows: list[Row]) -> Iterator[str]:
    if any(row.at(8) not in GUIDES for row in rows if row.id == "GS"):
        yield f"GS08 must be one of {', '.join(GUIDES)}."


def claim_numbers(rows: list[Row]) -> Iterator[str]:
    numbers = Counter(row.at(1) for row in rows if row.id == "CLM")
    for number, times in numbers.items():
        if not re.fullmatch(r"[A-Z0-9]{1,20}", number):
            yield "A claim number (CLM01) is not 1 to 20 of A to Z and 0 to 9."
        elif times > 1:
            yield f"Claim {number} is in the file {times} times."
    if not numbers:
        yield "The file has no claims."


def npis(rows: list[Row]) -> Iterator[str]:
    for row in rows:
        if row.id == "NM1" and row.at(8) == "XX" and not npi_is_valid(row.at(9)):
            yield f"The NPI of a party (NM1*{_shown(row.at(1))}) has a wrong check digit or length."


def demographics(claim: ClaimRows) -> Iterator[str]:
    """2010BA DMG is required where the patient is the subscriber."""
    is_self = any(row.id == "SBR" and row.at(2) == "18" for row in claim.subscriber)
    if is_self and not any(row.id == "DMG" and row.at(2) for row in claim.subscriber):
        yield f"Claim {claim.number}: birth date and sex (DMG) of the subscriber are missing."


def qualifiers(claim: ClaimRows) -> Iterator[str]:
    used = [element[0].strip() for element in claim.composites()]
    if old := sorted(ICD_9.intersection(used)):
        yield f"Claim {claim.number}: {', '.join(old)} is for ICD-9; ICD-10 has {_icd_10(old)}."
    elif any(qualifier not in HI_QUALIFIERS.get(claim.kind, used) for qualifier in used):
        yield f"Claim {claim.number}: a qualifier of codes (HI) is not one of an {claim.kind}."
    if used.count("ABK") != 1:
        yield f"Claim {claim.number}: it must have exactly one principal or first diagnosis (ABK)."


def codes_with_dots(claim: ClaimRows) -> Iterator[str]:
    coded = [element[1] for element in claim.composites() if element[0] in (*DIAGNOSES, *PROCEDURES)]
    if any("." in code for code in coded):
        yield f"Claim {claim.number}: a diagnosis or procedure code is written with a dot."


def code_shapes(claim: ClaimRows) -> Iterator[str]:
    """The shape of ICD-10-CM and PCS codes, dots apart."""
    for names, shape, what in (
        (DIAGNOSES, r"[A-Z][0-9][0-9A-Z]{1,5}", "diagnosis"),
        (PROCEDURES, r"[0-9A-HJ-NP-Z]{7}", "procedure"),
    ):
        codes = [element[1].replace(".", "") for element in claim.composites() if element[0] in names]
        for place, code in enumerate(codes, start=1):
            if not re.fullmatch(shape, code):
                yield f"Claim {claim.number}: {what} code {place} does not look like one of ICD-10."


def pointers(claim: ClaimRows) -> Iterator[str]:
    diagnoses = sum(element[0] in ("ABK", "ABF") for element in claim.composites())
    there = [str(position + 1) for position in range(diagnoses)]
    for place, row in enumerate(claim.of("SV1"), start=1):
        pointed = [row.at(7, component) for component in (1, 2, 3, 4)]
        if not pointed[0]:
            yield f"Claim {claim.number}: line {place} points at no diagnosis."
        elif any(pointer and pointer not in there for pointer in pointed):
            yield f"Claim {claim.number}: line {place} points at a diagnosis that is not there."


def modifiers(claim: ClaimRows) -> Iterator[str]:
    """A fifth modifier would stand where the description belongs (SV101-7, SV202-7)."""
    for place, row in enumerate(claim.of(*SERVICE), start=1):
        code, _ = SERVICE[row.id]
        if any(len(row.at(code, component)) == 2 for component in range(7, 11)):
            yield f"Claim {claim.number}: line {place} has more than four modifiers."


def totals(claim: ClaimRows) -> Iterator[str]:
    lines = [_cents(row.at(SERVICE[row.id][1])) for row in claim.of(*SERVICE)]
    if None in lines or sum(line or 0 for line in lines) != _cents(claim.rows[0].at(2)):
        yield f"Claim {claim.number}: the charges of its lines do not add up to its total (CLM02)."


def present_on_admission(claim: ClaimRows) -> Iterator[str]:
    """Only inpatient claims (type of bill 11x, 12x) carry it, as Y, N, U or W."""
    given = [element[8] for element in claim.composites() if element[0] in DIAGNOSES]
    if any(poa not in ("", "Y", "N", "U", "W") for poa in given):
        yield f"Claim {claim.number}: present on admission must be Y, N, U, W or left out."
    if any(given) and not any(row.at(1) == "435" for row in claim.of("DTP")):
        yield f"Claim {claim.number}: present on admission is given for an outpatient."


def dates_to_come(claims: list[ClaimRows], today: date) -> Iterator[str]:
    """Dates of DTP, DMG and HI; those of the envelope are the sender's clock."""
    latest = day(today)
    for claim in claims:
        told = [one for row in (*claim.subscriber, *claim.rows) for one in _dates(row)]
        if any(not re.fullmatch(r"[0-9]{8}", one) for one in told):
            yield f"Claim {claim.number}: a date is not eight digits."
        elif any(one > latest for one in told):
            yield f"Claim {claim.number}: a date lies in the future."


def _dates(row: Row) -> Iterator[str]:
    if row.id == "DTP" and row.at(2) in WITH_DATES:
        yield from (one[:8] for one in row.at(3).split("-"))
    elif row.id == "DMG":
        yield row.at(2)
    elif row.id == "HI":
        for _, _, written_as, dates, *_ in map(_filled, row.elements):
            if written_as in WITH_DATES:
                yield from (one[:8] for one in dates.split("-"))


def claims_of(rows: list[Row]) -> Iterator[ClaimRows]:
    kind = ""
    subscriber: list[Row] = []
    held: list[Row] = []
    for row in rows:
        if row.id == "GS":
            kind = GUIDES.get(row.at(8), "")
        if row.id in ("CLM", "HL", "SE") and held:
            yield ClaimRows(_shown(held[0].at(1)), kind, tuple(subscriber), tuple(held))
            held = []
        if row.id == "HL":
            subscriber = [] if row.at(3) in ("20", "22") else subscriber
        if row.id == "CLM" or held:
            held.append(row)
        else:
            subscriber.append(row)
    if held:
        yield ClaimRows(_shown(held[0].at(1)), kind, tuple(subscriber), tuple(held))


def _icd_10(qualifiers: list[str]) -> str:
    return ", ".join(f"{'B' if qualifier in ('BR', 'BQ') else 'A'}{qualifier}" for qualifier in qualifiers)


def _filled(composite: tuple[str, ...]) -> tuple[str, ...]:
    return composite + ("",) * (9 - len(composite))


def _cents(amount: str) -> int | None:
    found = re.fullmatch(r"([0-9]{0,18})(?:\.([0-9]{1,2}))?", amount)
    return int((found[1] or "0") + (found[2] or "").ljust(2, "0")) if found and amount else None


def _shown(value: str) -> str:
    """A number or qualifier as it may be said aloud: whatever is no plain code is not repeated."""
    return value if re.fullmatch(r"[A-Z0-9]{1,20}", value) else "(unreadable)"


OF_THE_FILE: tuple[Callable[[list[Row]], Iterator[str]], ...] = (
    isa_lengths, envelopes, segment_counts, versions, claim_numbers, npis,
)  # fmt: skip
OF_A_CLAIM: tuple[Callable[[ClaimRows], Iterator[str]], ...] = (
    demographics, qualifiers, codes_with_dots, code_shapes, pointers, modifiers, totals, present_on_admission,
)  # fmt: skip
