"""How long those wait who wait now, and one who comes now: the line, the open counters, what is known of services."""

from collections import Counter as Count
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, case, func, select

from desk import counters
from desk.changes import HallSession
from desk.context import Context
from desk.estimates import line, times
from desk.estimates.line import Later, Line, Server, Span
from desk.settings import Policy
from models import Ticket
from models import TicketState as S

# the rows of those who wait need not be read for this: an index has it all
_slot = case((Ticket.appointment_at > bindparam("due"), Ticket.appointment_at)).label("slot")
_PEOPLE = (
    select(Ticket.queue, Ticket.for_counter, _slot, func.count().label("people"))
    .where(Ticket.hall_id == bindparam("hall"), Ticket.state == S.WAITING, Ticket.day == bindparam("day"))
    .group_by(Ticket.queue, Ticket.for_counter, "slot")
)


@dataclass(frozen=True, slots=True)
class Place:
    """One who waits. `later`: when an appointment that is not due may be called; None when it may be called now."""

    number: str
    queue: str
    for_counter: int | None
    priority: bool
    later: datetime | None


@dataclass(frozen=True, slots=True)
class People:
    """How many wait, by queue, and how long one more would.

    A queue without a span is called from no open counter, or its site does not open any more today.
    """

    waiting: Count[str]
    spans: Mapping[str, Span]


class _Present:
    """The hours and the counters as they are now. Knows every queue of the hall, also one that was added just now."""

    def __init__(self, session: HallSession, ctx: Context, rules: Policy, queues: AbstractSet[str]) -> None:
        self._session, self._ctx, self._rules = session, ctx, rules
        self._clock = ctx.now.hour * 3600 + ctx.now.minute * 60 + ctx.now.second
        self.known = times.known(session, ctx, rules, queues)

    def line(self, places: Iterable[Place]) -> Line:
        """The counters before anybody is placed, with those who will be called before others once they are there."""
        later = {queue: [Later(moment) for moment in moments] for queue, moments in self.known.priority.items()}
        for place in places:
            if place.later is not None:
                there = self._clock + (place.later - self._ctx.now).total_seconds()
                work = self.known.hours[place.queue].work(self._clock, there)
                later[place.queue].append(Later(work, place.number or None))
        ordered = {queue: sorted(some, key=lambda one: one.moment) for queue, some in later.items() if some}
        return Line(self._servers(), self.known.times, ordered)

    def over(self, queue: str) -> bool:
        """Whether the queue's site does not open any more today."""
        return self.known.hours[queue].over(self._clock)

    def span(self, queue: str, starts: Iterable[float]) -> Span:
        """The starts of the replays as a span of the clock."""
        hours = self.known.hours[queue]
        return line.span(starts, lambda work: hours.until(self._clock, work))

    def _servers(self) -> list[Server]:
        at_work = counters.at_work(self._session, self._ctx.hall, any_window=self._rules.any_window)
        serving = {each.serving for each in at_work if each.serving}
        known = times.known(self._session, self._ctx, self._rules, serving).times
        return [
            Server(
                each.counter,
                each.queues,
                known[each.serving] if each.serving else None,
                (self._ctx.now - each.since).total_seconds() if each.since else 0.0,
            )
            for each in at_work
        ]


def newcomers(session: HallSession, ctx: Context, rules: Policy, *queues: str) -> People:
    """Who waits now, and how long one who comes to each of the `queues` now would wait without priority."""
    grace = timedelta(minutes=rules.appointment_grace)
    here = {"hall": ctx.hall, "day": ctx.today, "due": ctx.now + grace}
    rows = session.connection().execute(_PEOPLE, here).all()
    waiting = Count[str]()
    for row in rows:
        waiting[row.queue] += row.people
    present = _Present(session, ctx, rules, {*queues, *waiting})
    wanted = [queue for queue in queues if not present.over(queue)]
    if not wanted:
        return People(waiting, {})
    booked = [row for row in rows if row.slot for _ in range(row.people)]
    before = present.line(Place("", row.queue, None, priority=False, later=row.slot - grace) for row in booked)
    for row in rows:
        for _ in range(row.people if row.for_counter is not None else 0):
            before.place(row.queue, row.for_counter)
    place_all(before, {row.queue: row.people for row in rows if row.for_counter is None and row.slot is None})
    found = ((queue, before.next_start(queue)) for queue in wanted)
    return People(waiting, {queue: present.span(queue, starts) for queue, starts in found if starts})


def in_line(session: HallSession, ctx: Context, rules: Policy, places: Sequence[Place]) -> dict[str, Span]:
    """How long each of those in the line, given in the order of calling, still waits; by number.

    One whom no open counter calls, or whose site does not open any more today, is left out.
    """
    present = _Present(session, ctx, rules, {place.queue for place in places})
    before = present.line(places)
    starts: dict[str, list[float] | None] = {}
    for place in places:
        if place.later is None:
            starts[place.number] = before.place(place.queue, place.for_counter, ordinary=not place.priority)
    for queue in {place.queue for place in places if place.later}:
        before.let_come(queue)
    queues = {place.number: place.queue for place in places}
    found = {number: some for number, some in (starts | before.named).items() if some}
    return {n: present.span(queues[n], some) for n, some in found.items() if not present.over(queues[n])}


def place_all(before: Line, people: Mapping[str, int]) -> None:
    """All of them are placed: the last ones one by one, those far ahead as one lot of work."""
    share = min(1.0, line.DETAIL / max(1, sum(people.values())))
    near = {queue: round(count * share) for queue, count in people.items()}
    if share < 1.0:
        before.place_many({queue: count - near[queue] for queue, count in people.items()})
    for queue in line.interleaved(near):
        before.place(queue)
