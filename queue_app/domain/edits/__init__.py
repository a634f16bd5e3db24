"""What Submit refuses, warns of and tells: the rules a coder's work is held against."""

from queue_app.domain.edits.rules import RULES, findings

__all__ = ["RULES", "findings"]
