"""What an edit says, and what it looks at."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from queue_app.domain.codes import Codes, Facts
from queue_app.domain.directory import Facility, Provider
from queue_app.domain.encounter import Encounter


class Severity(StrEnum):
    ERROR = "error"  # stops submit
    WARNING = "warning"
    INFORMATION = "information"


@dataclass(frozen=True)
class Finding:
    rule: str  # the id of the rule, such as "dx-not-billable"
    severity: Severity
    message: str  # one sentence: what is wrong and how to mend it
    where: str = ""  # the culprit: "diagnoses.0", "procedures.2", "lines.1.modifiers"; "" for the whole


@dataclass(frozen=True, kw_only=True)
class Case:
    """Everything a rule may look at."""

    encounter: Encounter
    codes: Codes
    facts: Facts  # of every code in `codes` that is known; a code that is missing here does not exist
    today: date
    facility: Facility | None  # None: not in the directory, which is a billing hold and not the coder's fault
    provider: Provider | None
    modifiers: frozenset[str] = frozenset()  # known ones; empty: judged by form only
