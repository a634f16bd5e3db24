"""By when a payer wants an encounter billed, and until when it takes the claim at all."""

from dataclasses import dataclass
from datetime import date, timedelta

from queue_app.domain.directory import Payer
from queue_app.domain.encounter import PatientClass, Stay

NEAR = 30  # days before the filing limit from which on it is told


@dataclass(frozen=True, kw_only=True)
class Deadlines:
    bill_by: date  # the last day that is in time
    file_by: date  # the last day on which the payer takes the claim
    today: date

    @property
    def days_to_bill(self) -> int:
        """Less than none: so many days over."""
        return (self.bill_by - self.today).days

    @property
    def days_to_file(self) -> int | None:
        """None while that is far off."""
        days = (self.file_by - self.today).days
        return days if days <= NEAR else None


def deadlines(stay: Stay, payer: Payer | None, today: date) -> Deadlines | None:
    """Both are counted from the end of the service; None while it lasts, or of a payer that is not known."""
    lasts = stay.discharged_at is None and stay.patient_class is not PatientClass.CLINIC
    if payer is None or lasts:
        return None
    ended = stay.ended_at.date()
    return Deadlines(
        bill_by=ended + timedelta(days=payer.days_to_bill),
        file_by=ended + timedelta(days=payer.filing_limit),
        today=today,
    )
