"""A rule: how much it weighs, what it goes by, and how it looks for trouble.

A rule is a generator over a case that yields a trouble for each culprit: where it is, one sentence that says
what is wrong and how to mend it, and the codes that would, if any. A decorator states its weight and source:

    @warning(guideline("I.C.9.a.1"))
    def heart_failure_apart(case: Case) -> Troubles: ...

Its name is its id: this one reports as "heart-failure-apart".
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from queue_app.domain.edits.finding import Case, Finding, Proposal, Severity

Trouble = tuple[str, str] | tuple[str, str, tuple[Proposal, ...]]  # where, the sentence, what would mend it
Troubles = Iterator[Trouble]


@dataclass(frozen=True)
class Rule:
    id: str
    severity: Severity
    source: str
    look: Callable[[Case], Troubles]

    def findings(self, case: Case) -> Iterator[Finding]:
        for where, message, *proposes in self.look(case):
            yield Finding(
                self.id,
                self.severity,
                message,
                where,
                self.source,
                about=case.about(where, message),
                proposes=proposes[0] if proposes else (),
            )


Declare = Callable[[Callable[[Case], Troubles]], Rule]


def error(source: str) -> Declare:
    """A rule that stops submit."""
    return _declare(Severity.ERROR, source)


def warning(source: str) -> Declare:
    """A rule with lawful exceptions."""
    return _declare(Severity.WARNING, source)


def information(source: str) -> Declare:
    """A rule that only tells."""
    return _declare(Severity.INFORMATION, source)


def adds(*codes: str) -> tuple[Proposal, ...]:
    """Each of these, added to the diagnoses, would mend it."""
    return tuple(map(Proposal, codes))


def instead_of(*listed: str, put: str) -> tuple[Proposal, ...]:
    """One diagnosis in the place of these would mend it."""
    return (Proposal(put, listed),)


def guideline(section: str) -> str:
    """The citation of a section of the ICD-10-CM Official Guidelines for Coding and Reporting."""
    return f"ICD-10-CM Official Guidelines FY2026, {section}"


def _declare(severity: Severity, source: str) -> Declare:
    return lambda look: Rule(look.__name__.replace("_", "-"), severity, source, look)
