"""A hall that prints: the demonstration hall of this test, seen from the workstation `kiosk-1`."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.office import Office, found_hall, open_office
from desk.store import create_store


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with a small demonstration hall, to be copied."""
    folder = tmp_path_factory.mktemp("demo")
    fill(folder)
    return folder / "demo.db"


@pytest.fixture
def data(tmp_path: Path, demo_file: Path) -> Path:
    """A data folder with a demonstration hall."""
    (tmp_path / "data").mkdir()
    shutil.copyfile(demo_file, tmp_path / "data" / demo_file.name)
    return tmp_path / "data"


@pytest.fixture
def office(data: Path) -> Iterator[Office]:
    """The hall's door at the workstation that prints."""
    office = open_office(data=data, workstation="kiosk-1")
    yield office
    office.close()


def fill(data: Path, url: str | None = None) -> None:
    """A small demonstration hall stands in the folder, or in the PostgreSQL database at `url`."""
    store = create_store(data, url, demo=True)
    found_hall(store, name="春晖社区一站式服务大厅", code="CH", administrator="administrator", demo=True)
    store.close()
    office = open_office(data=data, database=url, workstation="kiosk-1")
    office.do("demo.fill", actor="administrator", households=1)
    office.close()
