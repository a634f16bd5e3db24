"""Settings come from the environment, and one that cannot be used is refused with a sentence."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from queue_app.settings import BadSetting, Settings, as_markdown

ROOT = Path(__file__).parent.parent
KEY = "c2l4dGVlbiBieXRlcyBhbmQgc2l4dGVlbiBtb3JlISE="


def test_the_page_about_settings_is_what_the_code_says():
    assert (ROOT / "docs" / "settings.md").read_text() == as_markdown(), "run `make docs`"


def test_what_is_not_given_or_empty_is_the_default():
    assert Settings.from_environment({"CODEDESK_PORT": " ", "REDIS_URL": ""}) == Settings()


def test_what_is_given_is_read():
    given = {
        "CODEDESK_PORT": "8080",
        "CODEDESK_DEMO": "0",
        "CODEDESK_HTTPS": "yes",
        "REDIS_URL": "redis://far",
    }
    settings = Settings.from_environment(given)
    assert (settings.port, settings.demo, settings.secure_cookies) == (8080, False, True)
    assert settings.redis_url == "redis://far"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CODEDESK_PORT", "abc"),
        ("CODEDESK_PORT", "0"),
        ("CODEDESK_PORT", "65536"),
        ("CODEDESK_PORT", "٨٠٠٠"),
        ("CODEDESK_DEMO", "maybe"),
        ("CODEDESK_TRUSTED_PROXIES", "-1"),
        ("CODEDESK_TRUSTED_PROXIES", "127.0.0.1"),
        ("CODEDESK_TIMEZONE", "Middle-earth/Shire"),
        ("CODEDESK_TIMEZONE", "../../etc/passwd"),
        ("CODEDESK_SENDER_ID", "ME~ISA*"),
        ("CODEDESK_SENDER_PHONE", "call me"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_by_name(name: str, value: str):
    with pytest.raises(BadSetting) as refused:
        Settings.from_environment({name: value})
    assert str(refused.value).startswith(f"{name} must be ")
    assert value in str(refused.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [("CODEDESK_KEY", "hunter2"), ("REDIS_URL", "hunter2@far"), ("CODEDESK_DEMO_PASSWORD", "hunter2")],
)
def test_a_secret_is_not_repeated_when_it_is_refused(name: str, value: str):
    with pytest.raises(BadSetting) as refused:
        Settings.from_environment({name: value})
    assert "hunter2" not in str(refused.value)


def test_secrets_do_not_show_when_settings_are_printed():
    settings = Settings(key=KEY, redis_url="redis://:hunter2@far")
    assert KEY not in repr(settings)
    assert "hunter2" not in repr(settings)


@pytest.mark.parametrize(
    ("given", "reached"),
    [
        ({}, False),
        ({"CODEDESK_HOST": "::1"}, False),
        ({"CODEDESK_HOST": "localhost"}, False),
        ({"CODEDESK_HOST": "127.0.1.1"}, False),
        ({"CODEDESK_HOST": "0.0.0.0"}, True),
        ({"CODEDESK_HOST": "::"}, True),
        ({"CODEDESK_HOST": "10.1.2.3"}, True),
        ({"CODEDESK_HOST": "127.0.0.1.example.com"}, True),
        ({"CODEDESK_HTTPS": "1"}, True),
        ({"CODEDESK_TRUSTED_PROXIES": "1"}, True),
    ],
)
def test_settings_tell_whether_other_machines_reach_the_site(given: dict[str, str], reached: bool):
    assert Settings.from_environment(given).reached_from_elsewhere is reached


def test_everybody_who_needs_the_key_first_gets_the_same_one(tmp_path: Path):
    settings = Settings(data=tmp_path)
    with ThreadPoolExecutor(8) as people:
        keys = set(people.map(lambda _: settings.master_key(), range(32)))
    assert len(keys) == 1
    assert settings.key_file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in settings.key_file.parent.iterdir()] == ["master.key"]


def test_a_spoilt_key_is_not_used(tmp_path: Path):
    settings = Settings(data=tmp_path)
    settings.key_file.parent.mkdir()
    settings.key_file.write_text("half a k")
    with pytest.raises(BadSetting, match=r"Put back the copy you kept\."):
        settings.master_key()
    assert settings.key_file.read_text() == "half a k"
