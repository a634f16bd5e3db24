"""The watched folder: what is put there is taken in once, whole, and put away."""

import json
import os
import time
from datetime import UTC, datetime

import pytest

from queue_app.services import intake
from queue_app.store.floor import Listing
from tests.services.bundles import a_note, a_visit


@pytest.fixture
def folder(settings):
    settings.intake.mkdir()
    return settings.intake


def put(folder, name, content, *, seconds_old=5):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    os.utime(path, (time.time() - seconds_old,) * 2)
    return path


def accounts(store):
    return {one.account_number for one in store.floor.all(Listing(), datetime.now(UTC))}


def test_files_are_taken_in_and_put_away(store, tables, folder):
    put(folder, "one.json", a_visit(a_note(), account="A1"))
    put(folder, "two.json", a_visit(a_note(), account="A2"))

    assert intake.drain(store, tables, UTC, folder) == 2
    assert accounts(store) == {"A1", "A2"}
    assert sorted(path.name for path in (folder / "read").iterdir()) == ["one.json", "two.json"]
    assert intake.drain(store, tables, UTC, folder) == 0


def test_a_file_of_a_name_that_was_there_before_keeps_the_earlier_one(store, tables, folder):
    for account in ("A1", "A2", "A3"):
        put(folder, "daily.json", a_visit(a_note(), account=account))
        intake.drain(store, tables, UTC, folder)
    assert accounts(store) == {"A1", "A2", "A3"}
    assert len(list((folder / "read").iterdir())) == 3


def test_a_file_that_cannot_be_read_is_put_away_and_told(store, tables, folder):
    put(folder, "scan.pdf", b"%PDF-1.7 \x00\x01")
    put(folder, "good.json", a_visit(a_note()))

    assert intake.drain(store, tables, UTC, folder) == 2
    assert accounts(store) == {"ACCT-1"}
    assert [(one.what.path, one.what.reason) for one in store.records.unread()] == [
        ("scan.pdf", "It is not FHIR JSON.")
    ]


@pytest.mark.parametrize("name", [".hidden.json", "half.json.part", "half.tmp"])
def test_what_is_still_being_written_waits(store, tables, folder, name):
    put(folder, name, a_visit(a_note()))
    assert intake.drain(store, tables, UTC, folder) == 0
    assert (folder / name).exists()


def test_a_file_that_changed_just_now_waits(store, tables, folder):
    put(folder, "fresh.json", a_visit(a_note()), seconds_old=-0.0)
    assert intake.waiting_files(folder, settled=60) == []
    assert [path.name for path in intake.waiting_files(folder, settled=0)] == ["fresh.json"]


def test_a_file_from_a_sender_whose_clock_runs_ahead_does_not_wait_for_it(folder):
    put(folder, "ahead.json", a_visit(a_note()), seconds_old=-86400)
    assert [path.name for path in intake.waiting_files(folder)] == ["ahead.json"]


def test_no_folder_is_an_empty_folder(settings):
    assert intake.waiting_files(settings.intake / "nowhere") == []
