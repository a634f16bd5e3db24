"""Administration from the command line: `flask import`, `flask person add`, `flask doctor` and the rest."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext
from tqdm import tqdm

from queue_app.codesets import load as code_loading
from queue_app.codesets.apart import build_apart
from queue_app.codesets.database import Progress
from queue_app.codesets.sets import SETS
from queue_app.domain.errors import Refusal
from queue_app.domain.people import Person, Role
from queue_app.domain.triage import WORKLISTS
from queue_app.fhir import sources
from queue_app.services import accounts, directories, health, intake, reports
from queue_app.web.here import settings, store, tables

BY = "command line"
Path_ = click.Path(exists=True, path_type=Path)


def init_app(app: Flask) -> None:
    for command in (bring_in, codes, directory, person, token, report, doctor):
        app.cli.add_command(command)


@contextmanager
def in_words() -> Iterator[None]:
    """A refusal is a sentence on standard error and exit status 1."""
    try:
        yield
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from None


def refusals_in_words(command: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(command)
    def told(*args: Any, **kwargs: Any) -> Any:
        with in_words():
            return command(*args, **kwargs)

    return told


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=Path_)
@with_appcontext
@refusals_in_words
def bring_in(paths: tuple[Path, ...]) -> None:
    """Take in FHIR R4 bundles or NDJSON: files, folders, .tar.gz, .zip."""
    found = sources.open_sources(paths)
    summary = intake.Summary()
    with tqdm(total=sources.count(paths), unit=" sources", disable=None) as bar:
        named = (settings().zone, found, BY, "command line")
        for summary in intake.bring_in(store(), tables(), *named):  # noqa: B007
            bar.update()
    click.echo(
        f"{summary.arrived} arrived, {summary.amended} amended, {summary.unchanged} unchanged, "
        f"{len(summary.unreadable)} things could not be read."
    )
    for one in summary.unreadable[:10]:
        click.echo(f"  {one.path}: {one.where}: {one.reason}")
    if len(summary.unreadable) > 10:
        click.echo("  … all of them are on the page Intake.")


codes = AppGroup("codes", help="Code tables: build them, load official files.")


@contextmanager
def shown_progress() -> Iterator[Progress]:
    with tqdm(total=1, disable=None, leave=False, bar_format="{l_bar}{bar}|") as bar:

        def show(done: int, total: int, doing: str) -> None:
            bar.set_description(doing, refresh=False)
            bar.total, bar.n = total, done
            bar.refresh()

        yield show


@codes.command("build")
@refusals_in_words
def build() -> None:
    """Make the code tables from the packages; files loaded before stay in force."""
    with shown_progress() as progress:
        summary = build_apart(settings().code_tables, progress)
    click.echo(str(summary))


@codes.command("load", epilog="\b\nSETS\n" + "\n".join(f"{name:<19}{one.file}" for name, one in SETS.items()))
@click.argument("code_set", metavar="SET")
@click.argument("file", type=Path_)
@click.option(
    "--begins",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DAY",
    help="First day, if the file's name lacks it.",
)
@refusals_in_words
def load_codes(code_set: str, file: Path, begins: datetime | None) -> None:
    """Load an official release file, plain, gzipped or in its zip, into a code set: all of it or nothing."""
    first_day = begins.date() if begins else None
    with shown_progress() as progress:
        summary = code_loading.load(settings().code_tables, code_set, file, progress, first_day)
    click.echo(str(summary))


directory = AppGroup("directory", help="Facilities, providers, payers and charges.")


@directory.command("load")
@click.argument("kind")
@click.argument("file", type=Path_)
@refusals_in_words
def load_directory(kind: str, file: Path) -> None:
    """Load a CSV file; KIND is facility, provider, payer or charge."""
    loaded = directories.load(store(), tables(), kind, directories.text_of(file.read_bytes()))
    click.echo(f"{loaded.entries} {loaded.kind} entries loaded; {loaded.lifted} billing holds lifted.")


@directory.command("template")
@click.argument("kind")
@refusals_in_words
def template(kind: str) -> None:
    """Print the heading of a CSV file of that kind."""
    click.echo(directories.template(kind), nl=False)


@directory.command("missing")
@refusals_in_words
def missing() -> None:
    """Print what encounters wait for, as CSV: kind, id, encounters."""
    for line in reports.missing_as_csv(directories.missing(store())):
        click.echo(line, nl=False)


person = AppGroup("person", help="Accounts of people and programs.")


@person.command("add")
@click.argument("name")
@click.option("--roles", required=True, help=f"Any of {','.join(r for r in Role if r != 'system')}.")
@click.option("--full-name", help="As others see it; the sign-in name if not given.")
@click.option("--worklists", default=",".join(WORKLISTS), show_default=True, help="Primary worklists.")
@click.option("--backups", default="", help="Worklists to take from when those are empty.")
@click.option("--password", envvar="CODEDESK_PASSWORD", help="Asked for when not given; - for none.")
@click.option("--temporary", is_flag=True, help="They have to choose another at their next sign-in.")
@refusals_in_words
def add_person(
    name: str,
    roles: str,
    full_name: str | None,
    worklists: str,
    backups: str,
    password: str | None,
    temporary: bool,
) -> None:
    """Add an account, or change one; a new password ends the sessions that the old one began."""
    if password is None:
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    try:
        chosen = frozenset(Role(role) for role in _words(roles))
    except ValueError as wrong:
        raise click.ClickException(
            f"{wrong}; roles are {', '.join(r for r in Role if r != 'system')}."
        ) from None
    added = Person(
        id=name.lower(),
        name=full_name or name,
        roles=chosen,
        worklists=_worklists(worklists),
        backups=_worklists(backups),
    )
    accounts.add(store(), added, None if password == "-" else password, BY, due=temporary)
    click.echo(f"{added.id} can sign in now." if password != "-" else f"{added.id} is there.")


@person.command("list")
@refusals_in_words
def list_people() -> None:
    """Print every account."""
    for one in store().people.everybody():
        state = "" if one.active else "  shut out"
        click.echo(f"{one.id:20} {','.join(sorted(one.roles)):30} {one.name}{state}")


token = AppGroup("token", help="Bearer tokens for other programs.")


@token.command("add")
@click.argument("name")
@click.option("--label", default="", help="What the token is for.")
@refusals_in_words
def add_token(name: str, label: str) -> None:
    """Print a new token that acts as the account NAME; it is shown once."""
    click.echo(accounts.add_token(store(), name, label, BY))


@token.command("list")
@refusals_in_words
def list_tokens() -> None:
    """Print every token's beginning, person and label."""
    for one in store().people.bearers():
        click.echo(f"{one.digest[:12]}  {one.person:20} {one.made_at:%Y-%m-%d}  {one.label}")


@token.command("revoke")
@click.argument("beginning")
@refusals_in_words
def revoke_token(beginning: str) -> None:
    """Revoke the token whose line in `flask token list` begins so."""
    found = [one for one in store().people.bearers() if one.digest.startswith(beginning)]
    if len(found) != 1:
        raise click.ClickException(f"{len(found)} tokens begin with {beginning}; give more of one.")
    store().people.revoke_bearer(found[0].digest)
    click.echo("Revoked.")


report = AppGroup("report", help="Reports for other programs.")


@report.command("encounters")
@click.option("--format", "form", type=click.Choice(["jsonl", "csv"]), default="jsonl", show_default=True)
@refusals_in_words
def report_encounters(form: str) -> None:
    """Print every encounter: where it stands, its last submitted codes, control number and times."""
    for line in reports.encounters(store(), form):
        click.echo(line)


@click.command("doctor")
@with_appcontext
def doctor() -> None:
    """Say what is unsafe about this installation; exit status 1 if anything is."""
    told = settings()
    key_file = None if told.key else told.key_file
    with in_words():
        problems = health.problems(store(), tables(), told.data, key_file)
    for problem in problems:
        click.secho(f"✗ {problem}", fg="red")
    if problems:
        sys.exit(1)
    releases = len(tables().releases())
    click.echo(f"All is well: {store().server.version()}, {releases} code releases, {current_app.name}.")


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


def _worklists(text: str) -> tuple[str, ...]:
    words = _words(text)
    if unknown := sorted(set(words) - set(WORKLISTS)):
        raise click.ClickException(f"No worklist {', '.join(unknown)}; there are {', '.join(WORKLISTS)}.")
    return words
