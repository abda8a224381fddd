"""Who waits, in the order of calling, and how long each still waits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from sqlalchemy import and_, bindparam, select, update

from desk import counters
from desk.catalogue import view
from desk.changes import HallSession
from desk.context import Context
from desk.errors import DeskError
from desk.estimates import present
from desk.estimates.line import Span
from desk.estimates.present import Place
from desk.settings import Policy, policy
from desk.tickets import order
from models import Counter, Queue, Ticket, TicketPeriod
from models import TicketState as S

PAGE = 200
FORESEEN = 400  # the first so many of the hall's line have a span

_PERIOD = TicketPeriod.__table__
_WHO_WAITS = (
    select(
        Ticket.number,
        Ticket.day,
        Ticket.queue,
        Queue.site,
        Queue.name.label("queue_name"),
        Queue.name_en.label("queue_name_en"),
        Ticket.priority,
        Ticket.why,
        Ticket.waiting_since,
        Ticket.appointment_at,
        Ticket.for_counter,
        Ticket.rank,
    )
    .join(Queue, and_(Queue.hall_id == Ticket.hall_id, Queue.prefix == Ticket.queue))
    .where(Ticket.hall_id == bindparam("hall"), Ticket.day == bindparam("day"), Ticket.state == S.WAITING)
)
_TELL = update(_PERIOD).where(
    _PERIOD.c.hall_id == bindparam("hall"), _PERIOD.c.ticket_id == bindparam("ticket"), _PERIOD.c.ended_at.is_(None)
)


@dataclass(frozen=True, slots=True)
class WaitingTicket:
    """A waiting ticket; `why` is the rule by which it will be called, `estimate` how long it still waits.

    There is no estimate while its site is closed for the day or no open counter calls it.
    """

    number: str
    day: date
    queue: str
    queue_name: str
    queue_name_en: str
    priority: str | None
    why: str
    waiting_since: datetime
    appointment_at: datetime | None
    for_counter: int | None
    estimate: Span | None


@dataclass(frozen=True, slots=True)
class Joined:
    """What is told to one who takes a number: so many wait in the queue already, and the span (None as above)."""

    ahead: int
    estimate: Span | None


@view
def waiting(
    session: HallSession, ctx: Context, *, queue: str | None = None, counter: int | None = None
) -> tuple[WaitingTicket, ...]:
    """Who waits today, in the order of calling, at most 200; of one queue, or of those a counter may call.

    Appointments whose slot has not come stand at the end by their time. Raises unknown_counter.
    """
    rules = policy(session, ctx.hall)
    rows = everybody = who_waits(session, ctx)
    since_priority = counters.RESTED
    if queue is not None:
        rows = [row for row in rows if row.queue == queue.strip().upper()]
    if counter is not None:
        desk = session.get(Counter, (ctx.hall, counter))
        if desk is None:
            raise DeskError("unknown_counter", counter=counter)
        since_priority = desk.since_priority
        queues = counters.served(session, ctx, counter, rules)
        rows = [row for row in rows if row.for_counter == counter or (not row.for_counter and row.queue in queues)]
    return in_order(ctx, rules, rows, spans(session, ctx, rules, everybody), since_priority)[:PAGE]


def who_waits(session: HallSession, ctx: Context) -> Sequence[Any]:
    """Today's waiting tickets of the hall, in no order."""
    return session.connection().execute(_WHO_WAITS, {"hall": ctx.hall, "day": ctx.today}).all()


def spans(session: HallSession, ctx: Context, rules: Policy, everybody: Iterable[Any]) -> dict[str, Span]:
    """How long each of those who wait in the hall still waits, by number."""
    due = order.due_before(ctx.now, rules.appointment_grace)
    grace = timedelta(minutes=rules.appointment_grace)
    places = [
        Place(
            row.number,
            row.queue,
            row.for_counter,
            order.privileged(row),
            row.appointment_at - grace if order.early(row, due) else None,
        )
        for row, _ in _ordered(ctx, rules, everybody, counters.RESTED)[:FORESEEN]
    ]
    return present.in_line(session, ctx, rules, places)


def in_order(
    ctx: Context, rules: Policy, rows: Iterable[Any], told: dict[str, Span], since_priority: int = counters.RESTED
) -> tuple[WaitingTicket, ...]:
    """The rows as they will be called."""
    ordered = _ordered(ctx, rules, rows, since_priority)
    return tuple(_waiting_ticket(ctx, row, why, told.get(row.number)) for row, why in ordered)


def join(session: HallSession, ctx: Context, rules: Policy, queue: str, priority: str | None) -> Joined:
    """What is told to one who comes to the queue now."""
    if priority is None:
        people = present.newcomers(session, ctx, rules, queue)
        return Joined(people.waiting[queue], people.spans.get(queue))
    rows = who_waits(session, ctx)
    facts = {"number": "", "queue": queue, "priority": priority, "rank": ctx.now, "why": "first_come"}
    newcomer = SimpleNamespace(**facts, appointment_at=None, for_counter=None)
    ahead = sum(row.queue == queue for row in rows)
    return Joined(ahead, spans(session, ctx, rules, [*rows, newcomer]).get(""))


def tell(session: HallSession, ctx: Context, rules: Policy, ticket: Ticket) -> None:
    """What a ticket that has just come back to the line is told is kept with its new wait."""
    told = spans(session, ctx, rules, who_waits(session, ctx)).get(ticket.number)
    if told is not None:
        values = {"hall": ctx.hall, "ticket": ticket.id, "estimate_low": told.low, "estimate_high": told.high}
        session.connection().execute(_TELL, values)


def told_with(period: TicketPeriod) -> Span | None:
    """What was told when the period began."""
    low, high = period.estimate_low, period.estimate_high
    return None if low is None or high is None else Span(low, high)


def _ordered(ctx: Context, rules: Policy, rows: Iterable[Any], since_priority: int) -> list[tuple[Any, str]]:
    due = order.due_before(ctx.now, rules.appointment_grace)
    tickets = list(rows)
    ordered = order.in_order(tickets, due=due, one_in=rules.priority_one_in, since_priority=since_priority)
    early = sorted((each for each in tickets if order.early(each, due)), key=lambda each: each.appointment_at)
    return [*ordered, *((ticket, "appointment") for ticket in early)]


def _waiting_ticket(ctx: Context, row: Any, why: str, told: Span | None) -> WaitingTicket:
    return WaitingTicket(
        number=row.number,
        day=row.day,
        queue=row.queue,
        queue_name=row.queue_name,
        queue_name_en=row.queue_name_en,
        priority=row.priority,
        why=why,
        waiting_since=ctx.local(row.waiting_since),
        appointment_at=row.appointment_at and ctx.local(row.appointment_at),
        for_counter=row.for_counter,
        estimate=told,
    )
