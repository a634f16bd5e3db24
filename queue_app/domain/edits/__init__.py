"""What Submit refuses, warns of and tells: the rules a coder's work is held against."""

from queue_app.domain.edits.notes import KINDS, may_be_proposed
from queue_app.domain.edits.rules import RULES, findings, limits

__all__ = ["KINDS", "RULES", "findings", "limits", "may_be_proposed"]
