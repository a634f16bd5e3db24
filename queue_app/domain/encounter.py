"""One coding unit of an encounter: where its work stands, and what it is about."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from queue_app.domain.codes import Codes, Line


class Status(StrEnum):
    NEW = "new"  # not yet known to the queue
    AWAITING_DOCUMENTS = "awaiting_documents"
    READY = "ready"  # in a worklist, nobody holds it
    ASSIGNED = "assigned"  # on one coder's desk, under a lease
    ON_HOLD = "on_hold"  # waiting for somebody else; its coder keeps it
    IN_REVIEW = "in_review"  # waiting for an auditor
    RETURNED = "returned"  # back from the auditor
    FINAL_CODED = "final_coded"  # coded, waiting for the export
    SENT = "sent"  # with billing, waiting for the answer
    ACCEPTED = "accepted"  # done
    REJECTED = "rejected"  # sent back by billing
    NO_BILL = "no_bill"  # will not be billed


class Unit(StrEnum):
    FACILITY = "facility"  # billed on an 837I
    PROFESSIONAL = "professional"  # billed on an 837P


class PatientClass(StrEnum):
    INPATIENT = "inpatient"
    OBSERVATION = "observation"
    EMERGENCY = "emergency"
    CLINIC = "clinic"


def years(born_on: date | None, on: date) -> int:
    """Whole years; -1 where they cannot be known."""
    if born_on is None or born_on > on:
        return -1
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


@dataclass(frozen=True, kw_only=True)
class Address:
    lines: tuple[str, ...] = ()
    city: str = ""
    state: str = ""
    postal_code: str = ""


NO_ADDRESS = Address()
NEWBORN_DAYS = 28  # old at admission, at most
NO_CODES = Codes()


@dataclass(frozen=True, kw_only=True)
class Patient:
    mrn: str
    family: str
    given: str = ""
    born_on: date | None = None
    sex: str = "U"  # F M U, as on the claim
    address: Address = NO_ADDRESS


@dataclass(frozen=True, kw_only=True)
class Stay:
    """The visit or stay as the EHR tells it; ids are the EHR's own and are looked up in the directories."""

    patient_class: PatientClass
    admitted_at: datetime
    discharged_at: datetime | None  # None while the patient is still there
    facility: str
    attending: str = ""
    attending_name: str = ""
    payer: str = ""
    payer_name: str = ""
    member_id: str = ""
    service_line: str = ""
    reason: str = ""  # why the patient came, in the EHR's words
    disposition: str = "01"  # UB-04 patient status
    admit_source: str = "1"  # UB-04 point of origin
    admit_type: str = "3"  # UB-04 priority: 1 emergency, 2 urgent, 3 elective
    operating: str = ""
    rendering: str = ""  # blank: the attending
    place_of_service: str = ""  # blank: as usual for the class
    admitting_diagnosis: str = ""  # ICD-10-CM as on the claim; blank: the first one coded
    visit_reasons: tuple[str, ...] = ()  # likewise
    birth_weight: int = 0  # grams; 0: not known

    @property
    def coded_on(self) -> date:
        """The day on which code validity is judged: discharge for inpatients, the service otherwise."""
        if self.patient_class is PatientClass.INPATIENT and self.discharged_at:
            return self.discharged_at.date()
        return self.admitted_at.date()

    @property
    def ended_at(self) -> datetime:
        return self.discharged_at or self.admitted_at


@dataclass(frozen=True, kw_only=True)
class Section:
    title: str
    text: str  # plain: blank lines part paragraphs, "• " begins list items, tabs part table cells


@dataclass(frozen=True, kw_only=True)
class Document:
    """One clinical document as it was at one time; newer content becomes a new version."""

    id: str
    type: str  # the name the source gives it, such as "Discharge summary note"
    type_code: str = ""  # LOINC
    written_at: datetime | None = None
    author: str = ""
    signed: bool = False
    version: int = 1
    late: bool = False  # it came, or became this version, when coding could begin without it
    digest: str = ""  # SHA-256 of the sections
    sections: tuple[Section, ...] = field(default=(), repr=False)  # empty where only the heading was read


@dataclass(frozen=True, kw_only=True)
class Hold:
    """Why something about an encounter has to wait."""

    id: str
    reason: str  # a key of domain.holds.REASONS
    blocks: str  # coding, submit or billing
    owner: str  # who has to act
    placed_by: str
    placed_at: datetime
    note: str = ""
    follow_up_on: date | None = None
    lacks: str = ""  # the directory entry it waits for, as kind/id


@dataclass(frozen=True)
class Billed:
    """What the source charged for one service on one day."""

    code: str  # CPT or HCPCS level II; "" where only a revenue code was sent
    revenue_code: str  # four digits, or ""
    units: int
    cents: int  # for all units together
    on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Encounter:
    # Where the work stands: readable fields in Redis.
    id: str
    unit: Unit
    status: Status = Status.NEW
    version: int = 0  # one more with every step
    coded_version: int = 0  # with which status, holder or codes last changed
    documents_version: int = 0  # with which newer documents last came
    work_type: str
    worklist: str
    due_at: datetime
    clock_at: datetime  # when the DNFC clock started: the discharge, or the end of the visit
    arrived_at: datetime
    holder: str | None = None  # who works on it now
    holders: frozenset[str] = frozenset()  # everybody who ever held it
    coder: str | None = None  # who submitted it last
    token: int = 0  # fencing token of the present lease
    lease_until: datetime | None = None
    held_at: datetime | None = None  # since when its present or last holder has had it
    charges: int = 0  # cents
    submission: int = 0  # number of the last submitted set of codes
    submitted_at: datetime | None = None
    control_number: str = ""  # of the claim made from the last submission
    active: Mapping[str, int] = field(default_factory=dict, hash=False)  # seconds, by person
    # What it is about: sealed.
    account_number: str
    patient: Patient
    stay: Stay
    documents: tuple[Document, ...] = ()  # headings; the sections are read when they are shown
    holds: tuple[Hold, ...] = ()
    codes: Codes = NO_CODES
    billed: tuple[Billed, ...] = ()  # what the source charged, where it says for which services
    answer: str = ""  # what billing or the auditor last said

    @property
    def inpatient(self) -> bool:
        return self.stay.patient_class is PatientClass.INPATIENT

    @property
    def age_in_days(self) -> int | None:
        """On the day of admission; None where the birth date is missing or wrong."""
        born_on = self.patient.born_on
        days = (self.stay.admitted_at.date() - born_on).days if born_on else -1
        return days if days >= 0 else None

    @property
    def is_newborn(self) -> bool:
        days = self.age_in_days
        return days is not None and days <= NEWBORN_DAYS

    def done_on(self, line: Line) -> date:
        """The day of a service, also where the line does not tell it."""
        return line.on or self.stay.coded_on

    def is_on_desk_of(self, person_id: str) -> bool:
        """Whether that person may type codes into it now."""
        return self.holder == person_id and self.lease_until is not None

    def blocked(self, what: str) -> tuple[Hold, ...]:
        """The holds that keep this from happening: coding, submit or billing."""
        return tuple(hold for hold in self.holds if hold.blocks == what)
