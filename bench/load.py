"""Many coders at once, each on a connection of their own, and how long each waited."""

import http.client
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


class Browser:
    """One kept-alive connection with its cookie."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.headers: dict[str, str] = {}

    def reconnect(self) -> None:
        """The server ends connections that were idle for some seconds."""
        self._connection.close()

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        sent = self.headers | {name.replace("_", "-"): value for name, value in headers.items()}
        self._connection.request(method, path, body or None, sent)
        response = self._connection.getresponse()
        content = response.read()
        told = {name.lower(): value for name, value in response.getheaders()}
        if cookie := told.get("set-cookie"):
            self.headers["Cookie"] = cookie.split(";")[0]
        return Answer(response.status, told, content)


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

    @property
    def per_second(self) -> float:
        return sum(map(len, self.found.values())) / self.seconds


class Clock:
    """What one coder writes their waits down with."""

    def __init__(self) -> None:
        self.found: dict[str, list[float]] = {}

    def time(self, what: str, ask: Callable[[], Answer]) -> Answer:
        began = time.perf_counter()
        answer = ask()
        self.found.setdefault(what, []).append((time.perf_counter() - began) * 1000)
        return answer


def together(work: list[Callable[[Clock], None]]) -> Waits:
    """Run every coder's work at the same time; raises what any of them raised."""
    clocks = [Clock() for _ in work]
    failures: list[Exception] = []
    start = threading.Barrier(len(work) + 1)

    def run(one: Callable[[Clock], None], clock: Clock) -> None:
        start.wait()
        try:
            one(clock)
        except Exception as failure:
            failures.append(failure)

    threads = [
        threading.Thread(target=run, args=(one, clock)) for one, clock in zip(work, clocks, strict=True)
    ]
    for thread in threads:
        thread.start()
    start.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    waits = Waits(seconds=time.perf_counter() - began)
    for clock in clocks:
        for what, found in clock.found.items():
            waits.found.setdefault(what, []).extend(found)
    return waits
