"""What is known of the codes of an encounter: their titles, and what the edits say."""

from datetime import UTC, date, datetime

from queue_app.codesets.tables import CodeTables
from queue_app.domain import edits
from queue_app.domain.codes import Codes, Facts, System
from queue_app.domain.edits.finding import Case, Finding
from queue_app.domain.encounter import Encounter
from queue_app.store.store import Store


def facts(tables: CodeTables, *all_codes: Codes) -> Facts:
    """What the code tables know of every code that is used."""
    wanted = {
        *((System.ICD10CM, diagnosis.code) for codes in all_codes for diagnosis in codes.diagnoses),
        *((System.ICD10PCS, procedure.code) for codes in all_codes for procedure in codes.procedures),
        *((system_of(line.code), line.code) for codes in all_codes for line in codes.lines),
    }
    return tables.facts(sorted(wanted))


def system_of(code: str) -> System:
    """The code set of a service line's code: HCPCS level II begins with a letter, CPT with a digit."""
    return System.HCPCS if code[:1].isalpha() else System.CPT


def findings(
    store: Store, tables: CodeTables, encounter: Encounter, codes: Codes, today: date | None = None
) -> tuple[Finding, ...]:
    """What the edits say of these codes."""
    facility, provider, _ = store.directories.of(encounter.stay)
    return edits.findings(
        Case(
            encounter=encounter,
            codes=codes,
            facts=facts(tables, codes),
            today=today or datetime.now(UTC).date(),
            facility=facility,
            provider=provider,
            modifiers=tables.modifiers(),
        )
    )
