"""Taking back the last action on a ticket while the resident still stands there (queue rules §1)."""

from datetime import date, timedelta

from sqlalchemy import update

from desk import counters, workflow
from desk.catalogue import use_case
from desk.changes import HallSession
from desk.context import Context
from desk.errors import DeskError
from desk.settings import policy
from desk.tickets import moves
from desk.tickets.moves import TicketNow
from models import Ticket, TicketEvent, TicketPeriod

_PERIOD = TicketPeriod.__table__


@use_case
def take_back(session: HallSession, ctx: Context, *, number: str, day: date | None = None) -> TicketNow:
    """The ticket is as it was before its last action; its time goes on as if that had not been done.

    Raises unknown_ticket, nothing_to_take_back, take_back_too_late, counter_not_open, counter_busy (somebody else is at
    its counter by now).
    """
    ticket = moves.find(session, ctx, number, day)
    event = session.get_one(TicketEvent, (ctx.hall, ticket.id, ticket.seq))
    if event.action not in workflow.UNDOABLE or event.from_state is None:
        raise DeskError("nothing_to_take_back", number=ticket.number)
    minutes = policy(session, ctx.hall).take_back
    if ctx.now - event.at > timedelta(minutes=minutes):
        raise DeskError("take_back_too_late", number=ticket.number, minutes=minutes)
    columns = moves.restored(event.before)
    if event.from_state in workflow.AT_COUNTER and ticket.state not in workflow.AT_COUNTER:
        counters.free(session, ctx, columns["counter"])
    if event.counter is not None and "since_priority" in event.before:
        desk = counters.locked(session, ctx, event.counter)
        session.alter(desk, since_priority=event.before["since_priority"])
    _restore(session, ctx, ticket, event, columns)
    return moves.now_of(ticket)


def _restore(
    session: HallSession, ctx: Context, ticket: Ticket, event: TicketEvent, columns: dict[str, object]
) -> None:
    at_counter = ticket.counter or event.counter
    source = ticket.state
    session.alter(ticket, seq=ticket.seq + 1, state=event.from_state, **columns)
    moves.write_event(session, ctx, ticket, "take_back", source, at=ctx.now, counter=at_counter, before={})
    if event.from_state != source:
        _void_period(session, ticket, event.seq)
        moves.open_period(session, ticket, event.at)


def _void_period(session: HallSession, ticket: Ticket, seq: int) -> None:
    """The period that the action opened is closed with no length, marked inaccurate."""
    here = (_PERIOD.c.hall_id == ticket.hall_id, _PERIOD.c.ticket_id == ticket.id, _PERIOD.c.seq == seq)
    values = {"ended_at": _PERIOD.c.started_at, "inaccurate": True}
    session.connection().execute(update(_PERIOD).where(*here).values(values))
