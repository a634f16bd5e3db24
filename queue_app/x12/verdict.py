"""What billing says of one claim, or of everything in one file."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

Verdict = Literal["accepted", "acknowledged", "rejected"]
WORST_FIRST: tuple[Verdict, ...] = ("rejected", "acknowledged", "accepted")


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Names a claim by number, or by file and position; a file without a position means every claim in it.

    One that names neither answers something that cannot be ours.
    """

    claim_number: str | None = None
    interchange_control: int | None = None  # of the file we sent
    position: int | None = None  # the claim's ST, counted from 1
    verdict: Verdict
    reason: str  # a sentence without patient data


@dataclass(frozen=True, kw_only=True)
class Answers:
    """One file from billing."""

    kind: Literal["999", "277CA", "TA1"]
    sender: str
    receiver: str
    control_number: int  # of the answering interchange, not of ours
    answers: tuple[Answer, ...]


def merged(answers: Iterable[Answer]) -> tuple[Answer, ...]:
    """One answer to each claim or file: the worst verdict, with every reason for it."""
    kept: dict[tuple[str | None, int | None, int | None], Answer] = {}
    for answer in answers:
        named = (answer.claim_number, answer.interchange_control, answer.position)
        held = kept.setdefault(named, answer)
        if WORST_FIRST.index(answer.verdict) < WORST_FIRST.index(held.verdict):
            kept[named] = answer
        elif answer.verdict == held.verdict and answer.reason not in held.reason:
            kept[named] = replace(held, reason=f"{held.reason} {answer.reason}")
    return tuple(kept.values())


def number(text: str) -> int | None:
    """A control number or position: at most nine digits."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 9 else None
