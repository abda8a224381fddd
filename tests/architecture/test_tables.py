"""Every table says what kind of thing it holds, and belongs to a hall."""

from pkgutil import iter_modules

import pytest
from sqlalchemy import ForeignKeyConstraint, PrimaryKeyConstraint, Table, UniqueConstraint

import models
from models.base import Base
from models.topics import Topic

for module in iter_modules(models.__path__, "models."):
    if not module.ispkg:
        __import__(module.name)

TABLES = sorted(Base.metadata.tables.values(), key=lambda table: table.name)
tables = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)


@tables
def test_a_table_carries_a_topic(table: Table) -> None:
    assert isinstance(table.info.get("topic"), Topic)


@tables
def test_the_hall_comes_first_in_every_key(table: Table) -> None:
    for key in table.constraints:
        if isinstance(key, PrimaryKeyConstraint | UniqueConstraint | ForeignKeyConstraint):
            assert next(iter(key.columns)).name == "hall_id", key


@tables
def test_no_key_is_counted_by_the_database(table: Table) -> None:
    assert not [column.name for column in table.primary_key if column.autoincrement is True or column.identity]


def test_there_are_tables() -> None:
    assert len(TABLES) > 5
