"""What Medicare's grouper and code editor make of an inpatient stay: its MS-DRG, and what each code does."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How much a secondary diagnosis may weigh."""

    NONE = ""
    CC = "CC"  # complication or comorbidity
    MCC = "MCC"  # major


@dataclass(frozen=True, kw_only=True)
class Counted:
    """What the grouper made of one code."""

    level: Level = Level.NONE  # as listed; whether it counts here is another matter
    decides: bool = False  # the DRG was found by it
    uncounted: str = ""  # why a CC or MCC does not count here
    hac: str = ""  # the list of hospital-acquired conditions it stands on, by name


@dataclass(frozen=True)
class Drg:
    number: str  # three digits; 999: ungroupable; "": not grouped at all
    title: str = ""
    refusal: str = ""  # a sentence, where there is no DRG to be paid by


@dataclass(frozen=True, kw_only=True)
class Grouping:
    """A stay as it groups."""

    drg: Drg
    version: int = 0  # 431 is V43.1
    mdc: int = 0  # major diagnostic category; 0: none, or before all of them
    mdc_title: str = ""
    diagnoses: tuple[Counted, ...] = ()  # in the order of the codes
    procedures: tuple[Counted, ...] = ()
    assumed: tuple[int, ...] = ()  # positions of HAC-list diagnoses without POA, taken as Y


@dataclass(frozen=True, kw_only=True)
class Effect:
    """One code, and what the stay would group to without it or led by it."""

    code: str
    counted: Counted
    without: Drg
    first: Drg | None = None  # None: it is first already, or a procedure


@dataclass(frozen=True)
class Mark:
    """An edit of the Medicare Code Editor, and the code that set it off."""

    edit: str  # CMS's name of it, such as UNACCEPTABLE_PDX
    where: str  # "diagnoses.0", "procedures.2", or a whole part where no single code is the culprit
    about: str = ""  # of an age conflict: newborn, pediatric, maternity or adult
