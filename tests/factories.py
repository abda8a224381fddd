"""Builders with valid defaults: a clock, a small hall, tickets in every state. People are invented."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event, insert, select, update

from desk.counters import RESTED
from desk.errors import DeskError
from desk.office import Office, found_hall, open_office
from desk.permissions import ROLES
from desk.store import Store, create_store
from models import (
    Base,
    Counter,
    CounterPeriod,
    CounterQueue,
    CounterState,
    Queue,
    Site,
    Staff,
    StaffQueue,
    StaffRole,
    Ticket,
)
from tests.conftest import Database

ZONE = ZoneInfo("Asia/Shanghai")
MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=ZONE)  # a Monday
TODAY = MORNING.date()
CODE = "CH"
SIGNED_IN = ROLES[1:]
"""The roles somebody can sign in with; each has an actor of the same name."""

# number, site, who sits there, queues, state
COUNTERS = (
    (1, "main", "wangmin", "AF", CounterState.OPEN),
    (2, "main", "clerk", "ABCDEF", CounterState.OPEN),
    (3, "main", "supervisor", "ABCDEF", CounterState.OPEN),
    (4, "main", "sunwei", "DE", CounterState.OPEN),
    (5, "main", "zhouqian", "BC", CounterState.PAUSED),
    (6, "main", None, "ABCDEF", CounterState.CLOSED),
    (7, "east", "liuyang", "G", CounterState.OPEN),
)
SKILLS = {
    "clerk": "ABCDEF",
    "supervisor": "ABCDEF",
    "wangmin": "AF",
    "sunwei": "DE",
    "zhouqian": "BC",
    "liuyang": "DEFG",
}
DISPLAY = {"wangmin": "王敏", "sunwei": "孙伟", "zhouqian": "周倩", "liuyang": "刘洋"}


class Clock:
    """A clock that stands until it is told to go on; it shows UTC, as a machine's clock does."""

    def __init__(self, now: datetime = MORNING) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now.astimezone(ZoneInfo("UTC"))

    def go(self, **span: float) -> None:
        """So much later; earlier when negative (`minutes=-10`)."""
        self.now += timedelta(**span)

    def show(self, text: str) -> None:
        """The hall's time is `text` ("2026-11-23 23:59:59")."""
        self.now = datetime.fromisoformat(text).replace(tzinfo=ZONE)


# --- a small hall --------------------------------------------------------------------------------------------------


def make_hall(data: Path, url: str | None = None, *, code: str = CODE, name: str = "春晖社区服务大厅") -> None:
    """A hall with two sites, seven counters, an actor for each role and four clerks stands in the database."""
    store = create_store(data, url)
    try:
        found_hall(store, name=name, code=code, administrator="administrator")
        _fill(store, code)
    finally:
        store.close()


def _fill(store: Store, code: str) -> None:
    with store.read() as session:
        known = set(session.scalars(select(Staff.name).where(Staff.hall_id == code)))
    people = {name: name for name in SIGNED_IN if name not in known} | dict.fromkeys(DISPLAY, "clerk")
    shown = {name: name for name in people} | DISPLAY
    rows: list[tuple[type[Base], list[dict[str, Any]]]] = [
        (Site, [{"code": "east", "name": "东苑便民服务站", "position": 1}]),
        (Queue, [queue_row("G", site="east", position=10)]),
        (Staff, [{"name": name, "display": shown[name], "active": True} for name in people]),
        (Staff, [{"name": "gone", "display": "离职人员", "active": False}]),
        (StaffRole, [{"staff": name, "role": role} for name, role in people.items()]),
        (StaffRole, [{"staff": "gone", "role": "clerk"}]),
        (StaffQueue, [{"staff": name, "queue": queue} for name, queues in SKILLS.items() for queue in queues]),
        (Counter, [counter_row(number, site, staff, state) for number, site, staff, _, state in COUNTERS]),
        (CounterQueue, [{"counter": n, "queue": queue} for n, _, _, queues, _ in COUNTERS for queue in queues]),
        (CounterPeriod, [counter_period(number, staff, state) for number, _, staff, _, state in COUNTERS]),
    ]
    with store.write() as session:
        for entity, values in rows:
            session.execute(insert(entity), [{"hall_id": code} | row for row in values])
        session.commit()


def queue_row(prefix: str, **columns: Any) -> dict[str, Any]:
    row = {"prefix": prefix, "site": "main", "name": "综合业务", "name_en": "general", "hint": "", "hint_en": ""}
    return row | {"area": "A 区", "usual_minutes": 10, "position": 0, "open": True} | columns


def counter_row(number: int, site: str, staff: str | None, state: str) -> dict[str, Any]:
    reason = "pc_meal" if state == CounterState.PAUSED else None
    row = {"number": number, "site": site, "name": f"{number} 号窗口", "state": state, "pause_reason": reason}
    return row | {"staff": staff, "state_since": MORNING, "since_priority": RESTED, "seq": 1}


def counter_period(number: int, staff: str | None, state: str) -> dict[str, Any]:
    return {"counter": number, "seq": 1, "state": state, "staff": staff, "started_at": MORNING}


def open_hall(place: Database, clock: Callable[[], datetime] | None = None, **more: Any) -> Office:
    """The door of the hall at `place`, at workstation "desk-1" unless `more` says otherwise."""
    options: dict[str, Any] = {"workstation": "desk-1", "clock": clock or Clock()} | more
    return open_office(data=place.data, database=place.url, **options)


def impatient(office: Office) -> None:
    """From now on this office waits no longer than a moment for a lock."""

    def hurry(connection: Any, _record: object, _proxy: object) -> None:
        if not office.store.is_postgresql:
            connection.execute("PRAGMA busy_timeout=20")
            return
        connection.autocommit = True
        connection.execute("SET lock_timeout = '20ms'")
        connection.autocommit = False

    event.listen(office.store.engine, "checkout", hurry)


# --- tickets on their way ------------------------------------------------------------------------------------------


def issued(office: Office, queue: str = "A", **args: Any) -> str:
    """The number of a ticket that waits."""
    return office.do("tickets.issue", actor="kiosk", queue=queue, **{"slip": False} | args).number


def called(office: Office, queue: str = "A", *, counter: int = 2, actor: str = "clerk") -> str:
    """The number of a ticket just called to the counter."""
    number = issued(office, queue)
    office.do("tickets.call", actor=actor, number=number, counter=counter)
    return number


def serving(office: Office, queue: str = "A", *, counter: int = 2, actor: str = "clerk") -> str:
    number = called(office, queue, counter=counter, actor=actor)
    office.do("tickets.start", actor=actor, number=number)
    return number


def on_hold(office: Office, queue: str = "A", *, counter: int = 2, actor: str = "clerk") -> str:
    number = serving(office, queue, counter=counter, actor=actor)
    office.do("tickets.hold", actor=actor, number=number)
    return number


def missed(office: Office, queue: str = "A", *, counter: int = 2, actor: str = "clerk") -> str:
    number = called(office, queue, counter=counter, actor=actor)
    office.do("tickets.no_show", actor=actor, number=number)
    return number


def finished(office: Office, queue: str = "A", *, counter: int = 2, actor: str = "clerk") -> str:
    number = serving(office, queue, counter=counter, actor=actor)
    office.do("tickets.finish", actor=actor, number=number)
    return number


def abandoned(office: Office, queue: str = "A", *, actor: str = "clerk") -> str:
    number = issued(office, queue)
    office.do("tickets.abandon", actor=actor, number=number)
    return number


# --- what tests ask ------------------------------------------------------------------------------------------------


def state(office: Office, number: str, day: date | None = None) -> str:
    """The ticket's state."""
    return office.see("tickets.history", actor="clerk", number=number, day=day).state


def refused(office: Office, name: str, /, *, actor: str | None = "clerk", **args: Any) -> DeskError:
    """The error with which the office refuses the use case."""
    with pytest.raises(DeskError) as caught:
        office.do(name, actor=actor, **args)
    return caught.value


def unseen(office: Office, name: str, /, *, actor: str | None = "clerk", **args: Any) -> DeskError:
    """The error with which the office refuses the view."""
    with pytest.raises(DeskError) as caught:
        office.see(name, actor=actor, **args)
    return caught.value


def order(office: Office, actor: str = "clerk", counter: int = 2) -> list[str]:
    """The numbers in the order in which the counter calls them, each finished before the next; nobody waits after."""
    numbers: list[str] = []
    while (ticket := office.do("tickets.call_next", actor=actor, counter=counter)) is not None:
        numbers.append(ticket.number)
        office.do("tickets.start", actor=actor, number=ticket.number)
        office.do("tickets.finish", actor=actor, number=ticket.number)
    return numbers


def altered(office: Office, number: str, **columns: Any) -> None:
    """Columns of a ticket of today are set past the door, for what has no use case yet (an appointment, say)."""
    with office.store.write() as session:
        mine = (Ticket.hall_id == office.hall, Ticket.day == office.now().date(), Ticket.number == number)
        session.execute(update(Ticket).where(*mine).values(columns))
        session.commit()


def setting(office: Office, name: str, value: int | bool | str) -> None:
    """The hall has set `ticket.<name>` so."""
    office.do("settings.set", actor="administrator", name=f"ticket.{name}", value=value)
