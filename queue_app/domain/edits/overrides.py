"""Warnings that stand: the reasons one may give, and which findings have one."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from queue_app.domain.codes import Codes, Override
from queue_app.domain.edits.finding import Finding

LONGEST = 200  # characters of one's own words
# Chosen by a digit, in this order; whoever finds none that fits writes their own words.
REASONS = {
    "documented": "The record supports it as coded",
    "unrelated": "The conditions are unrelated",
    "confirmed": "The provider confirmed it",
    "payer": "This payer wants it so",
}
UNANSWERED = "unanswered"
_SAID = {**REASONS, UNANSWERED: "Nobody answered it: a program submitted the codes"}


def said(reason: str) -> str:
    """A kept reason as people read it."""
    return _SAID.get(reason, reason)


def applied(found: Iterable[Finding], codes: Codes) -> Iterator[Finding]:
    """The findings, those warnings with their reason that have one."""
    reasons = {(one.rule, one.about): one.reason for one in codes.overrides}
    for finding in found:
        reason = reasons.get((finding.rule, finding.about), "")
        yield replace(finding, overridden=reason) if reason and finding.waits else finding


def let_pass(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings when nobody is there to answer: that too is kept."""
    return tuple(replace(one, overridden=UNANSWERED) if one.waits else one for one in found)


def judged(codes: Codes, found: Iterable[Finding]) -> Codes:
    """The codes as they are submitted: with the overrides of the warnings that stand, and no others."""
    reasons = {(one.rule, one.about): one.overridden for one in found if one.overridden}
    return replace(codes, overrides=tuple(Override(*named, reason) for named, reason in reasons.items()))
