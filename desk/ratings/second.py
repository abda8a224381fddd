"""What a counter's second screen shows: who is served, and the visit just finished, to be rated."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select

from desk import workflow
from desk.catalogue import view
from desk.changes import HallSession
from desk.context import Context
from desk.errors import DeskError
from desk.ratings.giving import RateableTicket, rateable
from desk.settings import values
from models import Counter, Matter, RatedTicket, Staff, Ticket, TicketMatter, TicketState


@dataclass(frozen=True, slots=True)
class ScreenMatter:
    """A matter that was done, by its names."""

    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class SecondScreen:
    """The counter as the resident before it sees it.

    `state` is open, paused or closed; `current` the ticket called or served now (`current_state`). Without one,
    `finished` is the last visit that ended here today unless it has been rated, `finished_at` when, `matters` what was
    done. `seconds` is how long the screen waits for somebody to press something.
    """

    hall_name: str
    demo: bool
    counter: int
    name: str
    state: str
    staff_name: str | None
    current: RateableTicket | None
    current_state: str | None
    finished: RateableTicket | None
    finished_at: datetime | None
    matters: tuple[ScreenMatter, ...]
    seconds: int


@view
def at_counter(session: HallSession, ctx: Context, *, counter: int) -> SecondScreen:
    """What the counter's second screen shows now. Raises unknown_counter."""
    desk = session.get(Counter, (ctx.hall, counter))
    if desk is None:
        raise DeskError("unknown_counter", counter=counter)
    staff = session.get(Staff, (ctx.hall, desk.staff)) if desk.staff else None
    current = _current(session, ctx, counter)
    last = None if current else _last_finished(session, ctx, counter)
    return SecondScreen(
        hall_name=ctx.info.name,
        demo=ctx.info.demo,
        counter=counter,
        name=desk.name,
        state=desk.state,
        staff_name=staff and staff.display,
        current=current and rateable(session, current),
        current_state=current and current.state,
        finished=last and rateable(session, last),
        finished_at=last and ctx.local(last.state_since),
        matters=_matters(session, last) if last else (),
        seconds=values(session, ctx.hall)["rating.screen_seconds"],
    )


def _current(session: HallSession, ctx: Context, counter: int) -> Ticket | None:
    here = (Ticket.hall_id == ctx.hall, Ticket.counter == counter, Ticket.state.in_(workflow.AT_COUNTER))
    return session.scalars(select(Ticket).where(*here)).first()


def _last_finished(session: HallSession, ctx: Context, counter: int) -> Ticket | None:
    here = (Ticket.hall_id == ctx.hall, Ticket.state == TicketState.FINISHED, Ticket.day == ctx.today)
    query = (
        select(Ticket)
        .where(*here, Ticket.counter == counter)
        .order_by(Ticket.state_since.desc(), Ticket.id.desc())
        .limit(1)
    )
    ticket = session.scalars(query).first()
    if ticket is None or session.get(RatedTicket, (ctx.hall, ticket.id)) is not None:
        return None
    return ticket


def _matters(session: HallSession, ticket: Ticket) -> tuple[ScreenMatter, ...]:
    query = (
        select(Matter.name, Matter.name_en)
        .join(TicketMatter, and_(TicketMatter.hall_id == Matter.hall_id, TicketMatter.matter == Matter.code))
        .where(TicketMatter.hall_id == ticket.hall_id, TicketMatter.ticket_id == ticket.id)
        .where(TicketMatter.seq == ticket.seq)
        .order_by(Matter.code)
    )
    return tuple(ScreenMatter(*row) for row in session.execute(query))
