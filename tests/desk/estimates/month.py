"""A month in a hall, played through the door: residents come, clerks call, serve and are not equally fast.

Nothing here knows how estimates are made. Clerks need a moment between two residents, some residents do not come, one
in ten has priority, one day is slower than another.
"""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from typing import Any

from sqlalchemy import event

from desk.office import Office
from tests.factories import ZONE, Clock

CLERKS = {1: "wangmin", 2: "clerk", 3: "supervisor"}
MINUTES = {"A": 14.0, "B": 9.0, "C": 8.0, "D": 16.0, "E": 12.0, "F": 8.0}  # not the presets
SHARES = {"A": 4, "B": 2, "C": 1, "D": 1, "E": 1, "F": 1}
HOURS = {9: 6, 10: 6, 11: 4, 13: 3, 14: 5, 15: 4, 16: 1}


@dataclass(frozen=True)
class Wait:
    """One who was served: what was told, how it was, and what people × mean service time would have said."""

    low: int
    high: int
    actual: float
    naive: float


@dataclass
class Month:
    """Plays days; `waits` are the residents' without priority who were told something from day `warm` on."""

    office: Office
    clock: Clock
    a_day: int
    warm: int
    seed: int = 11
    waits: list[Wait] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)
        self._pace = {desk: math.exp(self._chance.gauss(0, 0.15)) for desk in CLERKS}
        self._seconds: dict[str, list[float]] = {queue: [] for queue in MINUTES}
        self._told: dict[str, Any] = {}
        event.listen(self.office.store.engine, "checkout", _hasten)

    def play(self, days: int) -> None:
        workdays = (self.clock.now.date() + timedelta(days=ahead) for ahead in count())
        for number, day in zip(range(days), (day for day in workdays if day.weekday() < 5), strict=False):
            self._play(day, told=number >= self.warm)

    def _play(self, day: date, *, told: bool) -> None:
        self._day = math.exp(self._chance.gauss(0, 0.08))
        self._events: list[tuple[datetime, int, str, Any]] = []
        self._order = count()
        self._idle: set[int] = set()
        self._told.clear()
        self._counts = told
        for moment in self._arrivals(day):
            self._at(moment, "come", None)
        for desk in CLERKS:
            self._at(datetime(day.year, day.month, day.day, 9, tzinfo=ZONE), "open", desk)
        while self._events:
            moment, _, what, who = heappop(self._events)
            self.clock.now = moment
            getattr(self, f"_{what}")(who)
        self.office.do("day.close", actor="supervisor")

    def _arrivals(self, day: date) -> Iterator[datetime]:
        for _ in range(round(self.a_day * self._chance.uniform(0.75, 1.25))):
            hour = self._chance.choices(list(HOURS), list(HOURS.values()))[0]
            start = datetime(day.year, day.month, day.day, hour, tzinfo=ZONE)
            yield start + timedelta(seconds=self._chance.uniform(0, 3600))

    def _at(self, moment: datetime, what: str, who: Any) -> None:
        heappush(self._events, (moment, next(self._order), what, who))

    def _in(self, seconds: float, what: str, who: Any) -> None:
        self._at(self.clock.now + timedelta(seconds=seconds), what, who)

    def _open(self, desk: int) -> None:
        self.office.do("counters.open", actor=CLERKS[desk], counter=desk)
        self._free(desk)

    def _come(self, _: None) -> None:
        queue = self._chance.choices(list(SHARES), list(SHARES.values()))[0]
        priority = "pr_elder" if self._chance.random() < 0.1 else None
        ticket = self.office.do("tickets.issue", actor="kiosk", queue=queue, priority=priority, slip=False)
        mean = sum(self._seconds[queue]) / max(1, len(self._seconds[queue]))
        if priority is None and ticket.estimate is not None:
            self._told[ticket.number] = (ticket.estimate, self.clock.now, ticket.ahead * mean)
        for desk in sorted(self._idle):
            self._in(self._chance.uniform(3, 20), "free", desk)
        self._idle.clear()

    def _free(self, desk: int) -> None:
        if self.clock.now.hour == 12:  # lunch
            self._at(self.clock.now.replace(hour=13, minute=0, second=0, microsecond=0), "free", desk)
            return
        ticket = self.office.do("tickets.call_next", actor=CLERKS[desk], counter=desk)
        if ticket is None:
            self._idle.add(desk)
            return
        self._write_down(ticket)
        missed = self._chance.random() < 0.04
        self._in(self._chance.uniform(10, 40), "miss" if missed else "start", (desk, ticket))

    def _write_down(self, ticket: Any) -> None:
        if self._counts and ticket.number in self._told:
            span, came, naive = self._told.pop(ticket.number)
            self.waits.append(Wait(span.low, span.high, (self.clock.now - came).total_seconds(), naive))

    def _miss(self, who: tuple[int, Any]) -> None:
        desk, ticket = who
        self.office.do("tickets.no_show", actor=CLERKS[desk], number=ticket.number)
        self._in(self._chance.uniform(5, 25), "free", desk)

    def _start(self, who: tuple[int, Any]) -> None:
        desk, ticket = who
        self.office.do("tickets.start", actor=CLERKS[desk], number=ticket.number)
        spread = math.exp(self._chance.gauss(-0.125, 0.5))
        seconds = MINUTES[ticket.queue] * 60 * self._pace[desk] * self._day * spread
        self._seconds[ticket.queue].append(seconds)
        self._in(seconds, "finish", who)

    def _finish(self, who: tuple[int, Any]) -> None:
        desk, ticket = who
        self.office.do("tickets.finish", actor=CLERKS[desk], number=ticket.number)
        self._in(self._chance.uniform(5, 25), "free", desk)


def _hasten(connection: Any, _record: object, _proxy: object) -> None:
    """What is played need not outlive a power cut."""
    connection.execute("PRAGMA synchronous=OFF")
