"""Claiming and saving over HTTP by 32 coders at once, beside a bare page on the same server.

Both are measured in turns, so that whatever else the machine does falls on both; and then once more with
coders who stop to read, for in a closed ring of 32 that never pauses each waits for the 31 others.
"""

import asyncio
import contextlib
import json
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
PACED = 12  # claims and saves a coder
PAUSE = 0.2  # seconds between a paced coder's requests: far quicker than anybody codes


class Claimed(msgspec.Struct):
    """What a coder's program needs of the answer."""

    id: str
    version: int
    token: int


def measure(site: Site) -> Iterator[dict[str, object]]:
    coders = [coder.id for coder in site.add_coders()]
    site.fill(CODERS * (TURNS * EACH + WARM + PACED))
    site.settle()
    with bare_page(site) as port:
        bare, ours, paced = asyncio.run(_measured(site, port, coders))
    yield {
        "bench": "bare page",
        "coders": CODERS,
        "per_second": round(bare.per_second),
        **bare.figures("page"),
    }
    for what in ("claim next", "save"):
        yield {"bench": what, "coders": CODERS, **ours.figures(what), "must": "p95_ms <= 60"}
        yield {"bench": f"{what}, {PAUSE} s apart", "coders": CODERS, **paced.figures(what)}
    yield {
        "bench": "claim next and save, throughput",
        "per_second": round(ours.per_second),
        "of_bare_page": round(ours.per_second / bare.per_second, 2),
        "must": "of_bare_page >= 0.5",
    }


async def _measured(site: Site, port: int, coders: list[str]) -> tuple[Waits, Waits, Waits]:
    browsers = [await site.sign_in(coder) for coder in coders]
    visitors = [await _visitor(port, coder) for coder in coders]
    await together([_visits(browser, WARM) for browser in visitors])
    await together([_codes(browser, WARM) for browser in browsers])
    bare, ours = Waits(), Waits()
    for _ in range(TURNS):
        bare += await together([_visits(browser, 2 * EACH) for browser in visitors])
        ours += await together([_codes(browser, EACH) for browser in browsers])
    return bare, ours, await together([_codes(browser, PACED, PAUSE) for browser in browsers])


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
    asks = {"Accept": "application/json", "Content_Type": "application/json"}
    on = f"{datetime.now(UTC):%Y-%m-%d}"
    line = {"code": "99213", "units": 1, "charge": 12500, "on": on, "pointers": [1]}
    codes = {"diagnoses": [{"code": "J06.9"}, {"code": "R05.9"}], "lines": [line]}

    async def work(waits: Waits) -> None:
        browser.reconnect()
        await asyncio.sleep(random.uniform(0, pause))
        for _ in range(times):
            claimed = await waits.time("claim next", browser.ask("POST", "/coder/next", b"{}", **asks))
            assert claimed.status == 200, claimed.body[:300]
            await asyncio.sleep(pause)
            told = msgspec.json.decode(claimed.body, type=Claimed)
            body = json.dumps({"version": told.version, "token": told.token, "codes": codes}).encode()
            place = f"/encounters/{told.id}/save"
            saved = await waits.time("save", browser.ask("POST", place, body, **asks))
            assert saved.status == 200, saved.body[:300]
            await asyncio.sleep(pause)

    return work
