"""The directories of the demo day: what claims need is there, but for what is left out on purpose."""

from queue_app.demo import directories
from queue_app.demo.people import PASSWORD, PEOPLE, welcome
from queue_app.domain.directory import Charge, Facility, Payer, Provider
from queue_app.domain.encounter import PatientClass
from queue_app.domain.npi import npi_is_valid
from queue_app.domain.people import Role
from queue_app.domain.revenue import ROOM
from queue_app.domain.triage import WORKLISTS
from queue_app.services.accounts import SHORTEST_PASSWORD
from tests.demo.builders import the_day


def ids(kind: type) -> set[str]:
    return {entry.id for entry in directories.entries() if isinstance(entry, kind)}


def test_every_npi_proves_itself_and_is_used_once():
    npis = [entry.npi for entry in directories.entries() if isinstance(entry, Facility | Provider)]
    assert all(map(npi_is_valid, npis))
    assert len(set(npis)) == len(npis)


def test_no_npi_can_be_a_real_persons():
    """Those given out so far begin with 1."""
    npis = [entry.npi for entry in directories.entries() if isinstance(entry, Facility | Provider)]
    assert all(npi.startswith("2") for npi in npis)


def test_a_few_encounters_lack_an_entry_on_purpose():
    attending = {visit.stay.attending for visit in the_day()}
    payers = {visit.stay.payer for visit in the_day()}
    assert attending - ids(Provider) == {directories.ABSENT_PROVIDER[0]}
    assert payers - ids(Payer) == {directories.ABSENT_PAYER[0]}
    assert {visit.stay.facility for visit in the_day()} == ids(Facility)


def test_medicare_pays_hospitals_and_doctors_apart():
    for visit in the_day():
        at_clinic = visit.stay.patient_class is PatientClass.CLINIC
        assert visit.stay.payer != ("MEDICARE-A" if at_clinic else "MEDICARE-B")


def test_rooms_are_charged_by_the_day():
    per_day = {entry.id for entry in directories.entries() if isinstance(entry, Charge) and entry.per_day}
    assert ROOM in per_day


def test_everybody_is_introduced_with_the_password():
    said = welcome([(person, PASSWORD) for person in PEOPLE])
    assert all(person.id in said for person in PEOPLE)
    assert PASSWORD in said
    assert len(PASSWORD) >= SHORTEST_PASSWORD
    assert all(len(line) <= 110 for line in said.splitlines())


def test_every_worklist_has_a_coder_and_every_desk_somebody():
    primary = {worklist for person in PEOPLE for worklist in person.worklists}
    assert primary == set(WORKLISTS)
    needed = {Role.CODER, Role.AUDITOR, Role.BILLER, Role.SUPERVISOR, Role.ADMIN}
    assert {role for person in PEOPLE for role in person.roles} == needed
