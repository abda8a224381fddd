"""One valid row of every table, whatever it refers to being there too."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, Connection, Engine, ForeignKeyConstraint, Integer, Table, insert, select

from models import Base
from models.base import Day, Flag, Instant, Json

TABLES = Base.metadata.sorted_tables
MOMENT = datetime(2026, 11, 23, 1, 2, 3, 456789, tzinfo=UTC)

# where a rule of the table asks for a certain word or order
_SPECIAL = {
    "counter.state": "open",
    "ticket.state": "waiting",
    "print_job.state": "pending",
    "printer.kind": "file",
    "follow_up.state": "open",
    "opening.opens": 540,
    "opening.closes": 720,
}
_BY_TYPE: dict[type, Any] = {
    Instant: MOMENT,
    Day: MOMENT.date(),
    Flag: True,
    Json: {"甲": [1, None, "𠮷"]},
    Integer: 1,
}


def row(table: Table, hall: str = "CH") -> dict[str, Any]:
    """A valid row of the table in this hall; what it refers to has the same values in its keys."""
    return {column.name: _value(column, hall) for column in table.columns}


def _value(column: Column[Any], hall: str) -> Any:
    if column.name == "hall_id":
        return hall
    kind = next((kind for kind in _BY_TYPE if isinstance(column.type, kind)), None)
    return _SPECIAL.get(f"{column.table.name}.{column.name}", _BY_TYPE[kind] if kind else "X")


def fill(connection: Connection, *halls: str) -> None:
    """Every table has one row of each hall."""
    for table in TABLES:
        connection.execute(insert(table), [row(table, hall) for hall in halls or ("CH",)])


def contents(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables, by table."""
    with engine.connect() as connection:
        return {table.name: sorted(map(tuple, connection.execute(select(table))), key=repr) for table in TABLES}


def references(table: Table) -> list[ForeignKeyConstraint]:
    """The table's foreign keys in the order of their names."""
    return sorted(table.foreign_key_constraints, key=lambda key: str(key.name))
