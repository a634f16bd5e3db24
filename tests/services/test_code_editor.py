"""What the Medicare Code Editor finds is told among the findings, of inpatients only."""

from pathlib import Path

from queue_app.codesets.tables import CodeTables
from queue_app.domain.codes import Codes
from queue_app.domain.encounter import Encounter
from queue_app.services import coding
from queue_app.store.store import Store
from tests.builders import a_stay, an_encounter
from tests.inpatients import ON, an_inpatient, coded

SIDELESS = coded("A419", "S72009A")


def told(store: Store, tables: CodeTables, encounter: Encounter, codes: Codes) -> list[tuple[str, str]]:
    found = coding.findings(store, tables, encounter, codes, ON)
    return [(one.rule, one.where) for one in found if one.rule.startswith("mce-")]


def test_an_inpatients_codes_are_shown_to_it(store: Store, tables: CodeTables) -> None:
    assert told(store, tables, an_inpatient(SIDELESS), SIDELESS) == [("mce-side-unspecified", "diagnoses.1")]


def test_nobody_elses_are(store: Store, tables: CodeTables) -> None:
    assert told(store, tables, an_encounter(stay=a_stay()), SIDELESS) == []


def test_a_good_stay_hears_nothing_of_it(store: Store, tables: CodeTables) -> None:
    good = coded("A419", "J189", "N179")
    assert told(store, tables, an_inpatient(good), good) == []


def test_codes_for_the_other_sex_are_warned_of_where_the_site_wants_it(
    store: Store, tables: CodeTables, code_tables: Path
) -> None:
    prostate = coded("N401 -")
    visit = an_encounter(stay=a_stay())  # a woman's, in the clinic
    assert told(store, tables, visit, prostate) == []
    warned = CodeTables(code_tables, warns_of_sex=True)
    assert told(store, warned, visit, prostate) == [("mce-sex-conflict", "diagnoses.0")]
