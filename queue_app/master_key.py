"""The site's master key: its form, and the file it is kept in."""

import base64
import binascii
import contextlib
import os
import tempfile
from pathlib import Path

from queue_app.disk import sync

LENGTH = 32  # bytes: AES-256


def as_text(text: str) -> str:
    """The text, if it is a key; ValueError says what it must be."""
    with contextlib.suppress(binascii.Error):
        if len(base64.b64decode(text, validate=True)) == LENGTH:
            return text
    raise ValueError(f"{LENGTH} random bytes in base64, as `openssl rand -base64 {LENGTH}` prints them")


def make(path: Path) -> None:
    """Written whole before it gets its name, so that nobody can read half a key or replace another's."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.NamedTemporaryFile("wb", dir=path.parent) as fresh:  # readable by its owner alone
        fresh.write(base64.b64encode(os.urandom(LENGTH)) + b"\n")
        fresh.flush()
        os.fsync(fresh.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(fresh.name, path)
    sync(path.parent)
