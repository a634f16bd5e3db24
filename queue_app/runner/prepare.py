"""What the first start makes: the code tables, and on an empty queue the demo day."""

import contextlib
import sys
from collections.abc import Mapping
from pathlib import Path

from tqdm import tqdm

from queue_app.codesets.apart import build_apart
from queue_app.codesets.tables import CodeTables
from queue_app.domain.errors import Unavailable
from queue_app.runner.bell import Bell, say
from queue_app.runner.ground import CannotStart, check_demo, store_of
from queue_app.runner.process import begin, end, how_it_ended
from queue_app.runner.server import holds_nothing
from queue_app.settings import Settings
from queue_app.store.store import Store

DEMO = (sys.executable, "-m", "queue_app.demo")


def prepare(settings: Settings, environ: Mapping[str, str], bell: Bell) -> Store:
    """The code tables, and the demo day on an empty queue. Raises CannotStart before anything is written."""
    empty = holds_nothing(settings.redis_url)
    mark = settings.data / "demo"  # says whether a demo day was begun here, and finished
    comes = settings.demo and (empty or (mark.exists() and mark.read_text() == "begun\n"))
    store = store_of(settings, empty)
    check_demo(settings, store, comes)
    _make_code_tables(settings.code_tables, bell)
    if comes:
        mark.write_text("begun\n")
        say("Making up people and a day's work to try …")
        _do(DEMO, environ, bell)
        mark.write_text("finished\n")
    return store


def _make_code_tables(path: Path, bell: Bell) -> None:
    """Once, and again when this version of Codedesk cannot read those an earlier one made."""
    with contextlib.suppress(Unavailable):
        CodeTables(path).releases()
        return
    say("Making the code tables, once …")
    with tqdm(total=1, disable=None, leave=False, bar_format="{l_bar}{bar}|") as bar:

        def show(done: int, total: int, doing: str) -> None:
            bell.check()
            bar.set_description(doing, refresh=False)
            bar.total, bar.n = total, done
            bar.refresh()

        build_apart(path, show)


def _do(command: tuple[str, ...], environ: Mapping[str, str], bell: Bell) -> None:
    process = begin(command, environ)
    try:
        while process.poll() is None:
            bell.wait()
    finally:
        end(process, patience=5)
    if process.returncode:
        what = " ".join(command[1:3])
        raise CannotStart(
            f"This step did not succeed ({what}: {how_it_ended(process)}). "
            "What it said stands above. Everything is kept; start again to take it up."
        )
