"""What is expected of a rule: cases in which it speaks, and cases in which it keeps silent."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import pytest

from queue_app.domain.edits import findings
from queue_app.domain.edits.finding import Case, Finding
from tests.domain.edits.builders import clinic, dx

Kind = Callable[..., Case]


class Speaks(NamedTuple):
    rule: str
    case: Case
    where: str
    words: str  # a part of the sentence: the culprit, or the way to mend it


class Silent(NamedTuple):
    rule: str
    because: str
    case: Case


def told(rule: str, codes: str, at: int, words: str, *, kind: Kind = clinic, **changes: Any) -> Speaks:
    """The rule speaks of one of these diagnoses: "I10 I509"."""
    return Speaks(rule, kind(diagnoses=dx(*codes.split()), **changes), f"diagnoses.{at}", words)


def quiet(rule: str, codes: str, because: str, *, kind: Kind = clinic, **changes: Any) -> Silent:
    return Silent(rule, because, kind(diagnoses=dx(*codes.split()), **changes))


def each(rows: Iterable[Speaks] | Iterable[Silent]) -> pytest.MarkDecorator:
    """Run the test once for each row, and call it after the rule."""
    return pytest.mark.parametrize("row", [pytest.param(row, id=_title(row)) for row in rows])


def said(rule: str, case: Case) -> list[Finding]:
    return [finding for finding in findings(case) if finding.rule == rule]


def check_speaks(row: Speaks) -> None:
    (finding,) = said(row.rule, row.case)
    assert (finding.where, row.words in finding.message) == (row.where, True), finding.message


def check_silent(row: Silent) -> None:
    assert said(row.rule, row.case) == []


def _title(row: Speaks | Silent) -> str:
    return (
        f"{row.rule} at {row.where or 'the whole'}"
        if isinstance(row, Speaks)
        else f"{row.rule}: {row.because}"
    )
