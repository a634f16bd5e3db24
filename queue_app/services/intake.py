"""Bringing encounters in: each once, newer content as a newer version, and nothing lost."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo
from itertools import chain
from pathlib import Path
from typing import Any

from queue_app.codesets.tables import CodeTables
from queue_app.domain import moves, triage
from queue_app.domain.arrival import Arrival, Unreadable
from queue_app.domain.encounter import Document, Encounter, Status
from queue_app.domain.errors import Changed, OutOfOrder
from queue_app.domain.people import SYSTEM
from queue_app.fhir import reader, sources
from queue_app.mailbox import UNFINISHED
from queue_app.services import directories, workflow
from queue_app.store.codec import heading
from queue_app.store.records import Import
from queue_app.store.store import Store

TRIES = 5  # when somebody changes the encounter at the same moment


@dataclass
class Summary:
    """What one import brought, counted while it runs."""

    arrived: int = 0
    amended: int = 0
    unchanged: int = 0
    unreadable: list[Unreadable] = field(default_factory=list)

    @property
    def read(self) -> int:
        return self.arrived + self.amended + self.unchanged


def bring_in(
    store: Store,
    tables: CodeTables,
    zone: tzinfo,
    found: Iterable[sources.Source | Unreadable],
    by: str,
    name: str,
) -> Iterator[Summary]:
    """Read source after source; yields the summary so far after each, for a progress bar.

    Times sent in UTC become the site's, in this zone. Unreadable things are kept as they are found, and the
    import is recorded at its end.
    """
    summary = Summary()
    for source in found:
        told = [source] if isinstance(source, Unreadable) else reader.read(source, zone)
        unreadable = []
        for one in told:
            if isinstance(one, Unreadable):
                unreadable.append(one)
            else:
                _count(summary, take_in(store, tables, one))
        if unreadable:
            store.records.unreadable(unreadable)
            summary.unreadable += unreadable
        yield summary
    store.records.imported(
        Import(
            at=datetime.now(UTC),
            by=by,
            source=name,
            arrived=summary.arrived,
            amended=summary.amended,
            unchanged=summary.unchanged,
            unreadable=len(summary.unreadable),
        )
    )


def whole(import_under_way: Iterator[Summary]) -> Summary:
    """Run it to its end, without stopping on the way."""
    return deque(chain([Summary()], import_under_way), maxlen=1).pop()


def drain(store: Store, tables: CodeTables, zone: tzinfo, folder: Path) -> int:
    """Take in every file of the watched folder; done ones go to `read/`, so that none is taken twice."""
    done = folder / "read"
    done.mkdir(parents=True, exist_ok=True)
    taken = 0
    for path in waiting_files(folder):
        whole(bring_in(store, tables, zone, sources.open_sources([path]), "system", "watched folder"))
        path.rename(_free(done / path.name))
        taken += 1
    return taken


def waiting_files(folder: Path, settled: float = 1.0) -> list[Path]:
    """The files of the watched folder that are whole: not hidden, not partial, quiet for a second."""
    if not folder.is_dir():
        return []
    now = datetime.now(UTC).timestamp()
    return sorted(
        path
        for path in folder.iterdir()
        if path.is_file()
        and not path.name.startswith(".")
        and not path.name.lower().endswith(UNFINISHED)
        and abs(now - path.stat().st_mtime) >= settled  # a sender's clock may run ahead
    )


def take_in(store: Store, tables: CodeTables, arrival: Arrival) -> str:
    """Queue one coding unit; returns "arrived", "amended" or "unchanged".

    The same facility, account number and unit are the same encounter: what is new in it becomes a new
    version of its document, and what is the same changes nothing.
    """
    encounter_id = store.encounters.id_of(arrival.stay.facility, arrival.account_number, arrival.unit)
    for _ in range(TRIES):
        known = store.encounters.find((encounter_id,))
        try:
            if not known:
                return _arrive(store, tables, encounter_id, arrival)
            return _amend(store, tables, known[0], arrival)
        except (Changed, OutOfOrder):
            continue
    raise Changed


def _arrive(store: Store, tables: CodeTables, encounter_id: str, arrival: Arrival) -> str:
    now = datetime.now(UTC)
    new = Encounter(
        id=encounter_id,
        unit=arrival.unit,
        arrived_at=now,
        account_number=arrival.account_number,
        documents=tuple(map(heading, arrival.documents)),
        **_told(arrival),
    )
    new = replace(new, holds=directories.holds_for_lacks(store, new))
    complete = triage.is_complete(arrival.stay, arrival.documents, arrival.finished)
    status = Status.READY if complete else Status.AWAITING_DOCUMENTS
    move = moves.take("import", new, SYSTEM, now, status=status)
    directories.lift_found(store, tables, store.encounters.commit(move, arrival.documents))
    return "arrived"


def _amend(store: Store, tables: CodeTables, known: Encounter, arrival: Arrival) -> str:
    documents, newer = _merged(known, arrival.documents)
    told = _told(arrival) | {
        "charges": known.codes.charges or arrival.charges or known.charges,
        "billed": arrival.billed or known.billed,
    }
    changed = documents != known.documents or any(
        getattr(known, name) != told[name] for name in ("patient", "stay", "charges", "billed", "worklist")
    )
    if changed:
        holds = directories.holds_now(store, replace(known, stay=arrival.stay))
        move = moves.take("amend", known, SYSTEM, datetime.now(UTC), documents=documents, holds=holds, **told)
        directories.lift_found(store, tables, store.encounters.commit(move, newer))
    completes = known.status is Status.AWAITING_DOCUMENTS and triage.is_complete(
        arrival.stay, documents, arrival.finished
    )
    if completes:
        workflow.perform(store, tables, "complete", known.id, SYSTEM)
    return "amended" if changed or completes else "unchanged"


def _told(arrival: Arrival) -> dict[str, Any]:
    """What the source decides about an encounter."""
    rule = triage.rule_for(arrival.stay)
    return {
        "patient": arrival.patient,
        "stay": arrival.stay,
        "work_type": rule.work_type,
        "worklist": rule.worklist,
        "due_at": triage.due_at(arrival.stay),
        "clock_at": arrival.stay.ended_at,
        "charges": arrival.charges,
        "billed": arrival.billed,
    }


def _merged(known: Encounter, arrived: tuple[Document, ...]) -> tuple[tuple[Document, ...], list[Document]]:
    """All headings, and the documents whose text is new; a document the source no longer sends stays."""
    by_id = {document.id: document for document in known.documents}
    late = known.status is not Status.AWAITING_DOCUMENTS
    newer = []
    for document in arrived:
        old = by_id.get(document.id)
        if old and old.digest == document.digest:
            current = replace(document, version=old.version, late=old.late)
        else:
            current = replace(document, version=old.version + 1 if old else 1, late=late)
            newer.append(current)
        by_id[document.id] = heading(current)
    return tuple(by_id.values()), newer


def _count(summary: Summary, outcome: str) -> None:
    setattr(summary, outcome, getattr(summary, outcome) + 1)


def _free(path: Path) -> Path:
    """The path, or one beside it that nothing has yet."""
    number = 1
    while path.exists():
        path = path.with_name(f"{path.stem}-{number}{path.suffix}")
        number += 1
    return path
