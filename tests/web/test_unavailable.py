"""When Redis is away people are told so at once, nothing is half-done, and it heals by itself."""

import base64
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from queue_app.app import create_app
from queue_app.domain.encounter import Status
from queue_app.runner.server import embedded
from queue_app.store.store import Store
from tests.builders import GOOD_CODES, arrived, step
from tests.conftest import KEY
from tests.people import MARIA
from tests.web.visitor import Program, Visitor, as_form, as_json

AWAY = "memory cannot be reached. Nothing was changed; try again in a moment."


@pytest.fixture(scope="module", params=["no socket", "a closed port"])
def stranded(site, tmp_path_factory, request):
    """The application where no Redis answers."""
    socket = f"unix://{tmp_path_factory.mktemp('nothing')}/here"
    return create_app(
        replace(site, redis_url=socket if request.param == "no socket" else "redis://127.0.0.1:1")
    )


@pytest.mark.parametrize(
    "path", ["/", "/coder", "/encounters/e1", "/supervisor", "/sign-in", "/codes/search?q=x"]
)
def test_a_browser_is_told_and_may_try_again(stranded, path):
    response = Visitor(stranded, "a-cookie").get(path)
    assert response.status_code == 503
    assert AWAY in response.text
    assert int(response.headers["Retry-After"]) >= 1
    assert "Traceback" not in response.text


def test_a_browser_without_a_cookie_is_told_too(stranded):
    response = Visitor(stranded).get("/sign-in")
    assert response.status_code == 503
    assert AWAY in response.text


def test_a_program_is_told(stranded):
    program = Program(stranded, "cdk_some_token")
    for answer in (
        program.get("/coder"),
        program.post("/coder/next"),
        program.post("/encounters/e1/save", {}),
    ):
        assert answer.status_code == 503
        assert answer.json["kind"] == "unavailable"
        assert answer.headers["Retry-After"]


def test_the_process_lives_and_says_that_it_cannot_work(stranded):
    assert Visitor(stranded).get("/healthz").status_code == 200
    ready = Visitor(stranded).get("/readyz")
    assert ready.status_code == 503
    assert AWAY in ready.json["problems"][0]


def test_another_master_key_is_told_and_nothing_is_served_or_written(site, store, redis_raw):
    arrived(store)
    other = create_app(replace(site, key="YW5vdGhlciBrZXksIG9mIHRoaXJ0eS10d28gYnl0ZXM="))
    before = {key: redis_raw.dump(key) for key in redis_raw.scan_iter()}
    ready = Visitor(other).get("/readyz")
    assert ready.status_code == 503
    assert "The master key is not the one" in ready.json["problems"][0]
    for path in ("/sign-in", "/coder", "/encounters/e1"):
        response = Visitor(other, "a-cookie").get(path)
        assert response.status_code == 503
        assert "keys/master.key" in response.text and "Traceback" not in response.text
    assert Visitor(other).get("/healthz").status_code == 200
    assert {key: redis_raw.dump(key) for key in redis_raw.scan_iter()} == before


def test_the_code_tables_being_away_are_told_as_well(site, redis_url, store, tmp_path):
    bare = create_app(replace(site, data=tmp_path))
    store.people.add_bearer("cdk_test_maria", "maria", "test")
    answer = Program(bare, "cdk_test_maria").get("/codes/search?q=flu")
    assert (answer.status_code, answer.json["kind"]) == (503, "unavailable")
    assert "flask codes build" in answer.json["detail"]
    assert Visitor(bare).get("/readyz").status_code == 503


def test_a_server_that_is_killed_and_comes_back_has_lost_nothing(site):
    folder = Path(tempfile.mkdtemp(prefix="codedesk-", dir="/tmp"))
    url = f"unix://{folder}/socket"
    app = create_app(replace(site, redis_url=url))
    store = Store(url, base64.b64decode(KEY), site.data)

    with embedded(folder, folder / "socket") as server:
        store.people.put(MARIA)
        store.people.add_bearer("cdk_test_maria", "maria", "test")
        program, visitor = (
            Program(app, "cdk_test_maria"),
            Visitor(app, store.sessions.start({"_user_id": "maria"}, "maria", 0)),
        )
        claimed = step(store, "claim", arrived(store), MARIA)
        saved = step(store, "save", claimed, MARIA, codes=GOOD_CODES)
        visitor.get("/coder")
        server.kill()
        server.wait()
        assert program.take("submit", saved, codes=as_json(GOOD_CODES)).status_code == 503
        assert visitor.take("submit", saved, as_form(GOOD_CODES)).status_code == 503

    with embedded(folder, folder / "socket"):
        assert program.get("/encounters/e1").json["version"] == saved.version
        assert visitor.take("submit", saved, as_form(GOOD_CODES)).location == "/coder"
        assert store.encounters.get("e1").status is Status.FINAL_CODED
