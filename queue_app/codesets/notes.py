"""The notes of the tabular list that hold for diagnoses: their own, and those of every heading above them."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable

from queue_app.domain.codes import bare
from queue_app.domain.edits.finding import Note

_CATEGORY, _WHOLE = 3, 7  # characters of the shortest and of the longest code


def notes(
    tables: sqlite3.Connection, codes: Iterable[str], kinds: Iterable[str] = ()
) -> dict[str, tuple[Note, ...]]:
    """The notes of these kinds, or of all, by bare code, from the chapter down; in two questions."""
    wanted = {bare(code) for code in codes}
    above: dict[str, list[str]] = defaultdict(list)
    for category, heading in tables.execute(
        _HEADINGS, (json.dumps(sorted({code[:_CATEGORY] for code in wanted})),)
    ):
        above[category].append(heading)
    ways = {code: [*above[code[:_CATEGORY]], *_beginnings(code)] for code in wanted}
    places = {place for way in ways.values() for place in way}
    printed: dict[str, list[Note]] = defaultdict(list)
    for row in tables.execute(_NOTES, (json.dumps(sorted(places)), json.dumps(sorted(kinds)))):
        printed[row[0]].append(Note(*row))
    return {
        code: tuple(dict.fromkeys(note for place in way for note in printed[place]))
        for code, way in ways.items()
    }


def _beginnings(code: str) -> list[str]:
    return [code[:end] for end in range(_CATEGORY, min(len(code), _WHOLE) + 1)]


# The sections and the chapter above each category, the chapter first.
_HEADINGS = """
WITH RECURSIVE way (category, above, depth) AS (
    SELECT id, above, 0 FROM headings WHERE id IN (SELECT value FROM json_each(?))
    UNION ALL
    SELECT category, headings.above, depth + 1 FROM way JOIN headings ON headings.id = way.above
)
SELECT category, above FROM way WHERE above > '' ORDER BY category, depth DESC
"""
_NOTES = """
SELECT code, kind, text FROM notes
WHERE code IN (SELECT value FROM json_each(?1))
  AND (?2 = '[]' OR kind IN (SELECT value FROM json_each(?2)))
ORDER BY code, position
"""
