"""The Lua scripts: run in one round trip, and not answered before the disk has what they wrote."""

from collections.abc import Iterable
from hashlib import sha1
from pathlib import Path
from typing import Any

from redis.exceptions import NoScriptError, ResponseError

from queue_app.domain.errors import Unavailable
from queue_app.domain.lifecycle import FINISHED, LIFECYCLE, NOT_FINAL_CODED
from queue_app.store import keys
from queue_app.store.connection import Memory, in_words

LUA = Path(__file__).parent / "lua"
DURABLE_WITHIN = 1500  # ms


class Script:
    """One script with the keys before it, and the lifecycle where it shares encounter.lua."""

    def __init__(self, redis: Memory, name: str, *parts: str, durable: bool = True) -> None:
        self._redis = redis
        self._durable = durable
        lifecycle = lifecycle_as_lua() if "encounter" in parts else ""
        self._text = keys.as_lua() + lifecycle + "".join(map(_read, (*parts, name)))
        self._digest = sha1(self._text.encode(), usedforsecurity=False).hexdigest()

    def __call__(self, *args: str | bytes | int) -> Any:
        """What the script returns, once it is on disk.

        Raises Unavailable when Redis cannot say within a second and a half that it is: the step may have
        been taken, and whoever asked must look.
        """
        try:
            return in_words(lambda: self._run(args))
        except NoScriptError:
            self._redis.script_load(self._text)
            return in_words(lambda: self._run(args))

    def _run(self, args: tuple[str | bytes | int, ...]) -> Any:
        run = ("EVALSHA", self._digest, 0, *args)
        on_disk = (("WAITAOF", 1, 0, DURABLE_WITHIN),) if self._durable else ()
        answer, *others = self._redis.trip(run, *on_disk)
        if isinstance(answer, Exception):
            raise answer
        if not self._durable:
            return answer
        (synced,) = others
        if isinstance(synced, ResponseError):
            raise Unavailable("Redis keeps no append-only file here: `flask doctor` says how to mend it.")
        if answer and synced[0] < 1:
            raise Unavailable("The disk is slow: it is not sure yet that your step was kept. Open it again.")
        return answer


def _read(name: str) -> str:
    return (LUA / f"{name}.lua").read_text()


def lifecycle_as_lua() -> str:
    """The table, so that Redis itself refuses what it does not list.

    A script's text runs at every call, so its constants are strings to be searched, not tables to be built.
    """
    arrows = [
        f"{step.verb}:{source}>{target}"
        for step in LIFECYCLE
        for source, targets in sorted(step.arrows.items())
        for target in sorted(targets)
    ]
    lease = ",".join(
        f"{step.verb}={round(step.lease.value.total_seconds() * 1000)}" for step in LIFECYCLE if step.lease
    )
    submits = [step.verb for step in LIFECYCLE if step.submits]
    leave_the_work = [step.verb for step in LIFECYCLE if step.leaves_the_work]
    return (
        f"local LEGAL = {_listed(arrows)}\nlocal SUBMITS = {_listed(submits)}\n"
        f"local LEAVE_THE_WORK = {_listed(leave_the_work)}\n"
        f"local NOT_FINAL_CODED = {_listed(NOT_FINAL_CODED)}\nlocal FINISHED = {_listed(FINISHED)}\n"
        f"local LEASE = {{{lease}}}\n"
    )


def _listed(words: Iterable[str]) -> str:
    """Words as one Lua string, a bar before and after each."""
    return f'"|{"|".join(words)}|"'
