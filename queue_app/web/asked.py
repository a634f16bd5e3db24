"""What views read from an address: code sets and days, refused in words where they are none."""

from datetime import UTC, date, datetime

from queue_app.domain.codes import System
from queue_app.domain.errors import Malformed


def asked_system(name: str) -> System:
    try:
        return System(name)
    except ValueError:
        raise Malformed(f"There is no code set of that name; there are {', '.join(System)}.") from None


def asked_day(text: str) -> date:
    """That day; today where none is given."""
    try:
        return date.fromisoformat(text) if text else datetime.now(UTC).date()
    except ValueError:
        raise Malformed("Write the day as 2026-11-22.") from None
