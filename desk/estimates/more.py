"""What one more counter would change: the day so far, played again with its own service times with and without it."""

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import inf
from statistics import fmean, median
from typing import Any

from sqlalchemy import and_, bindparam, or_, select

from desk.catalogue import view
from desk.changes import HallSession
from desk.context import Context
from desk.counters import SKILLS
from desk.errors import DeskError
from desk.estimates import replay, times
from desk.estimates.hours import Hours
from desk.estimates.replay import Arrival, Desk
from desk.settings import Policy, policy
from models import Counter, CounterPeriod, CounterState, Queue, Ticket
from models import TicketState as S

REPLAYS = 200
BUDGET = 30_000  # tickets in all replays: a long day is played less often
ENOUGH = 10  # services of a queue today; with fewer, those known from other days are drawn


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A queue's day so far, as its counters were open, and with more counters that call from it alone all day.

    `tickets` came to the queue. `longest_…` is the longest wait in seconds, the median of the replays; `within_…` the
    share called within `minutes`. All four are None when nobody came, `longest_…` also when somebody is never called.
    `counters_…` count those open now.
    """

    queue: str
    queue_name: str
    queue_name_en: str
    tickets: int
    minutes: int
    counters_now: int
    counters_then: int
    longest_now: int | None
    longest_then: int | None
    within_now: float | None
    within_then: float | None
    replays: int


@view
def what_if(session: HallSession, ctx: Context, *, queue: str, counters: int = 1, minutes: int = 15) -> WhatIf:
    """What so many more counters for the queue would have changed today. Raises unknown_queue, bad_argument."""
    line = session.get(Queue, (ctx.hall, queue.strip().upper()))
    if line is None:
        raise DeskError("unknown_queue", queue=queue)
    if counters < 1 or minutes < 1:
        raise DeskError("bad_argument", problem=f"counters: {counters}, minutes: {minutes}")
    rules = policy(session, ctx.hall)
    arrivals = _arrivals(session, ctx, rules)
    known = times.known(session, ctx, rules, {line.prefix, *(arrival.queue for arrival in arrivals)})
    desks = _desks(session, ctx, rules, times.plans(session, ctx))
    more = Desk(frozenset({line.prefix}), _from_opening(known.hours[line.prefix]))
    drawn = _drawn(arrivals, _day_times(session, ctx, known))
    mine = [number for number, arrival in enumerate(arrivals) if arrival.queue == line.prefix]
    now, then = _Outcome(minutes), _Outcome(minutes)
    for services in drawn if mine else ():
        for outcome, present in ((now, desks), (then, [*desks, *[more] * counters])):
            waits = replay.waits(arrivals, present, services, rules.priority_one_in)
            outcome.add([waits[number] for number in mine])
    open_now = sum(line.prefix in desk.queues and desk.stretches[-1][1] == inf for desk in desks)
    return WhatIf(
        queue=line.prefix,
        queue_name=line.name,
        queue_name_en=line.name_en,
        tickets=len(mine),
        minutes=minutes,
        counters_now=open_now,
        counters_then=open_now + counters,
        longest_now=now.longest,
        longest_then=then.longest,
        within_now=now.within,
        within_then=then.within,
        replays=len(drawn) if mine else 0,
    )


class _Outcome:
    """What the replays of one scene came to."""

    def __init__(self, minutes: int) -> None:
        self._limit = minutes * 60
        self._longest: list[float] = []
        self._within: list[float] = []

    def add(self, waits: Sequence[float]) -> None:
        self._longest.append(max(waits))
        self._within.append(sum(wait <= self._limit for wait in waits) / len(waits))

    @property
    def longest(self) -> int | None:
        usual = median(self._longest) if self._longest else inf
        return None if usual == inf else round(usual)

    @property
    def within(self) -> float | None:
        return round(fmean(self._within), 3) if self._within else None


def _arrivals(session: HallSession, ctx: Context, rules: Policy) -> list[Arrival]:
    """Today's tickets in the order in which they might be called; those who left before any call are left out."""
    columns = (Ticket.prefix, Ticket.priority, Ticket.appointment_at, Ticket.waiting_since)
    gone = and_(Ticket.state == S.ABANDONED, Ticket.called_at.is_(None))
    rows = session.execute(select(*columns).where(Ticket.hall_id == ctx.hall, Ticket.day == ctx.today, ~gone)).all()
    grace = timedelta(minutes=rules.appointment_grace)
    found = [Arrival(_of_day(ctx, _callable(row, grace)), row.prefix, _rank(row)) for row in rows]
    return sorted(found, key=lambda arrival: arrival.at)


def _callable(row: Any, grace: timedelta) -> datetime:
    return max(row.waiting_since, row.appointment_at - grace) if row.appointment_at else row.waiting_since


def _rank(row: Any) -> int:
    if row.priority is not None:
        return replay.PRIORITY
    return replay.APPOINTMENT if row.appointment_at else replay.ORDINARY


def _day_times(session: HallSession, ctx: Context, known: times.Known) -> Mapping[str, Sequence[float]]:
    """Service times of today by queue; where they are too few, those known from before."""
    today: defaultdict[str, list[float]] = defaultdict(list)
    for service in times.services(session, ctx, ctx.today):
        today[service.queue].append(service.seconds)
    return {
        queue: today[queue] if len(today[queue]) >= ENOUGH else usual.quantiles for queue, usual in known.times.items()
    }


def _drawn(arrivals: Sequence[Arrival], seconds: Mapping[str, Sequence[float]]) -> list[list[float]]:
    """Service times of all arrivals, drawn anew for each replay; the same draws in every run."""
    chance = random.Random(2026)
    replays = max(1, min(REPLAYS, BUDGET // max(1, len(arrivals))))
    return [[chance.choice(seconds[arrival.queue]) for arrival in arrivals] for _ in range(replays)]


def _from_opening(hours: Hours) -> tuple[tuple[float, float], ...]:
    """The day's opening as stretches of a counter; the last one lasts until everybody is served."""
    *before, last = hours.stretches or ((0.0, inf),)
    return (*before, (last[0], inf))


_OPEN = (
    select(CounterPeriod.counter, CounterPeriod.staff, CounterPeriod.started_at, CounterPeriod.ended_at, Counter.site)
    .join(Counter, and_(Counter.hall_id == CounterPeriod.hall_id, Counter.number == CounterPeriod.counter))
    .where(CounterPeriod.hall_id == bindparam("hall"), CounterPeriod.state == CounterState.OPEN)
    .where(or_(CounterPeriod.ended_at.is_(None), CounterPeriod.ended_at > bindparam("midnight")))
    .order_by(CounterPeriod.counter, CounterPeriod.started_at)
)


def _desks(session: HallSession, ctx: Context, rules: Policy, plans: Mapping[str, Hours]) -> list[Desk]:
    """Each counter with each clerk who was at it today, and when within the hours; what is open now stays open."""
    midnight = ctx.now.replace(hour=0, minute=0, second=0, microsecond=0)
    stretches: defaultdict[tuple[int, str], list[tuple[float, float]]] = defaultdict(list)
    for row in session.execute(_OPEN, {"hall": ctx.hall, "midnight": midnight}):
        until = _of_day(ctx, row.ended_at) if row.ended_at else inf
        hours = _from_opening(plans.get(row.site, Hours(())))
        stretches[row.counter, row.staff] += _within(hours, _of_day(ctx, row.started_at), until)
    found: list[Desk] = []
    for (counter, staff), some in stretches.items():
        here = {"hall": ctx.hall, "staff": staff, "counter": counter}
        queues = frozenset(session.scalars(SKILLS[rules.any_window], here))
        if some:
            found.append(Desk(queues, tuple(some)))
    return found


def _within(hours: Sequence[tuple[float, float]], start: float, end: float) -> list[tuple[float, float]]:
    """The parts of a stretch in which there was opening."""
    both = ((max(start, opens), min(end, closes)) for opens, closes in hours)
    return [(opens, closes) for opens, closes in both if opens < closes]


def _of_day(ctx: Context, moment: datetime) -> float:
    """Seconds since the hall's midnight today."""
    return (ctx.local(moment) - ctx.now.replace(hour=0, minute=0, second=0, microsecond=0)).total_seconds()
