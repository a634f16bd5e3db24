"""Codes as they are typed into a page and as programs send them, row by row."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from queue_app.domain import evidence
from queue_app.domain.codes import (
    NO_ABSTRACT,
    Abstract,
    Carried,
    Codes,
    Diagnosis,
    Evidence,
    Line,
    Override,
    Procedure,
    bare,
)
from queue_app.domain.edits import overrides
from queue_app.domain.errors import Malformed, TooLarge
from queue_app.domain.passage import Passage
from queue_app.web.forms import Given, day, decoded, number, objects, typed, whole, words

LONGEST_CODE = 20
LONGEST_NAME = 600  # of a rule, or of the codes that a finding is about
LONGEST_ID = 64  # as in FHIR
WORDS_OF_ABSTRACT = tuple(name for name, blank in vars(NO_ABSTRACT).items() if blank == "")


def codes(told: Given) -> Codes:
    """The codes, as they are billed; rows without a code are blank rows."""
    sent = told.get("codes") or {}
    if not isinstance(sent, Mapping):
        raise Malformed("The field codes must be an object with diagnoses, procedures and lines.")
    listed = Codes(
        diagnoses=tuple(
            Diagnosis(_code(row), str(row.get("poa") or "").strip().upper()[:1])
            for row in _list(sent, "diagnoses")
        ),
        procedures=tuple(
            Procedure(_code(row), day(row, f"Procedure {number}"), _word(row, "provider"))
            for number, row in enumerate(_list(sent, "procedures"), 1)
        ),
        lines=tuple(_line(row, f"Line {number}") for number, row in enumerate(_list(sent, "lines"), 1)),
        overrides=_overrides(sent),
        evidence=_evidence(sent),
        carried=_carried(sent),
        abstract=_abstract(sent),
    )
    return listed.settled()


def fields(listed: Codes) -> Iterator[tuple[str, str]]:
    """The same codes as the fields of a form that `codes` reads: name and value of each."""
    for part, rows in vars(listed).items():
        for at, row in enumerate(rows if isinstance(rows, tuple) else (rows,)):
            yield from ((f"codes.{part}[{at}].{name}", typed(told)) for name, told in vars(row).items())


def _overrides(sent: Given) -> tuple[Override, ...]:
    """Of each warning the last reason that was given; a blank one takes it back."""
    reasons: dict[tuple[str, str], str] = {}
    for row in objects(sent, "overrides"):
        rule, about, reason = (" ".join(str(row.get(name) or "").split()) for name in Override.__match_args__)
        if not rule or max(len(rule), len(about)) > LONGEST_NAME:
            raise Malformed("An override names the rule and what it is about, as the finding has them.")
        if len(reason) > overrides.LONGEST:
            raise TooLarge(f"A reason may have {overrides.LONGEST} characters.")
        reasons[rule, about] = "" if reason == overrides.UNANSWERED else reason
    return tuple(Override(*named, reason) for named, reason in reasons.items() if reason)


def _evidence(sent: Given) -> tuple[Evidence, ...]:
    """The passages that codes stand on, each once."""
    rows = objects(sent, "evidence")
    if len(rows) > evidence.MOST:
        raise TooLarge(f"An encounter may have {evidence.MOST} passages of evidence.")
    found = (Evidence(**vars(_passage(row)), about=bare(str(row.get("about") or ""))) for row in rows)
    return tuple(dict.fromkeys(found))


def _carried(sent: Given) -> tuple[Carried, ...]:
    """Of each code that was carried forward the encounter it is from."""
    found = {}
    for row in objects(sent, "carried"):
        encounter = str(row.get("encounter") or "")
        if not encounter.isalnum() or len(encounter) > LONGEST_NAME:
            raise Malformed("A code that was carried forward names the encounter it is from by its id.")
        found[bare(str(row.get("about") or ""))] = encounter
    return tuple(Carried(*one) for one in found.items())


def passages(told: Given, most: int) -> tuple[Passage, ...]:
    """A list of passages, in a form its JSON; each once."""
    sent = told.get("passages") or []
    rows = decoded(sent) if isinstance(sent, str) else sent
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise Malformed("The field passages must be a list of objects.")
    if len(rows) > most:
        raise TooLarge(f"The field passages may have {most} rows.")
    return tuple(dict.fromkeys(map(_passage, rows)))


def _passage(row: Given) -> Passage:
    text = str(row.get("text") or "").replace("\r\n", "\n")  # as a form sends it
    if len(text) > evidence.LONGEST:
        raise TooLarge(f"A passage may have {evidence.LONGEST} characters: mark the words that matter.")
    version, section, start, end = (number(row, name) for name in ("version", "section", "start", "end"))
    document = str(row.get("document") or "")
    if not text or end - start != len(text) or not 0 < len(document) <= LONGEST_NAME:
        raise Malformed("A passage names its document; from `start` to before `end` is as long as `text`.")
    return Passage(document, version, section, start, end, text)


def _abstract(sent: Given) -> Abstract:
    """One object, or the one row of a form."""
    told = sent.get("abstract") or {}
    told = told[0] if isinstance(told, list) and told else told
    if not isinstance(told, Mapping):
        raise Malformed("The field codes.abstract must be an object.")
    return Abstract(
        **{name: _word(told, name) for name in WORDS_OF_ABSTRACT}
        | {"admitting_diagnosis": _code({"code": told.get("admitting_diagnosis")})},
        visit_reasons=_bare_codes(told.get("visit_reasons")),
        birth_weight=whole(told.get("birth_weight"), "Birth weight", 0),
    )


def _bare_codes(value: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_code({"code": word}) for word in words(value)))


def _word(row: Given, name: str) -> str:
    """A short code of the claim's, or the id of a provider."""
    word = " ".join(str(row.get(name) or "").split())
    if len(word) > LONGEST_ID:
        raise Malformed(f"The field {name} may have {LONGEST_ID} characters.")
    return word


def _line(row: Given, name: str) -> Line:
    return Line(
        code=_code(row),
        modifiers=tuple(word[:10] for word in words(row.get("modifiers"))),
        units=whole(row.get("units"), f"{name}: units", 1),
        charge=_cents(row, name),
        on=day(row, name),
        pointers=tuple(pointer for word in words(row.get("pointers")) for pointer in _pointers(word, name)),
        place=_word(row, "place"),
        rendering=_word(row, "rendering"),
    )


def _list(sent: Given, field: str) -> list[Given]:
    return [row for row in objects(sent, field) if _code(row)]


def _code(row: Given) -> str:
    code = bare(str(row.get("code") or ""))
    if len(code) > LONGEST_CODE:
        raise Malformed(f"A code has at most {LONGEST_CODE} characters.")
    return code


def _pointers(word: str, name: str) -> list[int]:
    """From "2", "B" or "AB": letters as on the paper form, A for the first diagnosis."""
    if re.fullmatch(r"\d{1,2}", word):
        return [int(word)]
    if re.fullmatch(r"[A-Z]{1,12}", word):
        return [ord(letter) - ord("A") + 1 for letter in word]
    raise Malformed(f"{name}: point to diagnoses by number or letter, such as 1 2 or A B.")


def _cents(row: Given, name: str) -> int:
    if "charge_dollars" not in row:
        return whole(row.get("charge"), f"{name}: charge", 0)
    typed = re.sub(r"[$,\s]", "", str(row["charge_dollars"]))
    if not re.fullmatch(r"\d{0,9}(\.\d{0,2})?", typed, re.ASCII):
        raise Malformed(f"{name}: write the charge in dollars, such as 125.50.")
    return int(Decimal(f"0{typed}") * 100)
