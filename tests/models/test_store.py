"""The database is opened with the settings that were proved, upgraded when older, refused when it is not for us."""

from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import event, insert, make_url, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from desk.errors import DeskError
from desk.store import Store, connect, create_store, environment_error, open_store
from models import Base, Hall, migrations
from tests.conftest import Database
from tests.models.rows import contents, fill, row

NEWER = """
revision = "9999"
down_revision = "{head}"

from alembic import op
import sqlalchemy as sa


def upgrade():
    with op.batch_alter_table("hall") as batch:
        batch.add_column(sa.Column("motto", sa.Text(), nullable=True))


def downgrade():
    with op.batch_alter_table("hall") as batch:
        batch.drop_column("motto")
"""


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch, revisions_and: Any) -> None:
    """The program has one more revision, which makes a referenced table again."""
    monkeypatch.setattr(migrations, "HERE", revisions_and(NEWER.format(head=migrations.HEAD)))
    monkeypatch.setattr(migrations, "REVISIONS", (*migrations.REVISIONS, "9999"))
    monkeypatch.setattr(migrations, "HEAD", "9999")


def setting(store: Store, name: str) -> Any:
    word = "SHOW" if store.is_postgresql else "PRAGMA"
    with store.engine.connect() as connection:
        return connection.execute(text(f"{word} {name}")).scalar()


# --- settings ------------------------------------------------------------------------------------------------------


@pytest.fixture
def sqlite(tmp_path: Path) -> Any:
    store = create_store(tmp_path)
    yield store
    store.close()


@pytest.fixture
def postgresql(postgres_url: str, tmp_path: Path) -> Any:
    store = create_store(tmp_path, postgres_url)
    yield store
    store.close()


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("trusted_schema", 0),
        ("busy_timeout", 15000),
        ("cache_size", -8192),
    ],
)
def test_sqlite_has_the_proved_setting(sqlite: Store, pragma: str, value: object) -> None:
    assert setting(sqlite, pragma) == value


def test_the_watching_connection_has_the_proved_settings_too(sqlite: Store) -> None:
    connection = sqlite.connect_alone()
    found = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "busy_timeout")]
    connection.close()
    assert found == ["wal", 15000]


def test_sqlite_is_the_one_of_sqlcipher(sqlite: Store) -> None:
    with sqlite.engine.connect() as connection:
        assert type(connection.connection.driver_connection).__module__.startswith("sqlcipher3")


@pytest.fixture
def other(sqlite: Store) -> Any:
    """A second connection to the same file, which does not wait."""
    connection = sqlite.connect_alone()
    connection.execute("PRAGMA busy_timeout=0")
    yield connection
    connection.close()


def test_a_write_session_takes_the_write_lock_when_it_begins(sqlite: Store, other: Any) -> None:
    with sqlite.write() as session:
        session.execute(select(Hall))
        with pytest.raises(Exception, match="database is locked"):
            other.execute("BEGIN IMMEDIATE")


def test_a_read_session_leaves_the_write_lock_alone(sqlite: Store, other: Any) -> None:
    with sqlite.read() as session:
        session.execute(select(Hall))
        other.execute("BEGIN IMMEDIATE")
    assert other.in_transaction


def test_postgresql_gives_up_waiting_for_a_lock_after_fifteen_seconds(postgresql: Store) -> None:
    assert setting(postgresql, "lock_timeout") == "15s"


def test_postgresql_notices_a_dead_line_within_seconds(postgresql: Store) -> None:
    with postgresql.engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, psycopg.Connection)
        known = driver.info.get_parameters()
    wanted = {"connect_timeout": "3", "keepalives_idle": "5", "keepalives_interval": "2", "keepalives_count": "3"}
    assert {name: known.get(name) for name in wanted} == wanted
    assert known.get("tcp_user_timeout") == "8000"


def test_a_read_session_sees_one_moment(migrated: Store) -> None:
    with migrated.read() as session:
        before = session.execute(select(Hall.hall_id)).all()
        with migrated.engine.begin() as connection:
            connection.execute(insert(Hall.__table__).values(row(Hall.__table__)))
        assert session.execute(select(Hall.hall_id)).all() == before == []


def test_a_session_that_is_not_committed_leaves_nothing(migrated: Store) -> None:
    with migrated.write() as session:
        session.execute(insert(Hall).values(row(Hall.__table__)))
    assert contents(migrated.engine)["hall"] == []


def test_errors_of_the_driver_keep_their_kind(filled: Store) -> None:
    with filled.engine.connect() as connection, pytest.raises(IntegrityError):
        connection.execute(insert(Hall.__table__).values(row(Hall.__table__)))


def test_postgresql_refuses_writing_in_a_read_session(postgresql: Store) -> None:
    with postgresql.read() as session, pytest.raises(DBAPIError, match="read-only transaction"):
        session.execute(insert(Hall).values(row(Hall.__table__)))


# --- two halls in one database -------------------------------------------------------------------------------------


def test_every_table_holds_the_same_keys_of_two_halls(migrated: Store) -> None:
    with migrated.engine.begin() as connection:
        fill(connection, "CH", "DY")
    assert {name: len(rows) for name, rows in contents(migrated.engine).items()} == dict.fromkeys(
        Base.metadata.tables, 2
    )


def test_a_row_cannot_refer_to_another_hall(filled: Store) -> None:
    hall, setting_ = Base.metadata.tables["hall"], Base.metadata.tables["opening"]
    with filled.engine.connect() as connection, connection.begin():
        connection.execute(insert(hall).values(row(hall, "DY")))
        with pytest.raises(IntegrityError):
            connection.execute(insert(setting_).values(row(setting_, "DY")))


# --- files that are not as they should be --------------------------------------------------------------------------


def place_of(store: Store) -> tuple[Path, str | None]:
    """The arguments of `open_store` for this database."""
    url = store.engine.url.render_as_string(hide_password=False) if store.is_postgresql else None
    return (store.path.parent if store.path else Path("/nowhere")), url


def refusal(*place: Any) -> DeskError:
    with pytest.raises(DeskError) as caught:
        open_store(*place)
    return caught.value


def test_an_older_database_is_upgraded_with_its_rows(filled: Store, request: pytest.FixtureRequest) -> None:
    rows = contents(filled.engine)
    request.getfixturevalue("later")
    open_store(*place_of(filled)).close()
    with filled.engine.connect() as connection:
        assert connection.execute(text("SELECT motto FROM hall")).all() == [(None,)]
    assert contents(filled.engine) == rows


def copies(store: Store) -> list[Path]:
    return list(place_of(store)[0].glob("desk-*.db"))


def test_an_older_file_is_copied_beside_it_before_it_is_upgraded(sqlite: Store, request: pytest.FixtureRequest) -> None:
    with sqlite.engine.begin() as connection:
        fill(connection)
    request.getfixturevalue("later")
    with sqlite.read() as reader:  # somebody who reads keeps the newest rows out of the file itself
        reader.execute(select(Hall.name))
        open_store(*place_of(sqlite)).close()
    (copy,) = copies(sqlite)
    aside = connect(copy, None)
    assert contents(aside.engine) == contents(sqlite.engine)
    aside.close()


def test_the_present_revision_is_opened_without_a_copy(filled: Store) -> None:
    open_store(*place_of(filled)).close()
    assert copies(filled) == []


def test_a_database_of_a_newer_program_is_refused(filled: Store) -> None:
    with filled.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '7777'"))
    error = refusal(*place_of(filled))
    assert (error.code, error.facts["found"], error.facts["known"]) == ("database_newer", "7777", migrations.HEAD)


def test_a_newer_database_stays_as_it_is(filled: Store) -> None:
    with filled.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '7777'"))
    rows = contents(filled.engine)
    refusal(*place_of(filled))
    assert contents(filled.engine) == rows


def test_a_folder_without_a_hall_is_refused(tmp_path: Path) -> None:
    error = refusal(tmp_path)
    assert (error.code, error.facts) == ("not_a_hall", {"path": str(tmp_path / "desk.db")})


def test_refusing_a_folder_without_a_hall_makes_no_file(tmp_path: Path) -> None:
    refusal(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_database_with_other_tables_is_refused(database: Database) -> None:
    store = create_store(database.data, database.url)
    migrations.downgrade(store.engine, "base")
    with store.engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
        connection.execute(text("CREATE TABLE guest (name TEXT)"))
    store.close()
    assert refusal(database.data, database.url).code == "not_a_hall"


def test_a_refusal_does_not_tell_the_password_of_the_database(postgres_url: str, tmp_path: Path) -> None:
    error = refusal(tmp_path, postgres_url.replace("postgres@", "postgres:geheim@"))
    assert "geheim" not in str(error.facts)


def test_a_file_that_is_no_database_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "desk.db").write_bytes(b"this is a letter, not a database; " * 200)
    error = refusal(tmp_path)
    assert (error.code, error.facts) == ("database_damaged", {"path": str(tmp_path / "desk.db")})


def test_a_file_cut_short_is_damaged(sqlite: Store) -> None:
    path = sqlite.path
    assert path is not None
    sqlite.close()
    content = path.read_bytes()
    path.write_bytes(content[:5000] + b"\xff" * 3000 + content[8000:12000])
    error = refusal(path.parent)
    assert (error.code, error.facts) == ("database_damaged", {"path": str(path)})


def test_a_server_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    error = refusal(tmp_path, f"postgresql+psycopg://nobody@/none?host={tmp_path}")
    assert error.code == "database_unavailable"


def test_a_database_that_is_not_there_is_unavailable(postgres_url: str, tmp_path: Path) -> None:
    elsewhere = make_url(postgres_url).set(database="no_such_database").render_as_string()
    assert refusal(tmp_path, elsewhere).code == "database_unavailable"


def test_a_mistake_of_the_program_is_not_called_an_unreachable_database(migrated: Store) -> None:
    with migrated.engine.connect() as connection, pytest.raises(DBAPIError) as caught:
        connection.execute(text("SELECT * FROM no_such_table"))
    assert environment_error(caught.value, migrated) is None


def test_creating_a_store_twice_is_the_same_as_once(migrated: Store) -> None:
    create_store(*place_of(migrated)).close()
    assert contents(migrated.engine)["hall"] == []


def test_a_hundred_connections_are_never_opened(sqlite: Store) -> None:
    opened: list[object] = []
    event.listen(sqlite.engine, "connect", lambda connection, _: opened.append(connection))
    for _ in range(20):
        with sqlite.read() as session:
            session.execute(select(Hall))
    assert len(opened) <= 1


def test_a_locked_file_is_told_apart_from_a_mistake(sqlite: Store, other: Any) -> None:
    with sqlite.write() as session:
        session.execute(select(Hall))
        with pytest.raises(Exception, match="locked") as caught:
            other.execute("BEGIN IMMEDIATE")
    found = environment_error(DBAPIError(None, None, caught.value), sqlite)
    assert found is not None
    assert found.code == "database_locked"
