"""Building the tables anew, while others read the old ones."""

from datetime import date
from pathlib import Path

import pytest

from queue_app.codesets.apart import build_apart
from queue_app.codesets.database import replacing
from queue_app.codesets.load import load
from queue_app.codesets.tables import CodeTables
from queue_app.domain.codes import System
from queue_app.domain.errors import Unavailable
from tests.codesets.builders import (
    hcpcs_line,
    known,
    make_tables,
    pairs_file,
    units_file,
    write_lines,
)


def test_tables_that_are_not_built_say_how_to_build_them(tmp_path: Path):
    with pytest.raises(Unavailable, match="Run `flask codes build`"):
        CodeTables(tmp_path / "codes.sqlite").look_up(System.ICD10CM, "A000")


@pytest.mark.parametrize("content", [b"", b"no database at all" * 500])
def test_a_file_that_is_no_table_says_how_to_build_it_again(tmp_path: Path, content: bytes):
    path = tmp_path / "codes.sqlite"
    path.write_bytes(content)
    with pytest.raises(Unavailable, match="Run `flask codes build` again"):
        CodeTables(path).releases()


def test_a_build_that_breaks_off_leaves_the_old_tables(tmp_path: Path):
    path = make_tables(tmp_path / "codes.sqlite", known("A000", "Cholera"))
    before = path.read_bytes()
    with pytest.raises(ZeroDivisionError), replacing(path) as tables:
        tables.execute("INSERT INTO modifiers (code, title) VALUES ('25', '')")
        raise ZeroDivisionError
    assert path.read_bytes() == before
    assert sorted(one.name for one in tmp_path.iterdir()) == [".codes.sqlite.lock", "codes.sqlite"]


def test_a_build_that_is_stopped_leaves_the_old_tables(tmp_path: Path):
    path = make_tables(tmp_path / "codes.sqlite", known("A000", "Cholera"))
    before = path.read_bytes()

    def stop(done: int, total: int, doing: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_apart(path, stop)
    assert path.read_bytes() == before


def test_a_build_that_cannot_write_says_why(tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Unavailable, match=r"could not be built: .*file"):
        build_apart(tmp_path / "file" / "codes.sqlite", lambda done, total, doing: None)


def test_what_the_site_loaded_is_still_there_after_a_build(tmp_path: Path):
    path = make_tables(tmp_path / "codes.sqlite")
    line = hcpcs_line("J9999", "3", "Injection of something", "20100101")
    load(path, "hcpcs", write_lines(tmp_path / "HCPC2026_JAN_ANWEB.txt", line))
    for number, pair in enumerate(("11042 97597 20200101 * 1", "11044 97597 20200101 * 0"), 1):
        load(path, "ncci", pairs_file(tmp_path / f"ccipra-v320r0-f{number}.txt", pair))
    load(path, "mue", units_file(tmp_path / "MCR_MUE_PractitionerServices_Eff_01-01-2026.csv", "11042,1,2"))
    steps: list[tuple[int, int]] = []
    build_apart(path, lambda done, total, doing: steps.append((done, total)))
    tables = CodeTables(path)
    facts = tables.facts([(System.ICD10CM, "J18.9"), (System.HCPCS, "J9999")])
    assert {fact.title for fact in facts.values()} == {
        "Pneumonia, unspecified organism",
        "Injection of something",
    }
    on = date(2026, 1, 1)
    pairs = {("11042", "97597"): "1", ("11044", "97597"): "0"}
    assert tables.ncci(list(pairs), on, "professional") == pairs
    assert tables.mue(["11042"], "professional", on) == {"11042": (1, 2)}
    assert ("hcpcs", "2026-01-01") in {(one.set_name, one.released_on) for one in tables.releases()}
    assert steps == sorted(steps) and steps[0][0] == 0 and steps[-1][0] == steps[-1][1]
