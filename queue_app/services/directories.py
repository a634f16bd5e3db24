"""Facilities, providers, payers, charges: loading them, and freeing the encounters that waited."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from queue_app.codesets.tables import CodeTables
from queue_app.domain import abstract
from queue_app.domain.directory import KINDS, Charge, Entry, Facility, Payer, Provider
from queue_app.domain.encounter import Address, Encounter, Hold
from queue_app.domain.errors import Malformed, NotFound
from queue_app.domain.npi import npi_is_valid
from queue_app.services import workflow
from queue_app.store.store import Store
from queue_app.x12.requirements import FILING, SBR09

# The columns of each CSV file; those after "?" may be left out. Capitals, blanks and order do not matter.
COLUMNS: dict[str, tuple[str, str]] = {
    "facility": ("id name npi tax_id taxonomy street city state postal_code", "facility_code phone"),
    "provider": ("id npi family", "given taxonomy"),
    "payer": ("id name payer_id type", "days_to_bill filing_limit"),
    "charge": ("id cents revenue_code", "per_day"),
}
WRONG_ROWS_SHOWN = 10


@dataclass(frozen=True)
class Loaded:
    kind: str
    entries: int
    lifted: int  # billing holds that waited for one of them


def text_of(content: bytes) -> str:
    """The text of a file: UTF-8, or else what older spreadsheets write."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def load(store: Store, tables: CodeTables, kind: str, text: str) -> Loaded:
    """Load one CSV file, all of it or nothing; raises Malformed with the rows that are wrong."""
    entries = read(kind, text)
    store.directories.put(entries)
    return Loaded(kind, len(entries), lift(store, tables, entries))


def lift(store: Store, tables: CodeTables, entries: Iterable[Entry]) -> int:
    """Lift the billing holds that wait for these entries."""
    waiting = store.directories.waiting_for([f"{entry.kind}/{entry.id}" for entry in entries])
    return sum(
        workflow.try_system_step(store, tables, "lift", encounter_id, hold_id=lack_id(entry))
        for entry, ids in waiting.items()
        for encounter_id in ids
    )


def holds_for_lacks(store: Store, encounter: Encounter) -> tuple[Hold, ...]:
    """A billing hold for each entry that the claim needs, as it is coded, and the directories lack."""
    stay = abstract.counting(encounter.stay, encounter.codes)
    providers = abstract.named(encounter.unit, stay, encounter.codes)
    found = store.directories.of(stay, providers)
    lacks = [(Facility.kind, stay.facility)] if found.facility is None else []
    lacks += [(Provider.kind, who) for who in providers if who not in found.providers]
    lacks += [(Payer.kind, stay.payer)] if found.payer is None else []
    return tuple(a_lack(encounter, kind, entry_id) for kind, entry_id in lacks)


def holds_now(store: Store, encounter: Encounter) -> tuple[Hold, ...]:
    """The encounter's holds when what its stay needs is looked up anew."""
    lacks = {hold.id: hold for hold in holds_for_lacks(store, encounter)}
    of_stay = tuple(f"{kind.kind}/" for kind in (Facility, Provider, Payer))
    kept = [hold for hold in encounter.holds if hold.id in lacks or not hold.lacks.startswith(of_stay)]
    standing = {hold.id for hold in kept}
    return (*kept, *(hold for hold in lacks.values() if hold.id not in standing))


def lift_found(store: Store, tables: CodeTables, encounter: Encounter) -> None:
    """Lift the holds of entries that arrived at the very moment the holds were placed."""
    if encounter.holds:
        standing = {hold.id for hold in holds_now(store, encounter)}
        for hold in encounter.holds:
            if hold.id not in standing:
                workflow.try_system_step(store, tables, "lift", encounter.id, hold_id=hold.id)


def a_lack(encounter: Encounter, kind: str, entry_id: str) -> Hold:
    hold = workflow.a_hold(
        encounter,
        "system",
        "directory_entry_missing",
        lacks=f"{kind}/{entry_id}",
        note=f"The {kind} “{entry_id}” is not in the directory."
        if entry_id
        else f"The encounter names no {kind}.",
    )
    return Hold(**(vars(hold) | {"id": lack_id(hold.lacks)}))


@dataclass(frozen=True)
class Missing:
    """A directory entry that encounters wait for."""

    kind: str
    id: str
    name: str  # as the EHR says
    encounters: int


def missing(store: Store) -> list[Missing]:
    """Everything that encounters wait for, with the name one of them gives it."""
    waiting = store.directories.waiting_for(list(store.directories.missing()))
    examples = store.encounters.find(ids[0] for ids in waiting.values())
    found = []
    for (entry, ids), one in zip(waiting.items(), examples, strict=True):
        kind, _, entry_id = entry.partition("/")
        names = {
            (Provider.kind, one.stay.attending): one.stay.attending_name,
            (Payer.kind, one.stay.payer): one.stay.payer_name,
        }
        found.append(Missing(kind, entry_id, names.get((kind, entry_id), ""), len(ids)))
    return found


def lack_id(entry: str) -> str:
    return f"lacks {entry}"


def template(kind: str) -> str:
    """The heading of a CSV file of that kind."""
    return ",".join(columns(kind)) + "\n"


def columns(kind: str) -> tuple[str, ...]:
    """The columns of a CSV file of that kind."""
    needed, optional = _columns(kind)
    return (*needed, *optional)


def rows(entries: Iterable[Entry]) -> Iterator[dict[str, object]]:
    """The entries as the rows they would be loaded from."""
    for entry in entries:
        row = dict(vars(entry))
        if isinstance(entry, Facility):
            row |= vars(entry.address) | {"street": ", ".join(entry.address.lines)}
        yield row


def kind_named(kind: str) -> type[Entry]:
    for one in KINDS:
        if one.kind == kind.removesuffix("s").replace("facilitie", "facility").replace(" master", ""):
            return one
    raise NotFound(f"There is no directory of that kind; there are {', '.join(COLUMNS)}.")


def read(kind: str, text: str) -> Sequence[Entry]:
    """The entries of a CSV file; raises Malformed with every row that is wrong."""
    kind = kind_named(kind).kind
    rows = csv.DictReader(io.StringIO(text.lstrip("\ufeff")), strict=True)
    try:
        rows.fieldnames = [_plain(name) for name in rows.fieldnames or ()]
    except csv.Error as problem:
        raise Malformed(f"The first line cannot be read: {problem}. Nothing was loaded.") from None
    needed, _ = _columns(kind)
    if missing := [name for name in needed if name not in rows.fieldnames]:
        raise Malformed(
            f"The file lacks the column{'s' if len(missing) > 1 else ''} {', '.join(missing)}. "
            f"A {kind} file begins with the line: {template(kind).strip()}"
        )
    entries, wrong = [], []
    try:
        for row in rows:
            told = {name: (value or "").strip() for name, value in row.items() if name}
            try:
                entries.append(READERS[kind](told))
            except ValueError as problem:
                wrong.append(f"Line {rows.line_num}: {problem}.")
    except csv.Error as problem:
        wrong.append(f"Line {rows.line_num}: {problem}.")
    if wrong:
        more = f" And {len(wrong) - WRONG_ROWS_SHOWN} more." if len(wrong) > WRONG_ROWS_SHOWN else ""
        raise Malformed(" ".join(wrong[:WRONG_ROWS_SHOWN]) + more + " Nothing was loaded.")
    if not entries:
        raise Malformed("The file has no rows below its heading. Nothing was loaded.")
    return entries


def _columns(kind: str) -> tuple[list[str], list[str]]:
    needed, optional = COLUMNS[kind_named(kind).kind]
    return needed.split(), optional.split()


def _plain(name: str | None) -> str:
    return re.sub(r"[^a-z0-9]+", "_", (name or "").strip().lower()).strip("_")


def _facility(told: Mapping[str, str]) -> Facility:
    address = Address(
        lines=(_needed(told, "street"),),
        city=_needed(told, "city"),
        state=_needed(told, "state"),
        postal_code=_digits(told, "postal_code", 5, 9),
    )
    return Facility(
        id=_needed(told, "id"),
        name=_needed(told, "name"),
        npi=_npi(told),
        tax_id=_digits(told, "tax_id", 9),
        taxonomy=_needed(told, "taxonomy"),
        address=address,
        facility_code=told.get("facility_code") or "11",
        phone=told.get("phone", ""),
    )


def _provider(told: Mapping[str, str]) -> Provider:
    return Provider(
        id=_needed(told, "id"),
        npi=_npi(told),
        family=_needed(told, "family"),
        given=told.get("given", ""),
        taxonomy=told.get("taxonomy", ""),
    )


def _payer(told: Mapping[str, str]) -> Payer:
    indicator = _needed(told, "type").upper()
    if indicator not in FILING:
        raise ValueError(f"type must be a claim filing indicator ({SBR09})")
    return Payer(
        id=_needed(told, "id"),
        name=_needed(told, "name"),
        payer_id=_needed(told, "payer_id"),
        type=indicator,
        days_to_bill=_whole(told, "days_to_bill", 3),
        filing_limit=_whole(told, "filing_limit", 365),
    )


def _charge(told: Mapping[str, str]) -> Charge:
    cents = _whole(told, "cents")
    if cents < 1:
        raise ValueError("cents must be more than 0")
    return Charge(
        id=_needed(told, "id").upper(),
        cents=cents,
        revenue_code=_digits(told, "revenue_code", 3, 4).zfill(4),
        per_day=told.get("per_day", "").lower() in ("1", "yes", "y", "true"),
    )


READERS: dict[str, Callable[[Mapping[str, Any]], Entry]] = {
    Facility.kind: _facility,
    Provider.kind: _provider,
    Payer.kind: _payer,
    Charge.kind: _charge,
}


def _needed(told: Mapping[str, str], name: str) -> str:
    if not told.get(name):
        raise ValueError(f"{name} is empty")
    return told[name]


def _npi(told: Mapping[str, str]) -> str:
    if not npi_is_valid(npi := _needed(told, "npi")):
        raise ValueError(f"{npi} is not a valid NPI: ten digits with a check digit")
    return npi


def _digits(told: Mapping[str, str], name: str, *lengths: int) -> str:
    digits = re.sub(r"\D", "", _needed(told, name))
    if len(digits) not in lengths:
        raise ValueError(f"{name} must have {' or '.join(map(str, lengths))} digits")
    return digits


def _whole(told: Mapping[str, str], name: str, otherwise: int | None = None) -> int:
    if otherwise is not None and not told.get(name):
        return otherwise
    if not re.fullmatch(r"\d{1,10}", _needed(told, name)):
        raise ValueError(f"{name} must be a whole number")
    return int(told[name])
