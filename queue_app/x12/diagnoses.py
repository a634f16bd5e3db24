"""Where each diagnosis of a facility claim goes (005010X223A2, 2300 HI): principal, external cause, other."""

from collections.abc import Iterator
from dataclasses import dataclass

from queue_app.domain.codes import Diagnosis
from queue_app.x12.segment import Segment

CHAPTER_20 = ("V", "W", "X", "Y")
A_SEGMENT = 12  # composites an HI segment holds
MOST_EXTERNAL = 12  # one segment of ABN


@dataclass(frozen=True)
class SortedOut:
    principal: Diagnosis
    external: tuple[Diagnosis, ...]  # ABN
    others: tuple[Diagnosis, ...]  # ABF


def sorted_out(diagnoses: tuple[Diagnosis, ...]) -> SortedOut:
    """ICD-10-CM chapter 20 (V00 to Y99) has its own segment; what that cannot hold stays with the others."""
    principal, *rest = diagnoses or (Diagnosis(""),)
    external = [one for one in rest if one.code[:1] in CHAPTER_20]
    others = [one for one in rest if one.code[:1] not in CHAPTER_20]
    return SortedOut(principal, tuple(external[:MOST_EXTERNAL]), (*others, *external[MOST_EXTERNAL:]))


def health_care_codes(composites: list[tuple[str, ...]]) -> Iterator[Segment]:
    """HI, twelve composites a segment."""
    for at in range(0, len(composites), A_SEGMENT):
        yield ("HI", *composites[at : at + A_SEGMENT])
