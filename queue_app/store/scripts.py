"""The Lua scripts: run in one round trip, and not answered before the disk has what they wrote."""

from hashlib import sha1
from pathlib import Path
from typing import Any

from redis.exceptions import NoScriptError, ResponseError

from queue_app.domain.errors import Unavailable
from queue_app.domain.lifecycle import LIFECYCLE, NOT_FINAL_CODED
from queue_app.store import keys
from queue_app.store.connection import Memory

LUA = Path(__file__).parent / "lua"
DURABLE_WITHIN = 1500  # ms


class Script:
    """One script, with the lifecycle and the keys before it."""

    def __init__(self, redis: Memory, name: str, *parts: str, durable: bool = True) -> None:
        self._redis = redis
        self._durable = durable
        self._text = keys.as_lua() + lifecycle_as_lua() + "".join(map(_read, (*parts, name)))
        self._digest = sha1(self._text.encode(), usedforsecurity=False).hexdigest()

    def __call__(self, *args: str | bytes | int) -> Any:
        """What the script returns, once it is on disk.

        Raises Unavailable when Redis cannot say within a second and a half that it is: the step may have
        been taken, and whoever asked must look.
        """
        try:
            return self._run(args)
        except NoScriptError:
            self._redis.script_load(self._text)
            return self._run(args)

    def _run(self, args: tuple[str | bytes | int, ...]) -> Any:
        if not self._durable:
            return self._redis.evalsha(self._digest, 0, *args)
        pipe = self._redis.pipeline()
        pipe.evalsha(self._digest, 0, *args)
        pipe.execute_command("WAITAOF", 1, 0, DURABLE_WITHIN)
        answer, synced = pipe.execute(raise_on_error=False)
        if isinstance(answer, Exception):
            raise answer
        if isinstance(synced, ResponseError):
            raise Unavailable("Redis keeps no append-only file here: `flask doctor` says how to mend it.")
        if isinstance(synced, Exception):
            raise synced
        if answer and synced[0] < 1:
            raise Unavailable("The disk is slow: it is not sure yet that your step was kept. Open it again.")
        return answer


def _read(name: str) -> str:
    return (LUA / f"{name}.lua").read_text()


def lifecycle_as_lua() -> str:
    """The table, so that Redis itself refuses what it does not list."""
    legal = ",".join(
        f'["{step.verb}"]={{'
        + ",".join(
            f'["{source}"]={{' + ",".join(f'["{target}"]=true' for target in sorted(targets)) + "}"
            for source, targets in sorted(step.arrows.items())
        )
        + "}"
        for step in LIFECYCLE
    )
    lease = ",".join(
        f'["{step.verb}"]={round(step.lease.value.total_seconds() * 1000)}'
        for step in LIFECYCLE
        if step.lease
    )
    submits = ",".join(f'["{step.verb}"]=true' for step in LIFECYCLE if step.submits)
    uncoded = ",".join(f'["{status}"]=true' for status in NOT_FINAL_CODED)
    tables = {"LEGAL": legal, "LEASE": lease, "SUBMITS": submits, "NOT_FINAL_CODED": uncoded}
    return "".join(f"local {name} = {{{rows}}}\n" for name, rows in tables.items())
