"""Administration from the command line."""

import json
import os
import tempfile
from pathlib import Path

import pytest
from redis import Redis

from queue_app.app import create_app
from queue_app.domain.directory import Provider
from queue_app.domain.people import Role
from queue_app.runner.server import embedded
from queue_app.settings import Settings
from tests.builders import GOOD_CODES, OTHER_CODES, arrived, step, submitted
from tests.people import MARIA
from tests.services.bundles import a_note, a_visit
from tests.services.test_directories import PROVIDER, WELBY
from tests.web.visitor import Program, as_json


@pytest.fixture
def flask(app):
    def run(command, **more):
        return app.test_cli_runner().invoke(args=command.split(), **more)

    return run


def test_import_takes_files_and_folders_and_sums_up(flask, store, tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.json").write_text(json.dumps(a_visit(a_note(), account=name)))
    (tmp_path / "broken.json").write_text("{")
    result = flask(f"import {tmp_path}")
    assert result.exit_code == 0
    assert "2 arrived, 0 amended, 0 unchanged, 1 things could not be read." in result.output
    assert f"{tmp_path.name}/broken.json: line 1 column 2: It is not valid JSON" in result.output
    assert "0 arrived, 0 amended, 2 unchanged" in flask(f"import {tmp_path}").output


def test_import_says_which_path_there_is_not(flask):
    result = flask("import /no/such/file")
    assert result.exit_code == 2
    assert "does not exist" in result.output


def test_a_directory_is_loaded_and_a_wrong_one_refused_in_words(flask, store, tmp_path):
    file = tmp_path / "providers.csv"
    file.write_text("\ufeff" + PROVIDER + WELBY)
    assert (
        "1 provider entries loaded; 0 billing holds lifted."
        in flask(f"directory load provider {file}").output
    )
    assert store.directories.get(Provider, "dr-1").family == "Welby"

    file.write_text(PROVIDER + "dr-2,123,X,Y\n")
    result = flask(f"directory load provider {file}")
    assert result.exit_code == 1
    assert "Error: Line 2: 123 is not a valid NPI" in result.output
    assert flask(f"directory load doctors {file}").exit_code == 1


def test_directory_template_prints_the_heading_and_missing_what_is_waited_for(flask, store, tmp_path):
    assert flask("directory template payer").output.startswith("id,name,payer_id,type")
    (tmp_path / "a.json").write_text(json.dumps(a_visit(a_note())))
    flask(f"import {tmp_path}")
    assert "payer,payer-1," in flask("directory missing").output


def test_a_person_is_added_and_can_sign_in(flask, store):
    result = flask(
        "person add Ines --roles coder,auditor --worklists clinic --password correct-horse-battery"
    )
    assert (result.exit_code, result.output) == (0, "ines can sign in now.\n")
    assert store.people.get("ines").roles == {Role.CODER, Role.AUDITOR}
    assert store.people.get("ines").worklists == ("clinic",)
    assert "ines" in flask("person list").output


def test_a_password_reset_ends_the_sessions_that_the_old_one_began(flask, visit, store):
    marias = visit(MARIA)
    reset = "person add maria --roles coder --password correct-horse-battery"
    assert flask(reset).exit_code == 0
    assert marias.get("/coder").status_code == 303
    maria = visit()
    assert maria.sign_in("maria", "correct-horse-battery").location == "/coder"
    assert maria.get("/coder").status_code == 200

    assert flask(f"{reset} --temporary").exit_code == 0
    assert visit(MARIA).get("/coder").location == "/password"


def test_the_last_administrator_stays_one(flask, store):
    result = flask("person add ada --roles coder --password -")
    assert (result.exit_code, "make somebody else an administrator first" in result.output) == (1, True)
    assert Role.ADMIN in store.people.get("ada").roles


def test_the_password_is_asked_for_and_not_shown(flask, store):
    typed = "correct horse battery\n"
    result = flask("person add ines --roles coder", input=typed * 2)
    assert result.exit_code == 0
    assert typed.strip() not in result.output
    assert store.people.account("ines").password


@pytest.mark.parametrize(
    "options",
    ["ines --roles king --password -", "ines --roles coder --worklists laundry --password -",
     "ines --roles coder --password short", "9 --roles coder --password -",
     "ines --roles system --password -"],
)  # fmt: skip
def test_a_person_who_cannot_be_is_refused_in_words(flask, store, options):
    result = flask(f"person add {options}")
    assert result.exit_code == 1
    assert result.output.startswith("Error: ") and "Traceback" not in result.output
    assert "ines" not in [person.id for person in store.people.everybody()]


def test_a_token_is_shown_once_works_and_can_be_revoked(flask, app, store):
    token = flask("token add maria --label nightly").output.strip()
    assert Program(app, token).get("/coder").status_code == 200
    listed = flask("token list").output
    assert "maria" in listed and "nightly" in listed and token not in listed
    assert flask(f"token revoke {listed.split()[0]}").output == "Revoked.\n"
    assert Program(app, token).get("/coder").status_code == 401
    assert flask("token add nobody").exit_code == 1
    assert flask("token revoke zzz").exit_code == 1


def test_the_report_tells_every_encounter_with_its_last_submitted_codes(flask, store):
    arrived(store, id="ready", account_number="A1")
    draft = submitted(store, id="coded", account_number="A2")
    assert draft.submission == 1
    held = step(store, "claim", arrived(store, id="held", account_number="A3"), MARIA)
    step(store, "save", held, MARIA, codes=OTHER_CODES)

    result = flask("report encounters --format jsonl")
    told = {one["id"]: one for one in map(json.loads, result.output.splitlines())}
    assert {id: one["codes"] for id, one in told.items()} == {
        "ready": None,
        "coded": as_json(GOOD_CODES),
        "held": None,  # a draft is no submission
    }
    assert {"id", "account_number", "unit", "status", "version", "holder", "codes", "control_number",
            "arrived_at", "submitted_at", "due_at"} <= set(told["held"])  # fmt: skip
    assert told["held"]["holder"] == "maria"
    assert flask("report encounters --format csv").output.count("\n") == 4


def test_doctor_finds_nothing_wrong_with_a_good_installation(flask):
    result = flask("doctor")
    assert (result.exit_code, result.output[:11]) == (0, "All is well")


def a_doctor(settings, code_tables, **changed):
    made = Settings(
        data=settings.data, redis_url=changed.pop("redis_url", settings.redis_url), demo=False, **changed
    )
    if code_tables:
        made.code_tables.symlink_to(code_tables)
    return made, create_app(made).test_cli_runner().invoke(args=["doctor"])


def test_doctor_and_every_command_refuse_another_master_key(settings, store, code_tables, tmp_path):
    made, result = a_doctor(settings, code_tables)
    assert result.exit_code == 1
    assert "The master key is not the one" in result.output and "keys/master.key" in result.output
    for command in ("person list", f"import {tmp_path}", "person add ines --roles coder --password -"):
        result = create_app(made).test_cli_runner().invoke(args=command.split())
        assert result.exit_code == 1, command
        assert "The master key is not the one" in result.output, command
        assert "Traceback" not in result.output


def test_doctor_refuses_a_master_key_that_others_can_read(settings, redis_raw, code_tables):
    made, result = a_doctor(settings, code_tables)
    assert result.exit_code == 0
    os.chmod(made.key_file, 0o644)
    result = create_app(made).test_cli_runner().invoke(args=["doctor"])
    assert result.exit_code == 1
    assert "chmod 600" in result.output


def test_doctor_refuses_without_code_tables_and_without_redis(settings, store, tmp_path):
    _, result = a_doctor(settings, None, redis_url=f"unix://{tmp_path}/nothing")
    assert result.exit_code == 1
    assert "flask codes build" in result.output
    assert "memory cannot be reached" in result.output


@pytest.mark.parametrize(
    ("setting", "unsafe", "said"),
    [
        ("maxmemory-policy", "allkeys-lru", "maxmemory-policy noeviction"),
        ("appendonly", "no", "appendonly yes"),
        ("appendfsync", "no", "never syncs"),
    ],
)
def test_doctor_refuses_a_server_that_would_lose_work(settings, code_tables, setting, unsafe, said):
    folder = Path(tempfile.mkdtemp(prefix="codedesk-", dir="/tmp"))
    url = f"unix://{folder}/socket"
    with embedded(folder, folder / "socket") as server, Redis.from_url(url) as redis:
        redis.config_set(setting, unsafe)
        _, result = a_doctor(settings, code_tables, redis_url=url)
        server.kill()
    assert result.exit_code == 1
    assert said in result.output


def test_every_refusal_is_a_sentence_when_redis_is_away(settings, tmp_path):
    app = create_app(Settings(data=settings.data, redis_url=f"unix://{tmp_path}/nothing", key=settings.key))
    for command in ("person list", "token list", "report encounters", "directory missing"):
        result = app.test_cli_runner().invoke(args=command.split())
        assert result.exit_code == 1, command
        assert "memory cannot be reached" in result.output, command
        assert "Traceback" not in result.output
