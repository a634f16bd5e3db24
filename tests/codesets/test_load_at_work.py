"""Loading while others read the tables, and a load that is killed: nobody ever sees half of a release."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from queue_app.codesets.load import load
from queue_app.codesets.tables import CodeTables
from queue_app.domain.codes import System
from tests.codesets.builders import IN_2026, known, make_tables, order_file

OLD, NEW = "Cholera of old", "Cholera of new"
MANY = [f"A{number:04}" for number in range(1_000, 3_000)]
STOPS_INSIDE = """
import sys
from pathlib import Path
from queue_app.codesets.load import load

def stop_at_the_end(done, total, doing):
    if done == 2:
        print("the rows are in", flush=True)
        sys.stdin.read()

load(Path(sys.argv[1]), "icd10cm", Path(sys.argv[2]), stop_at_the_end)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_tables(tmp_path / "tables" / "codes.sqlite", *(known(code, OLD) for code in MANY))


@pytest.fixture
def release(tmp_path: Path) -> Path:
    return order_file(tmp_path / "icd10cm-order-2026.txt", *((code, 1, NEW) for code in MANY))


def titles(tables: CodeTables) -> set[str]:
    return {fact.title for fact in tables.facts((System.ICD10CM, code) for code in MANY).values()}


def test_a_load_that_is_killed_leaves_the_tables_serving_and_the_next_one_works(path: Path, release: Path):
    command = [sys.executable, "-c", STOPS_INSIDE, str(path), str(release)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as loading:
        assert loading.stdout and "rows are in" in loading.stdout.readline()
        assert titles(CodeTables(path)) == {OLD}
        os.kill(loading.pid, signal.SIGKILL)
    assert titles(CodeTables(path)) == {OLD}
    assert load(path, "icd10cm", release).changed == len(MANY)
    assert titles(CodeTables(path)) == {NEW}
    assert [one.name for one in path.parent.iterdir() if one.name.endswith(".new")] == []


def test_whoever_reads_while_a_release_is_loaded_sees_the_old_or_the_new_one(path: Path, release: Path):
    tables, over = CodeTables(path), threading.Event()
    seen: list[frozenset[str]] = []
    trouble: list[Exception] = []

    def read() -> None:
        try:
            while not over.is_set():
                seen.append(frozenset(titles(tables)))
                assert tables.search(System.ICD10CM, "cholera", IN_2026)
        except Exception as problem:
            trouble.append(problem)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for one in readers:
        one.start()
    try:
        load(path, "icd10cm", release)
    finally:
        over.set()
        for one in readers:
            one.join(60)
    assert trouble == []
    assert set(seen) <= {frozenset({OLD}), frozenset({NEW})} and frozenset({OLD}) in seen
    assert titles(tables) == {NEW}
