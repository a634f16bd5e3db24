"""The doors: every route there is, and who may come through it."""

from queue_app.web.openapi import PARAMETER
from tests.people import ADA, BEA, EVERYBODY, FEED, LENA, MARIA, OMAR, TOM

ANYBODY = None
SIGNED_IN = frozenset(EVERYBODY)
CODERS = frozenset({MARIA, TOM})

DOORS = {
    # route                            who may
    "GET /": SIGNED_IN,
    "GET /nothing-here": frozenset(),
    "GET /sign-in": ANYBODY,
    "POST /sign-in": ANYBODY,
    "POST /sign-out": SIGNED_IN,
    "GET /signed-in": SIGNED_IN,
    "GET /password": SIGNED_IN,
    "POST /password": SIGNED_IN,
    "GET /healthz": ANYBODY,
    "GET /readyz": ANYBODY,
    "GET /openapi.json": ANYBODY,
    "GET /static/<path:filename>": ANYBODY,
    "GET /coder": CODERS,
    "POST /coder/next": CODERS,
    "GET /encounters/<encounter_id>": SIGNED_IN,
    "POST /encounters/<encounter_id>/<verb>": SIGNED_IN,
    "GET /encounters/<encounter_id>/documents": SIGNED_IN,
    "POST /encounters/<encounter_id>/documents/read": SIGNED_IN,
    "GET /encounters/<encounter_id>/documents/texts": SIGNED_IN,
    "GET /encounters/<encounter_id>/documents/<int:place>": SIGNED_IN,
    "GET /encounters/<encounter_id>/drg": SIGNED_IN,
    "GET /encounters/<encounter_id>/hcc": SIGNED_IN,
    "GET /encounters/<encounter_id>/documents/<int:place>/compare": SIGNED_IN,
    "GET /encounters/<encounter_id>/earlier": SIGNED_IN,
    "GET /encounters/<encounter_id>/suggestions": SIGNED_IN,
    "POST /encounters/<encounter_id>/suggestions": SIGNED_IN,
    "GET /encounters/<encounter_id>/notes": SIGNED_IN,
    "POST /encounters/<encounter_id>/notes": SIGNED_IN,
    "GET /codes": CODERS | {LENA, ADA},
    "GET /codes/search": SIGNED_IN,
    "GET /codes/usual": SIGNED_IN,
    "POST /codes/favourites": SIGNED_IN,
    "GET /sets": CODERS | {LENA, OMAR},
    "POST /sets": CODERS | {LENA, OMAR},
    "POST /sets/again": CODERS | {LENA, OMAR},
    "POST /sets/<set_id>": CODERS | {LENA, OMAR},
    "POST /sets/<set_id>/delete": CODERS | {LENA, OMAR},
    "GET /codes/book": SIGNED_IN,
    "GET /codes/book/<system>": SIGNED_IN,
    "GET /codes/book/<system>/<code>": SIGNED_IN,
    "GET /codes/index/<book>": SIGNED_IN,
    "GET /supervisor": {LENA},
    "GET /supervisor/numbers": {LENA},
    "GET /supervisor/encounters": {LENA, BEA},
    "POST /supervisor/encounters": {LENA, BEA},
    "GET /supervisor/encounters.csv": {LENA, BEA},
    "GET /supervisor/suggestions": {LENA},
    "GET /supervisor/suggestions.csv": {LENA},
    "GET /review": {OMAR},
    "GET /review/review.csv": {OMAR},
    "GET /billing": {LENA, BEA},
    "GET /billing/files.csv": {LENA, BEA},
    "GET /billing/aside.csv": {LENA, BEA},
    "GET /intake": {LENA, ADA},
    "GET /intake/unreadable.csv": {LENA, ADA},
    "POST /intake": {LENA, ADA, FEED},
    "POST /intake/forget": {LENA, ADA},
    "GET /directories": {LENA, ADA, BEA},
    "GET /directories/<kind>": {LENA, ADA, BEA},
    "GET /directories/providers/search": SIGNED_IN,
    "POST /directories/<kind>": {LENA, ADA},
    "GET /directories/<kind>.csv": {LENA, ADA, BEA},
    "GET /directories/missing.csv": {LENA, ADA, BEA},
    "GET /people": {ADA},
    "GET /people/people.csv": {ADA},
    "POST /people": {ADA},
    "POST /people/<person_id>": {ADA},
    "POST /people/<person_id>/revoke": {ADA},
    "POST /people/<person_id>/close": {ADA},
    "POST /people/<person_id>/open": {ADA},
}
FILLED_IN = {
    "encounter_id": "e1",
    "place": "1",
    "verb": "claim",
    "kind": "payer",
    "person_id": "tom",
    "filename": "icon.svg",
    "system": "icd10cm",
    "code": "J18.9",
    "book": "index",
    "set_id": "s1",
}


def address(door):
    """Method and path, with something put in for each part that varies."""
    method, path = door.split()
    return method, PARAMETER.sub(lambda part: FILLED_IN[part[1]], path)
