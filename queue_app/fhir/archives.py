"""Members of tar and zip files, read one after the other within limits; nothing is ever unpacked to disk."""

import gzip
import io
import lzma
import re
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import IO, Protocol

from queue_app.fhir.cleaning import one_line

MEMBER_LIMIT = 64 * 2**20  # bytes of one file or member, or of one line of a bulk export, unpacked
TOTAL_LIMIT = 2**30  # bytes of one file or archive, unpacked
LABEL_LIMIT = 64 * 2**10  # bytes of a tar header that only says how the next member is called
NAME_LIMIT = 200  # characters of a member's name that are shown
ENCRYPTED = 0x1  # bit of a zip member's flags
RUBBISH = frozenset({"__macosx", "thumbs.db", "desktop.ini"})
PAX_PATH = re.compile(rb"(?:^|\n)\d+ path=([^\n]*)\n")


class Oversize(Exception):
    """More is packed than is taken; the sentence says what."""


# What the libraries raise on bytes that are not what they seem to be, and a disk that cannot be read.
DAMAGE = (
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    LookupError,
    ArithmeticError,
    RuntimeError,
)


class Kind(StrEnum):
    TAR = "tar"
    ZIP = "zip"
    SINGLE = "single file"


@dataclass
class Budget:
    """What may still be unpacked of one archive."""

    left: int = TOTAL_LIMIT

    def spend(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise Oversize("It unpacks to more than 1 GiB; the rest was not read.")


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


class Metered(io.RawIOBase):
    """A stream that is read forward only, within a budget, and to its size where that is known."""

    def __init__(self, stream: Readable, budget: Budget | None = None, size: int | None = None) -> None:
        self._stream = stream
        self._budget = budget
        self._left = size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        room = memoryview(buffer)  # type: ignore[arg-type]
        wanted = len(room) if self._left is None else min(len(room), self._left)
        content = self._stream.read(wanted)
        if self._budget:
            self._budget.spend(len(content))
        if self._left is not None:
            if wanted and not content:
                raise EOFError
            self._left -= len(content)
        room[: len(content)] = content
        return len(content)


@dataclass(frozen=True)
class Member:
    name: str
    stream: IO[bytes]  # good until the next member is asked for; empty where there is a problem
    problem: str = ""


def kind_of(stream: IO[bytes], name: str) -> Kind:
    """What the first bytes say, or the name where they say nothing; leaves the stream at its beginning."""
    head = stream.read(4)
    stream.seek(0)
    if head in (b"PK\x03\x04", b"PK\x05\x06"):
        return Kind.ZIP
    try:
        start = unpacked(stream, Budget()).read(512)
    except DAMAGE:
        start = b""
    stream.seek(0)
    named = re.search(r"\.(tar|tgz|tar\.gz)$", name, re.IGNORECASE)
    return Kind.TAR if start[257:262] == b"ustar" or named else Kind.SINGLE


def unpacked(stream: Readable, budget: Budget) -> IO[bytes]:
    """The content of a stream, through gzip if it is packed so; only what is unpacked here is metered."""
    ahead = io.BufferedReader(Metered(stream))
    if ahead.peek(2)[:2] != b"\x1f\x8b":
        return ahead
    return io.BufferedReader(Metered(gzip.GzipFile(fileobj=ahead), budget))


def members(stream: IO[bytes], kind: Kind) -> Iterator[Member]:
    """The files in an archive, without what operating systems leave behind; raises DAMAGE or Oversize."""
    every = _in_zip(stream, Budget()) if kind is Kind.ZIP else _in_tar(stream, Budget())
    return (member for member in every if not is_rubbish(member.name))


def is_rubbish(name: str) -> bool:
    parts = name.lower().replace("\\", "/").split("/")
    return any(part in RUBBISH or (part.startswith(".") and part.strip(".")) for part in parts)


def _in_zip(stream: IO[bytes], budget: Budget) -> Iterator[Member]:
    with zipfile.ZipFile(stream) as archive:
        for info in archive.infolist():
            name = one_line(info.filename)[-NAME_LIMIT:]
            if info.filename.endswith("/"):
                continue
            if info.flag_bits & ENCRYPTED:
                yield Member(name, io.BytesIO(), "It is encrypted; send it without a password.")
                continue
            try:
                content = unpacked(Metered(archive.open(info), budget), budget)
            except DAMAGE:
                yield Member(name, io.BytesIO(), "It is damaged or packed in an unknown way.")
            else:
                yield Member(name, content)


def _in_tar(stream: IO[bytes], budget: Budget) -> Iterator[Member]:
    """A walk from header to header; hostile headers can keep the library's own walk busy for ever."""
    tape = unpacked(stream, budget)
    label = ""
    while any(header := tape.read(tarfile.BLOCKSIZE)):
        info = tarfile.TarInfo.frombuf(header, "utf-8", "replace")
        if info.size < 0:
            raise tarfile.ReadError
        content = io.BufferedReader(Metered(tape, size=info.size))
        if info.type in (tarfile.GNUTYPE_LONGNAME, tarfile.XHDTYPE):
            label = _label(info.type, content.read(LABEL_LIMIT))
        elif info.type not in (tarfile.GNUTYPE_LONGLINK, tarfile.XGLTYPE, tarfile.DIRTYPE):
            name, label = one_line(label or info.name)[-NAME_LIMIT:], ""
            if info.type in (tarfile.REGTYPE, tarfile.AREGTYPE):
                yield Member(name, unpacked(content, budget))
            else:
                yield Member(name, io.BytesIO(), "It is a link or a device, not a file.")
        while content.read(io.DEFAULT_BUFFER_SIZE):
            pass
        tape.read(-info.size % tarfile.BLOCKSIZE)
    if not header:
        raise EOFError  # an archive ends with blocks of zeros
    while tape.read(io.DEFAULT_BUFFER_SIZE):  # to the end, where gzip keeps its checksum
        pass


def _label(type: bytes, content: bytes) -> str:
    if type == tarfile.XHDTYPE:
        found = PAX_PATH.search(content)
        content = found[1] if found else b""
    return content.rstrip(b"\0").decode("utf-8", "replace")
