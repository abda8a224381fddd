"""Databases with the program's tables, and nothing or one row in each."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desk import store
from desk.store import Store
from models import migrations
from tests.conftest import Database
from tests.models import rows


@pytest.fixture
def empty(database: Database) -> Iterator[Store]:
    """A database without tables, with the settings of the program."""
    opened = store.connect(None if database.url else database.data / "desk.db", database.url)
    yield opened
    opened.close()


@pytest.fixture
def migrated(empty: Store) -> Store:
    """A database that came to its tables by the migrations."""
    migrations.upgrade(empty.engine)
    return empty


@pytest.fixture
def filled(migrated: Store) -> Store:
    """A migrated database with one row in every table."""
    with migrated.engine.begin() as connection:
        rows.fill(connection)
    return migrated


@pytest.fixture
def revisions_and(tmp_path: Path) -> Callable[[str], Path]:
    """Makes a folder with the program's revisions and one more, whose text is given."""

    def made(text: str) -> Path:
        folder = tmp_path / "migrations"
        shutil.copytree(migrations.HERE, folder, ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "versions" / "r9999_newer.py").write_text(text, encoding="utf-8")
        return folder

    return made
