"""Which encounter of an injury a query speaks of, as the seventh characters that stand for it.

ICD-10-CM, chapter 19, and the fractures of chapter 13: A to C for active treatment, D to R for healing, S for
the sequela; of open fractures there are two kinds (Gustilo I and II; III).
"""

import re
from collections.abc import Collection

from queue_app.codesets.words import stem

_NAMED = re.compile(r"[\s,]*\b7th ?(?:char(?:acter)? )?([a-hjkmnp-s])\b", re.IGNORECASE)
_TOLD = re.compile(
    r"[\s,]+(?:(init|initial)|subs|subseq|subsequent)\.?(?: enc\w*)?"
    r"(?: (for\b.*|w(?:ith)? \w*(?:heal|union)\w*))?\s*$",
    re.IGNORECASE,
)
_OPENED = re.compile(r"\bop(?:e)?n\b", re.IGNORECASE)
_THIRD_KIND = re.compile(r"\b(?:3|iii)[a-c]?\b", re.IGNORECASE)
_BY_HEALING = (
    (re.compile(r"\bdelay", re.IGNORECASE), "GHJ"),
    (re.compile(r"\bnon-?union", re.IGNORECASE), "KMN"),
    (re.compile(r"\bmalunion", re.IGNORECASE), "PQR"),
)
_ACTIVE, _ROUTINE = "ABC", "DEF"  # closed; open; open of the third kind

SUBSEQUENT, SEQUELA = stem("subsequent"), stem("sequela")
HEALING = {stem("routine"): "DEF", stem("delayed"): "GHJ", stem("nonunion"): "KMN", stem("malunion"): "PQR"}
_OPEN = stem("open")


def encounter(query: str) -> tuple[str, str]:
    """The query without what its end says of the encounter, and the character that means; "" if nothing."""
    if named := _NAMED.search(query):
        return _NAMED.sub(" ", query), named[1].upper()
    told = _TOLD.search(query)
    if not told:
        return query, ""
    of = told[2] or ""
    healing = next((letters for pattern, letters in _BY_HEALING if pattern.search(of)), _ROUTINE)
    kind = 0 if not _OPENED.search(of) else 2 if _THIRD_KIND.search(of) else 1
    return query[: told.start()], (_ACTIVE if told[1] else healing)[kind]


def sevenths(stems: Collection[str]) -> str:
    """The characters that words anywhere in a query may mean; the first encounter's is always one."""
    healing = "".join(letters for one, letters in HEALING.items() if one in stems)
    again = "D" if not healing and SUBSEQUENT in stems else ""
    opened = "BC" + "EF" * bool(again) if _OPEN in stems else ""
    return "A" + again + opened + healing + "S" * (SEQUELA in stems)
