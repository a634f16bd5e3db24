"""The encounters of the demo day as an EHR would send them."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from queue_app.demo.bundle import bundle
from queue_app.demo.visits import visits

SEED = 837
COUNT = 240


def encounters(today: date, count: int = COUNT, seed: int = SEED) -> Iterator[dict[str, Any]]:
    """FHIR R4 bundles, the same for the same arguments."""
    return map(bundle, visits(count, today, seed))
