"""The small hall of the other tests, and the real `desk` command to be treated badly."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fault.running import Nursery
from tests.halls import hall_file

__all__ = ["hall_file"]


@pytest.fixture(scope="session")
def nursery(tmp_path_factory: pytest.TempPathFactory, hall_file: Path) -> Iterator[Nursery]:
    """Where commands come from, for all tests of this worker."""
    folder = tmp_path_factory.mktemp("nursery")
    shutil.copyfile(hall_file, folder / hall_file.name)
    with Nursery(folder / "errors", folder) as running:
        yield running


@pytest.fixture
def folder(tmp_path: Path, hall_file: Path) -> Path:
    """The data folder of a small hall of one's own, on SQLite."""
    data = tmp_path / "data"
    data.mkdir()
    shutil.copyfile(hall_file, data / hall_file.name)
    return data
