"""Edits that hold the codes against what the documents say."""

from dataclasses import replace
from typing import Any

from queue_app.domain.codes import Carried, Evidence
from queue_app.domain.edits.finding import Proposal
from queue_app.domain.encounter import Document
from queue_app.domain.grouping import Mark
from tests.domain.edits.builders import clinic, dx, inpatient
from tests.domain.edits.expectations import Speaks, quiet, said, told

EARS: dict[str, dict[str, Any]] = {
    "H6690": {"title": "Otitis media, unspecified, unspecified ear"},
    "H6691": {"title": "Otitis media, unspecified, right ear"},
    "H6693": {"title": "Otitis media, unspecified, bilateral"},
    "H9201": {"title": "Otalgia, right ear"},
}


def read(*suggested: str) -> dict[str, Any]:
    return {"suggested": frozenset(suggested), "facts": EARS}


def gone(*stale: str) -> dict[str, Any]:
    return {"stale": frozenset(stale)}


def carried(code: str, *words_from: str, **more: Any) -> dict[str, Any]:
    """The code is from an earlier encounter and has words of these documents; `note` is one of this one's."""
    return {
        "carried": (Carried(code, "e0"),),
        "documents": (Document(id="note", type="Progress note"),),
        "evidence": tuple(Evidence(each, 1, 0, 0, 4, "Told", code) for each in words_from),
        **more,
    }


# fmt: off
SPEAKS = [
    told("side-in-the-record", "I10 H6690", 1, "use H66.91.", **read("H6691", "I10")),
    told("diabetes-drug-missing", "I10 E1165", 1, "takes insulin, as the documents say: add Z79.4.",
         **read("Z794")),
    told("evidence-gone", "I10 E119", 0, "are not in the newest documents", **gone("I10")),
    Speaks("evidence-gone", inpatient(**gone("0BJ08ZZ")), "procedures.0", "0BJ08ZZ"),
    told("evidence-changed", "I10 E119", 1, "Look whether it still holds", **gone("E119")),
    told("carried-forward", "J069 E119", 1, "mark the words of this one's documents", **carried("E119")),
    told("carried-forward", "E119", 0, "say why it stands", **carried("E119", "another")),
    told("carried-forward", "E119", 0, "E11.9", **carried("E119", "note", **gone("E119"))),
    Speaks("evidence-changed", clinic(**gone("99213")), "lines.0", "99213"),
]
SILENT = [
    quiet("side-in-the-record", "H6690", "the documents were not read", facts=EARS),
    quiet("side-in-the-record", "H6690", "they tell the side of something else", **read("H9201")),
    quiet("side-in-the-record", "H6690", "both ears are another code's to say", **read("H6693")),
    quiet("side-in-the-record", "H6691", "the side is coded", **read("H6691")),
    quiet("diabetes-drug-missing", "E1165", "no drug is spoken of", **read("I10")),
    quiet("diabetes-drug-missing", "E1165 Z794", "it is coded", **read("Z794")),
    quiet("diabetes-drug-missing", "E1065", "type 1 always needs it", **read("Z794")),
    quiet("diabetes-drug-missing", "I10", "there is no diabetes", **read("Z794")),
    quiet("evidence-gone", "I10 E119", "of other diagnoses it is only told", **gone("E119")),
    quiet("evidence-gone", "I10 E119", "its words are there"),
    quiet("evidence-changed", "I10 E119", "the first diagnosis stops submit", **gone("I10")),
    quiet("evidence-changed", "I10 E119", "their words are there"),
    quiet("carried-forward", "E119", "it was coded here"),
    quiet("carried-forward", "J069 E119", "a present document says it", **carried("E119", "another", "note")),
]
# fmt: on


def test_the_code_with_the_side_is_offered_in_the_place_of_the_other() -> None:
    (finding,) = said("side-in-the-record", told("", "H6690", 0, "", **read("H6691")).case)
    assert finding.proposes == (Proposal("H6691", ("H6690",)),)


def test_the_code_editor_says_nothing_of_a_side_that_the_documents_tell() -> None:
    case = inpatient(diagnoses=dx("H6690"), mce=(Mark("UNSPECIFIED", "diagnoses.0", ""),), **read("H6691"))
    assert said("mce-side-unspecified", case) == []
    assert said("mce-side-unspecified", replace(case, suggested=frozenset())) != []
