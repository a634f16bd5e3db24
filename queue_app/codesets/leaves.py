"""The codes a term may stand for on a day: itself, and the billable ones below it."""

import json
import re
from collections.abc import Iterable
from datetime import date
from itertools import chain
from typing import NamedTuple

from queue_app.codesets.encounters import HEALING, SEQUELA, SUBSEQUENT, sevenths
from queue_app.codesets.lexicon import Lexicon
from queue_app.codesets.reading import Reading
from queue_app.codesets.words import BILATERAL, ONE_SIDE, SIDES, stem

HEADINGS = 8  # whose billable codes are looked at
BELOW_ONE = 30  # codes looked at below one heading

WRONG_SIDE, A_SIDE = 0.15, 0.03  # what it costs to be of the other side, or of one where none was asked for
CONTRARY = 0.06  # to say the contrary of a word that was asked, and not the word itself
LATER = 0.12  # to be a later encounter
RARE = 0.05  # to stand in a chapter that is seldom meant
MALE = 0.006  # to be for men only where nobody said so: the other one is ten times likelier
SELDOM = 0.03  # to be of the rarer kind where nobody said so
HEADING, NOT_VALID = 0.08, 0.08

_OTHER, _MALE = stem("other"), stem("male")
_SELDOM = frozenset(
    map(stem, ("pathological", "congenital", "rheumatic", "family", "recurrent", "bypass", "carcinoid"))
)
_SELDOM |= {stem("classified")}  # elsewhere: what underlies it would have been named
_FETUS, _OF_A_FETUS = stem("fetus"), frozenset("123459")  # which one of several, as a seventh character
_RARE = re.compile(
    r"(?P<pregnancy>O)|(?P<newborn>P)|(?P<cause>[V-Y])|(?P<poisoning>T(?:3[6-9]|[45]\d|6[0-5]))"
    r"|(?P<history>Z8[0-7]|Z15)|(?P<screening>Z1[1-3])"
)
_SAID = {  # one of these words, and the chapter may well be meant
    "pregnancy": "abortion antepartum delivery eclampsia ectopic fetal fetus gestation gestational labor"
    " maternal miscarriage obstetric obstetrical placenta postpartum preeclampsia pregnant trimester",
    "newborn": "birth fetal fetus neonatal newborn perinatal premature prematurity preterm",
    "cause": "accident activity assault bite bitten caught collision contact crash cyclist driver exposure"
    " fall fell firearm injured occupant overexertion passenger pedestrian place struck stung",
    "poisoning": "accidental adverse effect ingestion intentional overdose poisoning toxic underdosing",
    "history": "family genetic history personal susceptibility",
    "screening": "encounter exam screening",
}
_SAYING = {kind: frozenset(map(stem, said.split())) for kind, said in _SAID.items()}

_COLUMNS = """code, title, billable, ifnull(valid_from <= :on, 1) AND ifnull(:on <= valid_to, 1) AS valid,
    telling, every, open"""
_THEMSELVES = f"""
SELECT {_COLUMNS} FROM titles WHERE system = :system AND code IN (SELECT value FROM json_each(:codes))
"""  # nosec B608
_BELOW = f"""
SELECT {_COLUMNS} FROM titles
WHERE system = :system AND code > :code AND code < :code || '~' AND billable AND valid
    AND seventh IN (SELECT value FROM json_each(:sevenths))
ORDER BY instr(' ' || every || ' ', :side) = 0, cost LIMIT :limit
"""  # nosec B608


class Leaf(NamedTuple):
    """A code with what its title says beside what was asked."""

    code: str
    title: str
    billable: bool
    valid: bool
    hits: frozenset[str]  # stems of the title that were asked for
    unasked: frozenset[str]  # telling ones that were not
    leaves_open: bool  # for those who said no more
    other: bool  # for what has no code of its own, and nobody asked for that
    cost: float


def leaves(lexicon: Lexicon, reading: Reading, on: date, codes: Iterable[str]) -> dict[str, list[Leaf]]:
    """What each of the codes, likeliest first, may stand for. A heading also stands for itself."""
    codes = list(dict.fromkeys(codes))
    letters = reading.seventh or sevenths(reading.stems)
    longer = {one: [f"{one:X<6}{letter}" for letter in letters if len(one) < 7] for one in codes}
    given = {
        "system": lexicon.system,
        "codes": json.dumps([*codes, *chain.from_iterable(longer.values())]),
        "on": on.isoformat(),
        "sevenths": json.dumps(["", *letters]),
        "side": next((f" {one} " for one in (BILATERAL, *ONE_SIDE) if one in reading.stems), ""),
        "limit": BELOW_ONE,
    }
    every = {row[0]: _leaf(lexicon, reading, *row) for row in lexicon.tables.execute(_THEMSELVES, given)}
    found = {
        one: [every[each] for each in (one, *longer[one]) if each in every] for one in codes if one in every
    }
    headings = [one for one, [it, *below] in found.items() if not below and not (it.billable and it.valid)]
    for code in headings[:HEADINGS]:
        below = lexicon.tables.execute(_BELOW, given | {"code": code})
        found[code] += [_leaf(lexicon, reading, *row) for row in below]
    return found


def _leaf(
    lexicon: Lexicon,
    reading: Reading,
    code: str,
    title: str,
    billable: int,
    valid: int,
    telling: str,
    said: str,
    leaves_open: int,
) -> Leaf:
    every = frozenset(said.split())
    cost = HEADING * (not billable) + NOT_VALID * (billable and not valid) + _side(reading, every)
    if lexicon.system == "icd10cm":
        cost += _rarity(reading, code, every)
    return Leaf(
        code=code,
        title=title,
        billable=bool(billable),
        valid=bool(valid),
        hits=every & reading.stems,
        unasked=frozenset(telling.split()) - reading.stems,
        leaves_open=bool(leaves_open),
        other=_OTHER in every and _OTHER not in reading.stems,
        cost=cost,
    )


def _side(reading: Reading, every: frozenset[str]) -> float:
    has, asked = every & SIDES, reading.sides
    if not has or BILATERAL in has & asked:
        return 0.0
    if BILATERAL in asked:
        return A_SIDE
    return 0.0 if has & asked else WRONG_SIDE if asked else A_SIDE


def _rarity(reading: Reading, code: str, every: frozenset[str]) -> float:
    asked = reading.seventh or not reading.stems.isdisjoint((SUBSEQUENT, *HEALING))
    later = (SUBSEQUENT in every and not asked) + (SEQUELA in every - reading.stems and not reading.seventh)
    chapter = _RARE.match(code)
    rare = chapter is not None and _SAYING[chapter.lastgroup or ""].isdisjoint(reading.stems)
    return (
        LATER * later
        + RARE * rare
        + MALE * (_MALE in every and _MALE not in reading.stems)
        + SELDOM * (not (_SELDOM & every).issubset(reading.stems))
        + SELDOM * (code[0] == "O" and code[6:] in _OF_A_FETUS and _FETUS not in reading.stems)
        + CONTRARY
        * any(one not in every and not others.isdisjoint(every) for one, others in reading.contraries)
    )
