"""Killed in mid-flight: web server, worker, memory; nothing answered is lost, nothing is sent twice."""

import contextlib
import http.client
import json
import re
import signal
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psutil
import pytest

from queue_app.domain.encounter import Status
from queue_app.settings import Settings
from queue_app.store.store import Store
from tests.builders import a_document, a_stay, arrived
from tests.people import MARIA, TOM
from tests.services.furniture import furnish
from tests.test_runner import ENOUGH, Site, everything_below, the, until

WAITING = 120
LAST = datetime.now(UTC) - timedelta(days=2)


class Crashing(Site):
    """A site with work to do, and coders who go on whatever happens."""

    def prepare(self) -> None:
        self.settings = Settings(data=self.data)
        store = self.store()
        furnish(store)
        for coder in (MARIA, TOM):
            store.people.put(coder)
            store.people.add_bearer(f"token-{coder.id}", coder.id, "test")
        stay = a_stay(admitted_at=LAST - timedelta(minutes=20), discharged_at=LAST)
        for number in range(WAITING):
            arrived(store, a_document(), id=f"e{number}", account_number=f"A{number}", stay=stay)

    def store(self) -> Store:
        return Store(self.settings.redis_url, self.settings.master_key(), self.settings.data)

    def ask(self, coder: str, path: str, body: dict[str, Any]) -> tuple[int, Any]:
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        headers = {
            "Authorization": f"Bearer token-{coder}",
            "Accept": "application/json",
            "Content-Type": "application/json",
        }
        try:
            asking.request("POST", path, json.dumps(body), headers)
            answer = asking.getresponse()
            return answer.status, json.loads(answer.read() or b"null")
        except (OSError, http.client.HTTPException, ValueError):
            return 0, None  # nothing was answered
        finally:
            asking.close()

    def work(self, coder: str, submitted: list[str], enough: Callable[[], bool]) -> None:
        """Claim and submit until told to stop; what was answered with 200 is written down."""
        line = {"code": "99213", "units": 1, "charge": 12500, "on": f"{LAST:%Y-%m-%d}", "pointers": [1]}
        codes = {"diagnoses": [{"code": "J06.9"}], "lines": [line]}
        while not enough():
            status, told = self.ask(coder, "/coder/next", {})
            if status == 204:
                return
            if status == 200:
                seen = {"version": told["version"], "token": told["token"], "codes": codes}
                status, _ = self.ask(coder, f"/encounters/{told['id']}/submit", seen)
                if status == 200:
                    submitted.append(told["id"])

    def claims(self) -> list[str]:
        """The claim numbers in all delivered files."""
        files = (self.settings.billing / "out").glob("*.837?")
        return [number for path in files for number in re.findall(r"~CLM\*(\w+)\*", path.read_text())]


@pytest.fixture
def site(tmp_path: Path, code_tables: Path) -> Iterator[Crashing]:
    site = Crashing(tmp_path)
    site.data.mkdir()
    site.settings.code_tables.symlink_to(code_tables)
    yield site


def hard_at_work(site: Crashing, strike: Callable[[], None], strikes: int) -> list[str]:
    """Two coders at work while something is killed; returns what they were told is submitted."""
    submitted: list[str] = []
    over = threading.Event()
    coders = [
        threading.Thread(target=site.work, args=(coder, submitted, over.is_set)) for coder in ("maria", "tom")
    ]
    for coder in coders:
        coder.start()
    for _ in range(strikes):
        before = len(submitted)
        until(lambda before=before: len(submitted) >= before + 5 or not any(c.is_alive() for c in coders))
        strike()
    over.set()
    for coder in coders:
        coder.join(ENOUGH)
    assert submitted
    return submitted


def is_billing(process: psutil.Process) -> bool:
    with contextlib.suppress(psutil.Error):
        return "workers billing" in " ".join(process.cmdline())
    return False


def all_is_sent_once(site: Crashing, submitted: list[str]) -> None:
    store = site.store()

    def sent() -> bool:
        found = store.encounters.find(submitted)
        return all(one.status is Status.SENT for one in found) and not store.batches.undelivered()

    until(sent)
    found = store.encounters.find(submitted)
    assert len(found) == len(set(submitted))
    times = Counter(site.claims())
    assert all(times[one.control_number] == 1 for one in found)
    assert set(times.values()) == {1}
    assert all(one.submission == 1 for one in found)


def test_a_killed_web_server_loses_no_submit_and_doubles_none(site: Crashing) -> None:
    runner = site.open()
    site.prepare()

    def strike() -> None:
        the(everything_below(runner), "runner.web").send_signal(signal.SIGKILL)

    submitted = hard_at_work(site, strike, strikes=2)
    all_is_sent_once(site, submitted)
    runner.terminate()
    assert runner.wait(ENOUGH) == 0


def test_a_killed_worker_delivers_every_claim_exactly_once(site: Crashing) -> None:
    runner = site.open()
    site.prepare()

    def struck() -> bool:
        found = next((each for each in everything_below(runner) if is_billing(each)), None)
        if found:
            found.kill()
        return found is not None

    def strike() -> None:
        until(struck)  # once it is started again

    submitted = hard_at_work(site, strike, strikes=4)
    all_is_sent_once(site, submitted)
    runner.terminate()
    assert runner.wait(ENOUGH) == 0


def test_a_killed_memory_keeps_all_that_was_answered(site: Crashing) -> None:
    runner = site.open()
    site.prepare()

    def strike() -> None:
        the(everything_below(runner), "valkey-server").send_signal(signal.SIGKILL)

    submitted = hard_at_work(site, strike, strikes=1)
    assert runner.wait(ENOUGH) == 1  # it says why, and that what was answered is on the disk

    runner = site.open()
    all_is_sent_once(site, submitted)
    runner.terminate()
    assert runner.wait(ENOUGH) == 0
