"""The official release files, as CMS, CDC and the AMA publish them: plain, gzipped or inside their zip."""

import gzip
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, cast

from queue_app.codesets.rows import LAYOUTS, Broken, Contents, Layout
from queue_app.domain.errors import Malformed, NotFound

LARGEST = 200_000_000  # bytes of text; the largest official file has 15 million


@dataclass(frozen=True)
class ReleaseFile:
    """A release file, unpacked and not yet read."""

    name: str
    begins: date
    text: str


def unpacked(set_name: str, file: Path) -> ReleaseFile:
    """The release file of that set, which may lie in its official zip."""
    layout = layout_of(set_name)
    name, content = _open(file, re.compile(layout.member, re.IGNORECASE))
    begins = layout.begins(name) or layout.begins(file.name)
    if begins is None:
        raise Malformed(
            f"The name {file.name} does not say which release it is. Keep the official name: it has the year."
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    return ReleaseFile(name, begins, text)


def read(set_name: str, file: ReleaseFile) -> Contents:
    """The contents of a release file. Malformed names the first line that is not as the layout says."""
    number = 0

    def numbered() -> Iterator[tuple[int, str]]:
        nonlocal number
        for number, line in enumerate(file.text.split("\n"), start=1):
            if line.strip():
                yield number, line.rstrip("\r")

    try:
        contents = layout_of(set_name).read(numbered())
    except (Broken, ValueError) as problem:
        what = str(problem) if isinstance(problem, Broken) else "a date or number in it cannot be read"
        raise Malformed(f"Line {number} of {file.name}: {what}. The tables are as they were.") from None
    if not contents.rows:
        raise Malformed(f"{file.name} holds no rows of the set {set_name}. The tables are as they were.")
    return contents


def layout_of(set_name: str) -> Layout:
    if set_name not in LAYOUTS:
        raise NotFound(f"There is no code set of that name. Known are: {', '.join(LAYOUTS)}.")
    return LAYOUTS[set_name]


def _open(file: Path, wanted: re.Pattern[str]) -> tuple[str, bytes]:
    if not file.is_file():
        raise NotFound(f"There is no file {file}.")
    try:
        if zipfile.is_zipfile(file):
            with zipfile.ZipFile(file) as archive:
                member = _member(file, archive, wanted)
                with archive.open(member) as stream:
                    return Path(member.filename).name, _bounded(file, stream)
        if file.suffix == ".gz":
            with gzip.open(file) as stream:
                return file.stem, _bounded(file, cast(IO[bytes], stream))
        with file.open("rb") as stream:
            return file.name, _bounded(file, stream)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError) as problem:
        raise Malformed(f"{file.name} cannot be opened ({type(problem).__name__}). Fetch it again.") from None


def _member(file: Path, archive: zipfile.ZipFile, wanted: re.Pattern[str]) -> zipfile.ZipInfo:
    found = [one for one in archive.infolist() if wanted.fullmatch(Path(one.filename).name)]
    if not found:
        raise Malformed(f"{file.name} holds no file of this code set. Is it the zip of another one?")
    return max(found, key=lambda one: ("order" in one.filename.lower(), one.file_size))


def _bounded(file: Path, stream: IO[bytes]) -> bytes:
    content = stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise Malformed(f"{file.name} unpacks to more than {LARGEST // 1_000_000} MB: that is no code set.")
    return content
