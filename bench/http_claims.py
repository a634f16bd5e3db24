"""Claiming and saving over HTTP by 32 coders at once, beside a bare page on the same server."""

import contextlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from bench.load import Browser, Clock, together
from bench.site import CODERS, ROOT, Site, free_port, wait_for

EACH = 60  # claims and saves a coder


def measure(site: Site) -> Iterator[dict[str, object]]:
    coders = [coder.id for coder in site.add_coders()]
    site.fill(CODERS * (EACH + 5))
    browsers = [site.sign_in(coder) for coder in coders]
    with bare_page(site) as port:
        visitors = [_visitor(port, coder) for coder in coders]
        together([_visits(browser, 5) for browser in visitors])  # warm both up
        together([_codes(browser, 2) for browser in browsers])
        bare = together([_visits(browser, 2 * EACH) for browser in visitors])
        ours = together([_codes(browser, EACH) for browser in browsers])
    yield {
        "bench": "bare page",
        "coders": CODERS,
        "per_second": round(bare.per_second),
        **bare.figures("page"),
    }
    for what in ("claim next", "save"):
        yield {"bench": what, "coders": CODERS, **ours.figures(what), "must": "p95_ms <= 60"}
    yield {
        "bench": "claim next and save, throughput",
        "per_second": round(ours.per_second),
        "of_bare_page": round(ours.per_second / bare.per_second, 2),
        "must": "of_bare_page >= 0.5",
    }


@contextlib.contextmanager
def bare_page(site: Site) -> Iterator[int]:
    """The bare page on as many workers and threads, with the same Redis."""
    port = free_port()
    command = [
        *(sys.executable, "-m", "granian", "bench.bare:app", "--interface", "wsgi", "--host", "127.0.0.1"),
        *("--port", str(port), "--workers", str(site.settings.web_workers)),
        *(
            "--blocking-threads",
            str(site.settings.web_threads),
            "--http",
            "1",
            "--no-ws",
            "--log-level",
            "error",
        ),
    ]
    environ = site.environ | {"REDIS_URL": site.settings.redis_url}
    server = subprocess.Popen(command, cwd=ROOT, env=environ, stderr=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}/enter/nobody")
        yield port
    finally:
        server.terminate()
        server.wait(20)


def _visitor(port: int, name: str) -> Browser:
    browser = Browser(port)
    assert browser.ask("GET", f"/enter/{name}").status == 200
    return browser


def _visits(browser: Browser, times: int) -> Callable[[Clock], None]:
    def work(clock: Clock) -> None:
        browser.reconnect()
        for _ in range(times):
            answer = clock.time("page", lambda: browser.ask("POST", "/page"))
            assert answer.status == 200

    return work


def _codes(browser: Browser, times: int) -> Callable[[Clock], None]:
    """One coder at work: claim the next encounter, save codes into it."""
    asks_json = {"Accept": "application/json", "Content_Type": "application/json"}
    line = {
        "code": "99213",
        "units": 1,
        "charge": 12500,
        "on": f"{datetime.now(UTC):%Y-%m-%d}",
        "pointers": [1],
    }
    codes = {"diagnoses": [{"code": "J06.9"}, {"code": "R05.9"}], "lines": [line]}

    def work(clock: Clock) -> None:
        browser.reconnect()
        for _ in range(times):
            claimed = clock.time("claim next", lambda: browser.ask("POST", "/coder/next", b"{}", **asks_json))
            assert claimed.status == 200, (claimed.status, claimed.body[:300])
            told = json.loads(claimed.body)
            body = json.dumps({"version": told["version"], "token": told["token"], "codes": codes}).encode()
            path = f"/encounters/{told['id']}/save"
            saved = clock.time(
                "save", lambda path=path, body=body: browser.ask("POST", path, body, **asks_json)
            )
            assert saved.status == 200, (saved.status, saved.body[:300])

    return work
