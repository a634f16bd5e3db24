"""What the edits are given of the code tables: notes, titles, and codes to propose."""

from queue_app.codesets.tables import CodeTables
from queue_app.domain import edits
from queue_app.domain.codes import Codes, Diagnosis, Line
from queue_app.domain.edits.finding import Finding, Proposal
from queue_app.services import coding
from tests.builders import VISIT, an_encounter


def found(tables: CodeTables, rule: str, *diagnoses: str) -> list[Finding]:
    codes = Codes(tuple(Diagnosis(code) for code in diagnoses))
    case = coding.case(tables, an_encounter(), codes, None, None, VISIT)
    return [finding for finding in edits.findings(case) if finding.rule == rule]


def test_the_notes_of_the_tables_are_heeded(tables: CodeTables) -> None:
    (finding,) = found(tables, "excludes1", "J101", "J111")
    assert (finding.where, "note at J10" in finding.message) == ("diagnoses.1", True)
    (finding,) = found(tables, "code-first", "F0280", "G309")
    assert finding.where == "diagnoses.0"


def test_the_titles_of_the_tables_are_heeded(tables: CodeTables) -> None:
    (finding,) = found(tables, "manifestation-first", "F0280", "G309")
    assert finding.where == "diagnoses.0"


def test_only_codes_that_exist_are_proposed(tables: CodeTables) -> None:
    (finding,) = found(tables, "use-additional", "E119")
    assert {"Z794", "Z7984"} <= {one.code for one in finding.proposes}
    (finding,) = found(tables, "dx-seventh-missing", "S52501")
    assert {"S52501A", "S52501D"} <= {one.code for one in finding.proposes}
    assert found(tables, "dx-seventh-missing", "S525") == []


def test_a_seventh_character_in_the_wrong_place_is_padded(tables: CodeTables) -> None:
    (finding,) = found(tables, "dx-placeholder-missing", "T1490A")
    assert finding.proposes == (Proposal("T1490XA", ("T1490A",), "initial encounter"),)


def test_two_sides_are_offered_as_one_code(tables: CodeTables) -> None:
    (finding,) = found(tables, "sides-apart", "H2511", "H2512")
    assert finding.proposes == (Proposal("H2513", ("H2511", "H2512")),)


def test_the_modifiers_of_the_tables_are_known(tables: CodeTables) -> None:
    codes = Codes(lines=(Line("99213", ("25",)), Line("99213", ("ZZ",))))
    case = coding.case(tables, an_encounter(), codes, None, None, VISIT)
    told = [finding.where for finding in edits.findings(case) if finding.rule == "modifier-unknown"]
    assert told == ["lines.1.modifiers"]


def test_a_code_without_notes_gives_none(tables: CodeTables) -> None:
    case = coding.case(tables, an_encounter(), Codes((Diagnosis("NOCODE"),)), None, None)
    assert case.notes == {"NOCODE": ()}
