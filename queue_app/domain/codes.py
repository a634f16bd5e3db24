"""What a coder assigns: diagnoses, inpatient procedures and service lines."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Self

from queue_app.domain.passage import Passage


class System(StrEnum):
    """A code set."""

    ICD10CM = "icd10cm"
    ICD10PCS = "icd10pcs"
    HCPCS = "hcpcs"
    CPT = "cpt"


Named = tuple[System, str]  # a code and the set it is of


@dataclass(frozen=True)
class Diagnosis:
    code: str  # ICD-10-CM as on the claim: capitals, no dot
    poa: str = ""  # present on admission: Y N U W, or blank for exempt codes and outpatients


@dataclass(frozen=True)
class Procedure:
    code: str  # ICD-10-PCS, seven characters
    on: date | None = None
    provider: str = ""  # who did it, as the directory of providers calls them


@dataclass(frozen=True)
class Line:
    """One service line."""

    code: str  # CPT or HCPCS level II
    modifiers: tuple[str, ...] = ()
    units: int = 1
    charge: int = 0  # cents, for all units together
    on: date | None = None
    pointers: tuple[int, ...] = ()  # 1-based positions of the diagnoses that justify the service
    place: str = ""  # of service; blank: the encounter's
    rendering: str = ""  # who did it, as the directory of providers calls them; blank: the encounter's

    @property
    def system(self) -> System:
        return system_of(self.code)


@dataclass(frozen=True)
class Override:
    """Why a warning stands. It belongs to the codes it is about, wherever they are moved to."""

    rule: str
    about: str  # the codes, bare, in the order of the alphabet: "J101+J111"; "" for the whole claim
    reason: str  # a key of edits.overrides.REASONS, or the coder's own words


@dataclass(frozen=True)
class Evidence(Passage):
    """What a code stands on. It belongs to the code, as an override does."""

    about: str  # the code, bare


@dataclass(frozen=True, kw_only=True)
class Abstract:
    """What a coder says of the stay in the place of its source; what is blank is as the source says.

    The names are those of Stay.
    """

    disposition: str = ""
    admit_type: str = ""
    admit_source: str = ""
    attending: str = ""
    operating: str = ""
    rendering: str = ""
    place_of_service: str = ""
    admitting_diagnosis: str = ""  # as on the claim: capitals, no dot
    visit_reasons: tuple[str, ...] = ()  # diagnoses likewise
    birth_weight: int = 0  # grams


NO_ABSTRACT = Abstract()


@dataclass(frozen=True)
class Carried:
    """That a diagnosis was taken over from an earlier encounter. It belongs to the code, as evidence does."""

    about: str  # the code, bare
    encounter: str  # the id of the earlier one


@dataclass(frozen=True)
class Codes:
    """The codes of one coding unit in billing order: the first diagnosis is principal or first-listed."""

    diagnoses: tuple[Diagnosis, ...] = ()
    procedures: tuple[Procedure, ...] = ()
    lines: tuple[Line, ...] = ()
    overrides: tuple[Override, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    carried: tuple[Carried, ...] = ()
    abstract: Abstract = NO_ABSTRACT

    @property
    def charges(self) -> int:
        """Cents."""
        return sum(line.charge for line in self.lines)

    def named(self) -> Iterator[Named]:
        """Each code as often as it stands there."""
        yield from ((System.ICD10CM, diagnosis.code) for diagnosis in self.diagnoses)
        yield from ((System.ICD10PCS, procedure.code) for procedure in self.procedures)
        yield from ((line.system, line.code) for line in self.lines)

    def settled(self) -> Self:
        """Without what belongs to codes that are listed no more."""
        listed = {code for _, code in self.named()}
        return replace(
            self,
            overrides=tuple(
                one for one in self.overrides if not one.about or listed.issuperset(one.about.split("+"))
            ),
            evidence=tuple(one for one in self.evidence if one.about in listed),
            carried=tuple(one for one in self.carried if one.about in listed),
        )


DIAGNOSIS = re.compile(r"[A-Z][0-9][0-9A-Z]{1,5}")  # the shape of an ICD-10-CM code as it is kept


def system_of(service: str) -> System:
    """HCPCS level II begins with a letter, CPT with a digit."""
    return System.HCPCS if service[:1].isalpha() else System.CPT


def bare(typed: str) -> str:
    """A typed code as it is kept and billed: capitals, no dot, no blanks."""
    return "".join(typed.split()).replace(".", "").upper()


def dotted(code: str) -> str:
    """An ICD-10-CM code as people read it: J18.9."""
    return f"{code[:3]}.{code[3:]}" if len(code) > 3 else code


@dataclass(frozen=True, kw_only=True)
class CodeFact:
    """What the code tables know of one code."""

    system: System
    code: str  # as kept: capitals, no dot
    title: str  # "" where the site has not loaded a licensed file (CPT)
    billable: bool
    valid_from: date | None = None  # None: since ever
    valid_to: date | None = None  # last day; None: until further notice
    poa_exempt: bool = False

    def valid_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


Facts = Mapping[Named, CodeFact]
