"""The web server: `python -m queue_app.runner.web` is granian with its processes and threads."""

import os
import signal

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from queue_app.runner.process import ended_with
from queue_app.settings import Settings

FINISHING = 5  # seconds in which a process asked to stop may finish its requests


def main() -> None:
    settings = Settings.from_environment()
    let_its_processes_be_stopped()
    Granian(
        "wsgi:app",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=settings.web_workers,
        blocking_threads=settings.web_threads,
        http=HTTPModes.http1,
        websockets=False,
        log_level=LogLevels.warning,  # the application writes a line for each request itself
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=FINISHING,
    ).serve()


def let_its_processes_be_stopped() -> None:
    """A forked process hears SIGTERM with its parent's ears until it is ready, and would miss it for ever."""
    end_with_parent = ended_with(os.getpid())

    def before() -> None:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})

    def after() -> None:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})

    def in_child() -> None:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        end_with_parent()
        after()

    os.register_at_fork(before=before, after_in_parent=after, after_in_child=in_child)


if __name__ == "__main__":
    main()
