"""Serving: start, hold, resume, hand over, finish; and a resident who leaves the queue."""

from datetime import date

from sqlalchemy import insert, select

from desk import counters, reasons
from desk.catalogue import use_case
from desk.changes import HallSession
from desk.context import Context
from desk.errors import DeskError
from desk.settings import policy
from desk.tickets import moves
from desk.tickets.moves import TicketNow
from models import CounterState, Matter, Queue, Ticket, TicketMatter

_DONE = TicketMatter.__table__


@use_case
def start(session: HallSession, ctx: Context, *, number: str, day: date | None = None) -> TicketNow:
    """The resident is here and being served. Raises unknown_ticket, wrong_state."""
    return moves.move(session, ctx, moves.find(session, ctx, number, day), "start", staff=ctx.actor.name)


@use_case
def hold(
    session: HallSession,
    ctx: Context,
    *,
    number: str,
    reason: str | None = None,
    note: str | None = None,
    day: date | None = None,
) -> TicketNow:
    """The resident fetches or fills in something; the counter is free. `reason`: a code of `hold_ticket`, or in words.

    Raises unknown_ticket, wrong_state, unknown_reason.
    """
    code, words = reasons.code_or_note("hold_ticket", reason)
    return moves.move(session, ctx, moves.find(session, ctx, number, day), "hold", reason=code, note=note or words)


@use_case
def resume(
    session: HallSession, ctx: Context, *, number: str, counter: int | None = None, day: date | None = None
) -> TicketNow:
    """The ticket on hold is served again, at its counter or, where the hall allows it, at another.

    Raises unknown_ticket, wrong_state, unknown_counter, counter_not_open, counter_busy, not_at_counter.
    """
    ticket = moves.find(session, ctx, number, day)
    moves.check(ticket, "resume")
    where = ticket.counter if counter is None else counter
    assert where is not None, "a ticket on hold keeps its counter"
    if where != ticket.counter and not policy(session, ctx.hall).resume_anywhere:
        raise DeskError("not_at_counter", number=ticket.number, counter=ticket.counter)
    counters.free(session, ctx, where)
    return moves.move(session, ctx, ticket, "resume", counter=where, staff=ctx.actor.name)


@use_case
def hand_over(
    session: HallSession,
    ctx: Context,
    *,
    number: str,
    to_counter: int | None = None,
    to_queue: str | None = None,
    day: date | None = None,
) -> TicketNow:
    """The ticket waits for another counter or in another queue, with the waiting time it came with.

    Exactly one of `to_counter` and `to_queue` is given. Raises bad_argument, unknown_ticket, wrong_state,
    unknown_counter, counter_not_open, unknown_queue.
    """
    if (to_counter is None) == (to_queue is None):
        raise DeskError("bad_argument", problem="to_counter, to_queue")
    ticket = moves.find(session, ctx, number, day)
    moves.check(ticket, "hand_over")
    queue = ticket.queue
    if to_counter is not None:
        target = counters.locked(session, ctx, to_counter)
        if target.state == CounterState.CLOSED:
            raise DeskError("counter_not_open", counter=to_counter, state=target.state)
    elif to_queue is not None:
        queue = _queue(session, ctx, to_queue)
    return moves.move(
        session,
        ctx,
        ticket,
        "hand_over",
        queue=queue,
        for_counter=to_counter,
        counter=None,
        staff=None,
        rank=ticket.waiting_since,
        why="handed_over",
        recalls=0,
        called_at=None,
    )


@use_case
def finish(
    session: HallSession, ctx: Context, *, number: str, matters: tuple[str, ...] = (), day: date | None = None
) -> TicketNow:
    """The ticket is finished with these matters done (codes); its counter is free.

    Raises unknown_ticket, wrong_state, unknown_matter.
    """
    ticket = moves.find(session, ctx, number, day)
    moves.check(ticket, "finish")
    done = tuple(dict.fromkeys(matters))
    known = set(session.scalars(select(Matter.code).where(Matter.hall_id == ctx.hall, Matter.code.in_(done))))
    for matter in done:
        if matter not in known:
            raise DeskError("unknown_matter", matter=matter)
    finished = moves.move(session, ctx, ticket, "finish")
    _write_matters(session, ticket, done)
    return finished


@use_case
def abandon(session: HallSession, ctx: Context, *, number: str, day: date | None = None) -> TicketNow:
    """The waiting resident has left. Raises unknown_ticket, wrong_state."""
    return moves.move(session, ctx, moves.find(session, ctx, number, day), "abandon")


def _queue(session: HallSession, ctx: Context, prefix: str) -> str:
    line = session.get(Queue, (ctx.hall, prefix.strip().upper()))
    if line is None:
        raise DeskError("unknown_queue", queue=prefix)
    return line.prefix


def _write_matters(session: HallSession, ticket: Ticket, matters: tuple[str, ...]) -> None:
    rows = [
        {"hall_id": ticket.hall_id, "ticket_id": ticket.id, "seq": ticket.seq, "matter": matter} for matter in matters
    ]
    if rows:
        session.connection().execute(insert(_DONE), rows)
