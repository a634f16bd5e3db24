"""`python -m queue_app` as a person meets it: real processes on a folder of their own."""

import base64
import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from redis import Redis

from queue_app.runner.ground import CannotStart
from queue_app.runner.server import embedded
from queue_app.services import accounts
from queue_app.settings import Settings
from queue_app.store.store import Store
from tests.people import MARIA

ROOT = Path(__file__).parent.parent
ENOUGH = 120  # seconds; a bound for what hangs, not a measure
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent died")


class Site:
    """One data folder and one port; what the runner says is kept in a file."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "var"
        self.settings = Settings(data=self.data)
        self.port = free_port()
        self.said_in = folder / "said"
        self.begun: list[psutil.Process] = []

    def start(self, **environ: str) -> subprocess.Popen[bytes]:
        ours = {
            "CODEDESK_DATA": str(self.data),
            "CODEDESK_PORT": str(self.port),
            "CODEDESK_DEMO": "0",
            "CODEDESK_WEB_WORKERS": "1",
        }
        with self.said_in.open("wb") as said:
            runner = subprocess.Popen(
                [sys.executable, "-m", "queue_app"],
                cwd=ROOT,
                env={**os.environ, **ours, **environ},
                stdout=said,
                stderr=subprocess.STDOUT,
            )
        self.begun.append(psutil.Process(runner.pid))
        return runner

    def open(self, **environ: str) -> subprocess.Popen[bytes]:
        runner = self.start(**environ)
        until(lambda: "Codedesk is open at" in self.said() or runner.poll() is not None)
        assert runner.poll() is None, self.said()
        self.begun += everything_below(runner)
        return runner

    def said(self) -> str:
        return self.said_in.read_text()

    def answers(self) -> bool:
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            asking.request("GET", "/healthz")
            return asking.getresponse().status == 200
        except OSError:
            return False
        finally:
            asking.close()

    def memory(self) -> "Redis":
        return Redis.from_url(self.settings.own_server, decode_responses=True)


@pytest.fixture
def site(tmp_path: Path, code_tables: Path) -> Iterator[Site]:
    site = Site(tmp_path)
    site.data.mkdir()
    site.settings.code_tables.symlink_to(code_tables)  # making them takes a quarter of a minute
    yield site
    for each in site.begun:  # a test that failed leaves nothing behind either
        with contextlib.suppress(psutil.NoSuchProcess):
            each.kill()


def until(so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + ENOUGH
    while not so():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.05)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def everything_below(runner: subprocess.Popen[bytes]) -> list[psutil.Process]:
    return psutil.Process(runner.pid).children(recursive=True)


def gone(processes: list[psutil.Process]) -> bool:
    return not any(each.is_running() and each.status() != psutil.STATUS_ZOMBIE for each in processes)


def the(processes: list[psutil.Process], words: str) -> psutil.Process:
    return next(each for each in processes if words in " ".join(each.cmdline()))


def test_asked_to_stop_it_leaves_no_process_behind_and_keeps_everything(site: Site) -> None:
    runner = site.open()
    below = everything_below(runner)
    assert all(
        the(below, part) for part in ("valkey-server", "runner.web", "workers billing", "workers.ticker")
    )
    assert site.answers()
    site.memory().set("kept", "yes")
    key = site.settings.key_file.read_text()
    runner.send_signal(signal.SIGINT)
    assert runner.wait(ENOUGH) == 0
    assert gone(below)

    runner = site.open()
    assert site.memory().get("kept") == "yes"
    assert site.settings.key_file.read_text() == key
    runner.send_signal(signal.SIGTERM)
    assert runner.wait(ENOUGH) == 0


def test_a_second_start_in_the_same_folder_is_refused(site: Site) -> None:
    runner = site.open()
    second = site.start(CODEDESK_PORT=str(free_port()))
    assert second.wait(ENOUGH) == 1
    assert f"already runs on {site.data} (process {runner.pid})" in site.said()
    assert site.answers()
    runner.terminate()
    runner.wait(ENOUGH)


def test_a_port_in_use_is_refused_before_anything_starts(site: Site) -> None:
    with socket.create_server(("127.0.0.1", site.port)):
        assert site.start().wait(ENOUGH) == 1
    assert f"Port {site.port} is in use" in site.said()
    assert not (site.data / "redis").exists()


def test_a_web_server_that_dies_is_started_again(site: Site) -> None:
    runner = site.open()
    the(everything_below(runner), "runner.web").kill()
    until(lambda: "The web server stopped unexpectedly (SIGKILL)" in site.said())
    until(site.answers)
    runner.terminate()
    assert runner.wait(ENOUGH) == 0


def test_when_the_queues_memory_dies_everything_stops_and_says_so(site: Site) -> None:
    runner = site.open()
    below = everything_below(runner)
    the(below, "valkey-server").kill()
    assert runner.wait(ENOUGH) == 1
    assert gone(below)
    assert "The queue's memory stopped unexpectedly (SIGKILL)" in site.said()


@on_linux
def test_a_runner_that_is_killed_leaves_nothing_running(site: Site) -> None:
    runner = site.open()
    below = everything_below(runner)
    runner.kill()
    runner.wait()
    until(lambda: gone(below))


def with_the_store(site: Site, do: Callable[[Store], object]) -> None:
    """What an earlier run has left in the data folder."""
    with embedded(site.data / "redis", site.settings.socket):
        do(Store(site.settings.own_server, site.settings.master_key(), site.settings.data))


def test_a_lost_key_is_not_replaced(site: Site) -> None:
    with_the_store(site, lambda store: store.people.put(MARIA))
    site.settings.key_file.unlink()
    assert site.start().wait(ENOUGH) == 1
    assert f"{site.settings.key_file} is missing" in site.said()
    assert not site.settings.key_file.exists()


def test_another_key_is_refused_before_anything_is_made(site: Site) -> None:
    with_the_store(site, lambda store: store.people.put(MARIA))
    kept = site.settings.key_file.read_text()
    site.settings.key_file.write_text(base64.b64encode(os.urandom(32)).decode())
    site.settings.code_tables.unlink()
    assert site.start(CODEDESK_DEMO="1").wait(ENOUGH) == 1
    assert "The master key is not the one that sealed what the queue holds" in site.said()
    assert f"(The key given now is in {site.settings.key_file}.)" in site.said()
    assert not site.settings.code_tables.exists()

    site.settings.key_file.write_text(kept)
    with_the_store(site, lambda store: store.people.get("maria"))


OTHERS = [{"CODEDESK_HOST": "0.0.0.0"}, {"CODEDESK_HTTPS": "1"}, {"CODEDESK_TRUSTED_PROXIES": "1"}]


@pytest.mark.parametrize("reached", OTHERS, ids=lambda one: next(iter(one)))
def test_the_demo_with_the_password_everybody_knows_is_for_this_machine_alone(
    site: Site, reached: dict[str, str]
) -> None:
    assert site.start(CODEDESK_DEMO="1", **reached).wait(ENOUGH) == 1
    for way_out in ("CODEDESK_DEMO=0", "CODEDESK_DEMO_PASSWORD", "CODEDESK_HOST=127.0.0.1"):
        assert way_out in site.said()
    with_the_store(site, nobody_in)


def a_demo(store: Store) -> None:
    store.people.put(MARIA, "a hash")
    store.people.publish("maria", "known to everybody")


def nobody_in(store: Store) -> None:
    assert store.people.everybody() == []


def test_what_the_demo_left_is_for_this_machine_alone_until_its_passwords_are_changed(site: Site) -> None:
    with_the_store(site, a_demo)
    assert site.start(CODEDESK_HOST="0.0.0.0").wait(ENOUGH) == 1
    assert "The passwords of the demo's accounts (maria) are no secret" in site.said()
    assert "known to everybody" not in site.said()

    with_the_store(site, lambda store: accounts.add(store, MARIA, "a password of her own", "ada"))
    runner = site.open(CODEDESK_HOST="0.0.0.0")
    runner.terminate()
    assert runner.wait(ENOUGH) == 0


def test_on_this_machine_the_demos_accounts_are_told_at_every_start(site: Site) -> None:
    with_the_store(site, a_demo)
    runner = site.open()
    until(lambda: "Everybody's password: known to everybody" in site.said())
    runner.terminate()
    assert runner.wait(ENOUGH) == 0


def test_a_wrong_setting_is_named(site: Site) -> None:
    assert site.start(CODEDESK_PORT="eight thousand").wait(ENOUGH) == 1
    assert "CODEDESK_PORT must be a whole number from 1 to 65535" in site.said()


def test_an_address_where_no_server_answers_is_refused(site: Site) -> None:
    assert site.start(REDIS_URL=f"redis://127.0.0.1:{free_port()}").wait(ENOUGH) == 1
    assert "The server at REDIS_URL cannot be used" in site.said()


def test_what_was_answered_survives_the_death_of_the_server(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    with embedded(tmp_path / "redis", settings.socket) as server:
        with Redis.from_url(settings.own_server) as client:
            client.set("answered", "yes")
        server.kill()
        server.wait()
    with embedded(tmp_path / "redis", settings.socket), Redis.from_url(settings.own_server) as client:
        assert client.get("answered") == b"yes"


def test_a_path_too_long_for_a_socket_is_no_hindrance(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / ("very-long-" * 12) / "with a space and a %41")
    with embedded(settings.data / "redis", settings.socket), Redis.from_url(settings.redis_url) as client:
        assert client.ping()
    assert not settings.socket.exists()


def test_the_files_of_a_newer_server_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "server").write_text("valkey 99.0.0\n")
    with (
        pytest.raises(CannotStart, match=r"was written by valkey 99\.0\.0"),
        embedded(tmp_path, tmp_path / "s"),
    ):
        pass
    assert (tmp_path / "server").read_text() == "valkey 99.0.0\n"


def test_a_server_left_over_from_an_earlier_run_is_ended_first(tmp_path: Path) -> None:
    """Two servers that write the same files would spoil them."""
    socket_path = tmp_path / "s"
    with embedded(tmp_path, socket_path) as left_over, embedded(tmp_path, socket_path) as server:
        assert left_over.wait(ENOUGH) == 0
        assert server.poll() is None
