"""XHTML and plain notes as sections of plain text, whatever the markup looks like."""

import html
import re
from collections.abc import Iterable, Iterator

from queue_app.domain.encounter import Section
from queue_app.fhir.cleaning import clean, one_line

# The parser of the standard library needs minutes for 100 kB of unclosed tags, and anybody may write a note.
# This pattern takes linear time: no attribute may hold "<", and no repetition gives back what it took.
MARKUP = re.compile(
    r"""
      <!--.*?(?:-->|\Z)
    | <!\[CDATA\[(?P<cdata>.*?)(?:\]\]>|\Z)
    | <[!?][^<>]*+>
    | <(?P<closes>/?)(?P<tag>[a-zA-Z][\w:.-]*+)(?:(?:[^"'<>]++|"[^"<]*+"|'[^'<]*+')*+>|[^<>]*+>)
    """,
    re.VERBOSE | re.DOTALL,
)
HIDDEN = {
    tag: re.compile(f"</{tag}[^<>]*+>", re.IGNORECASE)
    for tag in ("script", "style", "head", "title", "template")
}
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
PARAGRAPHS = frozenset({"p", "ul", "ol", "dl", "blockquote", "hr", "pre", "caption"})
LINES = frozenset({"div", "dt", "dd", "section", "article", "header", "footer", "address"})
LONGEST_TITLE = 200  # characters; more is text that somebody dressed as a heading
ENDLESS_NUMBER = re.compile(r"&#[xX]?[0-9a-fA-F]{12,};?")  # no character has it, and int() refuses it
BLANK = re.compile(r"\s+")

# What parts words until the layout is known. Clean text holds no control characters, so none is forged.
PARAGRAPH, LINE, BREAK, CELL, ITEM, HARD_LINE, HARD_BLANK = "\x01\x02\x03\x04\x05\x06\x07"
PARTING = re.compile(f" ?[{PARAGRAPH}-{ITEM}][{PARAGRAPH}-{ITEM} ]*")

PLAIN_HEADINGS = (
    re.compile(r"#{1,6}[ \t]+(\S.*)"),
    re.compile(r"\[([^\[\]]{1,60})\]"),
    re.compile(r"([A-Z][A-Z0-9 &/,()'’-]{2,60}):"),
)


def from_markup(markup: str) -> tuple[Section, ...]:
    """XHTML or HTML; each heading begins a section."""
    return _sections(_Walk(markup).pieces())


def from_plain(note: str) -> tuple[Section, ...]:
    """Plain text, its lines kept; "# Heading", "[Heading]" or "HEADING:" alone on a line begins a section."""
    return _sections(_plain_pieces(clean(note)))


def in_one(sections: Iterable[Section]) -> str:
    """The sections as one text, each heading on a line of its own."""
    return "\n\n".join(f"{one.title}\n{one.text}".rstrip() if one.title else one.text for one in sections)


def _sections(pieces: Iterable[tuple[str, str]]) -> tuple[Section, ...]:
    """A heading with nothing under it is put before the next."""
    found: list[Section] = []
    above = ""
    for title, text in pieces:
        title = f"{above} › {title}" if above and title else above or title
        if text:
            found.append(Section(title=title, text=text))
        above = "" if text else title[-LONGEST_TITLE:]
    if above:
        found.append(Section(title=above, text=""))
    return tuple(found)


def _plain_pieces(note: str) -> Iterator[tuple[str, str]]:
    title = ""
    lines: list[str] = []
    for line in map(str.rstrip, note.split("\n")):
        heading = next((found for kind in PLAIN_HEADINGS if (found := kind.fullmatch(line.strip()))), None)
        if heading:
            yield title, "\n".join(lines).strip("\n")
            title, lines = heading[1].strip()[:LONGEST_TITLE], []
        else:
            lines.append(line)
    yield title, "\n".join(lines).strip("\n")


class _Walk:
    """One pass over markup, gathering titles and the text under each."""

    def __init__(self, markup: str) -> None:
        self._markup = markup
        self._title = ""
        self._text: list[str] = []
        self._in_heading = False
        self._tables = 0  # how many are open, one in the other
        self._columns = 0  # of the present row
        self._in_cell = False  # there a paragraph is a blank, so that rows stay rows
        self._preformatted = False

    def pieces(self) -> Iterator[tuple[str, str]]:
        at = 0
        while token := MARKUP.search(self._markup, at):
            self._say(self._markup[at : token.start()])
            at = token.end()
            tag, closes = (token["tag"] or "").lower(), bool(token["closes"])
            if token["cdata"]:
                self._say(token["cdata"], entities=False)
            elif tag in HIDDEN and not closes and not token[0].endswith("/>"):
                end = HIDDEN[tag].search(self._markup, at)
                at = end.end() if end else len(self._markup)
            elif tag in HEADINGS and not self._in_cell:
                yield from self._turn(into_heading=not closes)
            elif tag:
                self._part(tag, closes, self._markup[at : at + 1])
        self._say(self._markup[at:])
        yield from self._turn(into_heading=False)
        yield from self._turn(into_heading=True)

    def _say(self, text: str, entities: bool = True) -> None:
        if entities and "&" in text:
            text = html.unescape(ENDLESS_NUMBER.sub("\ufffd", text))
        if text := clean(text):
            if self._preformatted:
                text = text.expandtabs().replace(" ", HARD_BLANK).replace("\n", HARD_LINE)
            self._text.append(text)

    def _turn(self, into_heading: bool) -> Iterator[tuple[str, str]]:
        """A heading begins or ends; what was gathered is the text before it, or the heading itself."""
        if self._in_heading and len(heading := _laid_out("".join(self._text))) <= LONGEST_TITLE:
            self._title, self._text = one_line(heading), []
        if into_heading:
            if not self._in_heading or self._text:
                yield self._title, _laid_out("".join(self._text))
            self._title, self._text = "", []
        self._in_heading = into_heading

    def _part(self, tag: str, closes: bool, following: str) -> None:
        """What a tag means for the layout."""
        if tag in ("table", "tr", "td", "th"):
            self._tabulate(tag, closes)
        elif tag == "pre":
            self._preformatted = not closes
            self._text.append(PARAGRAPH)
        elif tag in ("del", "s", "strike"):  # words that no longer count must not read like words that do
            self._text.append("]" if closes else "[struck out: ")
        elif tag == "sup" and not closes and following in "0123456789+-−":
            self._text.append("^" if following else "")  # ten to the ninth is not 109
        elif tag == "br":
            self._text.append(" " if self._in_cell else BREAK)
        elif tag == "li" and not closes:
            self._text.append(" • " if self._in_cell else LINE + ITEM)
        elif tag in PARAGRAPHS:
            self._text.append(" " if self._in_cell else PARAGRAPH)
        elif tag in LINES or tag == "li":
            self._text.append(" " if self._in_cell else LINE)

    def _tabulate(self, tag: str, closes: bool) -> None:
        if tag == "table":
            self._tables = max(0, self._tables + (-1 if closes else 1))
            if self._tables == 0 or (self._tables == 1 and not closes):
                self._in_cell = False
                self._text.append(PARAGRAPH)
        elif self._tables > 1:
            self._text.append(" ")
        elif tag == "tr":
            self._in_cell, self._columns = False, 0
            self._text.append(LINE)
        elif closes:
            self._in_cell = False
        else:
            self._in_cell = True
            self._text.append(CELL if self._columns else "")
            self._columns += 1


def _laid_out(raw: str) -> str:
    text = PARTING.sub(_parting, BLANK.sub(" ", raw)).strip(" \n")
    return text.replace(HARD_BLANK, " ").replace(HARD_LINE, "\n").strip("\n")


def _parting(run: re.Match[str]) -> str:
    before, item, after = run[0].rpartition(ITEM)
    marks = before if item else after  # a paragraph right after the bullet stands beside it
    lines = max(map(marks.rfind, (PARAGRAPH, BREAK, LINE)))
    gap = "\n\n" if PARAGRAPH in marks or marks.count(BREAK) > 1 else "\n" if lines >= 0 else ""
    return gap + "\t" * marks[lines + 1 :].count(CELL) + ("• " if item else "")
