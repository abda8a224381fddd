"""Fixtures of folders whose tests need a hall: built once for each database, copied for each test."""

import multiprocessing
import shutil
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from desk.office import Office
from tests.conftest import Database
from tests.factories import Clock, make_hall, open_hall
from tests.postgres import Server

PROCESSES = 4

templates: dict[Server, str] = {}


@pytest.fixture(scope="session")
def hall_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the small hall, to be copied."""
    folder = tmp_path_factory.mktemp("hall")
    make_hall(folder)
    return folder / "desk.db"


@pytest.fixture(scope="session")
def postgres_template(postgres: Server, tmp_path_factory: pytest.TempPathFactory) -> str:
    """PostgreSQL databases of these tests are copies of one with the small hall."""
    if postgres not in templates:  # folders that share these fixtures share what they make
        make_hall(tmp_path_factory.mktemp("none"), postgres.create("small_hall"))
        templates[postgres] = "small_hall"
    return templates[postgres]


@pytest.fixture
def place(database: Database, hall_file: Path) -> Database:
    """Where the small hall is, freshly copied, on each of the two databases in turn."""
    if database.url is None:
        shutil.copyfile(hall_file, database.data / hall_file.name)
    return database


@pytest.fixture
def clock() -> Clock:
    """It is nine o'clock on a Monday."""
    return Clock()


@pytest.fixture
def office(place: Database, clock: Clock) -> Iterator[Office]:
    """The door of the small hall."""
    opened = open_hall(place, clock)
    yield opened
    opened.close()


@pytest.fixture
def hall_on_postgresql(postgres_url: str, clock: Clock, tmp_path: Path) -> Iterator[Office]:
    """The door of the small hall on PostgreSQL, for what only happens there."""
    opened = open_hall(Database(tmp_path, postgres_url), clock)
    yield opened
    opened.close()


@pytest.fixture
def hall_on_sqlite(hall_file: Path, clock: Clock, tmp_path: Path) -> Iterator[Office]:
    """The door of the small hall in a file, for what only happens there."""
    shutil.copyfile(hall_file, tmp_path / hall_file.name)
    opened = open_hall(Database(tmp_path, None), clock)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def processes() -> Iterator[ProcessPoolExecutor]:
    """Four processes that stay for all tests, each with connections of its own."""
    with ProcessPoolExecutor(PROCESSES, mp_context=multiprocessing.get_context("spawn")) as pool:
        assert list(pool.map(abs, range(PROCESSES)))  # its threads run before the first test begins
        yield pool
