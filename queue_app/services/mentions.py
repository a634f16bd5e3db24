"""Every place in the documents that names a diagnosis, and what is said of it there."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import combinations

from queue_app.codesets.tables import CodeTables
from queue_app.domain.codes import System
from queue_app.domain.encounter import Document
from queue_app.domain.reading.assertion import Reach, assertion, reaches
from queue_app.domain.reading.lines import Statement, statements
from queue_app.domain.reading.mention import Mention, Writer, concludes, writer_of
from queue_app.domain.reading.parts import Part
from queue_app.domain.reading.short import SHORT
from queue_app.domain.reading.triggers import Assertion
from queue_app.domain.reading.words import DEGREES, PASSING, Word, key, words
from queue_app.services.sides import side_told, sided

LONGEST_PHRASE = 10  # words
MOST_GIVEN_UP = 3  # words of degree of one phrase
MOST_SEARCHES = 6  # a document: a search takes longer than all the reading
LITTLE = 0.5  # of the words of a line that phrases tell; less, and the line is searched for
SURE = 0.93  # the score of a search whose answer is right in 95 of 100 lines that name a diagnosis
MOST_DOCUMENTS = 200
CLOSE, TERM = 1, 2  # ranks of phrases: ours and titles; terms

# A code that the note prints is no evidence: in brackets, behind "ICD-10:", or with a dot.
_CODE = re.compile(
    r"\[[^\]\n]{2,20}\]|\([A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?(?:, ?[A-Z]\d[\w.]+)*\)"
    r"|\b(?:ICD[\w -]{0,12}|code):? ?[A-Z]\d[0-9A-Z]\.?[0-9A-Z]{0,4}\b"
    r"|\b[A-Z]\d[0-9A-Z]\.[0-9A-Z]{1,4}\b"
    r"|(?<=% )RA\b|(?<=%)RA\b|(?<=\bon )RA\b|(?<=% on )RA\b"  # room air, not the joints
)
_BREAK = re.compile(r"[;:.\n()\[\]/|]|\s[-–—]\s|\bno\b|\bnot\b|\bvs\b|\bversus\b|\bor\b|\+", re.IGNORECASE)
# Combinations beside which the parts they are made of are coded too.
_WITH_PARTS = re.compile(
    r"I1[123]|E1[0-3]22|D63|J44[01]|N401|E1[01]6|B9[567]|J1282|A4|R65|T8|G8|Z79|F1023|J9|K9189"
)
_CIGARETTES = re.compile(r"\bcigarettes?\b|\bpacks?\b", re.IGNORECASE)
_COUNTED = re.compile(r"\b(?:type|stage|class|grade)\s+\Z", re.IGNORECASE)  # belongs to the number behind it
# A question of a form and its answer: "Tobacco use: never".
_ANSWERED_NO = re.compile(
    r"(?: (?:use|abuse|history|status|screen))? ?(?:[:=?|]|\.{2,}|\(-\)) {0,3}"
    r"(?:no|none|never|non|neg|negative|denie[sd]|absent|n/?a|false)\b|\s?\(-\)",
    re.IGNORECASE,
)
# What somebody takes, and is not only given: "AF on apixaban", "continue metformin".
_TAKES = re.compile(
    r"\b(?:on|takes?|taking|continue[sd]?|continuing|increase[sd]?|decrease[sd]?|uses?|using|home|chronic"
    r"|long[- ]term|refill(?:ed)?)\b[^.;\n]{0,20}\Z",
    re.IGNORECASE,
)
_WEEKS = re.compile(
    r"\b(\d{1,2})(?: ?[1-6]/7| ?\+ ?\d)? ?-?"
    r"(?:w ?\d ?d\b|(?:weeks?|wks?)'? ?,? ?(?:gestation|pregnan|ga\b|iup\b|\d days? gest))"
    r"|\b(\d{1,2}) ?(?:[1-6]/7|\+[0-6]) ?(?:weeks?|wks?)\b",
    re.IGNORECASE,
)
_BMI = re.compile(r"\b(?:BMI|body mass index)\b[^\d\n.]{0,12}(\d{2}(?:\.\d)?)\b", re.IGNORECASE)


_Run = tuple[Word, ...]  # that follow one another without a break, all of which some phrase has


@dataclass(frozen=True)
class _Match:
    first: int
    last: int  # inclusive, places in the run
    code: str
    told: frozenset[str]
    rank: int


@dataclass(frozen=True)
class _Read:
    """One statement, with what its words could name."""

    section: int
    text: str  # of the section
    at: Statement
    runs: tuple[_Run, ...]
    size: int  # telling words in all


def mentions(tables: CodeTables, documents: Sequence[Document], on: date) -> list[Mention]:
    """In the order of the documents and of the text; negated ones too."""
    found: list[Mention] = []
    for place, document in enumerate(documents[:MOST_DOCUMENTS]):
        found.extend(_of_document(tables, place, document, on))
    return sided(tables, found)


def _of_document(tables: CodeTables, place: int, document: Document, on: date) -> Iterator[Mention]:
    vocabulary = tables.phrase_words()
    read = [
        _read(number, masked, statement, vocabulary)
        for number, section in enumerate(document.sections)
        for masked in [_CODE.sub(lambda match: "|" * len(match[0]), section.text)]
        for statement in statements(replace(section, text=masked))
    ]
    keys = {each for one in read for run in one.runs for each, _, _ in _windows(run)}
    phrases = tables.phrases(keys)
    searches = MOST_SEARCHES
    writer, final = writer_of(document), concludes(document)
    for one in read:
        matches = [(run, match) for run in one.runs for match in _best(run, phrases)]
        told = _told(matches)
        if one.at.names and writer is Writer.PROVIDER and searches and told < LITTLE * one.size:
            whole = _searched(tables, one, on)
            searches -= 1
            matches = [whole] if whole else matches
        known = reaches(one.text[one.at.start : one.at.end]) if matches else []
        for run, match in matches:
            yield _mention(one, known, run, match, place, writer, final)
        yield from _measured(one, place, writer)


def _read(section: int, text: str, at: Statement, vocabulary: frozenset[str]) -> _Read:
    said = [word for word in words(text[at.start : at.end], SHORT) if word.form not in PASSING]
    runs: list[list[Word]] = [[]]
    before = 0
    for word in said:
        gap = text[at.start + before : at.start + word.start]
        if runs[-1] and (
            _breaks(gap, runs[-1][-1].end - runs[-1][-1].start) or ("," in gap and not at.names)
        ):
            runs.append([])
        if word.form in vocabulary:
            runs[-1].append(word)
        elif runs[-1]:
            runs.append([])
        before = word.end
    return _Read(section, text, at, tuple(tuple(run) for run in runs if run), len({one.form for one in said}))


def _breaks(gap: str, before: int) -> bool:
    """Whether a phrase ends here; the point of "E. coli" ends none."""
    return _BREAK.search(gap.replace(".", " ") if before == 1 else gap) is not None


def _windows(run: _Run) -> Iterator[tuple[str, int, int]]:
    """Every key that words in a row may be looked up by, with the places of the first and last word."""
    forms = [word.form for word in run]
    for first in range(len(forms)):
        for last in range(first, min(first + LONGEST_PHRASE, len(forms))):
            for each in _keys(tuple(forms[first : last + 1])):
                yield each, first, last


@lru_cache(maxsize=50_000)
def _keys(forms: tuple[str, ...]) -> tuple[str, ...]:
    """As said, then with ever more words of degree given up."""
    telling = set(forms)
    given_up = [word for word in DEGREES if word in telling][: MOST_GIVEN_UP + 1]
    if forms[0] in DEGREES and forms[-1] in DEGREES and len(telling) == len(given_up):
        return (key(telling),)
    each = [key(telling)]
    for count in range(1, min(len(given_up), MOST_GIVEN_UP) + 1):
        each.extend(key(telling - set(some)) for some in combinations(given_up, count))
    return tuple(one for one in each if one)


def _best(run: _Run, phrases: dict[str, tuple[str, int]]) -> list[_Match]:
    """The phrases that say most; one inside another is not said for itself."""
    found = []
    for each, first, last in _windows(run):
        if each in phrases:
            code, rank = phrases[each]
            told = frozenset(each.split())
            if run[first].form in told and run[last].form in told:
                found.append(_Match(first, last, code, told, rank))
    found.sort(key=lambda one: (-len(one.told), one.last - one.first, one.rank, one.first))
    best: list[_Match] = []
    for place, one in enumerate(found):
        if not any(_swallows(other, one) for other in found[:place]):
            best.append(one)
    return sorted(best, key=lambda one: (one.first, one.last))


def _swallows(longer: _Match, one: _Match) -> bool:
    """Whether the longer says all that this one does; a combination leaves its parts to be coded too."""
    if not (longer.first <= one.first and one.last <= longer.last):
        return False
    return longer.told == one.told or longer.code[:3] == one.code[:3] or not _WITH_PARTS.match(longer.code)


def _told(matches: Iterable[tuple[_Run, _Match]]) -> int:
    return len({form for _, match in matches for form in match.told})


def _searched(tables: CodeTables, one: _Read, on: date) -> tuple[_Run, _Match] | None:
    """What the code search finds for the whole line, where it says the same and not much else."""
    text = one.text[one.at.start : one.at.end]
    said = [word for word in words(text, SHORT) if word.form not in PASSING]
    asked = {word.form for word in said}
    if not 0 < len(asked) <= LONGEST_PHRASE:
        return None
    for found in tables.search(System.ICD10CM, text, on, 3):
        if found.billable and found.valid and found.score >= SURE and found.code[0] not in "VWXY":
            return tuple(said), _Match(0, len(said) - 1, found.code, frozenset(asked), 5)
    return None


def _measured(one: _Read, place: int, writer: Writer) -> Iterator[Mention]:
    """Body mass and weeks of gestation are numbers, and anybody who cares for the patient may write them."""
    masses = _BMI.finditer(one.text, one.at.start, one.at.end)
    weeks = _WEEKS.finditer(one.text, one.at.start, one.at.end)
    for code, found in (
        *((_body_mass_code(float(each[1])), each) for each in masses),
        *((f"Z3A{min(int(each[1] or each[2]), 42):02d}", each) for each in weeks),
    ):
        yield Mention(
            code=code,
            document=place,
            section=one.section,
            start=found.start(),
            end=found.end(),
            part=one.at.part,
            assertion=Assertion.AFFIRMED,
            names=False,
            writer=writer,
        )


def _body_mass_code(index: float) -> str:
    """Of adults: Z68.1 for up to 19.9, then one for every unit, and steps from 40 on."""
    if index < 20:
        return "Z681"
    steps = ((70, "Z6845"), (60, "Z6844"), (50, "Z6843"), (45, "Z6842"), (40, "Z6841"))
    return next((code for least, code in steps if index >= least), f"Z68{int(index)}")


def _mention(
    one: _Read, known: list[Reach], run: _Run, match: _Match, place: int, writer: Writer, final: bool
) -> Mention:
    start, end = run[match.first].start, run[match.last].end
    if counted := _COUNTED.search(one.text, one.at.start + max(0, start - 10), one.at.start + start):
        start = counted.start() - one.at.start
    said = assertion(known, start, end)
    if one.at.part is Part.FAMILY and said is Assertion.AFFIRMED:
        said = Assertion.FAMILY
    if _ANSWERED_NO.match(one.text, one.at.start + end):
        said = Assertion.NEGATED
    code = match.code
    if code == "F17200" and _CIGARETTES.search(one.text, one.at.start, one.at.end):
        code = "F17210"
    return Mention(
        code=code,
        document=place,
        section=one.section,
        start=one.at.start + start,
        end=one.at.start + end,
        part=one.at.part,
        assertion=said,
        names=one.at.names,
        writer=writer,
        final=final,
        side=side_told(one.text[one.at.start : one.at.end], start, end),
        words=len(match.told),
        typed=bool(match.told & {"1", "2"}),
        taken=_TAKES.search(one.text, max(one.at.start, one.at.start + start - 40), one.at.start + start)
        is not None,
        close=match.rank <= CLOSE or (match.rank == TERM and len(match.told) > 2),
    )
