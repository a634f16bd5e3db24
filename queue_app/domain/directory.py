"""What has to be known of facilities, providers, payers and charges before a claim can be made."""

from dataclasses import dataclass
from typing import ClassVar

from queue_app.domain.encounter import Address


@dataclass(frozen=True, kw_only=True)
class Facility:
    """The billing provider."""

    kind: ClassVar[str] = "facility"
    id: str
    name: str
    npi: str
    tax_id: str  # nine digits
    taxonomy: str
    address: Address
    facility_code: str = "11"  # first two digits of the type of bill: 11 hospital inpatient
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class Provider:
    kind: ClassVar[str] = "provider"
    id: str
    npi: str
    family: str
    given: str = ""
    taxonomy: str = ""


@dataclass(frozen=True, kw_only=True)
class Payer:
    kind: ClassVar[str] = "payer"
    id: str
    name: str
    payer_id: str  # what the clearing house calls it (NM109)
    type: str  # claim filing indicator (SBR09): MA MB MC CI BL CH HM 09 …
    days_to_bill: int = 3
    filing_limit: int = 365  # days after the service


@dataclass(frozen=True, kw_only=True)
class Charge:
    """One row of a charge master."""

    kind: ClassVar[str] = "charge"
    id: str  # CPT or HCPCS code, or the name of a per-day service such as ROOM
    cents: int  # a unit, or a day
    revenue_code: str  # four digits
    per_day: bool = False


Entry = Facility | Provider | Payer | Charge
KINDS: tuple[type[Facility] | type[Provider] | type[Payer] | type[Charge], ...] = (
    Facility,
    Provider,
    Payer,
    Charge,
)
