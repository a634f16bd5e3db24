"""Finding codes in the tables that the packages make."""

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_app.codesets.database import DATA
from queue_app.codesets.search import MOST, Found
from queue_app.codesets.tables import CodeTables
from queue_app.domain.codes import System
from tests.codesets.builders import IN_2026, known, make_tables


def codes(found: list[Found]) -> list[str]:
    return [one.code for one in found]


@pytest.mark.parametrize(
    "query, code",
    [
        ("pneumonia", "J189"),
        ("chest pain", "R079"),
        ("pain chest", "R079"),
        ("htn", "I10"),
        ("high blood pressure", "I10"),
        ("type 2 diabetes", "E119"),
        ("dm2", "E119"),
        ("t1dm w dka", "E1010"),
        ("copd", "J449"),
        ("chf", "I509"),
        ("uti", "N390"),
        ("heart attack", "I219"),
        ("afib", "I4891"),
        ("ckd4", "N184"),
        ("sob", "R0602"),
        ("n/v", "R112"),
        ("fracture femur left", "S7292XA"),
        ("hip fx left", "S72002A"),
        ("sepsis", "A419"),
        ("appendicitis", "K37"),
        ("asthma", "J45909"),
        ("gerd", "K219"),
        ("pneu unsp org", "J189"),
        ("J18.9", "J189"),
        ("j189", "J189"),
        ("Fractures of the femur, left", "S7292XA"),
        ("chf exac", "I509"),
        ("dm2 w neuropathy", "E1140"),
        ("heart att", "I219"),
        ("ringing in the ears", "H9319"),
        ("broken left collarbone", "S42002A"),
        ("anaemia", "D649"),
        ("varricose veins", "I8390"),
        ("Nondisp fx of lateral malleolus of r fibula, init", "S8264XA"),
        ("migraine without aura", "G43009"),
        ("diverticulitis large intestine with abscess", "K5720"),
        ("finger fracture", "S62609A"),  # not a pathological one
        ("renal cyst", "N281"),  # not a congenital one
        ("endometrial carcinoma", "C541"),
        ("laryngeal cancer", "C329"),
        ("testicular mass", "N5089"),
        ("history of gout", "Z8739"),
        ("swelling of eyelid", "H02849"),
    ],
)
def test_the_code_a_coder_wants_is_on_top(tables: CodeTables, query: str, code: str):
    assert codes(tables.search(System.ICD10CM, query, IN_2026))[0] == code


@pytest.mark.parametrize(
    "system, query, code",
    [
        (System.ICD10PCS, "lap chole", "0FT44ZZ"),
        (System.ICD10PCS, "TKR left", "0SRD0J9"),
        (System.ICD10PCS, "low transverse c-section", "10D00Z1"),
        (System.ICD10PCS, "EGD", "0DJ08ZZ"),
        (System.HCPCS, "rocephin", "J0696"),
        (System.HCPCS, "outpatient clinic visit", "G0463"),
        (None, "99213", "99213"),
        (None, "ketorolac", "J1885"),
    ],
)
def test_procedures_and_services_are_found_by_the_words_people_use(
    tables: CodeTables, system: System | None, query: str, code: str
):
    assert codes(tables.search(system, query, IN_2026))[0] == code


def test_the_beginning_of_a_code_brings_it_and_what_is_below_in_the_order_of_the_book(tables: CodeTables):
    found = tables.search(System.ICD10CM, "J18", IN_2026)
    assert codes(found)[:6] == ["J18", "J180", "J181", "J182", "J188", "J189"]
    assert [one.billable for one in found[:2]] == [False, True]


def test_a_procedure_is_found_by_the_beginning_of_its_code_without_any_title(tables: CodeTables):
    found = tables.search(System.ICD10PCS, "0DTJ", IN_2026)
    assert "0DTJ7ZZ" in codes(found) and all(code.startswith("0DTJ") for code in codes(found))


def test_a_code_that_ended_is_shown_after_the_good_ones_and_marked(tables: CodeTables):
    found = tables.search(System.ICD10CM, "multiple sclerosis", IN_2026, 100)
    assert found[0].code == "G35D"
    assert [one.valid for one in found if one.code == "G35"] == [False]
    before = tables.search(System.ICD10CM, "multiple sclerosis", date(2025, 6, 1))
    assert (before[0].code, before[0].valid) == ("G35", True)


def test_an_answer_says_which_term_matched(tables: CodeTables):
    best = tables.search(System.ICD10CM, "classical cholera", IN_2026)[0]
    assert (best.code, best.matched) == ("A000", "Classical cholera")


def test_a_word_that_nobody_knows_does_not_hide_the_rest(tables: CodeTables):
    assert codes(tables.search(System.ICD10CM, "pneumonia qqqqqq", IN_2026))[0] == "J189"


def test_one_word_too_many_is_given_up(tables: CodeTables):
    found = tables.search(System.ICD10CM, "appendicitis zebrafish left", IN_2026)
    assert all("ppendic" in one.matched for one in found[:3])


def test_no_code_is_shown_twice_and_the_limit_is_kept(tables: CodeTables):
    found = tables.search(None, "fracture", IN_2026, 50)
    assert len(set(codes(found))) == len(found) == 50
    assert len(tables.search(None, "fracture", IN_2026, 10_000)) <= MOST
    assert tables.search(None, "fracture", IN_2026, -1) == []


@pytest.mark.parametrize(
    "query",
    [
        "",
        "   ",
        "\x00",
        "\ud800",
        "💊🦴",
        "‮txet‬",
        "'; DROP TABLE codes; --",
        '"',
        '"pneumonia" OR NOT NEAR(a b, 5) AND {x}:y*',
        "*",
        "^pneumonia",
        "-",
        "%_[",
        "of the",
        "(" * 500,
        "pneumonia " * 1_000,
        "a" * 10_000,
        "left right " * 1_000,
        "ﬁbrosis İstanbul ß",
        "٣",
        "?!" * 200,
        "a*b+c?(d|e)[f]{2}\\1^$",
        "NEAR/2 AND OR NOT",
        "% _ ' \" ; -- /* */",
        "with of and the " * 12,
        "-" * 10_000,
    ],
)
def test_a_strange_query_gets_an_answer_or_none_and_never_an_error(tables: CodeTables, query: str):
    for system in (None, *System):
        assert isinstance(tables.search(system, query, IN_2026), list)


@given(query=st.text(max_size=60))
def test_no_text_breaks_the_search(code_tables: Path, query: str):
    assert isinstance(CodeTables(code_tables).search(None, query, IN_2026), list)


def test_a_whole_word_is_likelier_than_the_beginning_of_one(tmp_path: Path):
    path = make_tables(
        tmp_path / "codes.sqlite", known("A01", "Ache, hippus"), known("A02", "Ache in the hip")
    )
    assert codes(CodeTables(path).search(System.ICD10CM, "hip ache", IN_2026)) == ["A02", "A01"]


def test_a_lay_word_is_read_as_what_it_stands_for_and_as_it_is_written(tmp_path: Path):
    path = make_tables(
        tmp_path / "codes.sqlite",
        known("A01", "Grumpy cough"),
        known("A02", "Syndrome of gc"),
        shorthand=[("gc", "=; grumpy cough")],
    )
    assert codes(CodeTables(path).search(System.ICD10CM, "GC", IN_2026)) == ["A01", "A02"]


def test_a_slip_is_mended_even_where_the_word_could_be_a_form_of_another(tables: CodeTables):
    found = codes(tables.search(System.ICD10CM, "migrane", IN_2026, 5))  # which could be of migrans
    assert {code[:3] for code in found} == {"G43"}


def test_every_name_of_our_list_is_of_a_code_that_there_is(tables: CodeTables):
    with (DATA / "names.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    known = tables.facts((System.ICD10CM, row["code"]) for row in rows)
    assert [row["code"] for row in rows if (System.ICD10CM, row["code"]) not in known] == []
    assert all(name == name.strip().lower() != "" for row in rows for name in row["names"].split("|"))


def test_every_site_of_metastases_is_of_codes_that_there_are(tables: CodeTables):
    with (DATA / "secondary.csv").open(newline="") as file:
        sites = [(System.ICD10CM, code) for row in csv.DictReader(file) for code in row.values()]
    assert set(sites) - tables.facts(sites).keys() == set()
