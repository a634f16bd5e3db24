"""Which diagnoses Medicare lists as complications, CC or MCC, on a day of discharge."""

from collections.abc import Iterable
from datetime import date

from queue_app.codesets import medicare
from queue_app.codesets.grouping import version_on
from queue_app.domain.codes import bare

# Anybody with a principal diagnosis that is never excluded: only what is listed is asked for, no DRG.
_SOMEBODY = {"age": 50, "sex": 2, "discharge_status": 1, "procedures": []}
_PRINCIPAL = {"code": "R69", "poa": "Y"}  # illness, unspecified
_AT_ONCE = 25  # diagnoses of a claim


def levels(codes: Iterable[str], on: date) -> dict[str, str]:
    """CC or MCC of those of the codes that are one; nothing for days the grouper does not know."""
    version = version_on(on)
    asked = sorted({code for code in map(bare, codes) if medicare.CODE.fullmatch(code)})
    found: dict[str, str] = {}
    for first in range(0, len(asked) if version else 0, _AT_ONCE):
        some = [{"code": code, "poa": "Y"} for code in asked[first : first + _AT_ONCE]]
        answer = medicare.group({**_SOMEBODY, "version": version, "pdx": _PRINCIPAL, "sdx": some})
        told = ((one["code"], one["severity"]) for one in answer.sdx_output)
        found |= {code: level for code, level in told if level in ("CC", "MCC")}
    return found
