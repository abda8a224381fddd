"""The demonstration hall: invented people, one actor per role, counters at work and a month of old tickets."""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import insert, select
from uuid_utils import uuid7

from desk import counters, demo_ratings
from desk.catalogue import use_case
from desk.changes import HallSession
from desk.context import Context
from desk.errors import DeskError
from desk.permissions import ROLES
from models import (
    Base,
    Counter,
    CounterPeriod,
    CounterQueue,
    CounterState,
    NumberSeries,
    Opening,
    Queue,
    Setting,
    Site,
    Staff,
    StaffQueue,
    StaffRole,
    Ticket,
    TicketEvent,
    TicketPeriod,
)

NAME, CODE, PRINTER = "春晖社区一站式服务大厅", "CH", "演示小票机"
DAYS = 30

_ACTORS = {
    "kiosk": "取号机",
    "clerk": "窗口人员",
    "supervisor": "值班长",
    "dispatcher": "下单员",
    "member": "党员",
    "grid_keeper": "网格员",
    "administrator": "管理员",
    "auditor": "审计员",
}
_CLERKS = {
    "wangfang": ("王芳", "BC"),
    "zhaozhiqiang": ("赵志强", "ABCDEF"),
    "wangmin": ("王敏", "AF"),
    "chenjing": ("陈静", "AF"),
    "sunwei": ("孙伟", "DE"),
    "zhouqian": ("周倩", "BC"),
    "liuyang": ("刘洋", "DEF"),
}
_COUNTERS = (
    (1, "wangfang", "BC", CounterState.OPEN),
    (2, "zhaozhiqiang", "ABCDEF", CounterState.OPEN),
    (3, "wangmin", "AF", CounterState.OPEN),
    (4, "chenjing", "AF", CounterState.OPEN),
    (5, "sunwei", "DE", CounterState.OPEN),
    (6, "zhouqian", "BC", CounterState.OPEN),
    (7, "liuyang", "DEF", CounterState.PAUSED),
    (8, None, "ABCDEF", CounterState.CLOSED),
    (9, None, "G", CounterState.CLOSED),
)
# how many of ten residents come to each queue, and how many come in each hour of the day
_QUEUES = {"A": 4, "B": 2, "C": 1, "D": 1, "E": 1, "F": 1}
_HOURS = {9: 5, 10: 6, 11: 4, 13: 3, 14: 4, 15: 3, 16: 1}


@dataclass(frozen=True, slots=True)
class FilledHall:
    """What a demonstration hall was given."""

    staff: int
    counters: int
    tickets: int


@use_case
def fill(session: HallSession, ctx: Context, *, households: int = 3000, seed: int = 1) -> FilledHall:
    """A demonstration hall for a community of this many households is ready to be used, with thirty days behind it.

    The same seed gives the same days. Raises not_permitted in a real hall, hall_exists when it is filled already.
    """
    if not ctx.info.demo:
        raise DeskError("not_permitted", use_case="demo.fill", actor=ctx.actor.name)
    if session.execute(select(Counter.number).where(Counter.hall_id == ctx.hall)).first():
        raise DeskError("hall_exists", code=ctx.hall)
    for entity, rows in _hall_rows(ctx):
        session.execute(insert(entity), [{"hall_id": ctx.hall} | row for row in rows])
    tickets = _Month(ctx, random.Random(seed), _usual_minutes(session, ctx)).rows(max(6, households // 40))
    ratings = demo_ratings.rows(ctx, random.Random(seed), tickets[Ticket])
    for entity, rows in (tickets | ratings).items():
        if rows:
            session.execute(insert(entity), rows)
    return FilledHall(len(_ACTORS) + len(_CLERKS), len(_COUNTERS), len(tickets[Ticket]))


def _hall_rows(ctx: Context) -> Iterator[tuple[type[Base], list[dict[str, Any]]]]:
    yield Site, [{"code": "east", "name": "东苑便民服务站", "position": 1}]
    yield Opening, [{"site": "east", "weekday": day, "opens": 9 * 60, "closes": 12 * 60} for day in range(5)]
    yield Queue, [_outpost_queue()]
    founded = (ctx.actor.name, "kiosk")
    people = {name: display for name, display in _ACTORS.items() if name not in founded}
    people |= {name: display for name, (display, _) in _CLERKS.items()}
    yield Staff, [{"name": name, "display": display, "active": True} for name, display in people.items()]
    yield StaffRole, [{"staff": name, "role": name if name in ROLES else "clerk"} for name in people]
    skills = {name: queues for name, (_, queues) in _CLERKS.items()} | dict.fromkeys(("clerk", "supervisor"), "ABCDEFG")
    yield StaffQueue, [{"staff": name, "queue": queue} for name, queues in skills.items() for queue in queues]
    yield Counter, [_counter(ctx, *row) for row in _COUNTERS]
    yield CounterQueue, [{"counter": number, "queue": q} for number, _, queues, _ in _COUNTERS for q in queues]
    yield (
        CounterPeriod,
        [
            {"counter": number, "seq": 1, "state": state, "staff": staff, "started_at": ctx.now}
            for number, staff, _, state in _COUNTERS
        ],
    )
    # one window for all: whoever sits at a counter may serve whatever that person can do
    yield Setting, [{"key": "ticket.any_window", "value": True}, {"key": "rating.second_screen", "value": True}]


def _counter(ctx: Context, number: int, staff: str | None, queues: str, state: str) -> dict[str, Any]:
    return {
        "number": number,
        "site": "east" if queues == "G" else "main",
        "name": f"{number} 号窗口",
        "state": state,
        "pause_reason": "pc_meal" if state == CounterState.PAUSED else None,
        "staff": staff,
        "state_since": ctx.now,
        "since_priority": counters.RESTED,
        "seq": 1,
    }


def _outpost_queue() -> dict[str, Any]:
    return {
        "prefix": "G",
        "site": "east",
        "name": "便民服务站综合",
        "name_en": "outpost, general",
        "hint": "就近办理 帮办代办",
        "hint_en": "near home · with help",
        "area": "服务站等候区",
        "usual_minutes": 10,
        "position": 10,
        "open": True,
    }


def _usual_minutes(session: HallSession, ctx: Context) -> dict[str, int]:
    rows = session.execute(select(Queue.prefix, Queue.usual_minutes).where(Queue.hall_id == ctx.hall))
    return {row.prefix: row.usual_minutes for row in rows}


class _Month:
    """Makes the rows of the days before today."""

    def __init__(self, ctx: Context, chance: random.Random, minutes: dict[str, int]) -> None:
        self._ctx = ctx
        self._chance = chance
        self._minutes = minutes
        self._rows: dict[type[Base], list[dict[str, Any]]] = {
            entity: [] for entity in (Ticket, TicketPeriod, TicketEvent, NumberSeries)
        }

    def rows(self, a_day: int) -> dict[type[Base], list[dict[str, Any]]]:
        for back in range(DAYS, 0, -1):
            self._day(self._ctx.today - timedelta(days=back), a_day)
        return self._rows

    def _day(self, day: date, usual: int) -> None:
        count = round(usual * self._chance.uniform(0.7, 1.2) * (0.4 if day.weekday() >= 5 else 1))
        arrivals = sorted(self._arrival(day) for _ in range(count))
        last: dict[str, int] = {}
        free_at = dict.fromkeys((row[0] for row in _COUNTERS[:6]), arrivals[0])
        for arrival in arrivals:
            queue = self._chance.choices(list(_QUEUES), list(_QUEUES.values()))[0]
            last[queue] = last.get(queue, 0) + 1
            counter = min((n for n, _, queues, _ in _COUNTERS[:6] if queue in queues), key=lambda n: free_at[n])
            free_at[counter] = self._ticket(day, queue, last[queue], arrival, counter, max(arrival, free_at[counter]))
        self._rows[NumberSeries].extend(
            {"hall_id": self._ctx.hall, "series": f"ticket:{queue}", "period": day.isoformat(), "last": no}
            for queue, no in last.items()
        )

    def _arrival(self, day: date) -> datetime:
        hour = self._chance.choices(list(_HOURS), list(_HOURS.values()))[0]
        return datetime.combine(
            day, time(hour, self._chance.randrange(60), self._chance.randrange(60)), self._ctx.now.tzinfo
        )

    def _ticket(self, day: date, queue: str, no: int, arrival: datetime, counter: int, free_at: datetime) -> datetime:
        """One resident's visit; returns when the counter is free again."""
        called = free_at + timedelta(seconds=self._chance.randrange(10, 60))
        started = called + timedelta(seconds=self._chance.randrange(10, 50))
        finished = started + timedelta(minutes=self._minutes[queue] * math.exp(self._chance.gauss(-0.6, 0.5)))
        closing = datetime.combine(day, time(18), called.tzinfo)
        came = self._chance.random() > 0.05
        steps = (("waiting", "issue", arrival), ("called", "call", called))
        served = (("serving", "start", started), ("finished", "finish", finished))
        missed = (("no_show", "no_show", started), ("abandoned", "close_day", max(started, closing)))
        staff = next(name for number, name, _, _ in _COUNTERS if number == counter) or "clerk"
        priority = self._chance.choices((None, "pr_elder", "pr_disabled"), (90, 8, 2))[0]
        self._write(
            _Visit(self._ctx.hall, day, queue, no, counter, staff, priority, steps + (served if came else missed))
        )
        return finished if came else started

    def _write(self, visit: "_Visit") -> None:
        self._rows[Ticket].append(visit.ticket())
        for seq in range(1, len(visit.steps) + 1):
            self._rows[TicketEvent].append(visit.event(seq))
        for seq in range(1, len(visit.steps)):
            self._rows[TicketPeriod].append(visit.period(seq))


@dataclass(frozen=True, slots=True)
class _Visit:
    """A ticket of the past with its steps: (state, action that led to it, when), the first and the last without end."""

    hall: str
    day: date
    queue: str
    no: int
    counter: int
    staff: str
    priority: str | None
    steps: tuple[tuple[str, str, datetime], ...]
    id: str = field(default_factory=lambda: str(uuid7()))

    def ticket(self) -> dict[str, Any]:
        (_, _, arrival), (_, _, called), *_, (state, _, ended) = self.steps
        return {
            "hall_id": self.hall,
            "id": self.id,
            "day": self.day,
            "prefix": self.queue,
            "no": self.no,
            "number": f"{self.queue}{self.no:03}",
            "queue": self.queue,
            "state": state,
            "state_since": ended,
            "priority": self.priority,
            "channel": "kiosk",
            "waiting_since": arrival,
            "rank": arrival,
            "why": "first_come",
            "appointment_at": None,
            "for_counter": None,
            "counter": self.counter if state == "finished" else None,
            "staff": self.staff,
            "recalls": 0,
            "called_at": called,
            "requeues": 0,
            "seq": len(self.steps),
        }

    def event(self, seq: int) -> dict[str, Any]:
        state, action, at = self.steps[seq - 1]
        before = {"issue": {"ahead": 0}, "call": {"since_priority": 0, "why_called": "first_come"}}.get(action, {})
        return {
            "hall_id": self.hall,
            "ticket_id": self.id,
            "seq": seq,
            "action": action,
            "at": at,
            "actor": "kiosk" if seq == 1 else self.staff,
            "counter": None if seq == 1 else self.counter,
            "from_state": None if seq == 1 else self.steps[seq - 2][0],
            "to_state": state,
            "why": "first_come",
            "reason": None,
            "note": None,
            "before": before,
        }

    def period(self, seq: int) -> dict[str, Any]:
        state, _, started = self.steps[seq - 1]
        at_counter = state in ("called", "serving")
        return {
            "hall_id": self.hall,
            "ticket_id": self.id,
            "seq": seq,
            "state": state,
            "queue": self.queue,
            "counter": self.counter if at_counter else None,
            "staff": self.staff if seq > 1 else None,
            "started_at": started,
            "ended_at": self.steps[seq][2],
            "inaccurate": False,
        }
