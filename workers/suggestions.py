"""Read the documents of encounters for the codes they suggest, before anybody opens them."""

from queue_app.services import suggesting
from workers.tools import settings, store, tables

AT_ONCE = 25  # encounters of one job, so that a worker asked to stop soon does


def read() -> None:
    if settings().suggestions:
        suggesting.read_waiting(store(), tables(), AT_ONCE)
