"""The Redis server itself: is it there, is it safe to keep work in."""

from datetime import UTC, datetime
from typing import Any

from queue_app.store.connection import Memory

MAKES = {"valkey": (9, 1), "redis": (8, 6)}  # the oldest version of each make that Codedesk is tried on


class Server:
    def __init__(self, redis: Memory) -> None:
        self._redis = redis

    def ping(self) -> bool:
        answer: bool = self._redis.ping()
        return answer

    def problems(self) -> list[str]:
        """What is unsafe about this server, a sentence each that says what to do; none when all is well."""
        told: dict[str, Any] = self._redis.info()
        return [
            *_version(told),
            *_persistence(told, self._setting("appendfsync")),
            *_eviction(told),
            *_clock(self._redis.time()),
        ]

    def version(self) -> str:
        make, version = _make(self._redis.info("server"))
        return f"{make} {version}"

    def _setting(self, name: str) -> str:
        return str(self._redis.config_get(name).get(name, ""))


def _make(told: dict[str, Any]) -> tuple[str, str]:
    if "valkey_version" in told:
        return "valkey", str(told["valkey_version"])
    return "redis", str(told["redis_version"])


def _version(told: dict[str, Any]) -> list[str]:
    make, version = _make(told)
    oldest = MAKES[make]
    if tuple(int(part) for part in version.split(".")[:2]) >= oldest:
        return []
    return [f"The server is {make} {version}: use {make} {'.'.join(map(str, oldest))} or newer."]


def _persistence(told: dict[str, Any], appendfsync: str) -> list[str]:
    if not told.get("aof_enabled"):
        return ["The server keeps no append-only file: set `appendonly yes`, or work is lost when it stops."]
    problems = []
    if appendfsync == "no":
        problems.append("The server never syncs its file: set `appendfsync always` (or `everysec`).")
    if told.get("aof_last_write_status", "ok") != "ok":
        problems.append("The server cannot write its append-only file: free disk space.")
    return problems


def _eviction(told: dict[str, Any]) -> list[str]:
    policy = told.get("maxmemory_policy", "noeviction")
    if policy == "noeviction":
        return []
    return [f"The server evicts data when memory is short ({policy}): set `maxmemory-policy noeviction`."]


def _clock(told: tuple[int, int]) -> list[str]:
    apart = abs(told[0] + told[1] / 1e6 - datetime.now(UTC).timestamp())
    if apart < 5:
        return []
    return [f"The server's clock is {apart:.0f} seconds from this machine's: set both by NTP."]
