"""The Medicare Code Editor: which of its edits an inpatient stay sets off, and by which code.

The editor only counts. So each code is tried by itself, and only when the whole claim has set something off.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from queue_app.codesets import medicare
from queue_app.codesets.medicare import CODE
from queue_app.domain.codes import Codes
from queue_app.domain.encounter import Patient, Stay
from queue_app.domain.grouping import Mark

# What these say, the edits of our own say better: of age and sex the claim's, of codes the code tables'.
_SAID_ELSEWHERE = frozenset({"INVALID_CODE", "DUPLICATE_OF_PDX", "INVALID_AGE", "INVALID_SEX"})
# The editor is not told how long the stay was, and answers by chance.
_NOT_ASKED = frozenset({"INCONSISTENT_WITH_LENGTH_OF_STAY"})
_LEFT_OUT = _SAID_ELSEWHERE | _NOT_ASKED

_NEVER_FIRST = frozenset({"E_CODE_AS_PDX", "MANIFESTATION_AS_PDX", "UNACCEPTABLE_PDX"})
_HARMLESS = "A419"  # sets off nothing, wherever it stands
_AGE = "AGE_CONFLICT"
_AGES = {  # whether a code that conflicts with some age is right for a newborn and for a child of nine
    (True, False): "newborn",
    (True, True): "pediatric",
    (False, True): "maternity",
    (False, False): "adult",
}
SEX_CONFLICT = "SEX_CONFLICT"
_LAST_SEX_DAY = date(2024, 9, 30)  # the edit is not made for later discharges
_FIRST_DAY = date(2015, 10, 1)  # of ICD-10


def marks(patient: Patient, stay: Stay, codes: Codes, on: date) -> tuple[Mark, ...]:
    """The edits these codes set off at a discharge on that day; none where the editor does not know it."""
    if not codes.diagnoses or not _FIRST_DAY <= on <= medicare.LAST_DAY:
        return ()
    claim = _claim(patient, stay, codes, on)
    found = _names(claim)
    if not found:
        return ()
    told = tuple(_of_codes(claim, found))
    seen = {mark.edit for mark in told}
    return told + tuple(
        Mark(name, _PARTS.get(kind, "")) for name, kind in sorted(found.items()) if name not in seen
    )


_PARTS = {"DIAGNOSIS": "diagnoses", "PROCEDURE": "procedures"}


def never_first(patient: Patient, stay: Stay, codes: Codes, on: date) -> frozenset[str]:
    """Those of the diagnoses that the editor does not take as the principal one."""
    claim = _claim(patient, stay, Codes(), on)
    tried = {each.code: _names({**claim, "pdx": {"code": _known(each.code)}}) for each in codes.diagnoses}
    return frozenset(code for code, names in tried.items() if _NEVER_FIRST & names.keys())


def sex_conflicts(patient: Patient, stay: Stay, codes: Codes) -> tuple[Mark, ...]:
    """The codes that are for the other sex, by the editor's lists as they were when CMS retired them."""
    if patient.sex not in ("F", "M") or not codes.diagnoses:
        return ()
    claim = _claim(patient, stay, codes, _LAST_SEX_DAY)
    if SEX_CONFLICT not in _names(claim):
        return ()
    alone = {**claim, "pdx": {"code": _HARMLESS}, "sdx": [], "procedures": []}
    tried = {f"diagnoses.{at}": {"sdx": [each]} for at, each in enumerate([claim["pdx"], *claim["sdx"]])}
    tried |= {f"procedures.{at}": {"procedures": [each]} for at, each in enumerate(claim["procedures"])}
    return tuple(
        Mark(SEX_CONFLICT, where) for where, one in tried.items() if SEX_CONFLICT in _names(alone | one)
    )


def _claim(patient: Patient, stay: Stay, codes: Codes, on: date) -> dict[str, Any]:
    who = medicare.told(patient, stay)
    dxs = [{"code": _known(each.code)} for each in codes.diagnoses] or [{"code": _HARMLESS}]
    pxs = [{"code": _known(each.code)} for each in codes.procedures]
    day = on.year * 10_000 + on.month * 100 + on.day
    return {**who, "discharge_date": day, "pdx": dxs[0], "sdx": dxs[1:], "procedures": pxs}


def _known(typed: str) -> str:
    """The code, or one the editor overlooks."""
    return typed if CODE.fullmatch(typed) else ""


def _names(claim: dict[str, Any]) -> dict[str, str]:
    """The edits set off, each with the kind of code it is about."""
    edits = medicare.edit(claim)
    ageless = claim["age"] < 0  # then every age would conflict
    left_out = _LEFT_OUT | {_AGE} if ageless else _LEFT_OUT
    return {each.name: each.code_type for each in edits if each.name not in left_out}


def _of_codes(claim: dict[str, Any], found: dict[str, str]) -> Iterator[Mark]:
    principal, others, procedures = claim["pdx"], claim["sdx"], claim["procedures"]
    if "DIAGNOSIS" in found.values():
        alone = {**claim, "procedures": []}
        for at, each in enumerate([principal, *others]):
            if at:
                tried = {**alone, "pdx": {"code": _HARMLESS}, "sdx": [each]}
            else:
                tried = {**alone, "sdx": [{"code": _HARMLESS}] if others else []}
            for name in _names(tried):
                about = _age_group(tried, each) if name == _AGE else ""
                yield Mark(name, f"diagnoses.{at}", about)
    if "PROCEDURE" in found.values():
        for at, each in enumerate(procedures):
            for name, kind in _names({**claim, "procedures": [each]}).items():
                if kind == "PROCEDURE":
                    yield Mark(name, f"procedures.{at}")


def _age_group(claim: dict[str, Any], diagnosis: dict[str, str]) -> str:
    """The ages the diagnosis is meant for."""
    alone = {**claim, "pdx": {"code": _HARMLESS}, "sdx": [diagnosis]}
    newborn, child = (_AGE not in _names({**alone, "age": age}) for age in (0, 9))
    return _AGES[newborn, child]
