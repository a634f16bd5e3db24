"""What goes over the line is small: static files are joined and packed, templates lose their indentation.

Pages are not packed: beside words that somebody else chose, how small a page gets tells of its secrets.
"""

import gzip
import re
from collections.abc import Iterable, Sequence
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from jinja2.ext import Extension

TEXTS = ("text/css", "text/javascript", "application/javascript", "image/svg+xml")
MOST_KEPT = 100  # files and joints: more are asked for by nobody's page
Answer = tuple[str, list[tuple[str, str]], bytes]  # status, headers, body
_INDENTATION = re.compile(r"\n[ \t]+")


class Dense(Extension):
    """Lines stay lines, so that a fault in a template still names the one it is in."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return _INDENTATION.sub("\n", source)


def parts(name: str) -> list[str]:
    """Of js/undo+codes.js the files that it is made of: js/undo.js and js/codes.js."""
    place, slash, last = name.rpartition("/")
    stem, dot, kind = last.rpartition(".")
    return [f"{place}{slash}{one}{dot}{kind}" for one in stem.split("+")]


def packed(static: WSGIApplication, prefix: str) -> WSGIApplication:
    """That application, its files under the prefix joined where an address names several, and gzipped for
    whoever takes them so."""
    kept: dict[tuple[str, bool], Answer] = {}  # they do not change while the site runs

    def answered(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if not path.startswith(prefix) or environ["REQUEST_METHOD"] != "GET":
            return static(environ, start)
        named, taken = parts(path), "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "")
        is_plain = len(named) == 1 and not taken
        if is_plain or len(set(named)) < len(named):  # one over and over is a flood, and nowhere a file
            return static(environ, start)
        answer = kept.get((path, taken))
        if not answer:
            answer = _made((_asked(static, environ | {"PATH_INFO": one}) for one in named), taken)
            if answer[0].startswith("200"):
                if len(kept) >= MOST_KEPT:
                    kept.clear()
                kept[path, taken] = answer
        status, headers, body = answer
        start(status, list(headers))
        return [body]

    return answered


def _made(files: Iterable[Answer], taken: bool) -> Answer:
    """One answer of those to each part: the first that cannot be joined by itself, else all in one."""
    bodies = []
    for status, headers, body in files:
        kind = next((value for name, value in headers if name == "Content-Type"), "")
        if not status.startswith("200") or not kind.startswith(TEXTS):
            return status, headers, body  # and no further one is asked for
        bodies.append(body)
    whole = _joined(bodies, apart="javascript" in kind)
    whole = gzip.compress(whole, mtime=0) if taken else whole
    left = [pair for pair in headers if pair[0] not in ("Content-Length", "ETag", "Last-Modified")]
    told = [("Content-Length", str(len(whole))), ("Vary", "Accept-Encoding")]
    return status, [*left, *told, *([("Content-Encoding", "gzip")] if taken else [])], whole


def _asked(static: WSGIApplication, environ: WSGIEnvironment) -> Answer:
    begun: list[Any] = []
    answer = static(environ, lambda *told: begun.append(told))  # type: ignore[arg-type]
    body = b"".join(answer)
    if hasattr(answer, "close"):
        answer.close()
    return begun[0][0], begun[0][1], body


def _joined(bodies: Sequence[bytes], *, apart: bool) -> bytes:
    """One after the other; scripts each in a block of its own, as modules do not see each other's names."""
    return b"\n".join(b"{\n%s\n}" % body if apart else body for body in bodies) if bodies[1:] else bodies[0]
