"""One claim as it is written for billing: everything looked up, nothing left to decide."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from queue_app.domain.codes import Codes
from queue_app.domain.directory import Facility, Payer, Provider
from queue_app.domain.encounter import Patient, Stay, Unit


@dataclass(frozen=True, kw_only=True)
class RevenueLine:
    """One line of a facility claim (SV2)."""

    revenue_code: str
    charge: int  # cents
    units: int
    days: bool = False  # units are days, not services
    code: str = ""  # CPT or HCPCS; none for room and board
    modifiers: tuple[str, ...] = ()
    on: date | None = None
    rendering: str = ""  # who did it, where that is not as on the whole claim


@dataclass(frozen=True, kw_only=True)
class Claim:
    number: str  # CLM01: at most 20 of A-Z 0-9, unique for ever
    unit: Unit
    patient: Patient
    stay: Stay  # as it counts
    codes: Codes
    facility: Facility
    provider: Provider  # attending on an 837I, rendering on an 837P
    others: Mapping[str, Provider] = field(default_factory=dict)  # by the ids in stay and codes
    payer: Payer
    revenue_lines: tuple[RevenueLine, ...] = ()  # facility claims only
    exempt: frozenset[str] = frozenset()  # diagnosis codes exempt from POA reporting

    def named(self, provider: str) -> Provider:
        """Whom stay or codes name by that id."""
        return self.others.get(provider, self.provider)

    @property
    def total(self) -> int:
        """Cents."""
        lines = self.revenue_lines if self.unit is Unit.FACILITY else self.codes.lines
        return sum(line.charge for line in lines)


@dataclass(frozen=True, kw_only=True)
class Sender:
    """Who sends and who receives the file; the site's settings."""

    id: str
    name: str
    phone: str
    receiver_id: str
    receiver_name: str
    production: bool = False  # ISA15: P, else T


@dataclass(frozen=True, kw_only=True)
class Interchange:
    """One file for billing: claims of one unit, an ST each, numbered from 1 in this order."""

    control_number: int  # ISA13 and GS06: 1 to 999999999
    made_at: datetime
    sender: Sender
    claims: tuple[Claim, ...]
