"""Which mentions are offered as codes, and with which label: guidelines I.B, II, III and IV."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from queue_app.domain.reading.combining import also, combined
from queue_app.domain.reading.kinds import (
    BY_OTHERS,
    CHRONIC,
    CONFIRMED_ONLY,
    NEVER_PAST,
    REASONS_ONLY,
    SOCIAL,
    STATUS,
    TREATMENT_OF,
    causes_of,
    is_symptom,
    within,
)
from queue_app.domain.reading.mention import Mention, Writer
from queue_app.domain.reading.parts import DIAGNOSTIC, SUPPRESSED, Part
from queue_app.domain.reading.triggers import Assertion
from queue_app.domain.suggestion import Source

UNCERTAIN = "uncertain at discharge: coded as if it existed, II.H and III.C"
PAST_ONLY = "problem list or history only: look for what was done about it"
EARLIER = "historical"
COMBINATION = "combination of what is named"

Place = tuple[int, int, int]  # document, section, character


@dataclass(frozen=True)
class Offer:
    code: str
    source: Source
    assertion: Assertion
    label: str
    mentions: tuple[Mention, ...]


def offers(mentions: Sequence[Mention], inpatient: bool) -> list[Offer]:
    """One for each code, those that diagnoses name first, then in the order of the text."""
    mentions = _of_one_diabetes([one for one in mentions if one.writer is Writer.PROVIDER or _by_others(one)])
    denied = _denied(mentions)
    kept = [one for one in mentions if _counts(one, inpatient) and not _overruled(one, denied)]
    named = any(one.names for one in kept)
    kept = [one for one in kept if _is_needed(one, named, inpatient)]
    by_code: dict[str, list[Mention]] = defaultdict(list)
    for one in sorted(kept, key=_order):
        by_code[one.code].append(one)
    become = combined(by_code)
    merged: dict[str, list[Mention]] = defaultdict(list)
    for code, some in by_code.items():
        if become[code]:
            merged[become[code]].extend(some)
    for code, added in also(merged).items():
        merged[added].extend(merged[code])
    latest = max((code for code in merged if code.startswith("Z3A")), default="")
    merged = {
        code: some
        for code, some in merged.items()
        if _has_its_condition(code, some, merged) and (code == latest or not code.startswith("Z3A"))
    }
    causes = [code for code in merged if not is_symptom(code)]
    return [
        _offer(code, tuple(sorted(some, key=_order)), code not in by_code)
        for code, some in merged.items()
        if not (is_symptom(code) and _is_part(code, causes))
    ]


def _by_others(one: Mention) -> bool:
    return one.writer is Writer.NURSE and within(one.code, BY_OTHERS)


def _order(one: Mention) -> tuple[bool, bool, bool, int, int, int]:
    """Where diagnoses are named, above all at the end; then as they are read."""
    return (not one.names, one.part is not Part.FINAL, not one.final, *_place(one))


def _place(one: Mention) -> Place:
    return one.document, one.section, one.start


def _counts(one: Mention, inpatient: bool) -> bool:
    """Whether this is said of the patient, in a place that counts."""
    status = within(one.code, STATUS)
    if within(one.code, BY_OTHERS):
        return one.assertion is Assertion.AFFIRMED
    if one.part in SUPPRESSED or one.assertion in (
        Assertion.NEGATED,
        Assertion.FAMILY,
        Assertion.HYPOTHETICAL,
    ):
        return False
    if one.assertion is Assertion.UNCERTAIN:
        return (
            inpatient
            and one.final
            and one.part in (*DIAGNOSTIC, Part.NARRATIVE)
            and not (status or is_symptom(one.code) or within(one.code, CONFIRMED_ONLY))
        )
    if one.assertion is Assertion.HISTORICAL and not status:
        return within(one.code, CHRONIC) and not within(one.code, NEVER_PAST)
    return True


def _denied(mentions: Sequence[Mention]) -> dict[str, Place]:
    """The codes that are ruled out, each with the last place where."""
    return {
        one.code: _place(one)
        for one in mentions
        if one.assertion is Assertion.NEGATED and one.part not in (Part.REVIEW, Part.EXAM, Part.RESULTS)
    }


def _overruled(one: Mention, denied: dict[str, Place]) -> bool:
    sure = one.assertion is not Assertion.UNCERTAIN
    if sure and one.names and (one.final or one.part is Part.FINAL):
        return False
    later = denied.get(one.code)
    return later is not None and later > _place(one)


def _is_needed(one: Mention, named: bool, inpatient: bool) -> bool:
    """Whether such a mention is a reason to offer the code, beside what else is offered."""
    chronic = within(one.code, CHRONIC) and not (one.part is Part.PAST and within(one.code, NEVER_PAST))
    if within(one.code, BY_OTHERS):
        return True
    if one.code.startswith("Z79"):
        told = (Part.NARRATIVE, Part.PAST, Part.OTHER, *DIAGNOSTIC)
        return one.names or one.part is Part.MEDICATIONS or (one.taken and not inpatient and one.part in told)
    if within(one.code, STATUS) or within(one.code, SOCIAL):
        return one.part not in (Part.REASON, Part.PROCEDURE)  # what is put in today is no status yet
    if one.names:
        return True
    if within(one.code, REASONS_ONLY) or one.code[0] in "OPZ":
        return False
    if is_symptom(one.code):
        return (
            not named and not inpatient and one.part in (Part.REASON, *DIAGNOSTIC, Part.NARRATIVE, Part.OTHER)
        )
    if one.part in (Part.PAST, Part.SOCIAL, Part.MEDICATIONS, Part.REASON, Part.PROCEDURE):
        return chronic and one.part is Part.PAST
    return chronic or (one.close and (one.part in DIAGNOSTIC or not named or (one.words > 1 and one.final)))


def _has_its_condition(code: str, some: Sequence[Mention], others: Iterable[str]) -> bool:
    """Whether a long-term treatment is coded beside what it is for, or is named as such."""
    conditions = TREATMENT_OF.get(code, TREATMENT_OF.get(code[:3]))
    if conditions is None or (code == "Z7901" and any(one.names and one.words > 1 for one in some)):
        return True
    return any(within(other, conditions) for other in others)


def _is_part(symptom: str, causes: Sequence[str]) -> bool:
    return any(within(cause, causes_of(symptom)) for cause in causes)


def _of_one_diabetes(mentions: Sequence[Mention]) -> list[Mention]:
    """A mention that does not say which type is of the type that the record tells."""
    first = any(
        one.typed and one.code.startswith("E10") and one.assertion is Assertion.AFFIRMED for one in mentions
    )
    second = any(
        one.typed and one.code.startswith("E11") and one.assertion is Assertion.AFFIRMED for one in mentions
    )
    if first == second:
        return list(mentions)
    wrong, right = ("E11", "E10") if first else ("E10", "E11")
    return [
        replace(one, code=right + one.code[3:]) if one.code.startswith(wrong) and not one.typed else one
        for one in mentions
    ]


def _offer(code: str, some: tuple[Mention, ...], by_rule: bool) -> Offer:
    first = some[0]
    label = ""
    if first.assertion is Assertion.UNCERTAIN:
        label = UNCERTAIN
    elif by_rule:
        label = COMBINATION
    elif all(one.part is Part.PAST for one in some):
        label = PAST_ONLY
    elif first.assertion is Assertion.HISTORICAL:
        label = EARLIER
    source = Source.RULE if by_rule else Source.LINE if first.names else Source.TERM
    return Offer(code, source, first.assertion, label, some)
