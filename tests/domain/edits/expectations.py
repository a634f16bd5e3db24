"""What is expected of a rule: cases in which it speaks, and cases in which it keeps silent."""

from collections.abc import Callable
from typing import Any, NamedTuple

from queue_app.domain.edits import findings
from queue_app.domain.edits.finding import Case, Finding
from tests.domain.edits.builders import clinic, dx

Kind = Callable[..., Case]


class Speaks(NamedTuple):
    rule: str
    case: Case
    where: str
    words: str  # a part of the sentence: the culprit, or the way to mend it

    @property
    def title(self) -> str:
        return f"{self.rule} at {self.where or 'the whole'}"

    def check(self) -> None:
        (finding,) = said(self.rule, self.case)
        assert (finding.where, self.words in finding.message) == (self.where, True), finding.message


class Silent(NamedTuple):
    rule: str
    because: str
    case: Case

    @property
    def title(self) -> str:
        return f"{self.rule}: {self.because}"

    def check(self) -> None:
        assert said(self.rule, self.case) == []


def told(rule: str, codes: str, at: int, words: str, *, kind: Kind = clinic, **changes: Any) -> Speaks:
    """The rule speaks of one of these diagnoses: "I10 I509"."""
    return Speaks(rule, kind(diagnoses=dx(*codes.split()), **changes), f"diagnoses.{at}", words)


def quiet(rule: str, codes: str, because: str, *, kind: Kind = clinic, **changes: Any) -> Silent:
    return Silent(rule, because, kind(diagnoses=dx(*codes.split()), **changes))


def said(rule: str, case: Case) -> list[Finding]:
    return [finding for finding in findings(case) if finding.rule == rule]
