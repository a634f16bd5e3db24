"""Turns of phrase: what notes and laymen say in a way of their own, put into the words of the books.

Some stand for the book's words alone; beside others the query as it is written may be meant as well.
"""

import re
from collections.abc import Callable, Iterable

from queue_app.codesets.accidents import of_transport

PERHAPS = 0.985  # how much is thought of a turn beside the words as they are written
OF_SOME_DRUG = 0.9  # and of what some drug does, of which the one that was named may have a code itself

_Turn = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]

_BURNED = re.compile(r"\b(?:sun)?(?:burn|scald)", re.IGNORECASE)
_WEEKS = re.compile(r"\b(\d\d?) weeks?\b", re.IGNORECASE)
_FIRST_WEEKS, _SECOND_WEEKS, _LAST_WEEK = 14, 28, 42  # ICD-10-CM, chapter 15: 14 and 28 weeks 0 days
_RELATIVES = r"mother|father|m[ou]m|dad|parents?|sister|brother|siblings?|aunt|uncle|grand\w+"
_DRUGS = (  # classes, and what the names of a class end in
    r"antibiotics?|antipsychotics?|diuretics?|nsaids?|neuroleptics?|opi(?:oid|ate)s?"
    r"|(?:cortico)?steroids?|statins?|amiodarone|isoniazid|lithium|methotrexate|warfarin"
    r"|\w{2,}(?:azole|cillin|cycline|floxacin|micin|mycin|olol|parin|pril|sartan|statin|zepam|zolam)"
)


def _turn(pattern: str, to: str | Callable[[re.Match[str]], str]) -> _Turn:
    return re.compile(pattern, re.IGNORECASE), to


_SURE = (
    _turn(r"\b(?:f/h|fam(?:ily)?\.? (?:hx|h/o|hist(?:ory)?))(?= )(?: of\b)?", "fhx"),
    _turn(rf"\b(?:{_RELATIVES}) (?:had|has|died (?:of|from))\b", "fhx"),
    _turn(
        r"\b(?:p(?:ast )?(?:medical |m)?(?:hx|h/o)|pmh|past (?:medical )?hist(?:ory)?)\b(?: of\b)?", "hx of"
    ),
    _turn(r"\b(\d\d?)(?: ?\+ ?[0-6])? ?/ ?40\b", r"\1 weeks"),
    _turn(r"\b(\d\d?) ?(?:\+ ?[0-6]|w ?[0-6]d)\b(?: ?w(?:ee)?ks?\b)?", r"\1 weeks"),
    _turn(r"\b(\d\d?) ?wks?\b", r"\1 weeks"),
    _turn(r"\bstatus post\b", "s/p"),
    _turn(r",? (?:of |with )?(?:an )?unknown primary\b", ""),
    _turn(  # where they came from is another diagnosis
        r"\b(mets|metasta\w+|secondaries)\b(.*?),? (?:from|due to|secondary to)\b.*", r"\1\2"
    ),
)
_OF_BURNS = (
    _turn(
        r"\b(?:with )?blister(?:s|ed|ing)?\b|\b(?:partial|deep dermal)(?:[ -]thickness)?\b", "second degree"
    ),
    _turn(r"\bfull[ -]thickness\b", "third degree"),
    _turn(r"\bsuperficial\b(?! partial)", "first degree"),
)
_OF_SCALDS = (
    _turn(r"\bscald(?:ed|s|ing)?\b(?! skin)", "burn"),
    _turn(
        r" *\b(?:(?:by|with|from|in|on|of)(?: an?| the)? )?"
        r"(?:(?:hot|boiling)\b(?: \w+)?|kettle|oven|steam|stove)\b",
        " ",
    ),
)
_BONES = re.compile(r"\b(?:avn|\w*necrosis|osteomyel|patholog\w+ f|stress f)", re.IGNORECASE)
_OF_BONES = (  # the joint is said, the bone is coded
    _turn(r"\bhips?\b", "femur"),
    _turn(r"\bknees?\b", "tibia"),
    _turn(r"\belbows?\b", "humerus"),
    _turn(r"\bwrists?\b", "radius"),
)
_DISCS = re.compile(r"\bdis[ck]s?\b", re.IGNORECASE)
_OF_DISCS = (
    _turn(r"\b(?:in (?:the )?)?low(?:er)? back\b", "lumbar"),
    _turn(r"\b(?:in (?:the )?)?(?:upper|mid(?:dle)?) back\b", "thoracic"),
    _turn(r"\b(?:in (?:the )?)?neck\b", "cervical"),
)
_PERHAPS_OF = ((_BURNED, _OF_SCALDS), (_BONES, _OF_BONES), (_DISCS, _OF_DISCS))
_ANIMALS = r"bat|cat|cow|dog|ferret|hamster|horse|human|monkey|mouse|pig|rabbit|raccoon|rat|squirrel"
_BIT = r"bit(?:es?|ten)?"
_PERHAPS = (
    _turn(  # where somebody was bitten is named: the wound
        rf"\b(?:{_ANIMALS})s? {_BIT} (?=\w)|(?<=\w) {_BIT} by(?: an?| the)? (?:{_ANIMALS})\b", " open bite "
    ),
    _turn(r"\bprev(?:ious(?:ly)?)?\b", "history of"),
    _turn(r",? *\bruns in (?:the |my |his |her )?family\b", " hereditary "),
    _turn(r"^(.*?),? *\bruns in (?:the |my |his |her )?family\b", r"fhx \1"),
)
_BY_DRUGS = re.compile(
    rf"\b(?:{_DRUGS}|(?!chemo)[\w-]+(?=[ -]induced))(?:[ -](?:induced|related|associated))?\b", re.IGNORECASE
)
_OF_DRUGS = re.compile(r"\b(?:adverse|allerg|long|poison|overdose|od\b|toxic|underdos|use\b)", re.IGNORECASE)


def turned(query: str) -> dict[str, float]:
    """The query in the words of the books and in what they may be as well, by how much is thought of each."""
    query = _all(_SURE, query)
    if _BURNED.search(query):
        query = _all(_OF_BURNS, query)
    others = {pattern.sub(to, query): PERHAPS for pattern, to in _PERHAPS}
    for of, turns in _PERHAPS_OF:
        if of.search(query):
            others[_all(turns, query)] = PERHAPS
    if not _OF_DRUGS.search(query):
        others.setdefault(_BY_DRUGS.sub("drug", query), OF_SOME_DRUG)
    others[_WEEKS.sub(_trimester, query)] = 1.0
    return {of_transport(query): 1.0} | {text: worth for text, worth in others.items() if text != query}


def _all(turns: Iterable[_Turn], text: str) -> str:
    for pattern, to in turns:
        text = pattern.sub(to, text)
    return text


def _trimester(found: re.Match[str]) -> str:
    weeks = int(found[1])
    if weeks > _LAST_WEEK:
        return found[0]
    which = "first" if weeks < _FIRST_WEEKS else "second" if weeks < _SECOND_WEEKS else "third"
    return f"{which} trimester"
