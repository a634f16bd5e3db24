"""Edits of what the notes of the tabular list ask."""

from typing import Any

from queue_app.domain.edits.finding import Note, Proposal
from tests.domain.edits.builders import clinic, dx
from tests.domain.edits.expectations import quiet, said, told


def noted(code: str, kind: str, text: str, at: str = "") -> dict[str, Any]:
    """The case with one note, at that diagnosis or a heading above it."""
    return {"notes": {code: (Note(at or code[:3], kind, text),)}}


OTHER_INFLUENZA = noted("J101", "excludes1", "influenza of unidentified virus (J11.-)")
BOTH_WAYS: dict[str, Any] = {
    "notes": OTHER_INFLUENZA["notes"] | {"J111": (Note("J11", "excludes1", "(J10.-)"),)}
}
CAUSE = noted("G63", "code_first", "underlying disease, such as:\namyloidosis (E85.-)\ngout (M10.-)")
IF_ANY = noted("A419", "code_first", ", if applicable, sepsis after a procedure (T81.44-)")
SMOKING = noted("J449", "use_additional", "code to identify:\ntobacco use (Z72.0)\ndependence (F17.-)")
STAGE = noted("I120", "use_additional", "code to identify the stage (N18.5, N18.6)")
WEIGHT = noted("E669", "use_additional", "code to identify body mass index (BMI), if known (Z68.-)")
MANIFESTATION: dict[str, Any] = {
    "facts": {"G63": {"title": "Polyneuropathy in diseases classified elsewhere"}}
}
ORGANISM: dict[str, Any] = {
    "facts": {"B951": {"title": "Streptococcus as the cause of diseases classified elsewhere"}}
}
KNOWN: dict[str, Any] = {"facts": {"Z720": {}}}
CATARACTS: dict[str, Any] = {"facts": {"H2513": {"title": "Age-related nuclear cataract, bilateral"}}}
NO_SIDES: dict[str, Any] = {"facts": {"J153": {"title": "Pneumonia due to streptococcus, group B"}}}

# fmt: off
SPEAKS = [
    told("excludes1", "J101 J111", 1, "exclude each other (note at J10): keep the right one",
         **OTHER_INFLUENZA),
    told("excludes1", "J111 J101", 1, "or say why the two are unrelated.", **OTHER_INFLUENZA),
    told("excludes1", "J101 J111", 1, "exclude each other", **BOTH_WAYS),
    told("manifestation-first", "G63 E8589", 0, "put the disease behind it before it.", **MANIFESTATION),
    told("code-first", "I10 G63 E8589", 1, "move E85.89 at position 3 before it.", **CAUSE),
    told("use-additional", "J449", 0, "(note at J44): Z72.0, F17.", **SMOKING),
    told("use-additional", "I120", 0, "where the record supports it (note at I12): N18.5, N18.6.", **STAGE),
    told("sides-apart", "H2511 H2512", 1, "replace them by H25.13, bilateral.", **CATARACTS),
]
SILENT = [
    quiet("excludes1", "J101 J209", "the note does not name it", **OTHER_INFLUENZA),
    quiet("excludes1", "J101", "it is alone", **OTHER_INFLUENZA),
    quiet("manifestation-first", "E8589 G63", "it follows", **MANIFESTATION),
    quiet("manifestation-first", "B951", "organism-first says it", **ORGANISM),
    quiet("code-first", "E8589 G63", "the cause comes first", **CAUSE),
    quiet("code-first", "E8589 G63 M109", "a cause comes first", **CAUSE),
    quiet("code-first", "G63 I10", "no cause is listed", **CAUSE),
    quiet("code-first", "A419 T8144XA", "the note says “if applicable”", **IF_ANY),
    quiet("use-additional", "J449 F17210", "one of them is there", **SMOKING),
    quiet("use-additional", "E669", "it says “if known” and names no single code", **WEIGHT),
    quiet("sides-apart", "H2511 H2511", "it is one side", **CATARACTS),
    quiet("sides-apart", "H2511 H2512", "there is no code for both"),
    quiet("sides-apart", "J151 J152", "they are no sides", **NO_SIDES),
]
# fmt: on


def test_additional_codes_that_exist_are_offered() -> None:
    (finding,) = said("use-additional", clinic(diagnoses=dx("J449"), **SMOKING, **KNOWN))
    assert finding.proposes == (Proposal("Z720"),)


def test_additional_codes_that_do_not_exist_are_not_offered() -> None:
    (finding,) = said("use-additional", clinic(diagnoses=dx("J449"), **SMOKING))
    assert finding.proposes == ()


def test_the_code_of_both_sides_is_offered() -> None:
    (finding,) = said("sides-apart", clinic(diagnoses=dx("H2511", "H2512"), **CATARACTS))
    assert finding.proposes == (Proposal("H2513", ("H2511", "H2512")),)


def test_a_note_above_two_diagnoses_is_told_once_and_at_the_first() -> None:
    (note,) = SMOKING["notes"]["J449"]
    case = clinic(diagnoses=dx("I10", "J441", "J449"), notes={"J441": (note,), "J449": (note,)})
    assert [finding.where for finding in said("use-additional", case)] == ["diagnoses.1"]
