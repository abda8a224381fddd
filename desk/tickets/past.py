"""What happened to one ticket, in order."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from desk.catalogue import view
from desk.changes import HallSession
from desk.context import Context
from desk.tickets import moves
from models import Queue, TicketEvent, TicketPeriod


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time of a ticket; `ended_at` None: it lasts."""

    state: str
    started_at: datetime
    ended_at: datetime | None
    counter: int | None
    inaccurate: bool


@dataclass(frozen=True, slots=True)
class Event:
    """Something done to a ticket."""

    action: str
    at: datetime
    actor: str
    counter: int | None
    state: str
    why: str | None
    reason: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class TicketHistory:
    """All that happened to a ticket, in order."""

    number: str
    day: date
    state: str
    queue_name: str
    priority: str | None
    periods: tuple[Period, ...]
    events: tuple[Event, ...]


@view
def history(session: HallSession, ctx: Context, *, number: str, day: date | None = None) -> TicketHistory:
    """A ticket from its issue to its end. Raises unknown_ticket."""
    ticket = moves.find(session, ctx, number, day, lock=False)
    mine = (TicketPeriod.hall_id == ctx.hall, TicketPeriod.ticket_id == ticket.id)
    periods = session.scalars(select(TicketPeriod).where(*mine).order_by(TicketPeriod.seq))
    done = (TicketEvent.hall_id == ctx.hall, TicketEvent.ticket_id == ticket.id)
    events = session.scalars(select(TicketEvent).where(*done).order_by(TicketEvent.seq))
    return TicketHistory(
        number=ticket.number,
        day=ticket.day,
        state=ticket.state,
        queue_name=session.get_one(Queue, (ctx.hall, ticket.queue)).name,
        priority=ticket.priority,
        periods=tuple(
            Period(p.state, ctx.local(p.started_at), p.ended_at and ctx.local(p.ended_at), p.counter, p.inaccurate)
            for p in periods
        ),
        events=tuple(
            Event(e.action, ctx.local(e.at), e.actor, e.counter, e.to_state, _why(e), e.reason, e.note) for e in events
        ),
    )


def _why(event: TicketEvent) -> str | None:
    return event.before.get("why_called") if event.action == "call" else None
