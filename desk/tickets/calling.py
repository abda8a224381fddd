"""Calling: the next one by the rules, a chosen one, again, put back; no-shows and their return."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, bindparam, literal_column, select, union_all

from desk import counters
from desk.catalogue import use_case
from desk.changes import HallSession
from desk.context import Context
from desk.errors import DeskError
from desk.settings import Policy, policy
from desk.tickets import moves, order
from desk.tickets.moves import TicketNow
from models import Counter, Queue, Ticket
from models import TicketState as S

_MICROSECOND = timedelta(microseconds=1)

_DUE = Ticket.appointment_at <= bindparam("due")
# not a bound value: SQLite would prepare the statement anew each time, which takes fifteen times as long as running it
_ONE: ColumnElement[int] = literal_column("1")
_AGAIN = Ticket.why == order.REQUEUED
_BY_RANK = _AGAIN | (Ticket.priority.is_(None) & Ticket.appointment_at.is_(None))


@cache
def _lines(any_window: bool) -> Select[Any]:
    """The queues that `staff` may serve at `counter`, locked."""
    here = (Queue.hall_id == bindparam("hall"), Queue.prefix.in_(counters.SKILLS[any_window]))
    return select(Queue.prefix).where(*here).order_by(Queue.prefix).with_for_update(key_share=True)


@cache
def _heads(any_window: bool) -> CompoundSelect[Any]:
    """The first of each class that `staff` may call to `counter`: enough to know who is next."""
    mine = Ticket.for_counter.is_(None) & Ticket.queue.in_(counters.SKILLS[any_window])
    mine |= Ticket.for_counter == bindparam("counter")
    return union_all(
        _first(mine, ~_AGAIN, Ticket.priority.is_not(None), Ticket.appointment_at.is_(None) | _DUE),
        _first(mine, ~_AGAIN, Ticket.priority.is_(None), _DUE, by=(Ticket.appointment_at,)),
        _first(mine, _BY_RANK),
    )


def _first(*which: ColumnElement[bool], by: tuple[Any, ...] = ()) -> Select[Any]:
    columns = (Ticket.id, Ticket.number, Ticket.priority, Ticket.appointment_at, Ticket.rank, Ticket.why)
    here = (Ticket.hall_id == bindparam("hall"), Ticket.day == bindparam("day"), Ticket.state == S.WAITING)
    order_by = (*by, Ticket.rank, Ticket.number)
    return select(select(*columns).where(*here, *which).order_by(*order_by).limit(_ONE).subquery())


_BY_ID = (
    select(Ticket, Queue.name)
    .join(Queue, (Queue.hall_id == Ticket.hall_id) & (Queue.prefix == Ticket.queue))
    .where(Ticket.hall_id == bindparam("hall"), Ticket.id == bindparam("id"))
    .with_for_update(of=Ticket)
    .execution_options(populate_existing=True)
)
_NAME = select(Queue.name).where(Queue.hall_id == bindparam("hall"), Queue.prefix == bindparam("queue"))


@dataclass(frozen=True, slots=True)
class CalledTicket:
    """A ticket just called. `why`: first_come, priority, appointment, requeued, handed_over or chosen by the clerk."""

    number: str
    day: date
    counter: int
    why: str
    queue: str
    queue_name: str
    priority: str | None
    waited_seconds: int


@use_case
def call_next(session: HallSession, ctx: Context, *, counter: int) -> CalledTicket | None:
    """The next ticket by queue rules §3 is called to the counter; None when nobody waits that it may serve.

    Raises unknown_counter, counter_not_open, counter_busy, lacks_skill.
    """
    desk = counters.free(session, ctx, counter)
    rules = policy(session, ctx.hall)
    due = order.due_before(ctx.now, rules.appointment_grace)
    here = {"hall": ctx.hall, "staff": ctx.actor.name, "counter": counter, "day": ctx.today, "due": due}
    if session.shared:  # the queues stay locked to the end, so that counters calling at once choose one after the other
        session.connection().execute(_lines(rules.any_window), here)
    while heads := session.connection().execute(_heads(rules.any_window), here).all():
        chosen = order.in_order(heads, due=due, one_in=rules.priority_one_in, since_priority=desk.since_priority)
        head, why = next(chosen)
        ticket, name = session.execute(_BY_ID, {"hall": ctx.hall, "id": head.id}).one()
        if ticket.state == S.WAITING:  # else somebody chose or ended it a moment ago
            return _call(session, ctx, desk, ticket, name, why)
    if not counters.served(session, ctx, counter, rules):
        raise DeskError("lacks_skill", counter=counter, queue="")
    return None


@use_case
def call(session: HallSession, ctx: Context, *, number: str, counter: int, day: date | None = None) -> CalledTicket:
    """This waiting ticket is called to the counter, whoever else waits.

    Raises unknown_counter, counter_not_open, counter_busy, unknown_ticket, wrong_state, lacks_skill.
    """
    desk = counters.free(session, ctx, counter)
    ticket = moves.find(session, ctx, number, day)
    moves.check(ticket, "call")
    queues = counters.served(session, ctx, counter, policy(session, ctx.hall))
    if ticket.for_counter != counter and ticket.queue not in queues:
        raise DeskError("lacks_skill", counter=counter, queue=ticket.queue)
    name = session.connection().execute(_NAME, {"hall": ctx.hall, "queue": ticket.queue}).scalar_one()
    return _call(session, ctx, desk, ticket, name, "chosen")


@use_case
def recall(session: HallSession, ctx: Context, *, number: str, day: date | None = None) -> TicketNow:
    """The called ticket is called once more. Raises unknown_ticket, wrong_state, recall_too_soon, recalls_used_up."""
    ticket = moves.find(session, ctx, number, day)
    moves.check(ticket, "recall")
    rules = policy(session, ctx.hall)
    if ticket.recalls >= rules.recalls:
        raise DeskError("recalls_used_up", number=ticket.number, recalls=rules.recalls)
    earliest = next_recall(ticket.called_at or ctx.now, rules)
    if ctx.now < earliest:
        seconds = -((ctx.now - earliest) // timedelta(seconds=1))
        raise DeskError("recall_too_soon", number=ticket.number, seconds=seconds)
    return moves.move(session, ctx, ticket, "recall", recalls=ticket.recalls + 1, called_at=ctx.now)


def next_recall(called_at: datetime, rules: Policy) -> datetime:
    """When a ticket called at `called_at` may be called again."""
    return called_at + timedelta(seconds=rules.recall_interval)


@use_case
def put_back(session: HallSession, ctx: Context, *, number: str, day: date | None = None) -> TicketNow:
    """The call was a mis-click: the ticket waits at its old place and the counts are as before the call.

    Raises unknown_ticket, wrong_state.
    """
    ticket = moves.find(session, ctx, number, day)
    moves.check(ticket, "put_back")
    assert ticket.counter is not None, "a called ticket is at a counter"
    desk = counters.locked(session, ctx, ticket.counter)
    kept = {"since_priority": desk.since_priority}
    call_ = moves.last_event(session, ctx.hall, ticket.id, "call")
    session.alter(desk, since_priority=call_.before["since_priority"])
    return moves.move(session, ctx, ticket, "put_back", kept=kept, counter=None, staff=None, recalls=0, called_at=None)


@use_case
def no_show(session: HallSession, ctx: Context, *, number: str, day: date | None = None) -> TicketNow:
    """The resident did not come; the counter is free.

    Raises unknown_ticket, wrong_state, recalls_left (the hall demands recalls first).
    """
    ticket = moves.find(session, ctx, number, day)
    moves.check(ticket, "no_show")
    missing = policy(session, ctx.hall).no_show_min_recalls - ticket.recalls
    if missing > 0:
        raise DeskError("recalls_left", number=ticket.number, recalls=missing)
    return moves.move(session, ctx, ticket, "no_show", counter=None)


@use_case
def requeue(session: HallSession, ctx: Context, *, number: str, day: date | None = None) -> TicketNow:
    """The no-show waits again, behind as many others of its queue as the hall has set (or all, when fewer wait).

    It counts among the rest from now on, as its slip says: neither priority nor an appointment brings it forward.
    Raises unknown_ticket, wrong_state, requeue_used_up.
    """
    ticket = moves.find(session, ctx, number, day)
    moves.check(ticket, "requeue")
    rules = policy(session, ctx.hall)
    if ticket.requeues >= rules.requeue_max:
        raise DeskError("requeue_used_up", number=ticket.number, times=rules.requeue_max)
    return moves.move(
        session,
        ctx,
        ticket,
        "requeue",
        rank=_rank_behind(session, ctx, ticket, rules.requeue_after),
        why=order.REQUEUED,
        requeues=ticket.requeues + 1,
        staff=None,
        recalls=0,
        called_at=None,
    )


def _rank_behind(session: HallSession, ctx: Context, ticket: Ticket, others: int) -> datetime:
    here = (
        Ticket.hall_id == ctx.hall,
        Ticket.day == ticket.day,
        Ticket.state == S.WAITING,
        Ticket.queue == ticket.queue,
        Ticket.for_counter.is_(None),
        _BY_RANK,
    )
    ranks = list(session.scalars(select(Ticket.rank).where(*here).order_by(Ticket.rank).limit(others)))
    return ranks[-1] + _MICROSECOND if ranks else ctx.now


def _call(session: HallSession, ctx: Context, desk: Counter, ticket: Ticket, name: str, why: str) -> CalledTicket:
    kept = {"since_priority": desk.since_priority, "why_called": why}
    session.alter(desk, since_priority=0 if order.privileged(ticket) else desk.since_priority + 1)
    moves.move(
        session, ctx, ticket, "call", kept=kept, counter=desk.number, staff=ctx.actor.name, recalls=0, called_at=ctx.now
    )
    waited = max(ctx.now - ticket.waiting_since, timedelta()) // timedelta(seconds=1)
    return CalledTicket(ticket.number, ticket.day, desk.number, why, ticket.queue, name, ticket.priority, waited)
