"""What `flask doctor` looks at on the disk: whether Codedesk can write where it has to."""

import os
import shutil
import tempfile
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from queue_app.domain.people import SYSTEM
from queue_app.services import health
from queue_app.store.store import Store
from tests.builders import step, submitted
from tests.conftest import KEY

NOBODY = 65534


@contextmanager
def as_somebody() -> Iterator[None]:
    """Not as root, to whom nothing is forbidden."""
    if os.geteuid():
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A data folder that everybody may enter and write into."""
    found = Path(tempfile.mkdtemp(prefix="codedesk-", dir="/tmp"))
    found.chmod(0o777)
    yield found
    found.chmod(0o777)
    shutil.rmtree(found)


@pytest.fixture
def look(folder, store, redis_url, tables) -> Callable[[], list[str]]:
    """What is unsafe, as somebody finds who is not root; one encounter is in the archive."""
    here = Store(redis_url, b64decode(KEY), folder)
    step(here, "export", submitted(here), SYSTEM)
    here.archive.move(datetime.now(UTC) + timedelta(days=1))
    for path in folder.iterdir():
        path.chmod(0o666)

    def looked() -> list[str]:
        health.problems(here, tables, folder, None)  # the connection is made by whom it is allowed
        with as_somebody():
            return health.problems(here, tables, folder, None)

    return looked


def test_nothing_is_wrong_where_everything_can_be_written(look):
    assert look() == []


def test_a_data_folder_that_cannot_be_written_is_named(look, folder):
    folder.chmod(0o555)
    assert any(f"{folder} cannot be written" in problem for problem in look())


def test_a_data_folder_that_is_not_there_is_named(store, tables, tmp_path):
    problems = health.problems(store, tables, tmp_path / "nowhere", None)
    assert [f"{tmp_path / 'nowhere'} cannot be written" in problem for problem in problems] == [True]


def test_an_archive_that_cannot_be_written_is_named(look, folder):
    (folder / "archive.sqlite").chmod(0o444)
    (problem,) = look()
    assert f"The archive {folder / 'archive.sqlite'} cannot be written" in problem
    assert "stay in memory" in problem
