"""The official release files, as CMS, CDC and the AMA publish them: plain, gzipped or inside their zip."""

import csv
import gzip
import re
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import IO, cast
from xml.etree import ElementTree  # nosec B405

from queue_app.codesets import sheets
from queue_app.codesets.rows import Broken, NumberedLines, ReleaseFile, Taken
from queue_app.codesets.sets import SETS, CodeSet
from queue_app.domain.errors import Malformed, NotFound

LARGEST = 500_000_000  # bytes of text; the largest official file has some 100 million
_PIECE = 1 << 20  # bytes in memory at a time
_FIRST_LINES = 5
_ANY_NAME = frozenset(name for name, one in SETS.items() if one.member.startswith(r".*\."))


def unpacked(set_name: str, file: Path, begins: date | None = None) -> ReleaseFile:
    """The release file of that set, which may lie in its official zip; `begins` if its name does not say."""
    code_set = set_of(set_name)
    with _open(file, re.compile(code_set.member, re.IGNORECASE)) as (name, stream):
        _refuse_other_set(set_name, name)
        content = _compressed(file, stream)
    begins = begins or code_set.begins(name) or code_set.begins(file.name) or _dated_inside(code_set, content)
    if begins is None:
        raise Malformed(
            f"The name {file.name} does not say which release of {code_set.title} it is. Keep the official"
            " name, or give the first day: --begins 2025-10-01."
        )
    return ReleaseFile(name, begins, content)


def take(tables: sqlite3.Connection, set_name: str, file: ReleaseFile) -> Taken:
    """Take the rows of a release file over. Malformed names the lines that are not as the layout says."""
    lines = NumberedLines(file.content)
    try:
        taken = set_of(set_name).take(tables, file, lines)
    except Broken as problem:
        raise Malformed(problem.sentence(lines.number, file.name)) from None
    except (ValueError, csv.Error):
        unreadable = Broken("a date or number in it cannot be read")
        raise Malformed(unreadable.sentence(lines.number, file.name)) from None
    if not taken.rows:
        raise Malformed(f"{file.name} holds no rows of the set {set_name}. The tables are as they were.")
    return taken


def set_of(set_name: str) -> CodeSet:
    if set_name not in SETS:
        raise NotFound(f"There is no code set of that name. Known are: {', '.join(SETS)}.")
    return SETS[set_name]


def _refuse_other_set(set_name: str, file_name: str) -> None:
    """Some files look alike and are told apart by their official names alone."""
    fit = [name for name, one in SETS.items() if re.fullmatch(one.member, file_name, re.IGNORECASE)]
    others = [name for name in fit if name not in _ANY_NAME]
    if others and set_name not in fit:
        raise Malformed(f"{file_name} is a file of the set {others[0]}, by its name, and not of {set_name}.")


def _dated_inside(code_set: CodeSet, content: bytes) -> date | None:
    if not code_set.dated_inside:
        return None
    return code_set.begins(" ".join(line for _, line in islice(NumberedLines(content), _FIRST_LINES)))


@contextmanager
def _open(file: Path, wanted: re.Pattern[str]) -> Iterator[tuple[str, IO[bytes]]]:
    if not file.is_file():
        raise NotFound(f"There is no file {file}.")
    if file.suffix.lower() == ".pdf":
        raise Malformed(f"{file.name} is made for reading; what is loaded is text, XML, CSV or Excel.")
    try:
        if file.suffix.lower() == ".xlsx":
            with file.open("rb") as workbook:
                yield file.name, _sheet(file.name, workbook)
        elif zipfile.is_zipfile(file):
            with zipfile.ZipFile(file) as archive:
                member = _member(file, archive, wanted)
                name = Path(member.filename).name
                with archive.open(member) as stream:
                    yield name, _sheet(name, stream) if name.lower().endswith(".xlsx") else stream
        elif file.suffix == ".gz":
            with gzip.open(file) as unzipped:
                yield file.stem, cast(IO[bytes], unzipped)
        else:
            with file.open("rb") as plain:
                yield file.name, plain
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError) as problem:
        raise Malformed(f"{file.name} cannot be opened ({type(problem).__name__}). Fetch it again.") from None


def _sheet(name: str, workbook: IO[bytes]) -> IO[bytes]:
    try:
        return BytesIO("\n".join(sheets.lines(workbook, LARGEST)).encode())
    except (ValueError, IndexError, ElementTree.ParseError):
        raise Malformed(
            f"{name} has no sheet that can be read. Fetch it again, or save it as text."
        ) from None


def _member(file: Path, archive: zipfile.ZipFile, wanted: re.Pattern[str]) -> zipfile.ZipInfo:
    found = [one for one in archive.infolist() if wanted.fullmatch(Path(one.filename).name)]
    if not found:
        raise Malformed(f"{file.name} holds no file of this code set. Is it the zip of another one?")
    return max(found, key=lambda one: ("order" in one.filename.lower(), one.file_size))


def _compressed(file: Path, stream: IO[bytes]) -> bytes:
    """The text as it is kept; it may be so long that it is never in memory whole."""
    packer = zlib.compressobj()
    packed = bytearray()
    length = 0
    while piece := stream.read(_PIECE):
        length += len(piece)
        if length > LARGEST:
            raise Malformed(f"{file.name} unpacks to over {LARGEST // 1_000_000} MB: that is no code set.")
        packed += packer.compress(piece)
    return bytes(packed + packer.flush())
