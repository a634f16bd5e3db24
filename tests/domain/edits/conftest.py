"""Each row of a file's tables SPEAKS and SILENT is a test of that file."""

from collections.abc import Iterator
from pathlib import Path

import pytest


class Room(pytest.Module):
    def collect(self) -> Iterator[pytest.Item | pytest.Collector]:
        yield from super().collect()
        rows = (*getattr(self.obj, "SPEAKS", ()), *getattr(self.obj, "SILENT", ()))
        for number, row in enumerate(rows, 1):
            yield pytest.Function.from_parent(self, name=f"{number}: {row.title}", callobj=row.check)


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> Room:
    return Room.from_parent(parent, path=module_path)
