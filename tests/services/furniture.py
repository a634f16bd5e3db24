"""The directories as the tests furnish them: a clinic, a hospital, a doctor, a payer and some charges."""

from dataclasses import replace

from queue_app.domain.directory import Charge, Facility, Payer, Provider
from queue_app.domain.encounter import Address
from queue_app.store.store import Store

CLINIC = Facility(
    id="clinic-1",
    name="Elm Street Clinic",
    npi="1234567893",
    tax_id="123456789",
    taxonomy="261QP2300X",
    address=Address(lines=("2 Elm St",), city="Boston", state="MA", postal_code="021150001"),
    phone="5555550111",
)
HOSPITAL = replace(CLINIC, id="hospital-1", name="Elm Street Hospital", taxonomy="282N00000X")
DOCTOR = Provider(id="dr-1", npi="1679576722", family="Welby", given="Marcia", taxonomy="207Q00000X")
PAYER = Payer(id="payer-1", name="Blue Plan", payer_id="54321", type="CI")
CHARGES = (
    Charge(id="ROOM", cents=150000, revenue_code="0120", per_day=True),
    Charge(id="99213", cents=12500, revenue_code="0510"),
    Charge(id="99283", cents=45000, revenue_code="0450"),
)


def furnish(store: Store) -> None:
    """Everything a claim needs is in the directories."""
    store.directories.put((CLINIC, HOSPITAL, DOCTOR, PAYER, *CHARGES))
