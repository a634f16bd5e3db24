"""What is made from the code is as the code is, and what is linked is there."""

import re
from pathlib import Path

import pytest

from queue_app import settings
from queue_app.domain import lifecycle
from queue_app.domain.edits import rules

ROOT = Path(__file__).parent.parent
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("lifecycle.md", lifecycle.as_markdown),
        ("settings.md", settings.as_markdown),
        ("edits.md", rules.as_markdown),
    ],
    ids=["lifecycle", "settings", "edits"],
)
def test_a_page_made_from_the_code_is_up_to_date(name, made):
    assert (ROOT / "docs" / name).read_text() == made(), "run `make docs`"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_link_leads_somewhere(path):
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text()):
        assert (path.parent / target).exists(), target


@pytest.mark.parametrize("path", sorted(ROOT.glob("docs/adr/*.md")), ids=lambda path: path.name)
def test_a_decision_takes_forty_lines_at_most(path):
    assert len(path.read_text().splitlines()) <= 40


def test_the_readme_names_every_make_target_it_promises():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    promised = set(re.findall(r"`make ([a-z]+)", (ROOT / "README.md").read_text()))
    assert promised <= targets
