"""The demo day on a fixed date, made once for all tests that only look at it."""

from datetime import date
from functools import cache

from queue_app.demo.visits import Visit, visits

TODAY = date(2026, 11, 22)
SEEDS = (837, 4, 19)


@cache
def the_day(seed: int = 837, count: int = 240) -> tuple[Visit, ...]:
    return tuple(visits(count, TODAY, seed))


@cache
def many_days() -> tuple[Visit, ...]:
    """So many visits that every choice of every story is met."""
    return tuple(visit for seed in SEEDS for visit in the_day(seed, 300))
