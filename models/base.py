"""The declarative base, constraint names and column types shared by all entities.

`hall_id` is the first column of every primary key, unique constraint and foreign key, so that rows of many halls can
share one database. Types are stored alike on SQLite (strict tables) and PostgreSQL; there are no relationships.
"""

import json
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from sqlalchemy import BigInteger, Boolean, Dialect, ForeignKeyConstraint, Integer, MetaData, Table, Text
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.sql.schema import SchemaItem
from sqlalchemy.types import TypeDecorator, TypeEngine
from typing_extensions import override

from models.topics import Topic

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

PlainText: TypeEngine[str] = Text().with_variant(Text(collation="C"), "postgresql")
WideInteger: TypeEngine[int] = BigInteger().with_variant(Integer(), "sqlite")


class Instant(TypeDecorator[datetime]):
    """An aware datetime, stored as microseconds since 1970 UTC."""

    impl = WideInteger
    cache_ok = True

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else (value - _EPOCH) // _MICROSECOND

    @override
    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else _EPOCH + timedelta(microseconds=value)


class Day(TypeDecorator[date]):
    """A date of the hall's calendar, stored as text YYYY-MM-DD."""

    impl = PlainText
    cache_ok = True

    @override
    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        return None if value is None else value.isoformat()

    @override
    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:
        return None if value is None else date.fromisoformat(value)


class Flag(TypeDecorator[bool]):
    """True or false; SQLite's strict tables keep it as 1 or 0."""

    impl = Boolean().with_variant(Integer(), "sqlite")
    cache_ok = True

    @override
    def process_result_value(self, value: bool | None, dialect: Dialect) -> bool | None:
        return None if value is None else bool(value)


class Json(TypeDecorator[Any]):
    """A JSON value, stored as text with sorted keys."""

    impl = Text
    cache_ok = True

    @override
    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @override
    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


HallId = Annotated[str, mapped_column(PlainText, primary_key=True)]
KeyText = Annotated[str, mapped_column(PlainText, primary_key=True)]
KeyNumber = Annotated[int, mapped_column(Integer, primary_key=True, autoincrement=False)]
Moment = Annotated[datetime, mapped_column(Instant)]


class Base(DeclarativeBase):
    """All entities. Each is one table; what belongs to whom is joined in the queries."""

    if TYPE_CHECKING:
        __table__: ClassVar[Table]  # pyright: ignore[reportIncompatibleVariableOverride] # no entity maps anything else

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        }
    )
    type_annotation_map = {str: PlainText, int: Integer, bool: Flag, date: Day, datetime: Instant}


def table(topic: Topic, *items: SchemaItem, audited: bool = True) -> tuple[Any, ...]:
    """`__table_args__` of an entity: its topic, whether the audit keeps its rows, and its constraints."""
    options = {"info": {"topic": topic, "audited": audited}, "sqlite_strict": True, "sqlite_with_rowid": False}
    return (*items, options)


def ref(target: str, *columns: str) -> ForeignKeyConstraint:
    """A foreign key of (hall_id, *columns) to the entity table `target`, whose own key columns come after hall_id.

    `target` is written "table.column"; several target columns are separated by commas.
    """
    name, _, keys = target.partition(".")
    return ForeignKeyConstraint(
        ["hall_id", *columns], [f"{name}.hall_id", *(f"{name}.{key}" for key in keys.split(","))]
    )


def in_hall() -> ForeignKeyConstraint:
    """A foreign key to the hall alone."""
    return ForeignKeyConstraint(["hall_id"], ["hall.hall_id"])
