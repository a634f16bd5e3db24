"""`python -m queue_app` starts everything on one machine; `make run` is this with its packages installed."""

import sys

from queue_app.demo import people
from queue_app.domain.errors import Refusal
from queue_app.runner.ground import CannotStart
from queue_app.runner.run import run
from queue_app.settings import BadSetting, Settings
from queue_app.store.store import Store

FIRST_PERSON = "To add the first person:   .venv/bin/flask person add NAME --roles admin,supervisor"
ENCOUNTERS = (
    "To take in encounters:     .venv/bin/flask import FILE…   or put them into intake/ in the data folder"
)


def welcome(store: Store) -> str:
    """What to do next, as things stand here."""
    if published := store.people.published():
        return people.welcome(published)
    return ENCOUNTERS if store.people.everybody() else f"{FIRST_PERSON}\n{ENCOUNTERS}"


def main() -> int:
    try:
        return run(Settings.from_environment(), welcome)
    except (BadSetting, CannotStart, Refusal) as trouble:
        print(trouble, file=sys.stderr)
    except OSError as refused:
        print(f"Codedesk had to stop: {refused}. All data is kept.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
