"""A whole Codedesk in a folder of its own, with coders and as many encounters as are wanted."""

import base64
import contextlib
import os
import re
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import psutil

from bench.load import Browser
from queue_app.domain.people import Person, Role
from queue_app.services import accounts
from queue_app.settings import Settings
from queue_app.store.store import Store
from tests.builders import a_document, a_patient, a_stay, arrived

ROOT = Path(__file__).parent.parent
PASSWORD = "measured, not guessed"
CODERS = 32


@dataclass
class Site:
    settings: Settings
    store: Store
    environ: dict[str, str]
    runner: psutil.Process

    @property
    def port(self) -> int:
        return self.settings.port

    def heaviest_web_worker(self) -> int:
        """In MB; the web server is the runner's child, its workers are that one's."""
        web = [one for one in self.runner.children(recursive=True) if "queue_app.runner.web" in one.cmdline()]
        return round(max(one.memory_info().rss for one in web) / 1e6)

    async def sign_in(self, name: str) -> Browser:
        """A browser with that person's session and CSRF token."""
        browser = Browser(self.port)
        form = (await browser.ask("GET", "/sign-in")).body.decode()
        fields = {"name": name, "password": PASSWORD, "csrf_token": _csrf(form)}
        answer = await browser.ask(
            "POST", "/sign-in", urlencode(fields).encode(), Content_Type="application/x-www-form-urlencoded"
        )
        assert answer.status == 303, answer.status
        browser.headers["X-CSRFToken"] = _csrf((await browser.ask("GET", "/coder")).body.decode())
        return browser

    def add_coders(self, count: int = CODERS) -> list[Person]:
        hashed = accounts.HASHER.hash(PASSWORD)
        people = [
            Person(
                id=f"coder{number}",
                name=f"Coder {number}",
                roles=frozenset({Role.CODER}),
                worklists=("clinic",),
            )
            for number in range(count)
        ]
        for person in people:
            self.store.people.put(person, hashed)
        return people

    def fill(self, count: int) -> None:
        """So many more ready clinic visits, of the last days. At once: they share the disk's time."""
        with ThreadPoolExecutor(CODERS) as feeds:
            list(feeds.map(self._arrive, range(count)))

    def settle(self) -> None:
        """Wait until the documents are read for suggestions: they come hours before their coder does."""
        while self.store.suggestions.to_read(1):
            time.sleep(0.2)

    def _arrive(self, _: int) -> None:
        ended = datetime.now(UTC) - timedelta(hours=secrets.randbelow(200), seconds=secrets.randbelow(3600))
        arrived(
            self.store,
            a_document("Cough for a week. " * 60),
            id=secrets.token_hex(13),
            account_number=secrets.token_hex(6),
            patient=a_patient(mrn=secrets.token_hex(4)),
            stay=a_stay(admitted_at=ended - timedelta(hours=1), discharged_at=ended),
            clock_at=ended,
            due_at=ended + timedelta(hours=72),
        )


@contextlib.contextmanager
def running(code_tables: Path, **more: str) -> Iterator[Site]:
    """A site on a free port, from its first answer until it is stopped; its folder is thrown away."""
    with tempfile.TemporaryDirectory(prefix="codedesk-bench-") as folder:
        data = Path(folder)
        (data / "codes.sqlite").symlink_to(code_tables)
        key = base64.b64encode(secrets.token_bytes(32)).decode()
        port = free_port()
        told = {
            "CODEDESK_DATA": folder,
            "CODEDESK_PORT": str(port),
            "CODEDESK_DEMO": "0",
            "CODEDESK_KEY": key,
        }
        environ = {**os.environ, **told, **more}
        environ.pop("REDIS_URL", None)
        runner = subprocess.Popen(
            [sys.executable, "-m", "queue_app"],
            cwd=ROOT,
            env=environ,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            settings = Settings.from_environment(environ)
            wait_for(f"http://127.0.0.1:{port}/readyz")
            store = Store(settings.redis_url, settings.master_key(), settings.data)
            yield Site(settings, store, environ, psutil.Process(runner.pid))
        finally:
            runner.terminate()
            runner.wait(60)


def wait_for(url: str, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError, urllib.error.URLError):
            urllib.request.urlopen(url, timeout=2).close()
            return
        time.sleep(0.02)
    raise TimeoutError(url)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _csrf(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return found[1]
