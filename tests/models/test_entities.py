"""What the database itself refuses, and what no table may have."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, ForeignKeyConstraint, Table, insert, inspect, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import configure_mappers

from desk import store
from desk.store import Store
from models import Base, migrations
from tests.models.rows import TABLES, fill, references, row
from tests.postgres import Server

HALVES = ("sqlite", "postgresql")
REFERENCES = [(table, key) for table in TABLES for key in references(table)]
APPEND_ONLY = ("audit_entry", "audit_seal")

tables = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)


@pytest.fixture(scope="module", params=HALVES)
def shared(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A migrated database with one row of the hall CH in each table; whoever changes it, rolls back."""
    url = None
    if request.param == "postgresql":
        server: Server = request.getfixturevalue("postgres")
        url = server.create("entities")
    path = None if url else tmp_path_factory.mktemp("entities") / "desk.db"
    opened = store.connect(path, url)
    migrations.upgrade(opened.engine)
    with opened.engine.begin() as connection:
        fill(connection)
    yield opened
    opened.close()


@pytest.fixture
def connection(shared: Store) -> Iterator[Connection]:
    """A transaction that is rolled back."""
    with shared.engine.connect() as opened, opened.begin() as transaction:
        yield opened
        transaction.rollback()


def ghost(table: Table, key: ForeignKeyConstraint) -> dict[str, Any]:
    """Values for the columns of the foreign key, without the hall, that refer to nothing."""
    names = [column.name for column in key.columns if column.name != "hall_id"] or ["hall_id"]
    return {name: 99 if isinstance(row(table)[name], int) else "nobody" for name in names}


@tables
def test_a_row_comes_back_as_it_was_stored(connection: Connection, table: Table) -> None:
    assert connection.execute(select(table)).mappings().one() == row(table)


@pytest.mark.parametrize(("table", "key"), REFERENCES, ids=[str(key.name) for _, key in REFERENCES])
def test_a_reference_to_nothing_is_refused(connection: Connection, table: Table, key: ForeignKeyConstraint) -> None:
    stray = ghost(table, key)
    change = insert(table).values(row(table) | stray) if table.name in APPEND_ONLY else update(table).values(stray)
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
        connection.execute(change)


@tables
def test_the_same_row_is_refused_a_second_time(connection: Connection, table: Table) -> None:
    with pytest.raises(IntegrityError, match=r"(?i)unique"):
        connection.execute(insert(table).values(row(table)))


@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("ticket", {"state": "lost"}),
        ("ticket", {"no": 0}),
        ("counter", {"state": "ajar"}),
        ("printer", {"kind": "laser"}),
        ("print_job", {"state": "burnt"}),
        ("rating", {"grade": 0}),
        ("rating", {"grade": 6}),
        ("follow_up", {"state": "forgotten"}),
        ("opening", {"closes": 500}),
        ("opening", {"closes": 1441}),
    ],
)
def test_a_value_off_the_list_is_refused(connection: Connection, table: str, values: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match=r"(?i)check"):
        connection.execute(update(Base.metadata.tables[table]).values(values))


def other(table: str, **columns: Any) -> Any:
    """Inserting the table's row once more with other `columns`."""
    found = Base.metadata.tables[table]
    return insert(found).values(row(found) | columns)


def test_a_number_is_given_once_a_day_and_prefix(connection: Connection) -> None:
    with pytest.raises(IntegrityError, match=r"(?i)unique"):
        connection.execute(other("ticket", id="Y"))


def test_a_counter_has_one_ticket(connection: Connection) -> None:
    connection.execute(update(Base.metadata.tables["ticket"]).values(state="called"))
    with pytest.raises(IntegrityError, match=r"(?i)unique"):
        connection.execute(other("ticket", id="Y", no=2, state="serving"))


def test_a_ticket_has_one_open_period(connection: Connection) -> None:
    connection.execute(update(Base.metadata.tables["ticket_period"]).values(ended_at=None))
    with pytest.raises(IntegrityError, match=r"(?i)unique"):
        connection.execute(other("ticket_period", seq=2, ended_at=None))


def test_a_counter_has_one_open_period(connection: Connection) -> None:
    connection.execute(update(Base.metadata.tables["counter_period"]).values(ended_at=None))
    with pytest.raises(IntegrityError, match=r"(?i)unique"):
        connection.execute(other("counter_period", seq=2, ended_at=None))


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("change", ["UPDATE {} SET mac = 'x'", "DELETE FROM {}"])
def test_the_audit_can_be_neither_changed_nor_removed(connection: Connection, table: str, change: str) -> None:
    with pytest.raises(DBAPIError, match=f"{table} is append-only"):
        connection.execute(text(change.format(table)))


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_the_audit_cannot_be_emptied(connection: Connection, table: str) -> None:
    emptied = "TRUNCATE" if connection.dialect.name == "postgresql" else "DELETE FROM"
    with pytest.raises(DBAPIError, match=f"{table} is append-only"):
        connection.execute(text(f"{emptied} {table}"))


@tables
def test_the_hall_leads_every_key_of_the_database(connection: Connection, table: Table) -> None:
    found = inspect(connection)
    keys = [found.get_pk_constraint(table.name)["constrained_columns"]]
    keys += [key["column_names"] for key in found.get_unique_constraints(table.name)]
    keys += [key["constrained_columns"] for key in found.get_foreign_keys(table.name)]
    keys += [index["column_names"] for index in found.get_indexes(table.name)]
    assert {key[0] for key in keys} == {"hall_id"}


def test_the_database_counts_nothing_itself(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        counting = "SELECT relname FROM pg_class WHERE relkind = 'S'"
    else:
        counting = "SELECT sql FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%' OR name = 'sqlite_sequence'"
    assert connection.execute(text(counting)).all() == []


def test_tables_of_sqlite_are_strict_and_have_no_hidden_row_number(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        texts = "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public'"
        plain = connection.execute(text(f"{texts} AND data_type = 'text' AND collation_name <> 'C'")).all()
        assert plain == []
        return
    listed = connection.execute(text("PRAGMA table_list")).mappings()
    loose = [t["name"] for t in listed if t["name"] in Base.metadata.tables and not (t["strict"] and t["wr"])]
    assert loose == []


def test_entities_have_no_relationships() -> None:
    configure_mappers()
    related = {mapper.class_.__name__: list(mapper.relationships) for mapper in Base.registry.mappers}
    assert not any(related.values())
