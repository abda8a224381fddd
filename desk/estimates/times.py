"""What is known of service times: kept day by day when a day is closed, read for one weekday and hour.

A service time is how long a ticket kept a counter: from its call to its end, its no-show or its hold, each return
included, and the moment until the counter could call again when somebody waited by then. Inaccurate periods are left
out. The rows of a day are made from its periods and may be made again at any time.
"""

from collections import defaultdict
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, and_, bindparam, delete, insert, or_, select

from desk.changes import HallSession
from desk.context import Context
from desk.estimates import hours
from desk.estimates.hours import Hours
from desk.estimates.line import Times, measured, preset
from desk.settings import Policy
from models import NumberSeries, Opening, Queue, ServiceTime, Ticket, TicketPeriod
from models import TicketState as S

WEEKS = 52
RECENT = timedelta(days=28)  # of these every weekday counts where the same weekday says too little
SAMPLES = 400  # of one queue are enough; the newest count
CATCH_UP = 7  # days that were never closed are kept with the next one that is, so many at a time
BREAK = timedelta(minutes=5)  # a longer moment between two tickets is no longer part of the first
AHEAD = 4 * 3600  # seconds for which it is foreseen who will come
FRESH = 600  # seconds for which what was read holds


_QUEUES = select(Queue.prefix, Queue.site, Queue.usual_minutes).where(Queue.hall_id == bindparam("hall"))


@dataclass(frozen=True, slots=True)
class Known:
    """What is known at one moment, by queue: service times, when priority tickets will come, the site's hours that day.

    A queue of which too little was measured has times about its usual minutes and is not in `measured`.
    """

    times: Mapping[str, Times]
    priority: Mapping[str, tuple[float, ...]]
    hours: Mapping[str, Hours]
    measured: frozenset[str]


@dataclass(slots=True)
class Day:
    """The services of one queue on one day, by the hour of the call, and the priority tickets by the hour they came."""

    seconds: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    priority: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))


# --- keeping -------------------------------------------------------------------------------------------------------


def keep(session: HallSession, ctx: Context, day: date) -> None:
    """The service times of the day are kept as its periods have them, and those of earlier days left out so far."""
    for each in (day, *_left_out(session, ctx, day)):
        session.execute(delete(ServiceTime).where(ServiceTime.hall_id == ctx.hall, ServiceTime.day == each))
        rows = [
            {"hall_id": ctx.hall, "day": each, "queue": queue, "seconds": found.seconds, "priority": found.priority}
            for queue, found in of_day(session, ctx, each).items()
        ]
        if rows:
            session.execute(insert(ServiceTime), rows)
    forget(session, ctx.hall)


def _left_out(session: HallSession, ctx: Context, day: date) -> list[date]:
    """Earlier days on which numbers were given and of which nothing is kept, the newest first."""
    given = (NumberSeries.hall_id == ctx.hall, NumberSeries.series.startswith("ticket:"))
    since = NumberSeries.period >= (day - timedelta(weeks=WEEKS)).isoformat()
    days = select(NumberSeries.period).where(*given, since, NumberSeries.period < day.isoformat()).distinct()
    kept = select(ServiceTime.day).where(ServiceTime.hall_id == ctx.hall).distinct()
    missing = {date.fromisoformat(each) for each in session.scalars(days)} - set(session.scalars(kept))
    return sorted(missing, reverse=True)[:CATCH_UP]


def of_day(session: HallSession, ctx: Context, day: date) -> dict[str, Day]:
    """The day's services and priority tickets by queue, as its tickets and periods have them now."""
    found: defaultdict[str, Day] = defaultdict(Day)
    query = select(Ticket.queue, Ticket.priority, Ticket.waiting_since)
    for row in session.execute(query.where(Ticket.hall_id == ctx.hall, Ticket.day == day)):
        found[row.queue].priority[_hour(ctx, row.waiting_since)] += row.priority is not None
    for service in services(session, ctx, day):
        found[service.queue].seconds[_hour(ctx, service.called_at)].append(round(service.seconds))
    return dict(found)


@dataclass(slots=True)
class Service:
    """One ticket at the counters of one queue."""

    queue: str
    called_at: datetime
    seconds: float = 0.0
    accurate: bool = True


_AT_COUNTER = (
    select(
        TicketPeriod.ticket_id,
        TicketPeriod.queue,
        TicketPeriod.state,
        TicketPeriod.counter,
        TicketPeriod.started_at,
        TicketPeriod.ended_at,
        TicketPeriod.inaccurate,
        Ticket.waiting_since,
    )
    .join(Ticket, and_(TicketPeriod.hall_id == Ticket.hall_id, TicketPeriod.ticket_id == Ticket.id))
    .where(Ticket.hall_id == bindparam("hall"), Ticket.day == bindparam("day"))
    .where(TicketPeriod.state.in_((S.CALLED, S.SERVING)))
    .order_by(TicketPeriod.counter, TicketPeriod.started_at)
)


def services(session: HallSession, ctx: Context, day: date) -> list[Service]:
    """The day's accurate services, in the order of their calls."""
    rows = session.execute(_AT_COUNTER, {"hall": ctx.hall, "day": day}).all()
    lasting = [row for row in rows if row.ended_at != row.started_at and not _mistaken(row)]
    found: dict[tuple[str, str], Service] = {}
    for row, after in pairwise([*lasting, None]):
        assert row is not None
        service = found.setdefault((row.ticket_id, row.queue), Service(row.queue, row.started_at))
        service.called_at = min(service.called_at, row.started_at)
        if row.ended_at is None or row.inaccurate:
            service.accurate = False
        else:
            service.seconds += (_kept_until(row, after) - row.started_at).total_seconds()
    return sorted((each for each in found.values() if each.accurate), key=lambda each: each.called_at)


def _mistaken(row: Any) -> bool:
    """Whether it is a call that was put back."""
    return row.inaccurate and row.state == S.CALLED


def _kept_until(row: Any, after: Any) -> datetime:
    """The end of a period, or the counter's next call when somebody waited by then and it came soon."""
    if after is None or after.counter != row.counter or after.ticket_id == row.ticket_id:
        return row.ended_at
    soon = row.ended_at <= after.started_at <= row.ended_at + BREAK
    return after.started_at if soon and after.waiting_since <= row.ended_at else row.ended_at


def _hour(ctx: Context, moment: datetime) -> str:
    return str(ctx.local(moment).hour)


# --- reading -------------------------------------------------------------------------------------------------------

_kept: "WeakKeyDictionary[Engine, dict[str, tuple[object, Known]]]" = WeakKeyDictionary()


def known(session: HallSession, ctx: Context, rules: Policy, queues: AbstractSet[str] = frozenset()) -> Known:
    """What is known now, of these `queues` too; read at most every ten minutes, when the hour turns or one is new."""
    moment = (ctx.today, ctx.now.hour, int(ctx.now.timestamp()) // FRESH, rules.estimate_min_services)
    halls = _kept.setdefault(session.get_bind().engine, {})
    when, found = halls.get(ctx.hall, (None, None))
    if when != moment or found is None or not queues <= found.times.keys():
        found = read(session, ctx, rules.estimate_min_services)
        halls[ctx.hall] = moment, found
    return found


def forget(session: HallSession, hall: str) -> None:
    """What was read is read again when it is asked for."""
    _kept.setdefault(session.get_bind().engine, {}).pop(hall, None)


def read(session: HallSession, ctx: Context, least: int) -> Known:
    """What is known now of every queue, from the days that were kept; while too little is, from today's own too."""
    queues = session.execute(_QUEUES, {"hall": ctx.hall}).all()
    pools = _Pools(ctx.today, ctx.now.hour)
    for row in session.execute(_days(ctx)):
        pools.add(row.day, row.queue, row.seconds)
        pools.add_priority(row.day, row.queue, row.priority)
    if not all(pools.services(row.prefix, least) for row in queues):
        for queue, found in of_day(session, ctx, ctx.today).items():
            pools.add(ctx.today, queue, found.seconds)
    hours_of = plans(session, ctx)
    enough = {row.prefix: found for row in queues if (found := pools.services(row.prefix, least))}
    times = {row.prefix: preset(row.usual_minutes) for row in queues}
    times |= {queue: measured(found) for queue, found in enough.items()}
    return Known(
        times,
        {row.prefix: _moments(pools.priority(row.prefix)) for row in queues},
        {row.prefix: hours_of.get(row.site, Hours(())) for row in queues},
        frozenset(enough),
    )


def _moments(rate: float) -> tuple[float, ...]:
    """When so many a second are expected, in seconds from now."""
    return tuple((one + 0.5) / rate for one in range(int(rate * AHEAD + 0.5)))


def _days(ctx: Context) -> Any:
    """The same weekday of the weeks before, and every day of the last ones, the newest first."""
    same = [ctx.today - timedelta(weeks=week) for week in range(1, WEEKS + 1)]
    recent = and_(ServiceTime.day >= ctx.today - RECENT, ServiceTime.day < ctx.today)
    columns = (ServiceTime.day, ServiceTime.queue, ServiceTime.seconds, ServiceTime.priority)
    here = (ServiceTime.hall_id == ctx.hall, or_(ServiceTime.day.in_(same), recent))
    return select(*columns).where(*here).order_by(ServiceTime.day.desc())


def plans(session: HallSession, ctx: Context) -> dict[str, Hours]:
    """Today's opening hours by site; a site that does not open is left out."""
    query = select(Opening.site, Opening.opens, Opening.closes)
    stretches: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for site, opens, closes in session.execute(
        query.where(Opening.hall_id == ctx.hall, Opening.weekday == ctx.today.weekday())
    ):
        stretches[site].append((opens, closes))
    return {site: hours.plan(found) for site, found in stretches.items()}


class _Pools:
    """Services of each queue: of this weekday and hour, of this hour, of any; and how many priority tickets came."""

    def __init__(self, today: date, hour: int) -> None:
        self._weekday, self._hour = today.weekday(), str(hour)
        self._pools = tuple(defaultdict[str, list[int]](list) for _ in range(3))
        self._days: set[date] = set()
        self._came: defaultdict[str, int] = defaultdict(int)

    def add(self, day: date, queue: str, seconds: Mapping[str, list[int]]) -> None:
        closest, same_hour, any_hour = self._pools
        now = seconds.get(self._hour, [])
        if day.weekday() == self._weekday:
            closest[queue] += now
        same_hour[queue] += now
        any_hour[queue] += (each for found in seconds.values() for each in found)

    def add_priority(self, day: date, queue: str, priority: Mapping[str, int]) -> None:
        if day.weekday() == self._weekday:
            self._days.add(day)
            self._came[queue] += priority.get(self._hour, 0)

    def services(self, queue: str, least: int) -> list[int]:
        """Those of the closest pool that has enough, the first ones added first; none when no pool has."""
        for pool in self._pools:
            if len(pool[queue]) >= max(1, least):
                return pool[queue][:SAMPLES]
        return []

    def priority(self, queue: str) -> float:
        """Priority tickets a second, on this weekday in this hour."""
        return self._came[queue] / max(1, len(self._days)) / 3600
