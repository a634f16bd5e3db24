"""Everything on one machine: what is started in which order, watched, and stopped in that order reversed."""

import contextlib
import http.client
import os
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from queue_app.runner.bell import BLINK, Bell, Stopped, say
from queue_app.runner.ground import CannotStart, alone_in, check_port
from queue_app.runner.prepare import prepare
from queue_app.runner.process import Process, how_it_ended
from queue_app.runner.server import embedded
from queue_app.runner.watch import Part, Watched
from queue_app.settings import Settings
from queue_app.store.store import Store

PYTHON = sys.executable
TICKER = Part("The ticker", (PYTHON, "-m", "workers.ticker"), patience=5)
WORKERS = (
    Part("The billing worker", (PYTHON, "-m", "workers", "billing"), patience=20),
    Part("The intake worker", (PYTHON, "-m", "workers", "intake"), patience=20),
    Part("The suggestions worker", (PYTHON, "-m", "workers", "suggestions"), patience=5),
)
WEB = Part("The web server", (PYTHON, "-m", "queue_app.runner.web"), patience=8)
READY_WITHIN = 60  # seconds


def run(settings: Settings, welcome: Callable[[Store], str]) -> int:
    """Returns when everything has stopped: 0 when asked to, 1 when it had to. Raises CannotStart.

    `welcome` gives the words for somebody who has just started it.
    """
    os.umask(0o077)  # whatever is written may hold patient data
    bell = Bell()
    code = 0
    with contextlib.suppress(Stopped), contextlib.ExitStack() as stack:
        stack.enter_context(alone_in(settings.data))
        code = _open_up(settings, welcome, bell, stack)
    say("Stopped; all data is kept.")
    return code


def _open_up(
    settings: Settings, welcome: Callable[[Store], str], bell: Bell, stack: contextlib.ExitStack
) -> int:
    started_at = time.monotonic()
    check_port(settings.host, settings.port)
    server = None
    if settings.redis_url == settings.own_server:
        say(f"Starting the queue's memory in {settings.data / 'redis'} …")
        server = stack.enter_context(embedded(settings.data / "redis", settings.socket, bell.check))
    environ = {
        **os.environ,
        "CODEDESK_DATA": str(settings.data),
        "REDIS_URL": settings.redis_url,
        "PYTHONUNBUFFERED": "1",
    }
    store = prepare(settings, environ, bell)
    parts = _start_parts(settings, environ, bell, stack)
    _wait_until_ready(settings, parts[-1], bell)
    say(f"\nCodedesk is open at {address(settings)} (after {time.monotonic() - started_at:.1f} s).\n")
    say(welcome(store))
    say("\nCtrl-C stops everything and keeps all data.")
    return _watch(server, parts, bell)


def _start_parts(
    settings: Settings, environ: Mapping[str, str], bell: Bell, stack: contextlib.ExitStack
) -> list[Watched]:
    """The web server is started last, so that it is stopped first."""
    say("Starting the workers and the web server …")
    parts = []
    for part in (TICKER, *WORKERS, WEB):
        watched = Watched(part, environ, _log(settings, part))
        stack.callback(watched.stop, bell.hurried)
        parts.append(watched)
    return parts


def _log(settings: Settings, part: Part) -> Path | None:
    """At a terminal the parts write into files, so that a person can read what the runner says."""
    if not sys.stderr.isatty():
        return None
    settings.logs.mkdir(exist_ok=True, mode=0o700)
    return settings.logs / f"{part.name.removeprefix('The ').replace(' ', '-')}.log"


def _wait_until_ready(settings: Settings, site: Watched, bell: Bell) -> None:
    deadline = time.monotonic() + READY_WITHIN
    while (answer := _ask(settings)) != "ready":
        bell.wait()
        if site.process.poll() is not None:
            raise CannotStart(f"{site.last_words()}\nThe web server could not start; see above.")
        if time.monotonic() > deadline:
            raise CannotStart(f"The web server is not ready after {READY_WITHIN} s. {answer}")


def _ask(settings: Settings) -> str:
    """What /readyz says: "ready", or why not."""
    asking = http.client.HTTPConnection(_near(settings.host), settings.port, timeout=5)
    try:
        asking.request("GET", "/readyz")
        answer = asking.getresponse()
        return "ready" if answer.status == 200 else answer.read(500).decode(errors="replace")
    except (OSError, http.client.HTTPException) as silence:
        return f"It does not answer: {silence}"
    finally:
        asking.close()


def address(settings: Settings) -> str:
    host = _near(settings.host)
    return f"http://[{host}]:{settings.port}" if ":" in host else f"http://{host}:{settings.port}"


def _near(host: str) -> str:
    """Where this machine reaches a server that listens on that address."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # nosec B104


def _watch(server: Process | None, parts: list[Watched], bell: Bell) -> int:
    while not bell.rung():
        if server and server.poll() is not None:
            say(
                f"The queue's memory stopped unexpectedly ({how_it_ended(server)}). "
                "What was answered is on the disk; start Codedesk again."
            )
            return 1
        for part in parts:
            part.look(say)
        time.sleep(BLINK)
    say("\nStopping the web server, the workers, the ticker and the queue's memory …")
    return 0
