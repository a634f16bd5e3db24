"""What goes over the line is small: static files are packed, templates are sent without their indentation.

Pages are not packed: beside words that somebody else chose, how small a page gets tells of its secrets.
"""

import gzip
import re
from collections.abc import Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from jinja2.ext import Extension

TEXTS = ("text/css", "text/javascript", "application/javascript", "image/svg+xml")
_INDENTATION = re.compile(r"\n[ \t]+")


class Dense(Extension):
    """Lines stay lines, so that a fault in a template still names the one it is in."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return _INDENTATION.sub("\n", source)


def packed(static: WSGIApplication, prefix: str) -> WSGIApplication:
    """That application, its files under the prefix gzipped for whoever takes them so."""
    kept: dict[str, bytes] = {}  # they do not change while the site runs

    def answered(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        taken = "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "") and environ["REQUEST_METHOD"] == "GET"
        if not taken or not path.startswith(prefix):
            return static(environ, start)
        begun: list[Any] = []
        body = static(environ, lambda *told: begun.append(told))  # type: ignore[arg-type]
        status, headers, *failed = begun[0]
        is_text = any(name == "Content-Type" and value.startswith(TEXTS) for name, value in headers)
        if not status.startswith("200") or not is_text:
            start(status, headers, *failed)
            return body
        if path not in kept:
            kept[path] = gzip.compress(b"".join(body), mtime=0)
        if hasattr(body, "close"):
            body.close()
        left = [pair for pair in headers if pair[0] not in ("Content-Length", "ETag")]
        told = [("Content-Encoding", "gzip"), ("Content-Length", str(len(kept[path])))]
        start(status, [*left, *told, ("Vary", "Accept-Encoding")])
        return [kept[path]]

    return answered
