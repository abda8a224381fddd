"""The end of the day: what is still open is finished or abandoned and named, counters close, the audit is sealed."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from desk import chain, counters, keys
from desk.catalogue import use_case, view
from desk.changes import HallSession
from desk.context import Context
from desk.errors import DeskError
from desk.estimates import times
from desk.tickets import moves, views
from models import LIVE, Counter, CounterState, DayClose, Ticket
from models import TicketState as S


@dataclass(frozen=True, slots=True)
class DayOpen:
    """What a day close would end: numbers by state, and the counters still open or paused."""

    day: date
    waiting: tuple[str, ...]
    called: tuple[str, ...]
    serving: tuple[str, ...]
    on_hold: tuple[str, ...]
    no_show: tuple[str, ...]
    counters_open: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """A closed day: the tickets that were still open and how they ended; `seal` goes on the daily report."""

    day: date
    finished: tuple[str, ...]
    abandoned: tuple[str, ...]
    seal: str


@view
def open_items(session: HallSession, ctx: Context, *, day: date | None = None) -> DayOpen:
    """What closing the day (today when None) would end."""
    when = day or ctx.today
    live = (Ticket.hall_id == ctx.hall, Ticket.day == when, Ticket.state.in_(LIVE))
    rows = session.execute(select(Ticket.state, Ticket.number).where(*live).order_by(Ticket.prefix, Ticket.no)).all()
    by_state = {state: tuple(row.number for row in rows if row.state == state) for state in LIVE}
    open_ = (Counter.hall_id == ctx.hall, Counter.state != CounterState.CLOSED)
    numbers = tuple(session.scalars(select(Counter.number).where(*open_).order_by(Counter.number)))
    return DayOpen(when, **by_state, counters_open=numbers if when == ctx.today else ())


@view
def unclosed(session: HallSession, ctx: Context) -> tuple[date, ...]:
    """Earlier days that still have live tickets, oldest first."""
    return views.unclosed_days(session, ctx)


@use_case
def close(session: HallSession, ctx: Context, *, day: date | None = None) -> ClosedDay:
    """The day (today when None) has no live ticket: services are finished, their time marked inaccurate, the rest
    abandoned; when it is today the counters are closed. The audit is sealed. It may be closed again later.

    Raises bad_argument for a day to come.
    """
    when = day or ctx.today
    if when > ctx.today:
        raise DeskError("bad_argument", problem=f"day: {when}")
    ended = _end_tickets(session, ctx, when)
    if when == ctx.today:
        for counter in session.scalars(select(Counter).where(Counter.hall_id == ctx.hall).with_for_update()):
            counters.shut(session, ctx, counter)
    session.flush()
    times.keep(session, ctx, when)
    seal = chain.seal(session, ctx, when)
    keys.forget_old(session, ctx)
    finished = tuple(ticket.number for ticket in ended if ticket.state == S.FINISHED)
    abandoned = tuple(ticket.number for ticket in ended if ticket.state == S.ABANDONED)
    _write_down(session, ctx, when, {"finished": finished, "abandoned": abandoned, "seal": seal})
    return ClosedDay(when, finished, abandoned, seal)


def _end_tickets(session: HallSession, ctx: Context, day: date) -> list[Ticket]:
    live = (Ticket.hall_id == ctx.hall, Ticket.day == day, Ticket.state.in_(LIVE))
    tickets = list(session.scalars(select(Ticket).where(*live).order_by(Ticket.prefix, Ticket.no).with_for_update()))
    for ticket in tickets:
        moves.move(session, ctx, ticket, "close_day", inaccurate=ticket.state == S.SERVING)
    return tickets


def _write_down(session: HallSession, ctx: Context, day: date, figures: dict[str, object]) -> None:
    known = session.get(DayClose, (ctx.hall, day))
    if known is None:
        known = DayClose(hall_id=ctx.hall, day=day)
        session.add(known)
    known.closed_at, known.closed_by, known.figures = ctx.now, ctx.actor.name, figures
