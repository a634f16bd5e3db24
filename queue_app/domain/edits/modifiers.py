"""Edits of the modifiers of service lines: at most four, each known, each once.

005010X222A1 SV101-3 to -6 and 005010X223A2 SV202-3 to -6.
"""

import re

from queue_app.domain.edits.finding import Case
from queue_app.domain.edits.scope import Troubles, shown

MOST = 4

_FORM = re.compile(r"[A-Z0-9]{2}")


def modifier_too_many(case: Case) -> Troubles:
    for at, line in enumerate(case.codes.lines):
        count = len(line.modifiers)
        if count > MOST:
            yield (
                f"lines.{at}.modifiers",
                f"Line {at + 1} has {count} modifiers: keep the {MOST} that change the payment most.",
            )


def modifier_unknown(case: Case) -> Troubles:
    for at, line in enumerate(case.codes.lines):
        for modifier in dict.fromkeys(line.modifiers):
            if not _FORM.fullmatch(modifier) or (case.modifiers and modifier not in case.modifiers):
                yield (
                    f"lines.{at}.modifiers",
                    f"The modifier “{shown(modifier, 'blank')}” on line {at + 1} does not exist: "
                    "correct it or remove it.",
                )


def modifier_repeated(case: Case) -> Troubles:
    for at, line in enumerate(case.codes.lines):
        for modifier in dict.fromkeys(line.modifiers):
            if line.modifiers.count(modifier) > 1:
                yield (
                    f"lines.{at}.modifiers",
                    f"The modifier “{shown(modifier, 'blank')}” stands on line {at + 1} more than once: "
                    "keep one of them.",
                )
