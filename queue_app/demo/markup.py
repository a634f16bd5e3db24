"""The paragraphs, lists and tables of a note, as the XHTML or the plain text in which an EHR sends them."""

import re
from collections.abc import Iterator, Mapping
from html import escape

NEW_PARAGRAPH = re.compile(r"\n\s*\n|\n(?=\d+\. )")
XHTML = '<div xmlns="http://www.w3.org/1999/xhtml">{}</div>'


def as_xhtml(text: str) -> str:
    """Blank lines and leading numbers part paragraphs, "- " begins a list item, " | " parts table cells."""
    return XHTML.format("".join(map(_block, _blocks(text))))


def as_plain(sections: Mapping[str, str]) -> str:
    return "\n\n".join(f"{title.upper()}:\n{_plain(text)}" for title, text in sections.items())


def _plain(text: str) -> str:
    return "\n\n".join("\n".join(_rows(block)) for block in _blocks(text)).replace(" | ", "\t")


def _blocks(text: str) -> Iterator[str]:
    yield from filter(None, map(str.strip, NEW_PARAGRAPH.split(text)))


def _rows(block: str) -> list[str]:
    """The lines of a table or a list; a paragraph is one line."""
    if " | " in block:
        return block.split("\n")
    items = re.split(r"(?:^|\n)- ", block)
    return [f"- {_joined(item)}" for item in items[1:]] if len(items) > 1 else [_joined(block)]


def _joined(lines: str) -> str:
    return " ".join(lines.split())


def _block(block: str) -> str:
    rows = _rows(block)
    if " | " in block:
        return f"<table>{''.join(map(_table_row, rows))}</table>"
    if rows[0].startswith("- "):
        return f"<ul>{''.join(f'<li>{escape(row[2:])}</li>' for row in rows)}</ul>"
    return f"<p>{escape(rows[0])}</p>"


def _table_row(row: str) -> str:
    cells = "".join(f"<td>{escape(cell.strip())}</td>" for cell in row.split(" | "))
    return f"<tr>{cells}</tr>"
