"""Whatever is handed in, opened: files, folders, archives and bulk exports become sources, one at a time."""

import io
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from queue_app.domain.arrival import Unreadable
from queue_app.fhir.archives import (
    DAMAGE,
    MEMBER_LIMIT,
    NAME_LIMIT,
    Budget,
    Kind,
    Oversize,
    is_rubbish,
    kind_of,
    members,
    unpacked,
)
from queue_app.fhir.cleaning import one_line

TOO_LARGE = f"It is larger than {MEMBER_LIMIT // 2**20} MiB."
CLOSED = "It cannot be opened: it is gone, or this program may not read it."
DAMAGED = "It is damaged: it ends too early, or its checksum or structure is wrong."
LINES = (".ndjson", ".jsonl")
Opener = Callable[[], IO[bytes]]
Streams = Callable[[], Iterator[tuple[str, IO[bytes]]]]


@dataclass(frozen=True)
class Line:
    path: str  # of the file it stands in
    number: int
    content: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Source:
    """One readable thing: a file, a member of an archive, or all NDJSON files of one bulk export."""

    path: str  # such as "bundles.tar.gz!AMB/enc-1.json"
    content: bytes = field(default=b"", repr=False)  # of a single file
    streams: Streams | None = field(default=None, repr=False)  # of a bulk export, opened anew with each call
    problem: str = ""  # one sentence: why there is nothing to read

    def lines(self) -> Iterator[Line | Unreadable]:
        """A bulk export line by line; what cannot be unpacked comes as Unreadable."""
        path, number = self.path, 0
        try:
            for path, stream in self.streams() if self.streams else ():
                number = 0
                while content := stream.readline(MEMBER_LIMIT + 1):
                    number += 1
                    if len(content) > MEMBER_LIMIT:
                        yield Unreadable(path=path, where=f"line {number}", reason=TOO_LARGE)
                        break
                    if not content.isspace():
                        yield Line(path, number, content)
        except Oversize as error:
            yield Unreadable(path=path, where=f"line {number + 1}", reason=str(error))
        except DAMAGE:
            yield Unreadable(path=path, where=f"line {number + 1}", reason=DAMAGED)


def open_sources(paths: Iterable[Path]) -> Iterator[Source]:
    """Every source in these files and folders; what cannot be opened comes as a source with a problem.

    One is in memory at a time, so take each before asking for the next. Bulk exports come last.
    """
    return _sources((label, lambda file=file: file.open("rb")) for label, file in _files(paths))  # type: ignore[misc]


def from_bytes(name: str, content: bytes) -> Iterator[Source]:
    """The sources in one uploaded file."""
    return _sources([(one_line(name)[-NAME_LIMIT:] or "upload", lambda: io.BytesIO(content))])


def count(paths: Iterable[Path]) -> int:
    """How many sources there will be, for a progress bar; reads and unpacks everything once."""
    return sum(1 for _ in open_sources(paths))


def _files(paths: Iterable[Path]) -> Iterator[tuple[str, Path]]:
    """Each file with its name from the given path on, so that no name tells where it lies on this machine."""
    for path in paths:
        if not path.is_dir():
            yield one_line(path.name), path
            continue
        top = path.resolve()
        for folder, folders, names in os.walk(top):
            folders.sort()
            for file in (Path(folder) / name for name in sorted(names)):
                if file.is_file() and not is_rubbish(file.relative_to(top).as_posix()):
                    yield one_line(file.relative_to(top.parent).as_posix()), file


def _sources(files: Iterable[tuple[str, Opener]]) -> Iterator[Source]:
    exports: dict[str, list[Streams]] = {}
    for label, open_file in files:
        try:
            with open_file() as stream:
                kind = kind_of(stream, label)
                if kind is not Kind.SINGLE:
                    yield from _packed(label, open_file, kind, exports)
                elif _is_lines(label):
                    exports.setdefault(_folder(label), []).append(_file_streams(label, open_file))
                else:
                    yield _single(label, unpacked(stream, Budget()))
        except Oversize as error:
            yield Source(path=label, problem=str(error))
        except (FileNotFoundError, PermissionError):
            yield Source(path=label, problem=CLOSED)
        except DAMAGE:
            yield Source(path=label, problem=DAMAGED)
    for label, streams in exports.items():
        yield Source(path=label or "bulk export", streams=_chained(streams))


def _packed(label: str, open_file: Opener, kind: Kind, exports: dict[str, list[Streams]]) -> Iterator[Source]:
    """The members of an archive; its NDJSON files are set aside, a folder together."""
    bulk: dict[str, set[str]] = {}
    empty = True
    try:
        with open_file() as stream:
            for member in members(stream, kind):
                empty = False
                path = f"{label}!{member.name}"
                if member.problem:
                    yield Source(path=path, problem=member.problem)
                elif _is_lines(member.name):
                    bulk.setdefault(_folder(path), set()).add(member.name)
                else:
                    yield _single(path, member.stream)
        if empty:
            yield Source(path=label, problem="It is an archive without any files.")
    finally:
        for folder, names in bulk.items():
            exports.setdefault(folder, []).append(_member_streams(label, open_file, kind, names))


def _single(path: str, stream: IO[bytes]) -> Source:
    try:
        content = stream.read(MEMBER_LIMIT + 1)
    except DAMAGE:
        return Source(path=path, problem=DAMAGED)
    if len(content) > MEMBER_LIMIT:
        return Source(path=path, problem=TOO_LARGE)
    if problem := _foreign(content):
        return Source(path=path, problem=problem)
    first, _, rest = content.strip().partition(b"\n")
    if first.rstrip().endswith(b"}") and rest.lstrip().startswith(b"{"):  # NDJSON under another name
        return Source(path=path, streams=lambda: iter([(path, io.BytesIO(content))]))
    return Source(path=path, content=content)


def _foreign(content: bytes) -> str:
    """What it is, if it cannot be FHIR JSON."""
    start = content[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith((b"{", b"[", b"\xff\xfe", b"\xfe\xff")):
        return ""
    if not content.strip():
        return "It is empty."
    if start.startswith(b"<"):
        return "It is XML or HTML; send FHIR as JSON."
    if start.startswith(b"MSH"):
        return "It is an HL7 v2 message, not FHIR JSON."
    if start.startswith((b"PK\x03\x04", b"\x1f\x8b")) or content[257:262] == b"ustar":
        return "It is an archive inside an archive; unpack it first."
    return "It is not FHIR JSON."


def _is_lines(name: str) -> bool:
    return name.lower().removesuffix(".gz").endswith(LINES)


def _folder(label: str) -> str:
    """Files that lie together belong to one export; those handed in without a folder do, too.

    "export.zip!2026/Encounter.ndjson" lies in "export.zip!2026".
    """
    archive, bang, inside = label.rpartition("!")
    folder = inside.rpartition("/")[0]
    return f"{archive}!{folder}" if bang and folder else archive or folder


def _file_streams(label: str, open_file: Opener) -> Streams:
    def streams() -> Iterator[tuple[str, IO[bytes]]]:
        with open_file() as stream:
            yield label, unpacked(stream, Budget())

    return streams


def _member_streams(label: str, open_file: Opener, kind: Kind, names: set[str]) -> Streams:
    def streams() -> Iterator[tuple[str, IO[bytes]]]:
        with open_file() as stream:
            for member in members(stream, kind):
                if member.name in names and not member.problem:
                    yield f"{label}!{member.name}", member.stream

    return streams


def _chained(parts: list[Streams]) -> Streams:
    def streams() -> Iterator[tuple[str, IO[bytes]]]:
        for part in parts:
            yield from part()

    return streams
