"""The one door: rights, transaction, retry, idempotency keys, audit and topics, so that no use case can forget them.

This is the only place that opens a write transaction.
"""

import contextlib
import hashlib
import logging
import platform
import random
import re
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select
from sqlalchemy.exc import DBAPIError
from uuid_utils import uuid7

from desk import chain, halls, keys, permissions
from desk.catalogue import Marked, marked, returned
from desk.changes import HallSession, Topic, Watcher, tell
from desk.context import NOBODY, Actor, Context, HallInfo
from desk.errors import DeskError
from desk.jsonable import canonical
from desk.store import Store, environment_error, open_store, retryable, translated_errors
from models import Hall, Staff, StaffRole

_log = logging.getLogger(__name__)

Clock = Callable[[], datetime]
T = TypeVar("T")

_ROLES = (
    select(Staff.display, StaffRole.role)
    .outerjoin(StaffRole, (StaffRole.hall_id == Staff.hall_id) & (StaffRole.staff == Staff.name))
    .where(Staff.hall_id == bindparam("hall"), Staff.name == bindparam("name"), Staff.active)
)

TRIES = 8
# Clocks are put right by seconds all the time; further back than this is somebody's mistake.
BACKWARDS_ALLOWED = timedelta(minutes=5)


def system_clock() -> datetime:
    """Now, aware."""
    return datetime.now(UTC)


class Office:
    """One hall, as seen from one workstation. Safe to use from several threads."""

    def __init__(self, store: Store, hall: HallInfo, *, workstation: str, clock: Clock = system_clock) -> None:
        self.store = store
        self.info = hall
        self.workstation = workstation
        self._clock = clock
        self._subscribers: list[Callable[[frozenset[Topic]], None]] = []
        self._lock = threading.Lock()

    @property
    def hall(self) -> str:
        return self.info.code

    def now(self) -> datetime:
        """The clock's time in the hall's zone."""
        return self._clock().astimezone(self.info.zone)

    def do(
        self, use_case: Marked | Callable[..., Any] | str, *, actor: str | None, key: str | None = None, **args: Any
    ) -> Any:
        """Carry out a use case; its result after commit.

        The same `key` with the same arguments returns the first result and changes nothing. Raises key_reused,
        not_permitted, unknown_actor, clock_set_back, database_locked, disk_full, database_unavailable and what the use
        case raises.
        """
        function = _resolve(use_case)
        if not function.desk_mark.changes:
            raise DeskError("unknown_use_case", name=function.desk_mark.name)
        digest = hashlib.sha256(canonical([function.desk_mark.name, args]).encode()).hexdigest()
        request, known = key or str(uuid7()), key is not None
        result, topics = self._tried(
            lambda attempt: self._attempt(function, actor, args, request, digest, look=known or attempt > 0)
        )
        self._announce(topics)
        return result

    def see(self, view: Marked | Callable[..., Any] | str, *, actor: str | None, **args: Any) -> Any:
        """The answer of a view. A personal view answers only after the look is in the audit."""
        function = _resolve(view)
        if function.desk_mark.changes:
            raise DeskError("unknown_use_case", name=function.desk_mark.name)
        if function.desk_mark.personal:
            self._tried(lambda _: self._write_look(function, actor, args))
        return self._tried(lambda _: self._look(function, actor, args))

    def subscribe(self, callback: Callable[[frozenset[Topic]], None]) -> Callable[[], None]:
        """Call `callback(topics)` after every commit of this office, in the thread of `do`; returns how to stop."""
        with self._lock:
            self._subscribers.append(callback)
        return lambda: self._unsubscribe(callback)

    def watch(self, callback: Callable[[frozenset[Topic]], None]) -> Watcher:
        """A watcher, still to be started, of what any process changes in this hall."""
        return Watcher(self.store, self.hall, callback)

    def close(self) -> None:
        """Give back the database's connections."""
        self.store.close()

    def _unsubscribe(self, callback: Callable[[frozenset[Topic]], None]) -> None:
        with self._lock, contextlib.suppress(ValueError):
            self._subscribers.remove(callback)

    def _announce(self, topics: frozenset[Topic]) -> None:
        if topics:
            with self._lock:
                subscribers = tuple(self._subscribers)
            for callback in subscribers:
                try:
                    callback(topics)
                except Exception:  # noqa: BLE001 # whatever it was: the answer is true, and the others wait
                    _log.exception("a subscriber failed; the change itself is committed")

    def _tried(self, work: Callable[[int], T]) -> T:
        """The result of `work(attempt)`, done again when that helps; a fault of the environment as DeskError."""
        for attempt in range(TRIES):
            try:
                return work(attempt)
            except DBAPIError as error:
                if attempt == TRIES - 1 or not retryable(error):
                    known = environment_error(error, self.store)
                    if known is None:
                        raise
                    raise known from error
            time.sleep(random.uniform(0.01, 0.05) * 2**attempt)
        raise AssertionError("the last try returns or raises")

    def _attempt(
        self, function: Marked, actor: str | None, args: dict[str, Any], key: str, digest: str, *, look: bool
    ) -> tuple[Any, frozenset[Topic]]:
        with self.store.write() as session:
            last = chain.head(session, self.hall, self.workstation)
            now = self._steady_now(last, any_clock=function.desk_mark.any_clock)
            ctx = self._context(session, function, actor, now)
            first = keys.first_result(session, self.hall, key, digest) if look else None
            if first is not None:
                return returned(function, first[0]), frozenset()
            result = function(session, ctx, **args)
            session.flush()
            chain.append(session, ctx, last, function.desk_mark.name, args, session.rows)
            keys.keep(session, ctx, key, digest, result)
            tell(session, self.hall)
            session.commit()
            return result, frozenset(session.topics)

    def _steady_now(self, last: chain.Head, *, any_clock: bool) -> datetime:
        """The clock's time, never before this workstation's last entry. Raises clock_set_back."""
        now = self.now()
        if any_clock or last.at is None or now >= last.at:
            return now
        if last.at - now > BACKWARDS_ALLOWED:
            at = last.at.astimezone(self.info.zone)
            raise DeskError(
                "clock_set_back", last=at.isoformat(timespec="seconds"), now=now.isoformat(timespec="seconds")
            )
        return last.at.astimezone(self.info.zone)

    def _context(self, session: HallSession, function: Marked, actor: str | None, now: datetime) -> Context:
        who = NOBODY if actor is None else self._actor(session, actor)
        if not permissions.may(who.roles, function.desk_mark.name):
            raise DeskError("not_permitted", use_case=function.desk_mark.name, actor=who.name)
        return Context(self.info, who, self.workstation, now)

    def _actor(self, session: HallSession, name: str) -> Actor:
        rows = session.connection().execute(_ROLES, {"hall": self.hall, "name": name}).all()
        if not rows:
            raise DeskError("unknown_actor", actor=name)
        return Actor(name, rows[0].display, frozenset(row.role for row in rows if row.role))

    def _look(self, function: Marked, actor: str | None, args: dict[str, Any]) -> Any:
        with self.store.read() as session:
            ctx = self._context(session, function, actor, self.now())
            return function(session, ctx, **args)

    def _write_look(self, function: Marked, actor: str | None, args: dict[str, Any]) -> None:
        with self.store.write() as session:
            last = chain.head(session, self.hall, self.workstation)
            ctx = self._context(session, function, actor, self._steady_now(last, any_clock=False))
            chain.append(session, ctx, last, function.desk_mark.name, args, [])
            session.commit()


def found_hall(
    store: Store, *, name: str, code: str, administrator: str = "admin", zone: str = "Asia/Shanghai", demo: bool = False
) -> str:
    """A new hall stands in the database; returns its code. Raises bad_argument, hall_exists."""
    with translated_errors(store), store.write() as session:
        hall = halls.found(session, name=name, code=code, administrator=administrator, zone=zone, demo=demo)
        session.commit()
    return hall


def open_office(
    *,
    data: Path,
    database: str | None = None,
    hall: str | None = None,
    demo: bool = False,
    workstation: str | None = None,
    clock: Clock = system_clock,
) -> Office:
    """The door of a hall in the data folder, or in the database at a URL.

    Without `hall` the only one of its kind is taken. Raises what `open_store` raises and unknown_hall.
    """
    store = open_store(data, database, demo=demo)
    try:
        with translated_errors(store), store.read() as session:
            return Office(
                store, _hall(session, hall, demo=demo), workstation=workstation or this_machine(), clock=clock
            )
    except BaseException:
        store.close()
        raise


def this_machine() -> str:
    """A name for this workstation: the machine's, in the letters a lane may have."""
    return re.sub(r"[^A-Za-z0-9-]+", "-", platform.node()).strip("-")[:40] or "desk"


def _hall(session: HallSession, code: str | None, *, demo: bool) -> HallInfo:
    query = select(Hall.hall_id, Hall.name, Hall.zone, Hall.demo, Hall.secret).order_by(Hall.demo, Hall.hall_id)
    if code is not None:
        query = query.where(Hall.hall_id == code)
    elif demo:
        query = query.where(Hall.demo)
    rows = session.execute(query.limit(2)).all()
    if len(rows) != 1:
        raise DeskError("unknown_hall", hall=code or "")
    row = rows[0]
    return HallInfo(row.hall_id, row.name, ZoneInfo(row.zone), row.demo, bytes.fromhex(row.secret))


def _resolve(use_case: Marked | Callable[..., Any] | str) -> Marked:
    if isinstance(use_case, str):
        return marked(use_case)
    if not hasattr(use_case, "desk_mark"):
        raise DeskError("unknown_use_case", name=getattr(use_case, "__name__", repr(use_case)))
    return use_case  # type: ignore[return-value] # it carries the mark


__all__ = ["Office", "found_hall", "open_office", "system_clock", "this_machine"]
