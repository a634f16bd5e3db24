"""When the coders of the demo day are at work, and how their work spreads over it."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from random import Random

from queue_app.domain.people import Person

BEGINS = {"maria": 7, "ines": 8, "jun": 9, "tom": 11}  # at which hour, where the site is
LENGTH = timedelta(hours=8)
REMEMBERED = 14  # days
LATEST = timedelta(minutes=4)  # before now: nothing of what is told is still happening


def begun(coder: Person, arrived_at: datetime, now: datetime) -> list[datetime]:
    """When each shift began that the coder has had, or has, since something arrived; oldest first."""
    days = (now.date() - timedelta(days=ago) for ago in reversed(range(REMEMBERED)))
    beginnings = (datetime.combine(day, time(BEGINS[coder.id]), now.tzinfo) for day in days)
    return [began_at for began_at in beginnings if arrived_at <= began_at < now - LATEST]


def share_over(began_at: datetime, now: datetime) -> float:
    """How much of a shift is behind us."""
    return min(1.0, (now - LATEST - began_at) / LENGTH)


def spread(began_at: datetime, now: datetime, count: int) -> Iterator[tuple[datetime, datetime]]:
    """For so many pieces of work, from when on the coder was free for it and when it was done.

    They fill what is behind us of the shift, each in its turn.
    """
    rng = Random(f"{began_at.isoformat()}/{count}")  # nosec B311
    each = LENGTH * share_over(began_at, now) / max(1, count)
    for place in range(count):
        yield began_at + each * place, began_at + each * (place + rng.uniform(0.35, 0.95))
