"""A whole running Codedesk with a small made-up day, and browsers in it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from queue_app.codesets.tables import CodeTables
from queue_app.demo.fill import fill
from queue_app.domain.encounter import Document
from queue_app.domain.people import Role
from queue_app.mailbox import Mailbox
from queue_app.runner.run import address
from queue_app.settings import Settings
from queue_app.store.store import Store
from tests.builders import arrived, step
from tests.journeys.coding import claim
from tests.journeys.live import Live
from tests.test_runner import Site

VISITS = 48
PATIENCE_MS = 30_000  # of every expectation; only one that is not met waits so long
expect.set_options(timeout=PATIENCE_MS)
numbers = count(1)


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory, code_tables: Path) -> Iterator[Live]:
    site = Site(tmp_path_factory.mktemp("live"))
    site.data.mkdir()
    site.settings.code_tables.symlink_to(code_tables)
    runner = site.open(CODEDESK_HCC="1")
    settings = Settings(data=site.data, port=site.port)
    store = Store(settings.redis_url, settings.master_key(), settings.data)
    mailbox = Mailbox(settings.billing)
    fill(store, CodeTables(code_tables), mailbox, settings.sender, datetime.now(UTC), VISITS)
    yield Live(address(settings), settings, store, mailbox)
    runner.terminate()
    runner.wait(60)


def is_trouble(said: ConsoleMessage) -> bool:
    """Chromium calls every refusal an error; only those of 500 and above are."""
    return said.type == "error" and "with a status of 4" not in said.text


@pytest.fixture
def expected_trouble() -> tuple[str, ...]:
    """Words of what the browser may complain of: nothing, but where a test takes something away."""
    return ()


@pytest.fixture
def browse(live: Live, browser: Browser, expected_trouble: tuple[str, ...]) -> Iterator[Callable[..., Page]]:
    """A signed-in page of that person; a script error or a refused style or script fails the test."""
    trouble: list[str] = []

    def signed_in(name: str, **look: object) -> Page:
        context = browser.new_context(base_url=live.url, **look)  # type: ignore[arg-type]
        context.add_cookies([{"name": "codedesk", "value": live.session_of(name), "url": live.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("console", lambda said: trouble.append(said.text) if is_trouble(said) else None)
        return page

    yield signed_in
    for context in browser.contexts:
        context.close()
    assert [said for said in trouble if not any(words in said for words in expected_trouble)] == []


@pytest.fixture
def claimed(live: Live, browse: Callable[..., Page]) -> Iterator[Callable[..., Page]]:
    """The next encounter on the screen of that person, with these diagnoses; it goes back in any case."""
    taken: list[str] = []

    def opened(name: str, *diagnoses: str) -> Page:
        encounter = claim(live, name, *diagnoses)
        taken.append(encounter.id)
        page = browse(name)
        page.goto(f"/encounters/{encounter.id}")
        return page

    yield opened
    for after in map(live.store.encounters.get, taken):
        if after.holder:
            step(live.store, "release", after, live.store.people.get("lena"))


@pytest.fixture
def opened(live: Live, browse: Callable[..., Page]) -> Iterator[Callable[..., Page]]:
    """An encounter with these documents, on the screen of its coder or of somebody who reads."""
    made: list[str] = []

    def shown(name: str, *documents: Document, **look: object) -> Page:
        new = f"chart{next(numbers)}"
        encounter = arrived(live.store, *documents, id=new, account_number=new)
        made.append(new)
        page = browse(name, **look)
        person = live.store.people.get(name)
        if Role.CODER in person.roles:
            step(live.store, "claim", encounter, person)
        page.goto(f"/encounters/{new}")
        return page

    yield shown
    lena = live.store.people.get("lena")
    for one in made:
        step(live.store, "void", live.store.encounters.get(one), lena, reason="Only a test.")
