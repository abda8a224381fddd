"""The hall's queues: what the kiosk offers, and opening and closing one."""

from dataclasses import dataclass

from sqlalchemy import and_, func, select

from desk.catalogue import use_case, view
from desk.changes import HallSession
from desk.context import Context
from desk.errors import DeskError
from models import Matter, Queue, Ticket
from models import TicketState as S


@dataclass(frozen=True, slots=True)
class OfferedQueue:
    """A queue as the kiosk offers it; `waiting` people wait in it now, `usual_minutes` is the preset duration."""

    prefix: str
    name: str
    name_en: str
    hint: str
    hint_en: str
    area: str
    open: bool
    waiting: int
    usual_minutes: int


@dataclass(frozen=True, slots=True)
class QueueNow:
    """A queue after it was opened or closed; `waiting` people wait in it."""

    prefix: str
    open: bool
    waiting: int


@dataclass(frozen=True, slots=True)
class MatterRow:
    """A matter of a queue."""

    code: str
    name: str
    name_en: str
    frequent: bool


@view
def offered(session: HallSession, ctx: Context, *, site: str | None = None) -> tuple[OfferedQueue, ...]:
    """The queues of a site (of the hall when None) in their order, closed ones too."""
    waiting = and_(
        Ticket.hall_id == Queue.hall_id,
        Ticket.queue == Queue.prefix,
        Ticket.day == ctx.today,
        Ticket.state == S.WAITING,
    )
    shown = (Queue.prefix, Queue.name, Queue.name_en, Queue.hint, Queue.hint_en, Queue.area, Queue.open)
    query = (
        select(*shown, func.count(Ticket.id), Queue.usual_minutes)
        .outerjoin(Ticket, waiting)
        .where(Queue.hall_id == ctx.hall)
        .group_by(*shown, Queue.usual_minutes, Queue.position)
        .order_by(Queue.position, Queue.prefix)
    )
    if site is not None:
        query = query.where(Queue.site == site)
    return tuple(OfferedQueue(*row) for row in session.execute(query))


@use_case
def open_queue(session: HallSession, ctx: Context, *, queue: str) -> QueueNow:
    """Numbers are given for the queue. Raises unknown_queue."""
    return _set(session, ctx, queue, open_=True)


@use_case
def close_queue(session: HallSession, ctx: Context, *, queue: str) -> QueueNow:
    """No more numbers are given for the queue; those waiting in it are still called. Raises unknown_queue."""
    return _set(session, ctx, queue, open_=False)


@view
def matters(session: HallSession, ctx: Context, *, queue: str) -> tuple[MatterRow, ...]:
    """The matters done in a queue, frequent ones first."""
    query = select(Matter.code, Matter.name, Matter.name_en, Matter.frequent)
    query = query.where(Matter.hall_id == ctx.hall, Matter.queue == queue)
    return tuple(MatterRow(*row) for row in session.execute(query.order_by(Matter.frequent.desc(), Matter.code)))


def _set(session: HallSession, ctx: Context, prefix: str, *, open_: bool) -> QueueNow:
    queue = session.get(Queue, (ctx.hall, prefix.strip().upper()), with_for_update=True)
    if queue is None:
        raise DeskError("unknown_queue", queue=prefix)
    queue.open = open_
    waiting = (Ticket.hall_id == ctx.hall, Ticket.day == ctx.today, Ticket.state == S.WAITING)
    count = select(func.count()).select_from(Ticket).where(*waiting, Ticket.queue == queue.prefix)
    return QueueNow(queue.prefix, open_, session.execute(count).scalar_one())
