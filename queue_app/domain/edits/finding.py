"""What an edit says, and what it looks at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from queue_app.domain.abstract import came_for, counting
from queue_app.domain.charged import Beside, beside
from queue_app.domain.codes import Codes, Facts
from queue_app.domain.directory import Facility, Payer, Provider
from queue_app.domain.edits import listed
from queue_app.domain.edits.listed import Listed, Performed, Service
from queue_app.domain.encounter import Encounter, Stay
from queue_app.domain.grouping import Mark


class Severity(StrEnum):
    ERROR = "error"  # stops submit
    WARNING = "warning"  # stops submit until it is mended or overridden with a reason
    INFORMATION = "information"


@dataclass(frozen=True)
class Proposal:
    """A diagnosis that would mend what was found."""

    code: str  # bare
    instead: tuple[str, ...] = ()  # the listed codes it takes the place of; (): it is added to them
    meaning: str = ""  # of its 7th character, where that alone parts it from the others


@dataclass(frozen=True)
class Finding:
    rule: str  # the id of the rule, such as "dx-not-billable"
    severity: Severity
    message: str  # one sentence: what is wrong and how to mend it
    where: str = ""  # the culprit: "diagnoses.0", "procedures.2", "lines.1.modifiers"; "" for the whole
    source: str = ""  # what the rule goes by: "ICD-10-CM Official Guidelines FY2026, I.C.9.a.1"
    proposes: tuple[Proposal, ...] = ()
    about: str = ""  # the codes it speaks of, as in domain.codes.Override
    overridden: str = ""  # the reason of the override, if there is one

    @property
    def waits(self) -> bool:
        """A warning that nobody has answered."""
        return self.severity is Severity.WARNING and not self.overridden


class Note(NamedTuple):
    """A note of the tabular list that holds for a diagnosis."""

    at: str  # where it is printed: the code, bare, or a heading above it: J10, I10-I1A, 9
    kind: str  # note includes excludes1 excludes2 code_first use_additional code_also seventh
    text: str


Pair = tuple[str, str]  # codes of two lines: the comprehensive one (column 1), then the component (column 2)


@dataclass(frozen=True, kw_only=True)
class Case:
    """Everything a rule may look at."""

    encounter: Encounter
    codes: Codes
    facts: Facts  # of every code in `codes` that is known, and of those a rule may propose; no fact: no code
    today: date
    facility: Facility | None  # None: not in the directory, which is a billing hold and not the coder's fault
    provider: Provider | None
    payer: Payer | None = None
    modifiers: frozenset[str] = frozenset()  # known ones; empty: judged by form only
    notes: Mapping[str, tuple[Note, ...]] = field(default_factory=dict)  # by diagnosis, outermost first
    ncci: Mapping[Pair, str] = field(default_factory=dict)  # pairs in force → modifier indicator 0, 1 or 9
    mue: Mapping[str, tuple[int, int]] = field(default_factory=dict)  # code → most units, MAI 1, 2 or 3
    mce: tuple[Mark, ...] = ()  # what the Medicare Code Editor found
    suggested: frozenset[str] = frozenset()  # diagnoses the documents suggest and no coder rejected
    providers: Mapping[str, Provider] = field(default_factory=dict)  # by id: those named that are known
    stale: frozenset[str] = frozenset()  # codes whose words are gone from the newest documents

    @cached_property
    def beside(self) -> Beside | None:
        return beside(self.encounter, self.codes)

    @cached_property
    def stay(self) -> Stay:
        """As it counts for the claim."""
        return counting(self.encounter.stay, self.codes)

    @cached_property
    def came_for(self) -> tuple[str, ...]:
        """The diagnoses the patient came with, bare."""
        return came_for(self.stay)

    @cached_property
    def diagnoses(self) -> tuple[Listed, ...]:
        return tuple(listed.diagnoses(self.codes, self.facts))

    @cached_property
    def procedures(self) -> tuple[Performed, ...]:
        return tuple(listed.procedures(self.codes, self.facts))

    @cached_property
    def services(self) -> tuple[Service, ...]:
        return tuple(listed.services(self.codes, self.facts))

    @property
    def first(self) -> Listed | None:
        """The principal or first-listed diagnosis."""
        return self.diagnoses[0] if self.diagnoses else None

    def led_by(self, *beginnings: str) -> Listed | None:
        """The same, where its code begins with one of these."""
        return self.first if self.first and self.first.code.startswith(beginnings) else None

    @cached_property
    def _beginnings(self) -> frozenset[str]:
        return frozenset(row.code[:end] for row in self.diagnoses for end in range(1, 8))

    def having(self, *beginnings: str) -> list[Listed]:
        """The diagnoses whose code begins with one of these, each of one to seven characters."""
        if self._beginnings.isdisjoint(beginnings):  # nearly always, and quickly told
            return []
        return [each for each in self.diagnoses if each.code.startswith(beginnings)]

    def about(self, where: str, message: str) -> str:
        """The codes a rule speaks of: that of the place, and those that its sentence names."""
        return "+".join(sorted(set(listed.spoken_of(self.codes, where, message))))

    def notes_at(self, diagnosis: Listed, kind: str) -> list[Note]:
        return [note for note in self.notes.get(diagnosis.code, ()) if note.kind == kind]
