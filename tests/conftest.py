"""What every test may ask for: a real server of its own, settings, a real browser."""

import base64
import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis

from queue_app.codesets.apart import build_apart
from queue_app.codesets.tables import CodeTables
from queue_app.mailbox import Mailbox
from queue_app.runner.server import embedded
from queue_app.services.accounts import HASHER
from queue_app.settings import Settings
from queue_app.store.store import Store
from tests.browser import ARGUMENTS
from tests.people import EVERYBODY

ROOT = Path(__file__).parent.parent
KEY = "c2l4dGVlbiBieXRlcyBhbmQgc2l4dGVlbiBtb3JlISE="  # seals nothing but tests


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """A server for this session, as durable as the one that people's work is kept in."""
    folder = Path(tempfile.mkdtemp(prefix="codedesk-", dir="/tmp"))  # short: a socket's path must be
    with embedded(folder, folder / "socket"):
        yield f"unix://{folder}/socket"
    shutil.rmtree(folder)


@pytest.fixture
def redis_raw(redis_url: str) -> Iterator["Redis"]:
    """That server, emptied, spoken to directly."""
    with Redis.from_url(redis_url, decode_responses=True) as client:
        client.flushall()
        yield client


@pytest.fixture(scope="session")
def code_tables() -> Path:
    """The real tables: made once for all test processes, and again when what they come from has changed."""
    sources = [ROOT / "requirements.txt", *sorted(ROOT.glob("queue_app/codesets/data/*.*"))]
    sources += sorted(ROOT.glob("queue_app/codesets/*.py"))
    digest = hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()
    path = ROOT / ".cache" / f"codes-{digest[:16]}.sqlite"
    path.parent.mkdir(exist_ok=True)
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            build_apart(path, lambda done, total, doing: None)
    return path


@pytest.fixture(scope="session")
def tables(code_tables: Path) -> CodeTables:
    return CodeTables(code_tables)


@pytest.fixture
def mailbox(settings: Settings) -> Mailbox:
    """The folders shared with billing, empty."""
    return Mailbox(settings.billing)


@pytest.fixture
def settings(redis_url: str, tmp_path: Path) -> Settings:
    return Settings(data=tmp_path, redis_url=redis_url, key=KEY, demo=False)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    """The Chromium that `make test` found; without make, the one Playwright brought."""
    found = {"executable_path": os.environ["BROWSER_PATH"]} if "BROWSER_PATH" in os.environ else {}
    return {**browser_type_launch_args, **found, "args": ARGUMENTS}


@pytest.fixture(scope="session")
def open_sesame() -> str:
    """The hash of everybody's password, made once: hashing is slow on purpose."""
    return HASHER.hash("open sesame, please")


@pytest.fixture
def store(settings: Settings, redis_url: str, redis_raw: Redis, open_sesame: str) -> Store:
    """The emptied store, with the people everybody knows."""
    made = Store(redis_url, base64.b64decode(KEY), settings.data)
    for person in EVERYBODY:
        made.people.put(person, open_sesame)
    return made


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What mostly waits comes first, beside what works: at the end it would leave processors idle."""
    items.sort(key=lambda item: item.path.stem not in ("test_crash", "test_runner"))


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Bytes are no names: a gzip file holds the second it was made in, another in each process."""
    return argname if isinstance(val, bytes) else None
