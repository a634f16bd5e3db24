"""What the tests of the pages share: the application on a real server, and visitors."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from queue_app.app import create_app
from queue_app.domain.people import Person
from queue_app.settings import Settings
from queue_app.store.store import Store
from tests.conftest import KEY
from tests.web.visitor import Program, Visitor


@pytest.fixture(scope="session")
def site(redis_url: str, code_tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings of an installation that is ready to work."""
    found = Settings(data=tmp_path_factory.mktemp("site"), redis_url=redis_url, key=KEY, demo=False)
    found.code_tables.symlink_to(code_tables)
    return found


@pytest.fixture(scope="session")
def the_app(site: Settings) -> Flask:
    """Made once: it keeps nothing of its own but compiled templates."""
    return create_app(site)


@pytest.fixture
def app(the_app: Flask, store: Store) -> Flask:
    """The application, with an empty store and the people everybody knows."""
    return the_app


@pytest.fixture
def visit(app: Flask, store: Store) -> Callable[..., Visitor]:
    """A browser: signed in as that person, or as nobody."""

    def visitor(person: Person | None = None) -> Visitor:
        if person is None:
            return Visitor(app)
        account = store.people.account(person.id)
        assert account
        data = {"_user_id": person.id, "_fresh": True}
        return Visitor(app, store.sessions.start(data, person.id, account.generation))

    return visitor


@pytest.fixture
def program(app: Flask, store: Store) -> Callable[[Person], Program]:
    """A program that acts as that person."""

    def made(person: Person) -> Program:
        token = f"cdk_test_{person.id}"
        store.people.add_bearer(token, person.id, "test")
        return Program(app, token)

    return made
