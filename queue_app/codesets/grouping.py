"""Grouping stays into MS-DRGs by the version of the day of discharge, and what each code changes."""

from collections import defaultdict, deque
from collections.abc import Iterable
from datetime import date
from typing import Any

from queue_app.codesets import medicare
from queue_app.codesets.mce import never_first
from queue_app.codesets.medicare import CODE, Grouped, Outcome
from queue_app.domain.codes import Codes, Diagnosis
from queue_app.domain.encounter import Patient, Stay
from queue_app.domain.grouping import Counted, Drg, Effect, Grouping, Level

# The first day of discharge of each version: CMS makes one a fiscal year, and one more in April.
VERSIONS = (
    (date(2026, 10, 1), 440),
    (date(2026, 4, 1), 431),
    (date(2025, 10, 1), 430),
    (date(2025, 4, 1), 421),
    (date(2024, 10, 1), 420),
    (date(2024, 4, 1), 411),
    (date(2023, 10, 1), 410),
    (date(2023, 4, 1), 401),
    (date(2022, 10, 1), 400),
)

_POA = ("Y", "N", "U", "W")
_NOTHING = Drg("", "", "There is no principal diagnosis yet.")
_NEVER_FIRST = Drg("", "", "may not be principal")
_REFUSALS = {
    "INVALID_PDX": "The principal diagnosis is not a complete code that is valid on the day of discharge.",
    "DX_CANNOT_BE_PDX": "The principal diagnosis may not be principal.",
}
_UNCOUNTED = {
    "EXCLUDED": "excluded by the principal diagnosis",
    "DEATH_EXCLUSION": "counts only for patients who lived",
    "CC_EXCLUDED": "excluded by the principal diagnosis",
    "MCC_EXCLUDED": "excluded by the principal diagnosis",
    "CC_EXCLUDED_BY_DRG_LOGIC": "does not count in this DRG",
    "MCC_EXCLUDED_BY_DRG_LOGIC": "does not count in this DRG",
}
_ACQUIRED = "acquired in the hospital"


def version_on(day: date) -> int | None:
    """The grouper for discharges of that day; None where it is not available."""
    if day > medicare.LAST_DAY:
        return None
    return next((version for first, version in VERSIONS if first <= day), None)


def group(patient: Patient, stay: Stay, codes: Codes, on: date) -> Grouping:
    """How the stay groups if discharged on that day.

    A secondary diagnosis on the list of hospital-acquired conditions makes the stay ungroupable when it has
    no POA; it is taken as present on admission, and `assumed` says so.
    """
    claim = _claim(patient, stay, codes, on)
    if refusal := _no_claim(claim, on):
        return Grouping(drg=Drg("", "", refusal), version=claim["version"] or 0)
    return _grouping(medicare.group(claim), codes, claim["version"])


def what_ifs(
    patient: Patient, stay: Stay, codes: Codes, on: date, grouped: Grouping
) -> tuple[tuple[Effect, ...], tuple[Effect, ...]]:
    """What each diagnosis, and each procedure, does to a stay that grouped so; in the order of the codes."""
    claim = _claim(patient, stay, codes, on)
    dxs, pxs = [claim["pdx"], *claim["sdx"]], claim["procedures"]
    never = never_first(patient, stay, codes, on)

    def told(changed: dict[str, Any]) -> Drg:
        return _drg(medicare.outcome({**claim, **changed}))

    def without(at: int) -> Drg:
        return told(_in_claim(dxs[:at] + dxs[at + 1 :])) if dxs[1:] else _NOTHING

    def first(at: int) -> Drg | None:
        if not at:
            return None
        if codes.diagnoses[at].code in never:
            return _NEVER_FIRST
        led = told(_in_claim([dxs[at], *dxs[:at], *dxs[at + 1 :]]))
        return _NEVER_FIRST if led.refusal else led

    return (
        tuple(
            Effect(code=each.code, counted=grouped.diagnoses[at], without=without(at), first=first(at))
            for at, each in enumerate(codes.diagnoses)
        ),
        tuple(
            Effect(
                code=each.code,
                counted=grouped.procedures[at],
                without=told({"procedures": pxs[:at] + pxs[at + 1 :]}),
            )
            for at, each in enumerate(codes.procedures)
        ),
    )


def _claim(patient: Patient, stay: Stay, codes: Codes, on: date) -> dict[str, Any]:
    return {
        **medicare.told(patient, stay),
        "version": version_on(on),
        **_in_claim([_diagnosis(each) for each in codes.diagnoses]),
        "procedures": [{"code": _known(each.code)} for each in codes.procedures],
    }


def _in_claim(diagnoses: list[dict[str, str]]) -> dict[str, Any]:
    return {"pdx": diagnoses[0] if diagnoses else None, "sdx": diagnoses[1:]}


def _no_claim(claim: dict[str, Any], on: date) -> str:
    """Why the grouper is not even asked."""
    if claim["version"] is None:
        return f"The DRG is not available for discharges on {on}."
    if claim["pdx"] is None:
        return _NOTHING.refusal
    if claim["age"] < 0:
        return "The DRG needs the patient's age: ask registration for the birth date."
    return ""


def _diagnosis(typed: Diagnosis) -> dict[str, str]:
    return {"code": _known(typed.code), "poa": typed.poa if _is_poa(typed.poa) else "Y"}


def _is_poa(typed: str) -> bool:
    return bool(typed) and typed in _POA


def _known(typed: str) -> str:
    """The code, or one that does not exist."""
    return typed if CODE.fullmatch(typed) else "?"


def _grouping(answer: Grouped, codes: Codes, version: int) -> Grouping:
    dxs = _in_order([answer.pdx_output, *answer.sdx_output], (each.code for each in codes.diagnoses))
    pxs = _in_order(answer.proc_output, (each.code for each in codes.procedures))
    return Grouping(
        drg=_drg(answer),
        version=version,
        mdc=answer.final_mdc or 0,
        mdc_title=answer.final_mdc_description or "",
        diagnoses=tuple(_counted_diagnosis(each) for each in dxs),
        procedures=tuple(Counted(decides=_decides(each)) for each in pxs),
        assumed=tuple(
            at
            for at, (typed, found) in enumerate(zip(codes.diagnoses, dxs, strict=True))
            if not _is_poa(typed.poa) and found["hacs"]
        ),
    )


def _drg(answer: Outcome) -> Drg:
    refusal = "" if answer.return_code == "OK" else _refusal(answer.return_code)
    return Drg(f"{answer.final_drg:03}", answer.final_drg_description or "", refusal)


def _refusal(why: str) -> str:
    return _REFUSALS.get(why, f"Medicare's grouper finds no DRG ({why.lower().replace('_', ' ')}).")


def _in_order(found: Iterable[dict[str, Any]], codes: Iterable[str]) -> list[dict[str, Any]]:
    """The grouper sorts codes by weight; here they are again as they were typed."""
    by_code: dict[str, deque[dict[str, Any]]] = defaultdict(deque)
    for each in found:
        by_code[each["code"]].append(each)
    return [by_code[_known(code)].popleft() for code in codes]


def _counted_diagnosis(found: dict[str, Any]) -> Counted:
    hac: dict[str, Any] | None = next(iter(found["hacs"]), None)
    level = Level("" if found["severity"] == "NONE" else found["severity"])
    acquired = hac is not None and hac["hac_status"] == "HAC_CRITERIA_MET"
    reasons = [_UNCOUNTED[flag] for flag in found["flags"] if flag in _UNCOUNTED]
    reasons += [_ACQUIRED] if acquired else []
    return Counted(
        level=level,
        decides=_decides(found),
        uncounted=reasons[0] if level and reasons else "",
        hac=hac["description"] if hac else "",
    )


def _decides(found: dict[str, Any]) -> bool:
    return found["drg_impact"] in ("FINAL", "BOTH")
