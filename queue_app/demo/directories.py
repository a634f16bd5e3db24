"""The made-up facilities, providers, payers and charges, in the files a real site would load."""

from functools import cache
from pathlib import Path

from queue_app.domain.directory import KINDS, Charge, Entry, Payer, Provider
from queue_app.services import directories

FOLDER = Path(__file__).parent / "data" / "directories"

HOSPITAL = "HLMC"
CLINIC = "HLPG"

# Used by a few encounters and left out of the directories on purpose, so that a billing hold can be seen.
ABSENT_PROVIDER = ("DR-1199", "Calloway Finch, MD")  # a locum
ABSENT_PAYER = ("TRI-RIVERS", "Tri-Rivers Carpenters Health Fund")


def texts() -> dict[str, str]:
    """Kind → the CSV file, as `flask directory load` takes it."""
    return {kind.kind: (FOLDER / f"{kind.kind}.csv").read_text() for kind in KINDS}


@cache
def entries() -> tuple[Entry, ...]:
    return tuple(entry for kind, text in texts().items() for entry in directories.read(kind, text))


def prices() -> dict[str, int]:
    """Code or per-day service → cents for one."""
    return {entry.id: entry.cents for entry in entries() if isinstance(entry, Charge)}


def attending_names() -> dict[str, str]:
    """Provider id → name as it stands under a note."""
    listed = {
        entry.id: f"{entry.given} {entry.family}, MD" for entry in entries() if isinstance(entry, Provider)
    }
    return listed | dict([ABSENT_PROVIDER])


def payer_names() -> dict[str, str]:
    return {entry.id: entry.name for entry in entries() if isinstance(entry, Payer)}
