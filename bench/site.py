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
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

from redis import Redis

from bench.load import Browser
from queue_app.domain import moves
from queue_app.domain.directory import Facility, Payer, Provider
from queue_app.domain.encounter import (
    Address,
    Document,
    Encounter,
    Patient,
    PatientClass,
    Section,
    Status,
    Stay,
    Unit,
)
from queue_app.domain.people import SYSTEM, Person, Role
from queue_app.services import accounts
from queue_app.settings import Settings
from queue_app.store.codec import heading
from queue_app.store.store import Store

ROOT = Path(__file__).parent.parent
PASSWORD = "measured, not guessed"
CODERS = 32


@dataclass
class Site:
    settings: Settings
    store: Store
    environ: dict[str, str]

    @property
    def port(self) -> int:
        return self.settings.port

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

    def fill(self, count: int, worklist: str = "clinic") -> None:
        """So many more ready encounters, written without waiting for the disk."""
        raw = Redis.from_url(self.settings.redis_url)
        raw.config_set("appendfsync", "no")
        document = Document(
            id="note", type="Progress note", sections=(Section(title="Note", text="Cough for a week. " * 60),)
        )
        for _ in range(count):
            move = moves.take(
                "import", _encounter(worklist, document), SYSTEM, datetime.now(UTC), status=Status.READY
            )
            self.store.encounters._commit_move._durable = False
            self.store.encounters.commit(move, [document])
        self.store.encounters._commit_move._durable = True
        raw.config_set("appendfsync", "always")

    def add_directories(self) -> None:
        address = Address(lines=("1 Main St",), city="Boston", state="MA", postal_code="02115")
        self.store.directories.put(
            [
                Facility(
                    id="clinic",
                    name="Clinic",
                    npi="1234567893",
                    tax_id="123456789",
                    taxonomy="261Q00000X",
                    address=address,
                ),
                Provider(id="doctor", npi="1679576722", family="Welby", taxonomy="207Q00000X"),
                Payer(id="payer", name="Payer", payer_id="P1", type="CI"),
            ]
        )


def _encounter(worklist: str, document: Document) -> Encounter:
    now = datetime.now(UTC)
    ended = now - timedelta(hours=secrets.randbelow(200), seconds=secrets.randbelow(3600))
    return Encounter(
        id=secrets.token_hex(13),
        unit=Unit.PROFESSIONAL,
        work_type="clinic",
        worklist=worklist,
        due_at=ended + timedelta(hours=72),
        clock_at=ended,
        arrived_at=now,
        account_number=secrets.token_hex(6),
        patient=Patient(
            mrn=secrets.token_hex(4),
            family="Sample",
            given="Ann",
            born_on=datetime(1960, 5, 4).date(),
            sex="F",
            address=Address(lines=("1 Elm St",), city="Boston", state="MA", postal_code="02115"),
        ),
        stay=Stay(
            patient_class=PatientClass.CLINIC,
            admitted_at=ended - timedelta(hours=1),
            discharged_at=ended,
            facility="clinic",
            attending="doctor",
            payer="payer",
            member_id="M1",
        ),
        documents=(heading(document),),
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
            yield Site(settings, Store(settings.redis_url, settings.master_key()), environ)
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
