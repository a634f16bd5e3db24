"""Claim next at a backlog of 100,000 against one of 1,000, and 20,000 claims by 32 coders at once."""

import statistics
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from bench.site import CODERS, Site
from queue_app.domain.people import Person, Role
from queue_app.store.store import Store

SMALL, LARGE = 1_000, 100_000
CLAIMS = 400  # for the medians
RACE = 20_000


def measure(site: Site) -> Iterator[dict[str, object]]:
    coder = _coder("alone")
    medians = {}
    for size in (SMALL, LARGE):
        site.fill(size - site.store.floor.waiting(("clinic",)))
        medians[size] = _median_claim(site.store, coder)
        yield {"bench": f"claim next, backlog {size}", "median_ms": round(medians[size], 3)}
    yield {
        "bench": "claim next, large backlog against small",
        "ratio": round(medians[LARGE] / medians[SMALL], 2),
        "must": "ratio <= 1.3",
    }
    yield from _race(site)


def _median_claim(store: Store, coder: Person) -> float:
    waits = []
    for _ in range(CLAIMS):
        began = time.perf_counter()
        assert store.encounters.claim_next(coder)
        waits.append((time.perf_counter() - began) * 1000)
    return statistics.median(waits)


def _race(site: Site) -> Iterator[dict[str, object]]:
    """Every coder with a connection of their own; an encounter given to two is counted."""
    site.fill(max(0, RACE - site.store.floor.waiting(("clinic",))))
    coders = [_coder(f"racer{number}") for number in range(CODERS)]
    began = time.perf_counter()
    with ThreadPoolExecutor(CODERS) as pool:
        given = [one for some in pool.map(lambda coder: _run(site, coder), coders) for one in some]
    seconds = time.perf_counter() - began
    yield {
        "bench": "claims raced for",
        "coders": CODERS,
        "claims": len(given),
        "given_twice": len(given) - len(set(given)),
        "per_second": round(len(given) / seconds),
        "must": "given_twice == 0",
    }


def _run(site: Site, coder: Person) -> list[str]:
    store = Store(site.settings.redis_url, site.settings.master_key(), site.settings.data)
    claims = (store.encounters.claim_next(coder) for _ in range(RACE // CODERS))
    return [found.id for found in claims if found]


def _coder(name: str) -> Person:
    return Person(id=name, name=name, roles=frozenset({Role.CODER}), worklists=("clinic",))
