"""Is it safe to work here: what `/readyz` and `flask doctor` look at."""

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

from queue_app.codesets.tables import CodeTables
from queue_app.domain.errors import Refusal
from queue_app.store.store import Store

LEAST_FREE = 1 << 30  # bytes
LONGEST_QUEUE = 50  # jobs
LONGEST_DELIVERY = timedelta(minutes=2)


def not_ready(store: Store, tables: CodeTables) -> list[str]:
    """Why no work can be done now; nothing when it can."""
    problems = []
    for look in (store.server.ping, tables.releases):
        try:
            look()
        except Refusal as refusal:
            problems.append(str(refusal))
    return problems


def problems(store: Store, tables: CodeTables, data: Path, key_file: Path | None) -> list[str]:
    """Everything unsafe about this installation, a sentence each that says what to do.

    `key_file` is None where the master key comes from the environment.
    """
    if away := not_ready(store, tables):
        return away
    return [
        *store.server.problems(),
        *store.archive.problems(),
        *store.ledger.problems(),
        *_disk(data),
        *_key(key_file),
        *_stuck(store),
    ]


def _disk(data: Path) -> list[str]:
    try:
        tempfile.TemporaryFile(dir=data).close()
    except OSError as refused:
        return [
            f"{data} cannot be written ({refused.strerror}), and everything Codedesk keeps is kept there: "
            "mount it, or give it to the account that runs Codedesk."
        ]
    free = shutil.disk_usage(data).free
    if free >= LEAST_FREE:
        return []
    return [f"The disk of {data} has only {free >> 20} MB left: free at least {LEAST_FREE >> 20} MB."]


def _key(key_file: Path | None) -> list[str]:
    if key_file is None:
        return []
    if not key_file.exists():
        return [f"There is no master key at {key_file}: put back the copy you kept, or nothing can be read."]
    if key_file.stat().st_mode & 0o077:
        return [f"Others can read the master key: run `chmod 600 {key_file}`."]
    return []


def _stuck(store: Store) -> list[str]:
    found = [
        f"{count} jobs wait in the queue “{queue}”: is its worker running?"
        for queue, count in store.jobs.stuck().items()
        if count > LONGEST_QUEUE
    ]
    late = [
        number for number in store.batches.undelivered() if store.batches.is_older(number, LONGEST_DELIVERY)
    ]
    if late:
        found.append(f"{len(late)} batches for billing are not delivered: look at the page Billing for why.")
    return found
