"""The page of code tables and the command that loads them."""

from pathlib import Path

import pytest
from flask import Flask
from markupsafe import escape

from queue_app.app import create_app
from queue_app.codesets.database import Release
from queue_app.codesets.sets import SETS
from queue_app.settings import Settings
from queue_app.store.store import Store
from tests.codesets.builders import hcpcs_line, known, make_tables, weights_file, write_lines
from tests.people import ADA
from tests.web.visitor import Visitor

HCPCS = "HCPC2026_JAN_ANWEB_01122026.txt"


@pytest.fixture
def app(settings: Settings, store: Store) -> Flask:
    """An application with small tables of its own."""
    make_tables(settings.code_tables, known("A000", "Cholera"))
    return create_app(settings)


@pytest.fixture
def flask(app: Flask):
    def run(*command: str):
        return app.test_cli_runner().invoke(args=["codes", *command])

    return run


@pytest.fixture
def shown(app: Flask, store: Store):
    def text() -> str:
        visitor = Visitor(app, store.sessions.start({"_user_id": ADA.id, "_fresh": True}, ADA.id, 0))
        return visitor.get("/codes").get_data(as_text=True)

    return text


def test_the_page_says_of_every_set_what_it_would_give_and_how_to_load_it(shown):
    text = shown()
    for name, one in SETS.items():
        assert escape(one.gives) in text
        assert f"flask codes load {name} FILE" in text


def test_a_loaded_release_is_shown_with_its_file_and_is_missing_no_longer(flask, shown, tmp_path: Path):
    result = flask("load", "drg", str(weights_file(tmp_path / "<b>table5.txt", (522, "HIP", "2.2"))))
    assert result.exit_code == 0, result.output
    assert "drg, release of 2025-10-01: 2 rows read, 2 changed." in result.output
    text = shown()
    assert "&lt;b&gt;table5.txt" in text and "flask codes load drg FILE" not in text
    assert '<time datetime="2025-10-01">' in text


def test_our_own_short_lists_do_not_pass_for_the_official_ones(app: Flask, shown, settings: Settings):
    own = Release("hcpcs", "2000-01-01", "Codedesk's own list", 167, "2026-01-02T03:04:05+00:00")
    make_tables(settings.code_tables, releases=[own])
    text = shown()
    assert "in our own words, until the official file is loaded" in text
    assert "flask codes load hcpcs FILE" in text


def test_our_own_list_is_named_no_longer_when_the_official_one_is_loaded(
    app: Flask, flask, shown, settings: Settings, tmp_path: Path
):
    own = Release("hcpcs", "2000-01-01", "Codedesk's own list", 167, "2026-01-02T03:04:05+00:00")
    make_tables(settings.code_tables, releases=[own])
    flask(
        "load", "hcpcs", str(write_lines(tmp_path / HCPCS, hcpcs_line("J9999", "3", "Injection", "20100101")))
    )
    text = shown()
    assert HCPCS in text and "Codedesk&#39;s own list" not in text and "in our own words" not in text


def test_the_command_lists_the_sets_and_refuses_in_words(flask, tmp_path: Path):
    told = flask("load", "--help").output
    assert all(name in told for name in SETS)
    file = write_lines(tmp_path / HCPCS, hcpcs_line("J9999", "3", "Injection", "20100101"), "garbage")
    result = flask("load", "hcpcs", str(file))
    assert result.exit_code == 1
    assert "Error: Line 2 of HCPC2026_JAN_ANWEB_01122026.txt:" in result.output


def test_the_command_takes_the_first_day_of_a_file_that_lost_its_name(flask, tmp_path: Path):
    file = write_lines(tmp_path / "services.txt", hcpcs_line("J9999", "3", "Injection", "20100101"))
    assert "does not say which release" in flask("load", "hcpcs", str(file)).output
    result = flask("load", "hcpcs", str(file), "--begins", "2026-01-01")
    assert "hcpcs, release of 2026-01-01: 1 rows read, 1 changed." in result.output
