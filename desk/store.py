"""Opens, checks and upgrades the database, and gives read and write sessions.

SQLite (driver sqlcipher3) and PostgreSQL (psycopg 3), with the settings of which tests/models prove each.
"""

import contextlib
import importlib
from collections.abc import Generator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from desk.changes import HallSession
from desk.errors import DeskError
from models import migrations

REAL, DEMO = "desk.db", "demo.db"
BUSY_SECONDS = 15

_PRAGMAS = (
    f"busy_timeout={BUSY_SECONDS * 1000}",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "trusted_schema=OFF",
    "cache_size=-8192",
)
_KEEPALIVE: dict[str, Any] = {
    "connect_timeout": 3,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 8000,
    "options": f"-c lock_timeout={BUSY_SECONDS}s",
}


class Store:
    """One database. `path` is the SQLite file, None on PostgreSQL; `name` tells people which, without a password."""

    def __init__(self, engine: Engine, path: Path | None) -> None:
        self.engine = engine
        self.path = path
        self.is_postgresql = path is None
        self.name = str(path or engine.url)
        snapshot = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        self._reading: dict[str, Any] = {"read_only": True} | (snapshot if self.is_postgresql else {})

    @contextlib.contextmanager
    def write(self) -> Generator[HallSession]:
        """A session whose transaction is immediate on SQLite; the caller commits, anything else rolls back."""
        with HallSession(self.engine) as session:
            yield session

    @contextlib.contextmanager
    def read(self) -> Generator[HallSession]:
        """A session that sees one moment of the database, never writes and waits for no writer."""
        with self.engine.connect().execution_options(**self._reading) as connection, HallSession(connection) as session:
            yield session

    def connect_alone(self) -> Any:
        """A driver connection outside the pool, in autocommit, for watching."""
        if self.path is not None:
            return _connect(self.path)
        import psycopg

        url = self.engine.url
        return psycopg.connect(
            url.set(drivername="postgresql").render_as_string(hide_password=False), autocommit=True, **_KEEPALIVE
        )

    def close(self) -> None:
        self.engine.dispose()


def database_path(data: Path, *, demo: bool) -> Path:
    """The SQLite file to use in folder `data`: the demonstration hall's when asked for or when it is the only one."""
    real, shown = data / REAL, data / DEMO
    return shown if demo or (shown.exists() and not real.exists()) else real


def open_store(data: Path, database: str | None = None, *, demo: bool = False) -> Store:
    """The database, checked and upgraded to this program.

    Raises not_a_hall, database_newer, database_damaged, database_unavailable.
    """
    path = None if database else database_path(data, demo=demo)
    if path is not None and not path.exists():
        raise DeskError("not_a_hall", path=str(path))
    store = connect(path, database)
    try:
        _bring_up_to_date(store)
    except BaseException:
        store.close()
        raise
    return store


def create_store(data: Path, database: str | None = None, *, demo: bool = False) -> Store:
    """The database, made and given its tables where it has none yet."""
    path = None if database else data / (DEMO if demo else REAL)
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
    store = connect(path, database)
    try:
        with translated_errors(store):
            if _revision(store) is None:
                migrations.upgrade(store.engine)
        _bring_up_to_date(store)
    except BaseException:
        store.close()
        raise
    return store


def connect(path: Path | None, database: str | None) -> Store:
    """An engine with the proven settings, without looking into the database."""
    if path is not None:
        return Store(_sqlite_engine(path), path)
    assert database is not None
    # No ping before use, which costs three more round trips: the door tries again when a connection was lost.
    engine = create_engine(make_url(database), pool_size=5, max_overflow=0, connect_args=dict(_KEEPALIVE))
    return Store(engine, None)


def _sqlite_engine(path: Path) -> Engine:
    engine = create_engine(
        "sqlite://", creator=lambda: _connect(path), module=_driver(), poolclass=QueuePool, pool_size=3, max_overflow=0
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:  # pyright: ignore[reportUnusedFunction] # SQLAlchemy calls it
        read_only = connection.get_execution_options().get("read_only")
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine


def _driver() -> Any:
    return importlib.import_module("sqlcipher3.dbapi2")


def _connect(path: Path) -> Any:
    connection = _driver().connect(str(path), isolation_level=None, check_same_thread=False)
    try:
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
    except BaseException:
        connection.close()
        raise
    return connection


def _revision(store: Store) -> str | None:
    """The revision the database is at; None when it has no tables of ours."""
    with store.engine.connect().execution_options(read_only=True) as connection:
        if not store.engine.dialect.has_table(connection, "alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _bring_up_to_date(store: Store) -> None:
    with translated_errors(store):
        found = _revision(store)
        if found is None:
            raise DeskError("not_a_hall", path=store.name)
        if found == migrations.HEAD:
            return
        if found not in migrations.REVISIONS:
            raise DeskError("database_newer", path=store.name, found=found, known=migrations.HEAD)
        _set_aside(store, found)
        migrations.upgrade(store.engine)


def _set_aside(store: Store, revision: str) -> None:
    """A copy of an older SQLite file beside it before it is upgraded; PostgreSQL is backed up by its administrator."""
    if store.path is None:
        return
    stamp = datetime.now(UTC).strftime("%Y%m%d%H%M%S")
    copy = store.path.with_name(f"{store.path.stem}-{revision}-{stamp}.db")
    with contextlib.closing(_connect(store.path)) as source, contextlib.closing(_driver().connect(str(copy))) as target:
        source.backup(target)


def retryable(error: DBAPIError) -> bool:
    """Whether the same use case may be run again: a lost connection, a serialization failure, the same key at once."""
    if error.connection_invalidated:
        return True
    if isinstance(error, IntegrityError):
        return "pk_request" in str(error.orig) or "request.hall_id, request.key" in str(error.orig)
    return getattr(error.orig, "sqlstate", None) in ("40001", "40P01")


def environment_error(error: DBAPIError, store: Store) -> DeskError | None:
    """The DeskError of a fault that is not the program's: locked, full, damaged or unreachable database."""
    words = str(error.orig).lower()
    state = getattr(error.orig, "sqlstate", None) or ""
    if state == "55P03" or "database is locked" in words or "table is locked" in words:
        return DeskError("database_locked")
    if state in ("53100", "53200") or "disk is full" in words or "disk i/o error" in words:
        return DeskError("disk_full")
    if "readonly database" in words or "unable to open" in words:
        return DeskError("database_readonly", path=store.name)
    if "malformed" in words or "not a database" in words or state.startswith("XX"):
        return DeskError("database_damaged", path=store.name)
    if error.connection_invalidated or state.startswith(("08", "57P")) or _unreachable(words):
        return DeskError("database_unavailable")
    return None


def _unreachable(words: str) -> bool:
    signs = (
        "connection refused",
        "could not connect",
        "connection failed",
        "connection timeout",
        "connection is lost",
        "is the server running",
    )
    return any(sign in words for sign in signs) or ("fatal:" in words and "does not exist" in words)


@contextlib.contextmanager
def translated_errors(store: Store) -> Generator[None]:
    """Inside it, faults of the environment come out as DeskError; a bug stays what it is."""
    try:
        yield
    except DBAPIError as error:
        known = environment_error(error, store)
        if known is None:
            raise
        raise known from error
