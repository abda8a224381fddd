"""What changed: collects topics and rows from a session, tells other processes, and watches for theirs."""

import logging
import threading
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Insert, Table, Update, bindparam, event, insert, inspect, text, update
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction
from sqlalchemy.orm.attributes import set_committed_value

from models import Base, Change, Topic

if TYPE_CHECKING:
    from desk.store import Store

__all__ = ["HallSession", "Topic", "Watcher", "tell"]

_log = logging.getLogger(__name__)


class HallSession(Session):
    """A session that remembers which topics it changed and each audited row before and after."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, expire_on_commit=False, **options)
        self.topics: set[Topic] = set()
        self.rows: list[dict[str, Any]] = []

    @property
    def shared(self) -> bool:
        """Whether others may write at the same time, as on PostgreSQL; on SQLite who writes is alone."""
        return self.get_bind().dialect.name == "postgresql"

    def put(self, entity: Base) -> None:
        """A new row is written at once. Unlike `add` it costs no flush; the session does not hold on to it."""
        _note(self, entity, {}, _columns(entity))
        table = entity.__table__
        self.connection().execute(_put(table), {column.key: getattr(entity, column.key) for column in table.columns})

    def alter(self, entity: Base, **columns: Any) -> None:
        """A loaded row has these values at once. Unlike setting them it costs no flush."""
        after = {name: value for name, value in columns.items() if getattr(entity, name) != value}
        if not after:
            return
        audited = [name for name in _audited_columns(type(entity)) if name in after]
        _note(self, entity, {name: getattr(entity, name) for name in audited}, {name: after[name] for name in audited})
        table = entity.__table__
        key = {f"key_{column.key}": getattr(entity, column.key) for column in table.primary_key.columns}
        self.connection().execute(_alter(table), after | key)
        for name, value in after.items():
            set_committed_value(entity, name, value)


@cache
def _put(table: Table) -> Insert:
    return insert(table)


@cache
def _alter(table: Table) -> Update:
    return update(table).where(*(column == bindparam(f"key_{column.key}") for column in table.primary_key.columns))


@event.listens_for(HallSession, "before_flush")
def _collect(session: HallSession, _context: UOWTransaction, _instances: object) -> None:
    for entity in session.new:
        _note(session, entity, {}, _columns(entity))
    for entity in session.deleted:
        _note(session, entity, _columns(entity), {})
    for entity in session.dirty:
        before, after = _difference(entity)
        if after:
            _note(session, entity, before, after)


def _note(session: HallSession, entity: Base, before: dict[str, Any], after: dict[str, Any]) -> None:
    table = entity.__table__
    session.topics.add(table.info["topic"])
    if table.info["audited"]:
        key = [getattr(entity, name) for name in table.primary_key.columns.keys()[1:]]
        session.rows.append({"table": table.name, "key": key, "before": before, "after": after})


@cache
def _audited_columns(entity: type[Base]) -> tuple[str, ...]:
    return tuple(column.key for column in entity.__table__.columns if column.info.get("audited", True))


def _columns(entity: Base) -> dict[str, Any]:
    values = ((name, getattr(entity, name)) for name in _audited_columns(type(entity)))
    return {name: value for name, value in values if value is not None}


def _difference(entity: Base) -> tuple[dict[str, Any], dict[str, Any]]:
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    state = inspect(entity)
    same = state.unmodified
    for name in _audited_columns(type(entity)):
        history = None if name in same else state.attrs[name].history
        if history and history.added and history.deleted != history.added:
            before[name] = history.deleted[0] if history.deleted else None
            after[name] = history.added[0]
    return before, after


@event.listens_for(HallSession, "do_orm_execute")
def _collect_bulk(state: ORMExecuteState) -> None:
    if (state.is_insert or state.is_update or state.is_delete) and state.bind_mapper is not None:
        session = state.session
        assert isinstance(session, HallSession)
        entity = state.bind_mapper.class_
        session.topics.add(entity.__table__.info["topic"])


def tell(session: HallSession, hall: str) -> None:
    """Let other processes see, once this transaction is committed, which topics it changed."""
    if not session.topics:
        return
    if session.shared:
        payload = " ".join(sorted(session.topics))
        session.connection().execute(_NOTIFY, {"channel": _channel(hall), "payload": payload})
    else:
        rows = [{"hall_id": hall, "topic": topic, "version": 1} for topic in sorted(session.topics)]
        session.connection().execute(_BUMP, rows)


_NOTIFY = text("SELECT pg_notify(:channel, :payload)")
_insert = sqlite.insert(Change.__table__)
_BUMP = _insert.on_conflict_do_update(
    index_elements=["hall_id", "topic"], set_={"version": Change.__table__.c.version + 1}
)


def _channel(hall: str) -> str:
    return f"desk_{hall.lower()}"


class Watcher:
    """Calls `callback(topics)` from a thread of its own soon after any process changed something in the hall.

    Its first call names everything: what changed before it came is unknown. SQLite: within 50 ms, by polling
    data_version on a connection of its own. PostgreSQL: at once by LISTEN; everything is called changed every 5 s and
    after a reconnect, because missed notifications are not kept.
    """

    POLL = 0.05
    LISTEN = 0.2
    EVERYTHING = 5.0

    def __init__(self, store: "Store", hall: str, callback: Callable[[frozenset[Topic]], None]) -> None:
        self._store = store
        self._hall = hall
        self._callback = callback
        self._stop = threading.Event()
        run = self._listen if store.is_postgresql else self._poll
        self._thread = threading.Thread(target=run, name="watcher", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """The thread has ended when this returns."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def _poll(self) -> None:
        connection = self._store.connect_alone()
        try:
            seen: int | None = None
            versions: dict[str, int] = {}
            while not self._stop.wait(0 if seen is None else self.POLL):
                (now,) = connection.execute("PRAGMA data_version").fetchone()
                if now == seen:
                    continue
                found = dict(connection.execute("SELECT topic, version FROM change WHERE hall_id = ?", (self._hall,)))
                changed = frozenset(Topic(topic) for topic, version in found.items() if versions.get(topic) != version)
                if changed or seen is None:
                    self._callback(changed if seen is not None else frozenset(Topic))
                seen, versions = now, found
        finally:
            connection.close()

    def _listen(self) -> None:
        import psycopg

        while not self._stop.is_set():
            try:
                self._listen_once()
            except psycopg.Error as error:
                _log.info("listening was interrupted: %s", type(error).__name__)
                self._stop.wait(1)

    def _listen_once(self) -> None:
        connection = self._store.connect_alone()
        try:
            connection.execute(f'LISTEN "{_channel(self._hall)}"')
            self._callback(frozenset(Topic))
            while not self._stop.is_set():
                topics = self._heard(connection)
                if not self._stop.is_set():
                    self._callback(topics)
        finally:
            connection.close()

    def _heard(self, connection: Any) -> frozenset[Topic]:
        """The topics of the next notification, or all of them when nothing was heard for a while."""
        for _ in range(int(self.EVERYTHING / self.LISTEN)):
            notices = tuple(connection.notifies(timeout=self.LISTEN, stop_after=1))  # more when they came together
            if notices:
                return frozenset(Topic(topic) for notice in notices for topic in notice.payload.split())
            if self._stop.is_set():
                break
        return frozenset(Topic)
