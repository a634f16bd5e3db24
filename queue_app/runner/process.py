"""The runner's processes: deaf to Ctrl-C, gone when the runner is killed, stopped in bounded time."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import IO

PR_SET_PDEATHSIG = 1  # prctl(2)
LINUX = sys.platform == "linux"
_libc = ctypes.CDLL(None)

Process = subprocess.Popen[bytes]


def begin(
    command: Sequence[str], environ: Mapping[str, str] | None = None, output: IO[bytes] | None = None
) -> Process:
    """In a group of its own, since Ctrl-C reaches the terminal's whole group; output None is the terminal."""
    return subprocess.Popen(
        command,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        process_group=0,
        preexec_fn=ended_with(os.getpid()),
    )


def end(process: Process, patience: float, hurried: Callable[[], bool] = lambda: False) -> None:
    """Asks, waits that many seconds (less when hurried), then ends it and whatever is left of its group."""
    if process.poll() is None:
        process.terminate()
    deadline = time.monotonic() + patience
    while process.poll() is None and time.monotonic() < deadline and not hurried():
        time.sleep(0.02)
    with contextlib.suppress(
        ProcessLookupError, PermissionError
    ):  # macOS: a group of zombies may not be signalled
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def how_it_ended(process: Process) -> str:
    code = process.returncode
    return signal.Signals(-code).name if code < 0 else f"exit {code}"


def ended_with(parent: int) -> Callable[[], None]:
    """For a new child to call: when its parent dies, however that dies, it is asked to stop (Linux only)."""

    def ask_the_system() -> None:
        if LINUX:
            _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
            if os.getppid() != parent:  # it was gone before we could ask
                os._exit(1)

    return ask_the_system
