"""A section's text taken apart: headings, items of lists, sentences, each at its place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from queue_app.domain.encounter import Section
from queue_app.domain.reading.parts import DIAGNOSTIC, Part, part_of, part_of_line

WRAPPED = 60  # characters from which on a line without an end may go on in the next
MOST_WORDS = 16  # of an item that only names a diagnosis
FEW_WORDS = 7  # of a sentence behind another that names one more
LONGEST = 200_000  # characters of a section that are read

_ITEM = re.compile(
    r"[ \t]*(?:[•*▪‣·–—-]|#+ ?\d*[.):]?|\(?\d{1,2}[.):]+(?!\d)|[a-z][.)]|[IVX]{1,4}[.)]"
    r"|[A-Z][.)][ \t]+(?=[A-Z])(?!(?<=E\. )Coli|(?<=C\. )D|(?<=H\. )P)|\|+)[ \t]*(?=\S)"
)
_HEADING = re.compile(r"[ \t]*([^\W\d](?:[^\n:.;]|\.(?! )){0,60}?)[ \t]*:(?!\d)[ \t]*")
_INNER = re.compile(r"(?<=[.;?!])[ \t\n]+([A-Z][A-Za-z/&]*(?: [A-Za-z/&]+){0,4}):(?=\s)")
_NUMBERED = re.compile(r"(?:(?<=^)|(?<=[\s.;:]))\(?(\d{1,2})[.)]\s+(?=[A-Z“\"])")
_END = re.compile(
    r"(?<![A-Z]\.)(?<!\b[Dd]r)(?<!\b[MmDS][rst])(?<!\bMrs)(?<!\bvs)(?<!\be\.g)(?<!\bi\.e)(?<!\bNo)(?<!\bapprox)"
    r"[.!?]+[\"”)]*(?=\s+[^\sa-z]|\s*$)|;|\n\s*\n|\t|\s\|\s"
)
_HEAD = re.compile(
    r"\s(?:[-–—]+|[-=]>|→)\s|:(?!\d)|(?<!\b[Dd]r)(?<!\bvs)[.](?=\s+[^\sa-z]|\s*$)|;|\n|\t|\s\|\s"
    r"|\s(?=\(?(?:continue|will|start|cont|plan)\b)"
)

# Words by which a sentence tells a story or a plan, and does not name a diagnosis.
_SPEAKS = re.compile(
    r"\b(?:(?:year|month|day|week)s?[- ]old|presents|presented|denies|was|were|is|are|has|had|will|"
    r"continue[ds]?|start(?:ed)?|stop(?:ped)?|increased?|decreased?|add(?:ed)?|follow|refer(?:red)?|recheck|"
    r"checked|discuss(?:ed)?|monitor|order(?:ed)?|return|call|switch(?:ed)?|treat(?:ed)?|raised?|"
    r"screen|lower(?:ed)? to|repeat|obtain|advised?|counsel\w*|mg|daily|bid|tablets?|clinic|goal|with pcp|"
    r"prescri\w+|refill\w*|plan|consult\w*|normal|negative|positive for)\b",
    re.IGNORECASE,
)
# What only says which of the diagnoses follows.
_RANKED = re.compile(
    r"\s*(?:primary|principal|secondary|tertiary|other|additional|main|chronic|acute)\s*", re.I
)
_STORY = re.compile(r"\b\d{1,3}[ -]?(?:year|yr|month|week|day|y)[s/. -]{0,3}(?:old|o)\b|\b\d{2} ?[MF]\b")
# A paragraph that begins so tells the story behind the diagnoses above it.
_BEGINS = re.compile(
    r"\s*(?:(?:this|the|our|pt|patient)\b[^.\n]{0,30}?\b(?:is|was)\b|\d{1,3} ?-?(?:M|F|y/?o|yr|year)\b|"
    r"(?:Mr|Mrs|Ms)\.? \w+ (?:is|was|returns|presents)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Statement:
    """One sentence, or one item of a list, half-open in the text of its section."""

    start: int
    end: int
    part: Part
    names: bool = False  # it names a diagnosis, and does not speak about one


def statements(section: Section, default: Part = Part.OTHER) -> Iterator[Statement]:
    """Every statement of the section in order; headings inside the text begin a new part."""
    text = section.text[:LONGEST]
    part = part_of(section.title) or default
    for start, end in _under_headings(text):
        heading = _HEADING.match(text, start, end)
        named = part_of(heading[1]) if heading else part_of_line(text[start:end])
        if named and not (heading is None and _names_only(text[start:end], part)):
            part = named if named is not Part.PLAN or part not in DIAGNOSTIC or not heading else part
            if named is Part.PLAN and part in DIAGNOSTIC:
                continue  # "Plan:" below a diagnosis; the next item names one again
            start = heading.end() if heading else end
        elif (part is Part.REASON and _STORY.search(text, start, end)) or (
            part in DIAGNOSTIC and _BEGINS.match(text, start, end)
        ):
            part = Part.NARRATIVE
        if start < end:
            yield from _of_block(text, start, end, part)


def _under_headings(text: str) -> Iterator[tuple[int, int]]:
    """Blocks, cut before a heading in the middle of a line: "Hypertension. Medications: lisinopril"."""
    for start, end in _blocks(text):
        at = start
        for found in _INNER.finditer(text, start, end):
            if part_of(found[1]):
                yield at, found.start(1)
                at = found.start(1)
        yield at, end


def _names_only(block: str, part: Part) -> bool:
    """A line of diagnoses that only happens to read like a heading."""
    return part in DIAGNOSTIC and not block.isupper() and _ITEM.match(block) is not None


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Lines, those that were only wrapped put together."""
    start = end = None
    for match in re.finditer(r"[^\n]+", text):
        line = match[0]
        if not line.strip():
            continue
        if start is not None and end is not None:
            if _goes_on(text[start:end], text[end : match.start()], line):
                end = match.end()
                continue
            yield start, end
        start, end = match.span()
    if start is not None and end is not None:
        yield start, end


def _goes_on(before: str, between: str, line: str) -> bool:
    if between.count("\n") > 1 or _ITEM.match(line) or before.rstrip()[-1:] in ".:;?!":
        return False
    last = before.rsplit("\n", 1)[-1]
    heading = _HEADING.match(line)
    if heading and part_of(heading[1]):
        return False
    return len(last.rstrip()) >= WRAPPED or (len(last) > 30 and line.lstrip()[:1].islower())


def _of_block(text: str, start: int, end: int, part: Part) -> Iterator[Statement]:
    for from_, to, listed in _items(text, start, end):
        if part in DIAGNOSTIC:
            yield from _diagnosis(text, from_, to, part, listed)
        else:
            yield from _sentences(text, from_, to, part)


def _items(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """The items of a list that stands in one line: "1. Sepsis 2. Pneumonia"."""
    marks = [match for match in _NUMBERED.finditer(text, start, end)]
    if marks and int(marks[0][1]) == 1 and len(marks) > 1:
        if text[start : marks[0].start()].strip():
            yield start, marks[0].start(), False
        for mark, after in zip(marks, [*marks[1:], None], strict=True):
            yield mark.end(), after.start() if after else end, True
        return
    item = _ITEM.match(text, start, end)
    yield (item.end() if item else start), end, item is not None


def _diagnosis(text: str, start: int, end: int, part: Part, listed: bool) -> Iterator[Statement]:
    """The diagnosis an item begins with, then what is said about it."""
    cut = _HEAD.search(text, start, end)
    head = cut.start() if cut else end
    if cut and cut[0] == ":" and _RANKED.fullmatch(text, start, head):
        yield from _diagnosis(text, cut.end(), end, part, listed)
        return
    label = part_of(text[start:head]) if cut and cut[0] == ":" else None
    if label:
        yield from _sentences(text, cut.end() if cut else end, end, label)
        return
    count = len(text[start:head].split())
    if count <= MOST_WORDS or (listed and count <= 2 * MOST_WORDS):
        if text[start:head].strip():
            yield Statement(start, head, part, names=not _SPEAKS.search(text, start, head))
        start = cut.end() if cut else end
    plan = cut is not None and cut[0].strip() not in (".", ";", "")
    most = 0 if plan else MOST_WORDS if part is Part.FINAL else FEW_WORDS
    for one in _sentences(text, start, end, Part.NARRATIVE if part is Part.DIAGNOSES else part):
        short = len(text[one.start : one.end].split()) <= most
        yield (
            replace(one, part=part, names=True)
            if short and not _SPEAKS.search(text, one.start, one.end)
            else one
        )


def _sentences(text: str, start: int, end: int, part: Part) -> Iterator[Statement]:
    at = start
    for match in _END.finditer(text, start, end):
        if text[at : match.start()].strip():
            yield Statement(at, match.start(), part)
        at = match.end()
    if text[at:end].strip():
        yield Statement(at, end, part)
