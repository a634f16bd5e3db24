"""Claiming and saving over HTTP by 32 coders at once, beside a bare page on the same server.

Throughput is that of a ring of 32 that never pauses, in turns with the bare page's, so that whatever else the
machine does falls on both. In such a ring everybody waits for the 31 others all the time, so how long a coder
waits is measured apart: when all 32 press at the same moment, and when each stops to read.
"""

import asyncio
import contextlib
import random
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec

from bench.load import Browser, Waits, Work, together
from bench.site import CODERS, ROOT, Site, free_port, wait_for

TURNS = 6
EACH = 12  # claims and saves a coder and turn
WARM = 5
AT_ONCE = 12  # times that all coders claim and save at the same moment
PACED = 12  # claims and saves a coder
JSON = {"Accept": "application/json", "Content_Type": "application/json"}
PAUSE = 0.2  # seconds between a paced coder's requests: far quicker than anybody codes


class Claimed(msgspec.Struct):
    """What a coder's program needs of the answer."""

    id: str
    version: int
    token: int


def measure(site: Site) -> Iterator[dict[str, object]]:
    coders = [coder.id for coder in site.add_coders()]
    site.fill(CODERS * (TURNS * EACH + WARM + AT_ONCE + PACED))
    site.settle()
    with bare_page(site) as port:
        bare, ring, at_once, paced = asyncio.run(_measured(site, port, coders))
    yield {
        "bench": "bare page",
        "coders": CODERS,
        "per_second": round(bare.per_second),
        **bare.figures("page"),
    }
    for what in ("claim next", "save"):
        yield {
            "bench": f"{what}, all at once",
            "coders": CODERS,
            **at_once.figures(what),
            "must": "p95_ms <= 60",
        }
        yield {"bench": f"{what}, {PAUSE} s apart", "coders": CODERS, **paced.figures(what)}
        yield {"bench": f"{what}, without a pause", "coders": CODERS, **ring.figures(what)}
    yield {
        "bench": "claim next and save, throughput",
        "per_second": round(ring.per_second),
        "of_bare_page": round(ring.per_second / bare.per_second, 2),
        "must": "of_bare_page >= 0.5",
    }


async def _measured(site: Site, port: int, coders: list[str]) -> tuple[Waits, Waits, Waits, Waits]:
    browsers = [await site.sign_in(coder) for coder in coders]
    visitors = [await _visitor(port, coder) for coder in coders]
    await together([_visits(browser, WARM) for browser in visitors])
    await together([_codes(browser, WARM) for browser in browsers])
    bare, ring = Waits(), Waits()
    for _ in range(TURNS):
        bare += await together([_visits(browser, 2 * EACH) for browser in visitors])
        ring += await together([_codes(browser, EACH) for browser in browsers])
    at_once = await _all_press_at_once(browsers, AT_ONCE)
    return bare, ring, at_once, await together([_codes(browser, PACED, PAUSE) for browser in browsers])


@contextlib.contextmanager
def bare_page(site: Site) -> Iterator[int]:
    """The bare page on as many workers and threads, with the same Redis."""
    port = free_port()
    command = [
        *(sys.executable, "-m", "granian", "bench.bare:app", "--interface", "wsgi", "--host", "127.0.0.1"),
        *("--port", str(port), "--workers", str(site.settings.web_workers)),
        *("--blocking-threads", str(site.settings.web_threads), "--http", "1", "--no-ws"),
        *("--log-level", "error"),
    ]
    environ = site.environ | {"REDIS_URL": site.settings.redis_url}
    server = subprocess.Popen(command, cwd=ROOT, env=environ, stderr=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}/enter/nobody")
        yield port
    finally:
        server.terminate()
        server.wait(20)


async def _visitor(port: int, name: str) -> Browser:
    browser = Browser(port)
    assert (await browser.ask("GET", f"/enter/{name}")).status == 200
    return browser


def _visits(browser: Browser, times: int) -> Work:
    async def work(waits: Waits) -> None:
        browser.reconnect()
        for _ in range(times):
            answer = await waits.time("page", browser.ask("POST", "/page"))
            assert answer.status == 200

    return work


def _codes(browser: Browser, times: int, pause: float = 0.0) -> Work:
    """One coder at work: claim the next encounter, save codes into it."""

    async def work(waits: Waits) -> None:
        browser.reconnect()
        await asyncio.sleep(random.uniform(0, pause))
        for _ in range(times):
            claimed = await _claim(browser, waits)
            await asyncio.sleep(pause)
            await _save(browser, waits, claimed)
            await asyncio.sleep(pause)

    return work


async def _all_press_at_once(browsers: list[Browser], times: int) -> Waits:
    """Everybody claims at the same moment; once all have an encounter, everybody saves at the same moment."""
    waits = Waits()
    for _ in range(times):
        claimed = await asyncio.gather(*(_claim(browser, waits) for browser in browsers))
        saves = (_save(browser, waits, one) for browser, one in zip(browsers, claimed, strict=True))
        await asyncio.gather(*saves)
    return waits


async def _claim(browser: Browser, waits: Waits) -> Claimed:
    answer = await waits.time("claim next", browser.ask("POST", "/coder/next", b"{}", **JSON))
    assert answer.status == 200, answer.body[:300]
    return msgspec.json.decode(answer.body, type=Claimed)


async def _save(browser: Browser, waits: Waits, claimed: Claimed) -> None:
    on = f"{datetime.now(UTC):%Y-%m-%d}"
    line = {"code": "99213", "units": 1, "charge": 12500, "on": on, "pointers": [1]}
    codes = {"diagnoses": [{"code": "J06.9"}, {"code": "R05.9"}], "lines": [line]}
    body = msgspec.json.encode({"version": claimed.version, "token": claimed.token, "codes": codes})
    answer = await waits.time("save", browser.ask("POST", f"/encounters/{claimed.id}/save", body, **JSON))
    assert answer.status == 200, answer.body[:300]
