"""The files we write, letter by letter."""

import pytest

from queue_app.x12 import envelope
from tests.x12.goldens import FOLDER, GOLDENS, by_lines


@pytest.mark.parametrize("name", GOLDENS)
def test_the_file_is_written_as_it_was_agreed(name: str) -> None:
    assert by_lines(envelope.write(GOLDENS[name])) == (FOLDER / name).read_text()
