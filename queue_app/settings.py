"""Everything that differs between one installation and another: each setting is stated here once."""

import base64
import hashlib
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

from queue_app import master_key
from queue_app.domain.claim import Sender

LONGEST_SOCKET = 100  # bytes: macOS takes 104, Linux 108, both with a closing zero


class BadSetting(ValueError):
    """A setting that cannot be used; the sentence names it and says what it must be."""


def whole(low: int, high: int) -> Callable[[str], int]:
    """Reads a whole number within the bounds."""

    def read(text: str) -> int:
        if not re.fullmatch(r"\d{1,9}", text, re.ASCII) or not low <= int(text) <= high:
            raise ValueError(f"a whole number from {low} to {high}")
        return int(text)

    return read


def matching(pattern: str, meaning: str) -> Callable[[str], str]:
    """Reads a text of that shape."""

    def read(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError(meaning)
        return text

    return read


def yes_or_no(text: str) -> bool:
    if text.lower() not in ("0", "1", "no", "yes", "off", "on", "false", "true"):
        raise ValueError("1 (yes) or 0 (no)")
    return text.lower() in ("1", "yes", "on", "true")


def redis_address(text: str) -> str:
    if urlsplit(text).scheme not in ("redis", "rediss", "unix"):
        raise ValueError("an address that begins with redis://, rediss:// or unix://")
    return text


def zone_name(text: str) -> str:
    try:
        return ZoneInfo(text).key
    except (KeyError, ValueError, OSError):
        raise ValueError("the name of a time zone, such as America/Chicago") from None


x12_id = matching(r"[A-Z0-9]{2,15}", "2 to 15 capital letters and digits")
x12_name = matching(r"[A-Z0-9 .,'&()-]{1,60}", "up to 60 capital letters, digits and spaces")
phone = matching(r"[0-9]{10}", "ten digits")


def setting(
    name: str, default: object, read: Callable[[str], object], meaning: str, shown: bool = True
) -> Any:
    """A field that knows its name in the environment; one that is not shown is a secret."""
    return field(default=default, repr=shown, metadata={"name": name, "read": read, "meaning": meaning})


@dataclass(frozen=True, kw_only=True)
class Settings:
    data: Path = setting(
        "CODEDESK_DATA", Path("var"), Path, "The folder that holds everything Codedesk keeps."
    )
    host: str = setting("CODEDESK_HOST", "127.0.0.1", str, "The address the web server listens on.")
    port: int = setting("CODEDESK_PORT", 8000, whole(1, 65535), "The port the web server listens on.")
    redis_url: str = setting(
        "REDIS_URL",
        "",
        redis_address,
        "The Redis or Valkey server to use. Without it Codedesk starts its own in the data folder.",
        shown=False,
    )
    demo: bool = setting(
        "CODEDESK_DEMO",
        True,
        yes_or_no,
        "Whether a first start, on an empty queue, makes up people and a day's work.",
    )
    demo_password: str = setting(
        "CODEDESK_DEMO_PASSWORD",
        "",
        matching(r".{12,1000}", "12 to 1000 characters"),
        "The password of the made-up people. Without it anybody may know theirs, so the site is for this "
        "machine alone.",
        shown=False,
    )
    key: str = setting(
        "CODEDESK_KEY",
        "",
        master_key.as_text,
        "The master key that seals patient data (32 bytes in base64). Without it one is made and kept in "
        "`keys/master.key` in the data folder; keep a copy elsewhere.",
        shown=False,
    )
    secure_cookies: bool = setting(
        "CODEDESK_HTTPS",
        False,
        yes_or_no,
        "Whether people reach the site by https, so that cookies travel only there.",
    )
    trusted_proxies: int = setting(
        "CODEDESK_TRUSTED_PROXIES",
        0,
        whole(0, 9),
        "How many reverse proxies stand before the site, each of which adds to `X-Forwarded-For` whom it "
        "heard. With 0 that header is believed of nobody.",
    )
    timezone: str = setting(
        "CODEDESK_TIMEZONE", "UTC", zone_name, "The time zone in which days begin and times are shown."
    )
    upload_mb: int = setting(
        "CODEDESK_UPLOAD_MB", 64, whole(1, 4096), "The largest upload taken, in megabytes."
    )
    suggestions: bool = setting(
        "CODEDESK_SUGGESTIONS", True, yes_or_no, "Whether documents are read for the codes they suggest."
    )
    hcc: bool = setting("CODEDESK_HCC", False, yes_or_no, "Whether clinic visits show HCCs and a risk score.")
    sex_conflicts: bool = setting(
        "CODEDESK_SEX_CONFLICTS",
        False,
        yes_or_no,
        "Whether codes for the other sex are warned of (MCE edit 5).",
    )
    archive_after_days: int = setting(
        "CODEDESK_ARCHIVE_AFTER_DAYS",
        7,
        whole(0, 3650),
        "How many days after its last step documents and history of a finished encounter move from memory "
        "to `archive.sqlite` in the data folder; 0 keeps them in memory.",
    )
    audit_days: int = setting(
        "CODEDESK_AUDIT_DAYS",
        30,
        whole(0, 3650),
        "How many days the lines of the audit stay in memory before they move to `audit/` in the data "
        "folder; 0 keeps them in memory.",
    )
    web_workers: int = setting("CODEDESK_WEB_WORKERS", 2, whole(1, 64), "How many web server processes run.")
    web_threads: int = setting(
        "CODEDESK_WEB_THREADS", 8, whole(1, 64), "How many requests each of them answers at once."
    )
    sender_id: str = setting(
        "CODEDESK_SENDER_ID", "CODEDESK", x12_id, "Who sends the claims (ISA06, GS02, NM1*41)."
    )
    sender_name: str = setting("CODEDESK_SENDER_NAME", "CODEDESK", x12_name, "The sender's name (NM1*41).")
    sender_phone: str = setting(
        "CODEDESK_SENDER_PHONE", "5555550100", phone, "The sender's telephone (PER*IC)."
    )
    receiver_id: str = setting(
        "CODEDESK_RECEIVER_ID", "CLEARHOUSE", x12_id, "Who receives the claims (ISA08, GS03, NM1*40)."
    )
    receiver_name: str = setting(
        "CODEDESK_RECEIVER_NAME", "CLEARHOUSE", x12_name, "The receiver's name (NM1*40)."
    )
    production: bool = setting(
        "CODEDESK_PRODUCTION",
        False,
        yes_or_no,
        "Whether claims are real (ISA15 is P) or a test (ISA15 is T).",
    )

    def __post_init__(self) -> None:
        object.__setattr__(self, "data", self.data.expanduser().resolve())
        object.__setattr__(self, "redis_url", self.redis_url or self.own_server)

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> "Settings":
        """Raises BadSetting for a value that cannot be used; an empty one counts as not given."""
        given: dict[str, Any] = {}
        for each in fields(cls):
            if text := environ.get(each.metadata["name"], "").strip():
                given[each.name] = _read(each, text)
        return cls(**given)

    @property
    def own_server(self) -> str:
        """The address of the server that Codedesk starts itself."""
        return f"unix://{quote(str(self.socket))}"

    @property
    def socket(self) -> Path:
        """Where that server listens: in the data folder, unless its path is longer than a socket's may be."""
        here = self.data / "redis" / "valkey.sock"
        if len(os.fsencode(here)) <= LONGEST_SOCKET:
            return here
        name = hashlib.sha256(os.fsencode(here)).hexdigest()[:20]
        # Anybody may make this folder, so the runner checks whose it is.
        return Path(f"/tmp/codedesk-{os.getuid()}", f"{name}.sock")  # nosec B108

    @property
    def reached_from_elsewhere(self) -> bool:
        """Whether people at other machines reach the site, as far as its settings tell."""
        is_loopback = re.fullmatch(r"localhost|127(\.\d{1,3}){3}|::1", self.host)
        return not is_loopback or self.secure_cookies or self.trusted_proxies > 0

    @property
    def billing(self) -> Path:
        """Claims for billing appear in `out/`; its answers are put into `in/`."""
        return self.data / "billing"

    @property
    def intake(self) -> Path:
        """The watched folder: what is put here is taken in."""
        return self.data / "intake"

    @property
    def code_tables(self) -> Path:
        return self.data / "codes.sqlite"

    @property
    def logs(self) -> Path:
        return self.data / "logs"

    @property
    def key_file(self) -> Path:
        return self.data / "keys" / "master.key"

    @property
    def sender(self) -> Sender:
        """Who sends the claims, and to whom."""
        return Sender(
            id=self.sender_id,
            name=self.sender_name,
            phone=self.sender_phone,
            receiver_id=self.receiver_id,
            receiver_name=self.receiver_name,
            production=self.production,
        )

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def master_key(self) -> bytes:
        """The key that seals patient data; made at first need, once, whoever asks at the same moment."""
        if not self.key and not self.key_file.exists():
            master_key.make(self.key_file)
        try:
            return base64.b64decode(master_key.as_text(self.key or self.key_file.read_text().strip()))
        except ValueError as wrong:
            raise BadSetting(f"{self.key_file} must hold {wrong}. Put back the copy you kept.") from None


def _read(one: "Field[Any]", text: str) -> object:
    try:
        return one.metadata["read"](text)
    except ValueError as must:
        but = f"; it is “{text}”" if one.repr else ""  # a secret is not repeated
        raise BadSetting(f"{one.metadata['name']} must be {must}{but}.") from None


def as_markdown() -> str:
    """The page docs/settings.md."""
    rows = [
        f"| `{each.metadata['name']}` | {_shown(each.default)} | {each.metadata['meaning']} |"
        for each in fields(Settings)
    ]
    about = (
        "# Settings",
        "Made from `queue_app/settings.py` by `make docs`; do not edit.",
        "Settings are environment variables. One that cannot be used stops the start and says why.",
        "\n".join(("| name | default | meaning |", "|---|---|---|", *rows)),
    )
    return "\n\n".join(about) + "\n"


def _shown(default: object) -> str:
    if isinstance(default, bool):
        return f"`{int(default)}`"
    return f"`{default}`" if default else "none"
