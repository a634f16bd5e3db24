"""`python -m bench [NAME …]` measures what Codedesk must reach and prints one JSON object a line."""

import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from bench import backlog, delivery, edits, grouping, http_claims, importing, starting, suggesting, weight
from bench.site import Site, running
from queue_app.codesets.apart import build_apart

ON_A_SITE: dict[str, Callable[[Site], Iterator[dict[str, object]]]] = {
    "import": importing.measure,
    "http": http_claims.measure,
    "delivery": delivery.measure,
    "weight": weight.measure,
    "backlog": backlog.measure,
    "drg": grouping.measure,
    "edits": edits.measure,
    "suggest": suggesting.measure,
}


def main(names: list[str]) -> None:
    for line in _lines(names or [*ON_A_SITE, "start"]):
        print(json.dumps(line), flush=True)


def _lines(names: list[str]) -> Iterator[dict[str, object]]:
    with tempfile.TemporaryDirectory(prefix="codedesk-bench-") as folder:
        tables = Path(folder) / "codes.sqlite"
        if set(names) & set(ON_A_SITE):
            build_apart(tables, lambda done, total, doing: None)
        for name in names:
            if name == "start":
                yield from starting.measure()
                continue
            with running(tables) as site:  # a fresh one each, so that none stands in another's light
                yield from ON_A_SITE[name](site)


if __name__ == "__main__":
    if unknown := set(sys.argv[1:]) - {*ON_A_SITE, "start"}:
        sys.exit(
            f"There is no bench {', '.join(sorted(unknown))}; there are {', '.join([*ON_A_SITE, 'start'])}."
        )
    main(sys.argv[1:])
