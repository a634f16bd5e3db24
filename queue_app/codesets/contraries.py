"""Words of titles that exclude each other: who asks for one of them does not mean the others."""

from collections.abc import Set

from queue_app.codesets.words import stem

_EXCLUDING = (
    "active nonactive",
    "acute chronic",
    "anterior posterior",
    "benign malignant",
    "complete partial incomplete",
    "congenital acquired",
    "displaced nondisplaced",
    "flexion extension",
    "mild moderate severe",
    "native bypass",
    "personal family",
    "single recurrent",
    "unilateral bilateral",
)
_CONTRARIES = {
    one: frozenset(every) - {one}
    for every in (list(map(stem, line.split())) for line in _EXCLUDING)
    for one in every
}
_NONE: frozenset[str] = frozenset()


def excluded(one: str, by: Set[str]) -> bool:
    """Whether a stem is the contrary of one of those, and none of them itself."""
    return one not in by and not _CONTRARIES.get(one, _NONE).isdisjoint(by)


def contraries(asked: Set[str]) -> tuple[tuple[str, frozenset[str]], ...]:
    """Each stem asked for that has contraries, with those of them that were not asked for too."""
    return tuple((one, _CONTRARIES[one] - asked) for one in asked & _CONTRARIES.keys())
