"""What the tests look at when claims have left: the files, and where their encounters stand."""

from queue_app.domain.encounter import Status
from queue_app.store.store import Store


def claims_in(text: str) -> list[str]:
    """The claim numbers of a file, in its order."""
    return [segment.split("*")[1] for segment in text.split("~") if segment.startswith("CLM*")]


def statuses(store: Store, *ids: str) -> list[Status]:
    return [store.encounters.get(encounter_id).status for encounter_id in ids]
