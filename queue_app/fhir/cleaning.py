"""Text from outside made fit to keep, compare and show."""

import re
import unicodedata

LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Controls, marks that turn the writing direction, lone surrogates, tags and other characters nobody can see.
UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)
MARK_RUN = re.compile(r"[^\w\s\x00-\u02ff]{31,}")
MARKS = 30  # at most in a row, as in the stream-safe format of Unicode Annex 15; more cost quadratic time


def clean(text: str) -> str:
    """The same words in NFC, with line feeds only and without what cannot be seen."""
    if not text.isprintable():
        text = UNSEEN.sub("", LINE_ENDS.sub("\n", text))
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", MARK_RUN.sub(_thinned, text))


def one_line(text: str) -> str:
    return " ".join(clean(text).split())


def _thinned(run: re.Match[str]) -> str:
    kept, rest = run[0][:MARKS], run[0][MARKS:]
    return kept + "".join(character for character in rest if not unicodedata.combining(character))
