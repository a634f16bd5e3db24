"""Codedesk: the open work queue for remote medical coding."""
