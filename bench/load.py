"""Many coders at once, each on a connection of their own, and how long each waited.

One thread for all of them: thirty-two Python threads would measure their quarrel over the interpreter lock.
"""

import asyncio
import re
import statistics
import time
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

# Only these are read: whoever measures shares the machine with what is measured.
HEADER = {
    name: re.compile(rb"\r\n" + name.encode() + rb": ([^\r]*)", re.IGNORECASE)
    for name in ("content-length", "set-cookie", "location")
}


@dataclass
class Answer:
    status: int
    location: str
    body: bytes


class Browser:
    """One kept-alive connection with its cookie."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self.headers: dict[str, str] = {"Host": f"127.0.0.1:{port}"}

    async def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        sent = self.headers | {name.replace("_", "-"): value for name, value in headers.items()}
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in sent.items())]
        writer.write("\r\n".join((*lines, f"Content-Length: {len(body)}", "", "")).encode() + body)
        head = await reader.readuntil(b"\r\n\r\n")
        length = HEADER["content-length"].search(head)
        content = await reader.readexactly(int(length[1]) if length else 0)
        for cookie in HEADER["set-cookie"].findall(head):
            self.headers["Cookie"] = cookie.decode().split(";")[0]
        location = HEADER["location"].search(head)
        return Answer(int(head[9:12]), location[1].decode() if location else "", content)

    def reconnect(self) -> None:
        """The server ends connections that were idle for some seconds."""
        if self._streams:
            self._streams[1].close()
            self._streams = None


@dataclass
class Waits:
    """Milliseconds by what was asked for."""

    found: dict[str, list[float]] = field(default_factory=dict)
    seconds: float = 0.0

    def figures(self, what: str) -> dict[str, float]:
        waits = sorted(self.found[what])
        return {
            "requests": len(waits),
            "p50_ms": round(statistics.median(waits), 1),
            "p95_ms": round(waits[int(len(waits) * 0.95)], 1),
            "p99_ms": round(waits[int(len(waits) * 0.99)], 1),
        }

    def __iadd__(self, more: "Waits") -> "Waits":
        for what, waits in more.found.items():
            self.found.setdefault(what, []).extend(waits)
        self.seconds += more.seconds
        return self

    @property
    def per_second(self) -> float:
        return sum(map(len, self.found.values())) / self.seconds

    async def time(self, what: str, asked: Awaitable[Answer]) -> Answer:
        began = time.perf_counter()
        answer = await asked
        self.found.setdefault(what, []).append((time.perf_counter() - began) * 1000)
        return answer


Work = Callable[[Waits], Coroutine[Any, Any, None]]


async def together(work: list[Work]) -> Waits:
    """Run every coder's work at the same time; raises what any of them raised."""
    waits = Waits()
    began = time.perf_counter()
    await asyncio.gather(*(one(waits) for one in work))
    waits.seconds = time.perf_counter() - began
    return waits
