"""What intake reads from a source, before it is known to the queue."""

from dataclasses import dataclass

from queue_app.domain.encounter import Billed, Document, Patient, Stay, Unit


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """One coding unit as the source tells it, with whole documents."""

    path: str  # where in the source it stood, such as "bundles.tar.gz!AMB/enc-1.json"
    account_number: str
    unit: Unit
    patient: Patient
    stay: Stay
    documents: tuple[Document, ...]
    finished: bool  # the source says the visit or stay is over
    charges: int = 0  # cents the source has on the account; 0 where it says nothing
    billed: tuple[Billed, ...] = ()  # the services they are for, where it says which


@dataclass(frozen=True, kw_only=True)
class Unreadable:
    """Something that could not be read; it is kept and shown, with the place and the reason."""

    path: str  # of the file
    where: str  # inside the file, such as "entry[3].resource.period.start" or "line 17"
    reason: str  # one sentence without patient data
