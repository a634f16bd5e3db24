"""What is expected of a rule: cases in which it speaks, and cases in which it keeps silent."""

from collections.abc import Iterable
from typing import NamedTuple

import pytest

from queue_app.domain.edits import findings
from queue_app.domain.edits.finding import Case, Finding


class Speaks(NamedTuple):
    rule: str
    case: Case
    where: str
    words: str  # a part of the sentence: the culprit, or the way to mend it


class Silent(NamedTuple):
    rule: str
    because: str
    case: Case


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
